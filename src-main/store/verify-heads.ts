import { addChangedSlices } from '#shared/labels/edit.ts';
import { tileRectangle } from '#shared/labels/tile-layout.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { Session } from './session.ts';
import { headWrong, sliceHeadWrong } from './store-sentences.ts';
import type { StoredTile, Tiles } from './tiles.ts';

/**
 * Plays the whole log again and compares what comes out with the two caches that the program reads
 * from: the newest edit of each tile, and the newest edit that changed each slice.
 * @returns what is wrong, an empty list where nothing is
 */
export function verifyHeads(session: Session, labelmaps: Labelmaps, tiles: Tiles): Sentence[] {
  return labelmaps.rows().flatMap((labelmap) => verifyLabelmap(session, labelmap, tiles));
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
export function replay({ database }: Session, labelmap: LabelmapRow, tiles: Tiles): Replay {
  const { key, sliceAxis } = labelmap;
  const size = sizeOfLabelmap(labelmap);
  const heads = new Map<string, StoredTile>();
  const slices = new Map<number, number>();
  const broken: number[] = [];
  for (const { number } of database.prepare<[number], { number: number }>('SELECT number FROM edit WHERE labelmap = ? ORDER BY number').all(key)) {
    const changed = new Set<number>();
    for (const written of tiles.ofEdit(number)) {
      const place = `${written.k} ${written.tile}`;
      const before = heads.get(place);
      if (written.previous !== (before?.edit ?? null)) broken.push(written.k);
      const rectangle = tileRectangle(size, written);
      const count = rectangle.width * rectangle.height;
      addChangedSlices(tiles.decode(before, count), tiles.decode(written, count), rectangle, sliceAxis, changed);
      heads.set(place, written);
    }
    for (const slice of changed) slices.set(slice, number);
  }
  return { heads, slices, broken };
}

function verifyLabelmap(session: Session, labelmap: LabelmapRow, tiles: Tiles): Sentence[] {
  const { database } = session;
  const { key, id } = labelmap;
  const { heads, slices, broken } = replay(session, labelmap, tiles);
  const wrong = broken.map((k) => fill(headWrong, { k, id }));

  const storedHeads = database
    .prepare<[number], { k: number; place: string; edit: number }>("SELECT k, k || ' ' || tile AS place, edit FROM tile_head WHERE labelmap = ?")
    .all(key);
  for (const { k, place, edit } of storedHeads) {
    if (heads.get(place)?.edit !== edit) wrong.push(fill(headWrong, { k, id }));
    heads.delete(place);
  }
  // What is left was written and is in no head.
  for (const place of heads.keys()) wrong.push(fill(headWrong, { k: Number(place.split(' ')[0]), id }));

  const storedSlices = database.prepare<[number], { slice: number; edit: number }>('SELECT slice, edit FROM slice_head WHERE labelmap = ?').all(key);
  for (const { slice, edit } of storedSlices) {
    if (slices.get(slice) !== edit) wrong.push(fill(sliceHeadWrong, { slice, id }));
    slices.delete(slice);
  }
  for (const slice of slices.keys()) wrong.push(fill(sliceHeadWrong, { slice, id }));
  return wrong;
}
