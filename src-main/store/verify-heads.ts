import { addChangedSlices } from '#shared/labels/edit.ts';
import { tileRectangle } from '#shared/labels/tile-layout.ts';
import { finish } from '#shared/regions/grid.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { Session } from './session.ts';
import type { StoredTile, Tiles } from './tiles.ts';
import { wrong, type Finding, type Inspection } from './verify-finding.ts';
import { headSentences as say } from './verify-sentences.ts';

/** What is wrong with the caches of the log, an empty list where nothing is. */
export function verifyHeads(session: Session, labelmaps: Labelmaps, tiles: Tiles): Sentence[] {
  return finish(inspectHeads(session, labelmaps, tiles)).map(({ sentence }) => sentence);
}

/**
 * Plays the whole log again and compares what comes out with the two caches that the program reads
 * from: the newest edit of each tile, and the newest edit that changed each slice.
 */
export function* inspectHeads(session: Session, labelmaps: Labelmaps, tiles: Tiles): Inspection {
  const found: Finding[] = [];
  const rows = labelmaps.rows();
  for (const [at, labelmap] of rows.entries()) {
    const steps = verifyLabelmap(session, labelmap, tiles);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        found.push(...step.value);
        break;
      }
      yield (at + step.value) / rows.length;
    }
  }
  return found;
}

interface Replay {
  /** By `<k> <tile>`. */
  readonly heads: Map<string, StoredTile>;
  /** Newest edit that changed a voxel of each slice along the labelmap's slice axis. */
  readonly slices: Map<number, number>;
  /** k of tiles whose chain does not hold together. */
  readonly broken: readonly number[];
}

/** What the two caches must hold, from the log alone. */
export function replay(session: Session, labelmap: LabelmapRow, tiles: Tiles): Replay {
  return finish(replaying(session, labelmap, tiles));
}

function* replaying({ database }: Session, labelmap: LabelmapRow, tiles: Tiles): Inspection<Replay> {
  const { key, sliceAxis } = labelmap;
  const size = sizeOfLabelmap(labelmap);
  const heads = new Map<string, StoredTile>();
  const slices = new Map<number, number>();
  const broken: number[] = [];
  const numbers = database.prepare<[number], number>('SELECT number FROM edit WHERE labelmap = ? ORDER BY number').pluck().all(key);
  for (const [at, number] of numbers.entries()) {
    yield at / numbers.length;
    const changed = new Set<number>();
    for (const written of tiles.ofEdit(number)) {
      const place = `${written.k} ${written.tile}`;
      const before = heads.get(place);
      if (written.previous !== (before?.edit ?? null)) broken.push(written.k);
      const rectangle = tileRectangle(size, written);
      const count = rectangle.width * rectangle.height;
      addChangedSlices(tiles.decode(before, count), tiles.decode(written, count), rectangle, sliceAxis, changed);
      heads.set(place, written);
      // A mask of a whole volume is one edit.
      yield at / numbers.length;
    }
    for (const slice of changed) slices.set(slice, number);
  }
  return { heads, slices, broken };
}

function* verifyLabelmap(session: Session, labelmap: LabelmapRow, tiles: Tiles): Inspection {
  const { database } = session;
  const { key } = labelmap;
  let played: Replay;
  try {
    played = yield* replaying(session, labelmap, tiles);
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error;
    return [about(labelmap, fill(say.unreadable, named(labelmap)))];
  }
  const { heads, slices, broken } = played;
  const layers = new Set(broken);
  const storedHeads = database
    .prepare<[number], { k: number; place: string; edit: number }>("SELECT k, k || ' ' || tile AS place, edit FROM tile_head WHERE labelmap = ?")
    .all(key);
  for (const { k, place, edit } of storedHeads) {
    if (heads.get(place)?.edit !== edit) layers.add(k);
    heads.delete(place);
  }
  // What is left was written and is in no head.
  for (const place of heads.keys()) layers.add(Number(place.split(' ')[0]));

  const states = new Set<number>();
  const storedSlices = database.prepare<[number], { slice: number; edit: number }>('SELECT slice, edit FROM slice_head WHERE labelmap = ?').all(key);
  for (const { slice, edit } of storedSlices) {
    if (slices.get(slice) !== edit) states.add(slice);
    slices.delete(slice);
  }
  for (const slice of slices.keys()) states.add(slice);
  return [
    ...layers.size === 0 ? [] : [about(labelmap, fill(say.headWrong, { ...named(labelmap), slices: listed(layers) }))],
    ...states.size === 0 ? [] : [about(labelmap, fill(say.sliceHeadWrong, { ...named(labelmap), slices: listed(states) }))],
  ];
}

function about({ caseName }: LabelmapRow, sentence: Sentence): Finding {
  return wrong('labelmap', sentence, { case: caseName });
}

function named({ id, caseName, annotator, modelId }: LabelmapRow): { readonly who: Sentence | string; readonly name: string } {
  return { who: annotator ?? fill(say.ofModel, { id: modelId ?? id }), name: caseName };
}

const mostListed = 12;

/** The first of them, ascending. */
function listed(numbers: ReadonlySet<number>): Sentence {
  const sorted = [...numbers].sort((a, b) => a - b);
  const some = sorted.slice(0, mostListed).join(', ');
  const template = sorted.length > mostListed ? say.someSlices : sorted.length > 1 ? say.slices : say.slice;
  return fill(template, { list: some, more: sorted.length - mostListed });
}
