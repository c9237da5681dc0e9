import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { ReviewWord } from './bundle-items.ts';
import type { SlicesOfConsensus } from './consensus.ts';
import type { EventLog } from './events.ts';
import { requireCase, sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { Pins } from './pins.ts';
import { inTransaction, type Session } from './session.ts';
import type { ReviewStore, SliceState, SliceStanding } from './slice-work.ts';
import { modelNotReviewed, notConfirmed, notInConsensus, nothingPinned, notYours, ownReview, secondReadingDone, sliceOutside } from './store-sentences.ts';

type Word = ReviewWord;

export interface Reviews extends ReviewStore {
  /** What was said in another copy of the project; within a transaction. @throws UserFacingError where there is no such slice */
  repeat(labelmapId: string, slices: readonly number[], state: ReviewWord, annotator: string, comment: string | null): void;
}

interface StateRow {
  readonly slice: number;
  readonly state: Word;
  readonly annotator: string;
  readonly at: string;
  readonly comment: string | null;
}

interface Parts {
  readonly events: EventLog;
  readonly annotators: Annotators;
  readonly labelmaps: Labelmaps;
  readonly pins: Pins;
  readonly slicesOfConsensus: SlicesOfConsensus;
  /** Told of slices that their annotator has completed, within the same transaction. */
  readonly completed: (map: LabelmapRow, slices: readonly number[], person: number) => void;
}

/** What people said of slices, along the case's slice axis, in the same sequence as the edits. */
export function createReviews(session: Session, { events, annotators, labelmaps, pins, slicesOfConsensus, completed }: Parts): Reviews {
  const { database } = session;
  const insert = database.prepare(
    `INSERT INTO review (number, reading, axis, slice, state, annotator, at_edit, comment)
     VALUES (:number, :reading, :axis, :slice, :state, :annotator, :atEdit, :comment)`,
  );
  const latestEdit = database.prepare<[number], { number: number | null }>('SELECT max(number) AS number FROM edit WHERE labelmap = ?');
  const spoken = database.prepare<[number, number], StateRow>(
    `SELECT slice_state.slice, slice_state.state, annotator.name AS annotator, event.at, slice_state.comment
     FROM slice_state JOIN annotator ON annotator.id = slice_state.annotator JOIN event ON event.position = slice_state.number
     WHERE reading = +? AND axis = +? ORDER BY slice_state.slice`,
  );
  // Without what is told of them: asked after each stroke.
  const words = database.prepare<[number, number], Pick<StateRow, 'slice' | 'state'>>(
    'SELECT slice, state FROM slice_state WHERE reading = +? AND axis = +? ORDER BY slice',
  );
  // Whatever was said of it since: who has completed a slice, or drawn, is no other person.
  const worked = database.prepare<{ map: number; reading: number; person: number }>(
    `SELECT 1 FROM review WHERE reading = :reading AND annotator = :person AND state = 'complete'
     UNION ALL SELECT 1 FROM edit WHERE labelmap = :map AND annotator = :person LIMIT 1`,
  );
  // Marks that come with an import stand right behind its edit in the log.
  const imported = database.prepare<[number, number], number>(
    `SELECT DISTINCT slice FROM review WHERE reading = +? AND axis = +? AND state = 'complete'
       AND EXISTS (SELECT 1 FROM edit WHERE edit.number = review.number - 1 AND edit.tool = 'import') ORDER BY slice`,
  ).pluck();
  const drawn = database.prepare<[number], { slice: number }>('SELECT slice FROM slice_head WHERE labelmap = ? ORDER BY slice');

  const wordsOf = ({ readingKey, sliceAxis }: LabelmapRow): readonly Pick<StateRow, 'slice' | 'state'>[] =>
    (readingKey === null ? [] : words.all(readingKey, sliceAxis));
  const slicesIn = (labelmapId: string, ...which: readonly Word[]): number[] =>
    wordsOf(labelmaps.row(labelmapId)).filter(({ state }) => which.includes(state)).map(({ slice }) => slice);
  const standings = (map: LabelmapRow): readonly SliceStanding[] => {
    if (map.readingKey === null) return [];
    const said = spoken.all(map.readingKey, map.sliceAxis).map((row): SliceStanding => ({ ...row, state: stateOf(row.state) }));
    const known = new Set(said.map(({ slice }) => slice));
    const begun = drawn.all(map.key).filter(({ slice }) => !known.has(slice))
      .map(({ slice }): SliceStanding => ({ slice, state: 'in-progress', annotator: null, at: null, comment: null }));
    return [...said, ...begun].sort((a, b) => a.slice - b.slice);
  };

  /** @throws UserFacingError where it is a model's, its case was removed, or there is no such slice */
  const readingOf = (labelmapId: string, slices: readonly number[]): LabelmapRow & { readonly readingKey: number } => {
    const map = labelmaps.row(labelmapId);
    requireCase(map);
    const { readingKey, sliceAxis, caseName: name } = map;
    if (readingKey === null) throw failure('bad-input', modelNotReviewed, {});
    const last = sizeOfLabelmap(map)[sliceAxis] - 1;
    for (const slice of slices) {
      if (!Number.isInteger(slice) || slice < 0 || slice > last) throw failure('bad-input', sliceOutside, { name, slice, last });
    }
    return { ...map, readingKey };
  };
  const say = (map: LabelmapRow, slices: readonly number[], state: Word, person: number, comment: string | null): void => {
    if (slices.length === 0) return;
    events.appendRows('review', (number) => {
      const word = { number, reading: map.readingKey, axis: map.sliceAxis, state, annotator: person, atEdit: latestEdit.get(map.key)!.number, comment };
      for (const slice of new Set(slices)) insert.run({ ...word, slice });
    });
  };
  /** @returns the slices that another person may judge. @throws UserFacingError where one of those that are named is none */
  const judged = (map: LabelmapRow, slices: 'all' | readonly number[], person: number): readonly number[] => {
    // What readers came to together is drawn on and completed by whoever adjudicates it.
    const isOwn = map.isConsensus === 0 ? map.annotatorKey === person : worked.get({ map: map.key, reading: map.readingKey ?? 0, person }) !== undefined;
    if (isOwn) throw failure('conflict', ownReview, { name: map.caseName });
    const stateOfSlice = new Map(wordsOf(map).map(({ slice, state }) => [slice, state]));
    if (slices === 'all') return [...stateOfSlice].flatMap(([slice, state]) => (state === 'complete' ? [slice] : []));
    const unconfirmed = slices.find((slice) => stateOf(stateOfSlice.get(slice) ?? 'incomplete') === 'in-progress');
    if (unconfirmed !== undefined) throw failure('conflict', notConfirmed, { name: map.caseName, slice: unconfirmed });
    return slices;
  };

  return {
    mark: (labelmapId, slices, state, annotator) =>
      inTransaction(session, () => {
        const map = readingOf(labelmapId, slices);
        if (slices.length === 0) return;
        const person = annotators.key(annotator);
        const agreed = slicesOfConsensus(map);
        if (agreed === null && map.annotatorKey !== person) throw failure('bad-input', notYours, { name: map.caseName });
        const unread = agreed === null || state === 'incomplete' ? undefined : slices.find((slice) => !agreed.includes(slice));
        if (unread !== undefined) throw failure('bad-input', notInConsensus, { name: map.caseName, slice: unread });
        if (map.finishedAt !== null) throw failure('conflict', secondReadingDone, { name: map.caseName });
        const reviewed = new Set(state === 'complete' ? slicesIn(labelmapId, 'reviewed') : []);
        const said = slices.filter((slice) => !reviewed.has(slice));
        say(map, said, state, person, null);
        if (state === 'complete') completed(map, said, person);
      }),
    accept: (labelmapId, slices, annotator) =>
      inTransaction(session, () => {
        const map = readingOf(labelmapId, slices === 'all' ? [] : slices);
        const person = annotators.key(annotator);
        say(map, judged(map, slices, person), 'reviewed', person, null);
      }),
    giveBack: (labelmapId, slices, { comment, pins: added }, annotator) =>
      inTransaction(session, () => {
        const map = readingOf(labelmapId, slices);
        const person = annotators.key(annotator);
        const returned = judged(map, slices, person);
        for (const pin of added) pins.add(labelmapId, pin, annotator);
        const pinned = new Set(pins.ofLabelmap(labelmapId).flatMap(({ slice, state }) => (state === 'open' ? [slice] : [])));
        const bare = returned.find((slice) => !pinned.has(slice));
        if (bare !== undefined) throw failure('bad-input', nothingPinned, { name: map.caseName, slice: bare });
        say(map, returned, 'returned', person, comment);
      }),
    repeat: (labelmapId, slices, state, annotator, comment) => {
      const map = readingOf(labelmapId, slices);
      const person = annotators.key(annotator);
      // A file can say so; it is no review.
      if ((state === 'reviewed' || state === 'returned') && map.annotatorKey === person) throw failure('conflict', ownReview, { name: map.caseName });
      say(map, slices, state, person, comment);
    },
    keeping: (labelmapId, edit) =>
      inTransaction(session, () => {
        const map = labelmaps.row(labelmapId);
        const before = map.readingKey === null ? [] : spoken.all(map.readingKey, map.sliceAxis);
        const made = edit();
        const opened = new Set(wordsOf(map).flatMap(({ slice, state }) => (state === 'incomplete' ? [slice] : [])));
        const again = before.filter(({ state, slice }) => state !== 'incomplete' && opened.has(slice));
        // In the name of whoever said it: who merges their own labels has not reviewed them.
        for (const said of Map.groupBy(again, ({ state, comment, annotator: by }) => JSON.stringify([state, comment, by])).values()) {
          const { state, comment, annotator: by } = said[0]!;
          say(map, said.map(({ slice }) => slice), state, annotators.key(by), comment);
        }
        return made;
      }),
    completeSlices: (labelmapId) => slicesIn(labelmapId, 'complete', 'reviewed'),
    reviewedSlices: (labelmapId) => slicesIn(labelmapId, 'reviewed'),
    importedSlices: (labelmapId) => {
      const { readingKey, sliceAxis } = labelmaps.row(labelmapId);
      return readingKey === null ? [] : imported.all(readingKey, sliceAxis);
    },
    settled: (labelmapId) => slicesIn(labelmapId, 'complete', 'reviewed', 'returned').length,
    states: (labelmapId) => {
      const map = labelmaps.row(labelmapId);
      const counts: Record<SliceState, number> = { 'not-started': 0, 'in-progress': 0, complete: 0, reviewed: 0, returned: 0 };
      const known = standings(map);
      for (const { state } of known) counts[state] += 1;
      counts['not-started'] = sizeOfLabelmap(map)[map.sliceAxis] - known.length;
      return counts;
    },
    standings: (labelmapId) => standings(labelmaps.row(labelmapId)),
  };
}

function stateOf(word: Word): SliceState {
  return word === 'incomplete' ? 'in-progress' : word;
}
