/** Labels that go to another copy of a project and come back: whole logs out, and in again an edit at a time. */
import { randomUUID } from 'node:crypto';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { collectEditInPieces } from '#shared/labels/edit.ts';
import { differingSlices, withSlices } from '#shared/labels/three-way.ts';
import { isTakenOver } from '#shared/labels/taken-over.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EditWriter } from './append-edit.ts';
import { createComparing, type Compared } from './bundle-compare.ts';
import type { BundleStore, IncomingLabels, Taking, TakingPlan, TravellingEdit, TravellingItem, TravellingPin, TravellingReview } from './bundle-items.ts';
import { bundleBegun, bundleMade, bundleTaken, createBundleLogs, type BegunTold, type TakenLabels } from './bundle-log.ts';
import { played, wordsThatHold } from './bundle-play.ts';
import type { EventLog } from './events.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { Pins } from './pins.ts';
import type { ProjectStore } from './project-store.ts';
import type { Reviews } from './reviews.ts';
import { inTransaction, type Pieces, type Session } from './session.ts';
import { storeError } from './store-errors.ts';
import { labelsMoveOn, labelTableMovedOn, otherAxis, sliceUndecided } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';

/** The tool of the edit that joins what two people's copies of one person's labels became. */
export const joinTool = 'bundle';
/** The same, of labels on which predictions were accepted: what it joins counts as that, since it must not judge models. */
const joinAcceptedTool = 'bundle-accepted';

/** What one transaction writes at most; measured, some milliseconds. An edit that has more stands alone. */
const mostTiles = 16;

interface Parts {
  readonly events: EventLog;
  readonly annotators: Annotators;
  readonly labels: ProjectStore['labels'];
  readonly labelmaps: Labelmaps;
  readonly tiles: Tiles;
  readonly writer: EditWriter;
  readonly reviews: Reviews;
  readonly pins: Pins;
  readonly work: Pick<BundleStore, 'workOn' | 'takeWork'>;
}

type Saying = { readonly kind: 'say'; readonly word: TravellingReview; readonly slices: readonly number[] };
/** One thing to be written. */
type Step = TravellingEdit | TravellingPin | Saying;

