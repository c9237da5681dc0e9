import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EventLog } from './events.ts';
import { requireCase, sizeOfLabelmap, type Labelmaps } from './labelmaps.ts';
import type { ProjectStore } from './project-store.ts';
import type { Session } from './session.ts';
import { modelNotReviewed, sliceOutside } from './store-sentences.ts';

/** What people said of slices, along the case's slice axis, in the same sequence as the edits. */
export function createReviews(
  session: Session,
  events: EventLog,
  annotators: Annotators,
  labelmaps: Labelmaps,
): ProjectStore['reviews'] {
  const { database } = session;
  const insert = database.prepare(
    `INSERT INTO review (number, reading, axis, slice, state, annotator, at_edit)
     VALUES (:number, :reading, :axis, :slice, :state, :annotator, :atEdit)`,
  );
  const latestEdit = database.prepare<[number], { number: number | null }>('SELECT max(number) AS number FROM edit WHERE labelmap = ?');
  const complete = database.prepare<[number, number], { slice: number }>(
    "SELECT slice FROM slice_state WHERE reading = +? AND axis = +? AND state = 'complete' ORDER BY slice",
  );

  const states = database.prepare<[number, number], { state: string; slices: number }>(
    'SELECT state, count(*) AS slices FROM slice_state WHERE reading = +? AND axis = +? GROUP BY state',
  );

  return {
    states: (labelmapId) => {
      const { readingKey, sliceAxis } = labelmaps.row(labelmapId);
      return new Map(readingKey === null ? [] : states.all(readingKey, sliceAxis).map(({ state, slices }) => [state, slices]));
    },
    mark: (labelmapId, slices, state, annotator) => {
      const map = labelmaps.row(labelmapId);
      requireCase(map);
      const { readingKey: reading, sliceAxis: axis, caseName: name } = map;
      if (reading === null) throw failure('bad-input', modelNotReviewed, {});
      const last = sizeOfLabelmap(map)[axis] - 1;
      for (const slice of slices) {
        if (!Number.isInteger(slice) || slice < 0 || slice > last) throw failure('bad-input', sliceOutside, { name, slice, last });
      }
      if (slices.length === 0) return;
      events.appendRows('review', (number) => {
        const word = { number, reading, axis, state, annotator: annotators.key(annotator), atEdit: latestEdit.get(map.key)!.number };
        for (const slice of new Set(slices)) insert.run({ ...word, slice });
      });
    },
    completeSlices: (labelmapId) => {
      const { readingKey, sliceAxis } = labelmaps.row(labelmapId);
      return readingKey === null ? [] : complete.all(readingKey, sliceAxis).map(({ slice }) => slice);
    },
  };
}
