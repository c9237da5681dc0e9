/** Labels that go to another copy of a project and come back: whole logs out, and in again in one transaction. */
import { randomUUID } from 'node:crypto';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { collectEdit } from '#shared/labels/edit.ts';
import { differingSlices, sliceVerdicts, withSlices, type SliceVerdict } from '#shared/labels/three-way.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EditWriter } from './append-edit.ts';
import type { BundleStore, IncomingLabels, SliceChoice, TakenBundle, TakingPlan, TravellingItem, TravellingPin, TravellingReview } from './bundle-items.ts';
import { bundleMade, bundleTaken, createBundleLogs, type TakenLabels } from './bundle-log.ts';
import { commonStates, played, wordsThatHold } from './bundle-play.ts';
import type { EventLog } from './events.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { Pins } from './pins.ts';
import type { ProjectStore } from './project-store.ts';
import type { Reviews } from './reviews.ts';
import { inTransaction, type Session } from './session.ts';
import { editElsewhere, otherAxis, sliceUndecided } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';

/** The tool of the edit that joins what two people's copies of one person's labels became. */
export const joinTool = 'bundle';

interface Parts {
  readonly events: EventLog;
  readonly annotators: Annotators;
  readonly labels: ProjectStore['labels'];
  readonly cases: Pick<ProjectStore['cases'], 'add'>;
  readonly labelmaps: Labelmaps;
  readonly tiles: Tiles;
  readonly writer: EditWriter;
  readonly reviews: Reviews;
  readonly pins: Pins;
}

/** What becomes of incoming labels, with what it takes to do it. */
interface Taking extends TakingPlan {
  readonly map: LabelmapRow | null;
  /** Index of the first item that is not here; of `continued` and `nothing`. */
  readonly from: number;
  readonly verdicts: readonly SliceVerdict[];
}