export function createBundles(session: Session, { events, annotators, labels, labelmaps, tiles, writer, reviews, pins, work }: Parts): BundleStore {
  const logs = createBundleLogs(session, tiles);
  const { labelmapHere, newestEdit, volume, compare } = createComparing(session, { annotators, labelmaps, tiles, writer, logs });
  const caseOfId = session.database.prepare<[string]>('SELECT 1 FROM "case" WHERE uuid = ?');

  const requireDecided = ({ conflicts }: Compared, { caseId, person }: IncomingLabels, choices: Taking['choices']): void => {
    const undecided = conflicts.find((slice) => !choices.has(slice));
    if (undecided !== undefined) {
      throw failure('conflict', sliceUndecided, { name: labelmaps.caseName(caseId), who: person.name, slice: undecided + 1 });
    }
  };
  /** Words of theirs on slices that are here as they were when it was said, and of which nobody has said it here: by word its slices. */
  function* unsaidWords(map: LabelmapRow, items: readonly TravellingItem[]): Pieces<ReadonlyMap<TravellingItem, readonly number[]>> {
    const fresh = new Map<TravellingItem, number[]>();
    if (!items.some(({ kind }) => kind === 'review')) return fresh;
    const size = sizeOfLabelmap(map);
    const apart = yield* differingSlices(yield* volume(map), yield* played(items, size), size, map.sliceAxis);
    const here = yield* wordsThatHold(yield* logs.of(map), size, map.sliceAxis);
    for (const [slice, words] of yield* wordsThatHold(items, size, map.sliceAxis)) {
      if (apart[slice] !== 0) continue;
      const said = (here.get(slice) ?? []).map(wordOf);
      for (const word of words) {
        const at = said.indexOf(wordOf(word));
        if (at < 0) fresh.set(word, [...fresh.get(word) ?? [], slice]);
        else said.splice(at, 1);
      }
    }
    return fresh;
  }
  /** Pins that are not here yet: the same row as often as it came. */
  const unsaidPins = (map: LabelmapRow, items: readonly TravellingItem[]): ReadonlySet<TravellingItem> => {
    const here = new Map<string, number>();
    for (const item of logs.pinsOf(map)) here.set(rowOf(item), (here.get(rowOf(item)) ?? 0) + 1);
    return new Set(items.filter((item) => {
      if (item.kind !== 'pin') return false;
      const left = here.get(rowOf(item)) ?? 0;
      here.set(rowOf(item), left - 1);
      return left <= 0;
    }));
  };
  const write = (map: LabelmapRow, step: Step): void => {
    switch (step.kind) {
      case 'say': return reviews.repeat(map.id, step.slices, step.word.state, step.word.annotator, step.word.comment);
      case 'pin': return pins.repeat(map.id, step);
      case 'edit': {
        const { id, annotator, tool, reverts, restores, tiles: written, madeAt, helped = null } = step;
        writer.append(map, { id, annotator, tool, reverts, restores, helped }, written, { revivesLabels: true, onOthers: true, madeAt });
      }
    }
  };
  /** Where there were pauses: nobody has drawn on them, nor counts their slices otherwise. */
  const requireStill = (map: LabelmapRow, { axis }: IncomingLabels, newest: number): void => {
    if (labelmaps.row(map.id).sliceAxis !== axis) throw failure('conflict', otherAxis, { name: map.caseName });
    if (newestEdit(map) !== newest) throw failure('conflict', labelsMoveOn, { name: map.caseName, who: map.annotator! });
  };

  function* replay(map: LabelmapRow, incoming: IncomingLabels, { how, from, standsOn }: Compared, end: () => void): Pieces<void> {
    const { items } = incoming;
    const firstNew = items.findIndex(({ kind }, at) => at >= from && kind === 'edit');
    // What was said before that is about labels that are here, and may have been changed here since.
    const known = firstNew < 0 ? items.length : firstNew;
    const [words, fresh] = [yield* unsaidWords(map, items.slice(0, known)), unsaidPins(map, items)];
    const steps = items.flatMap((item, at): Step[] => {
      if (item.kind === 'edit') return at >= known ? [item] : [];
      if (item.kind === 'pin') return fresh.has(item) ? [item] : [];
      if (item.kind === 'took') return [];
      const slices = at < known ? words.get(item) ?? [] : item.slices;
      return slices.length === 0 ? [] : [{ kind: 'say', word: item, slices }];
    });
    // Nothing came that is not here: that is told of the bundle, and not again of each of its labels.
    if (steps.length === 0 && how === 'nothing') return;
    let newest = standsOn;
    let [at, done] = [0, 0];
    do {
      inTransaction(session, () => {
        requireStill(map, incoming, newest);
        for (let room = mostTiles; at < steps.length && (room > 0 || isOfImport(steps, at)); at += 1) {
          const step = steps[at]!;
          write(map, step);
          room -= step.kind === 'edit' ? Math.max(1, step.tiles.length) : 1;
          done += step.kind === 'edit' ? 1 : 0;
        }
        if (at === steps.length) end();
        newest = newestEdit(map);
      });
      yield done;
    } while (at < steps.length);
  }
  function* join(map: LabelmapRow, incoming: IncomingLabels, { standsOn }: Compared, wanted: ReadonlySet<number>, by: string, end: (mergedBy: string | null) => void): Pieces<void> {
    const { items, axis } = incoming;
    const size: Vec3 = sizeOfLabelmap(map);
    const [words, fresh] = [yield* unsaidWords(map, items), unsaidPins(map, items)];
    const joined = yield* withSlices(yield* volume(map), yield* played(items, size), wanted, size, axis);
    // Whoever draws meanwhile is noticed below.
    const changed = yield* collectEditInPieces(joined, size, (address) => tiles.present(map, address)?.runs);
    const held = yield* wordsThatHold(items, size, axis);
    const id = randomUUID();
    const tool = items.some((item) => item.kind === 'edit' && isTakenOver(item.tool)) ? joinAcceptedTool : joinTool;
    inTransaction(session, () => {
      requireStill(map, incoming, standsOn);
      if (changed.length > 0) writer.append(map, { id, annotator: by, tool, reverts: null }, changed, { revivesLabels: true, onOthers: true });
      for (const [slice, said] of held) {
        const last = said.at(-1);
        if (wanted.has(slice) && last !== undefined && last.state !== 'incomplete') write(map, { kind: 'say', word: last, slices: [slice] });
      }
      for (const item of items) {
        if (item.kind === 'review') write(map, { kind: 'say', word: item, slices: words.get(item) ?? [] });
        else if (item.kind === 'pin' && fresh.has(item)) write(map, item);
      }
      end(changed.length > 0 ? id : null);
    });
    yield 1;
  }
  function* takeOne(incoming: IncomingLabels, { bundle, by, choices }: Taking): Pieces<TakingPlan> {
    const compared = yield* compare(incoming);
    requireDecided(compared, incoming, choices);
    const { how, conflicts, edits } = compared;
    const map = compared.map ?? inTransaction(session, () => labelmaps.row((labelmapHere(incoming) ?? labelmaps.take(incoming)).id));
    const theirs = [...compared.theirs, ...conflicts.filter((slice) => choices.get(slice) === 'theirs')].sort((a, b) => a - b);
    const newest = incoming.items.findLast((item) => item.kind === 'edit');
    const end = (mergedBy: string | null): void => {
      const told: TakenLabels = {
        id: map.id, theirId: incoming.id, case: map.caseId, annotator: incoming.person.name, how, edits, mergedBy,
        upTo: newest?.kind === 'edit' ? newest.id : null,
        theirs, kept: conflicts.filter((slice) => choices.get(slice) === 'mine'), log: incoming.log,
      };
      events.append(bundleTaken, { bundle, by, labels: [told] });
    };
    if (how === 'merged') yield* join(map, incoming, compared, new Set(theirs), by, end);
    else yield* replay(map, incoming, compared, () => end(null));
    return planOf({ ...compared, theirs, labelmapId: map.id });
  }
  /** Failures of later pieces in a sentence, as those of the first. */
  function* told<Result>(pieces: Pieces<Result>): Pieces<Result> {
    try {
      return yield* pieces;
    } catch (error) {
      throw storeError(error, session);
    }
  }

  return {
    ...work,
    logOf: (labelmapId) => told(logs.of(labelmaps.row(labelmapId))),
    knowsCase: (id) => caseOfId.get(id) !== undefined,
    made: (bundle) => events.append(bundleMade, bundle),
    plan: (incoming, choices) => told((function* () {
      const compared = yield* compare(incoming);
      if (choices !== undefined) requireDecided(compared, incoming, choices);
      return planOf(compared);
    })()),
    states: (incoming) => told((function* () {
      const map = labelmapHere(incoming);
      if (map === null) throw new Error('there is only one state of labels that are not here');
      return { mine: yield* volume(map), theirs: yield* played(incoming.items, sizeOfLabelmap(map)) };
    })()),
    begin: ({ hash, from, by, newLabels, indices, labels: all }) =>
      inTransaction(session, () => {
        for (const label of newLabels) {
          // The tiles name it by this index already.
          if (labels.add(label).index !== label.index) throw failure('conflict', labelTableMovedOn, { name: label.name });
        }
        const begun: BegunTold = {
          bundle: hash, from, by, indices,
          labels: all.map(({ id, caseId, person, log }) => ({ theirId: id, case: caseId, annotator: person.name, log })),
        };
        events.append(bundleBegun, begun);
      }),
    takeIn: (incoming, taking) => told(takeOne(incoming, taking)),
  };
}

function planOf({ id, labelmapId, how, edits, theirs, conflicts }: Compared): TakingPlan {
  return { id, labelmapId, how, edits, theirs, conflicts };
}

/** The mark that came with an import is known by standing right behind its edit (`importedSlices`): nobody's stroke may come in between. */
function isOfImport(steps: readonly Step[], at: number): boolean {
  const before = steps[at - 1];
  return steps[at]!.kind === 'say' && before?.kind === 'edit' && before.tool === 'import';
}

/** Not its time: what came with a bundle stands here under the time at which it came. */
function wordOf({ state, annotator, comment }: TravellingReview): string {
  return JSON.stringify([state, annotator, comment]);
}

function rowOf({ id, annotator, state, text, at }: TravellingPin): string {
  return JSON.stringify([id, annotator, state, text, at]);
}
