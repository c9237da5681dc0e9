/** What incoming labels are to those that are here: new, further on, or gone another way. Writes nothing. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { sliceVerdicts, type SliceVerdict } from '#shared/labels/three-way.ts';
import { foldPersonName } from '#shared/text/person-name.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EditWriter } from './append-edit.ts';
import type { IncomingLabels, TakingPlan, TravellingEdit } from './bundle-items.ts';
import type { BundleLogs } from './bundle-log.ts';
import { commonStates, played } from './bundle-play.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { Pieces, Session } from './session.ts';
import { editElsewhere, labelsMoveOn, otherAxis, otherHistory } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';

/** With what it takes to do it. */
export interface Compared extends TakingPlan {
  readonly map: LabelmapRow | null;
  /** Number of the newest edit here that it is true for. */
  readonly standsOn: number;
  /** Index of the first item that is not here; of `continued` and `nothing`. */
  readonly from: number;
}

export interface Comparing {
  labelmapHere(this: void, incoming: IncomingLabels): LabelmapRow | null;
  newestEdit(this: void, map: LabelmapRow): number;
  /** The whole volume, a few slices at a time. */
  volume(this: void, map: LabelmapRow, upToEdit?: number): Pieces<Uint8Array>;
  /** @throws UserFacingError `conflict` */
  compare(this: void, incoming: IncomingLabels): Pieces<Compared>;
}

interface Parts {
  readonly annotators: Annotators;
  readonly labelmaps: Labelmaps;
  readonly tiles: Tiles;
  readonly writer: EditWriter;
  readonly logs: BundleLogs;
}

const tries = 3;
/** Voxels that are put together at a time. */
const slab = 2 ** 21;

export function createComparing({ database }: Session, { annotators, labelmaps, tiles, writer, logs }: Parts): Comparing {
  const newest = database.prepare<[number], number>('SELECT coalesce(max(number), 0) FROM edit WHERE labelmap = +?').pluck();
  const axisOf = database.prepare<[string], number>('SELECT slice_axis FROM "case" WHERE uuid = ?').pluck();
  const newestEdit = ({ key }: LabelmapRow): number => newest.get(key)!;

  const labelmapHere = ({ caseId, person }: IncomingLabels): LabelmapRow | null => {
    const key = annotators.find(person.name);
    const found = labelmaps.ofCase(caseId).map(({ id }) => labelmaps.row(id)).find((map) => map.annotatorKey !== null && map.annotatorKey === key && map.blind === 0);
    return found ?? null;
  };
  function* volume(map: LabelmapRow, upToEdit?: number): Pieces<Uint8Array> {
    const [ni, nj, nk] = sizeOfLabelmap(map);
    const whole = new Uint8Array(ni * nj * nk);
    const step = Math.max(1, Math.floor(slab / (ni * nj)));
    for (let k = 0; k < nk; k += step) {
      whole.set(tiles.volume(map, upToEdit, [k, Math.min(nk, k + step)]), k * ni * nj);
      yield 0;
    }
    return whole;
  }
  function* verdictsOf(map: LabelmapRow, { items }: IncomingLabels): Pieces<readonly SliceVerdict[]> {
    const size: Vec3 = sizeOfLabelmap(map);
    const { theirs, ours } = commonStates(items, logs.known(map));
    const bases: Uint8Array[] = [];
    if (theirs !== null) bases.push(yield* played(items, size, theirs));
    if (ours !== null) bases.push(yield* volume(map, ours));
    if (bases.length === 0) bases.push(new Uint8Array(size[0] * size[1] * size[2]));
    return yield* sliceVerdicts(yield* volume(map), yield* played(items, size), bases, size, map.sliceAxis);
  }
  const isSame = (sent: TravellingEdit, number: number): boolean => {
    const here = writer.byId(sent.id)!;
    const there = new Map(sent.tiles.map(({ k, tile, runs }) => [`${k} ${tile}`, runs]));
    const stored = tiles.ofEdit(number);
    return here.tool === sent.tool && here.helped?.model === sent.helped?.model && here.madeAt === sent.madeAt && foldPersonName(here.annotator) === foldPersonName(sent.annotator)
      && stored.length === there.size && stored.every(({ k, tile, runs }) => Buffer.compare(there.get(`${k} ${tile}`) ?? Buffer.alloc(0), runs) === 0);
  };
  /** @throws UserFacingError where an edit of one id is two: here and there, or in other labels here */
  function* requireOneHistory(map: LabelmapRow | null, { items, person, caseId }: IncomingLabels, how: TakingPlan['how']): Pieces<void> {
    const own = map === null ? new Map<string, number>() : logs.known(map).own;
    const name = map?.caseName ?? labelmaps.caseName(caseId);
    for (const item of items) {
      if (item.kind !== 'edit') continue;
      const number = own.get(item.id);
      if (number !== undefined && !isSame(item, number)) throw failure('conflict', otherHistory, { name, who: person.name });
      if (number === undefined && how !== 'merged' && writer.byId(item.id) !== undefined) throw failure('conflict', editElsewhere, { name, who: person.name });
      yield 0;
    }
  }
  function* compareOnce(incoming: IncomingLabels, map: LabelmapRow | null, standsOn: number): Pieces<Compared> {
    const { id, items } = incoming;
    const edits = items.filter(({ kind }) => kind === 'edit').length;
    const whole = { id, labelmapId: map?.id ?? null, map, standsOn, edits, theirs: [], conflicts: [], from: 0 };
    // Also where nobody has drawn here yet: what was said of slices would be said of others. Null of a case that comes with them.
    const axisHere = axisOf.get(incoming.caseId) ?? null;
    if (axisHere !== null && axisHere !== incoming.axis) throw failure('conflict', otherAxis, { name: labelmaps.caseName(incoming.caseId) });
    if (map === null) return { ...whole, how: 'added' };
    const { own, taken } = logs.known(map);
    const newestKnown = items.findLastIndex((item) => item.kind === 'edit' && (own.has(item.id) || taken.has(item.id)));
    const later = items.slice(newestKnown + 1).filter(({ kind }) => kind === 'edit').length;
    if (later === 0) return { ...whole, how: 'nothing', edits: 0, from: items.length };
    const begins = items.slice(0, newestKnown + 1).flatMap((item) => (item.kind === 'edit' ? [item.id] : []));
    // Nothing was drawn here that they do not have, in the same order.
    if (begins.length === own.size && [...own.keys()].every((edit, at) => edit === begins[at])) {
      return { ...whole, how: 'continued', edits: later, from: newestKnown + 1 };
    }
    const verdicts = yield* verdictsOf(map, incoming);
    const slicesOf = (wanted: SliceVerdict): number[] => verdicts.flatMap((verdict, slice) => (verdict === wanted ? [slice] : []));
    return { ...whole, how: 'merged', edits: later, theirs: slicesOf('theirs'), conflicts: slicesOf('both') };
  }

  return {
    labelmapHere, newestEdit, volume,
    *compare(incoming) {
      for (let turn = 0; turn < tries; turn += 1) {
        const map = labelmapHere(incoming);
        const before = map === null ? 0 : newestEdit(map);
        const compared = yield* compareOnce(incoming, map, before);
        yield* requireOneHistory(map, incoming, compared.how);
        if (map === null ? labelmapHere(incoming) === null : newestEdit(map) === before) return compared;
      }
      throw failure('conflict', labelsMoveOn, { name: labelmaps.caseName(incoming.caseId), who: incoming.person.name });
    },
  };
}