export function createBundles(session: Session, { events, annotators, labels, cases, labelmaps, tiles, writer, reviews, pins }: Parts): BundleStore {
  const logs = createBundleLogs(session, tiles);
  const caseOfId = session.database.prepare<[string]>('SELECT 1 FROM "case" WHERE uuid = ?');

  const labelmapHere = ({ caseId, person }: IncomingLabels): LabelmapRow | null => {
    const key = annotators.find(person.name);
    const found = labelmaps.ofCase(caseId).map(({ id }) => labelmaps.row(id)).find((map) => map.annotatorKey !== null && map.annotatorKey === key && map.blind === 0);
    return found ?? null;
  };
  const verdictsOf = (map: LabelmapRow, items: readonly TravellingItem[]): readonly SliceVerdict[] => {
    const size = sizeOfLabelmap(map);
    const { theirs, ours } = commonStates(items, logs.known(map));
    const bases = [
      ...theirs === null ? [] : [played(items, size, theirs)],
      ...ours === null ? [] : [tiles.volume(map, ours)],
    ];
    return sliceVerdicts(tiles.volume(map), played(items, size), bases.length > 0 ? bases : [new Uint8Array(size[0] * size[1] * size[2])], size, map.sliceAxis);
  };
  const compared = (incoming: IncomingLabels): Taking => {
    const { id, items } = incoming;
    const map = labelmapHere(incoming);
    const edits = items.filter(({ kind }) => kind === 'edit').length;
    const whole = { id, labelmapId: map?.id ?? null, map, edits, theirs: [], conflicts: [], from: 0, verdicts: [] };
    if (map === null) return { ...whole, how: 'added' };
    if (map.sliceAxis !== incoming.axis) throw failure('conflict', otherAxis, { name: map.caseName });
    const { own, taken } = logs.known(map);
    const newestKnown = items.findLastIndex((item) => item.kind === 'edit' && (own.has(item.id) || taken.has(item.id)));
    const later = items.slice(newestKnown + 1).filter(({ kind }) => kind === 'edit').length;
    if (later === 0) return { ...whole, how: 'nothing', edits: 0, from: items.length };
    const begins = items.slice(0, newestKnown + 1).flatMap((item) => (item.kind === 'edit' ? [item.id] : []));
    // Nothing was drawn here that they do not have, in the same order.
    if (begins.length === own.size && [...own.keys()].every((edit, at) => edit === begins[at])) {
      return { ...whole, how: 'continued', edits: later, from: newestKnown + 1 };
    }
    const verdicts = verdictsOf(map, items);
    const slicesOf = (wanted: SliceVerdict): number[] => verdicts.flatMap((verdict, slice) => (verdict === wanted ? [slice] : []));
    return { ...whole, how: 'merged', edits: later, verdicts, theirs: slicesOf('theirs'), conflicts: slicesOf('both') };
  };

  const repeatReview = (map: LabelmapRow, { state, annotator, comment }: TravellingReview, slices: readonly number[]): void => {
    reviews.repeat(map.id, slices, state, annotator, comment);
  };
  /** Words of theirs on slices that are here as they were when it was said, and of which nobody has said it here: by word its slices. */
  const unsaidWords = (map: LabelmapRow, items: readonly TravellingItem[]): ReadonlyMap<TravellingItem, readonly number[]> => {
    const fresh = new Map<TravellingItem, number[]>();
    if (!items.some(({ kind }) => kind === 'review')) return fresh;
    const size = sizeOfLabelmap(map);
    const apart = differingSlices(tiles.volume(map), played(items, size), size, map.sliceAxis);
    const here = wordsThatHold(logs.of(map), size, map.sliceAxis);
    for (const [slice, words] of wordsThatHold(items, size, map.sliceAxis)) {
      if (apart[slice] !== 0) continue;
      const said = (here.get(slice) ?? []).map(wordOf);
      for (const word of words) {
        const at = said.indexOf(wordOf(word));
        if (at < 0) fresh.set(word, [...fresh.get(word) ?? [], slice]);
        else said.splice(at, 1);
      }
    }
    return fresh;
  };
  /** Pins that are not here yet: the same row as often as it came. */
  const unsaidPins = (map: LabelmapRow, items: readonly TravellingItem[]): ReadonlySet<TravellingItem> => {
    const here = new Map<string, number>();
    for (const item of logs.of(map)) if (item.kind === 'pin') here.set(rowOf(item), (here.get(rowOf(item)) ?? 0) + 1);
    return new Set(items.filter((item) => {
      if (item.kind !== 'pin') return false;
      const left = here.get(rowOf(item)) ?? 0;
      here.set(rowOf(item), left - 1);
      return left <= 0;
    }));
  };
  const pin = (map: LabelmapRow, item: TravellingPin): void => pins.repeat(map.id, item);

  const replay = (map: LabelmapRow, { items, person }: IncomingLabels, from: number): void => {
    const firstNew = items.findIndex(({ kind }, at) => at >= from && kind === 'edit');
    // What was said before that is about labels that are here, and may have been changed here since.
    const known = firstNew < 0 ? items.length : firstNew;
    const [words, fresh] = [unsaidWords(map, items.slice(0, known)), unsaidPins(map, items)];
    for (const [at, item] of items.entries()) {
      if (item.kind === 'edit' && at >= known) {
        if (writer.byId(item.id) !== undefined) throw failure('conflict', editElsewhere, { name: map.caseName, who: person.name });
        const { id, annotator, tool, reverts, restores, tiles: written, madeAt, helped = null } = item;
        writer.append(map, { id, annotator, tool, reverts, restores, helped }, written, { revivesLabels: true, onOthers: true, madeAt });
      } else if (item.kind === 'review') repeatReview(map, item, at < known ? words.get(item) ?? [] : item.slices);
      else if (item.kind === 'pin' && fresh.has(item)) pin(map, item);
    }
  };
  /** @returns the edit that joined both; null where nothing of theirs was taken */
  const join = (map: LabelmapRow, { items, axis }: IncomingLabels, wanted: ReadonlySet<number>, by: string): string | null => {
    const size: Vec3 = sizeOfLabelmap(map);
    const [words, fresh] = [unsaidWords(map, items), unsaidPins(map, items)];
    const joined = withSlices(tiles.volume(map), played(items, size), wanted, size, axis);
    const changed = collectEdit(joined, size, (address) => tiles.present(map, address)?.runs);
    const id = randomUUID();
    if (changed.length > 0) writer.append(map, { id, annotator: by, tool: joinTool, reverts: null }, changed, { revivesLabels: true, onOthers: true });
    for (const [slice, said] of wordsThatHold(items, size, axis)) {
      const last = said.at(-1);
      if (wanted.has(slice) && last !== undefined && last.state !== 'incomplete') repeatReview(map, last, [slice]);
    }
    for (const item of items) {
      if (item.kind === 'review') repeatReview(map, item, words.get(item) ?? []);
      else if (item.kind === 'pin' && fresh.has(item)) pin(map, item);
    }
    return changed.length > 0 ? id : null;
  };
  const takeOne = (incoming: IncomingLabels, choices: ReadonlyMap<number, SliceChoice>, by: string): { readonly plan: TakingPlan; readonly told: TakenLabels } => {
    const taking = compared(incoming);
    const { how, conflicts, edits } = taking;
    const map = taking.map ?? labelmaps.row(labelmaps.take(incoming).id);
    const undecided = conflicts.find((slice) => !choices.has(slice));
    if (undecided !== undefined) throw failure('conflict', sliceUndecided, { name: map.caseName, who: incoming.person.name, slice: undecided + 1 });
    const theirs = [...taking.theirs, ...conflicts.filter((slice) => choices.get(slice) === 'theirs')].sort((a, b) => a - b);
    const mergedBy = how === 'merged' ? join(map, incoming, new Set(theirs), by) : null;
    if (how !== 'merged') replay(map, incoming, taking.from);
    const newest = incoming.items.findLast((item) => item.kind === 'edit');
    const told: TakenLabels = {
      id: map.id, theirId: incoming.id, case: map.caseId, annotator: incoming.person.name, how, edits, mergedBy,
      upTo: newest?.kind === 'edit' ? newest.id : null,
      theirs, kept: conflicts.filter((slice) => choices.get(slice) === 'mine'), log: incoming.log,
    };
    return { plan: planOf({ ...taking, theirs, labelmapId: map.id }), told };
  };

  return {
    logOf: (labelmapId) => logs.of(labelmaps.row(labelmapId)),
    knowsCase: (id) => caseOfId.get(id) !== undefined,
    made: (bundle) => events.append(bundleMade, bundle),
    plan: (incoming) => planOf(compared(incoming)),
    states: (incoming) => {
      const map = labelmapHere(incoming);
      const size = map === null ? null : sizeOfLabelmap(map);
      if (map === null || size === null) throw new Error('there is only one state of labels that are not here');
      return { mine: tiles.volume(map), theirs: played(incoming.items, size) };
    },
    takeIn: ({ hash, from, newLabels, newCases, labels: all, by, choices }: TakenBundle) =>
      inTransaction(session, () => {
        for (const label of newLabels) {
          // The tiles name it by this index already.
          if (labels.add(label).index !== label.index) throw new Error(`the index ${label.index} of ${label.name} is not the next one`);
        }
        for (const one of newCases) cases.add(one);
        const taken = all.map((one) => takeOne(one, choices.get(one.id) ?? new Map<number, SliceChoice>(), by));
        events.append(bundleTaken, {
          bundle: hash, from, by, cases: newCases.map(({ id }) => id), labels: taken.map(({ told }) => told),
        });
        return taken.map(({ plan }) => plan);
      }),
  };
}

function planOf({ id, labelmapId, how, edits, theirs, conflicts }: Taking): TakingPlan {
  return { id, labelmapId, how, edits, theirs, conflicts };
}

/** Not its time: what came with a bundle stands here under the time at which it came. */
function wordOf({ state, annotator, comment }: TravellingReview): string {
  return JSON.stringify([state, annotator, comment]);
}

function rowOf({ id, annotator, state, text, at }: TravellingPin): string {
  return JSON.stringify([id, annotator, state, text, at]);
}
