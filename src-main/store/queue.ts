/** The batch of slices that is worked on: in an order that somebody else chose, each given to one person at a time. */
import { randomUUID } from 'node:crypto';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { Assignments, OpenAssignment } from './assignments.ts';
import { createCaseSlices } from './case-slices.ts';
import type { EventLog } from './events.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import { inTransaction, type Session } from './session.ts';
import type { QueueStore, ReviewStore } from './slice-work.ts';
import { modelMissing, sliceHoldsLabels } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';

interface Parts {
  readonly events: EventLog;
  readonly annotators: Annotators;
  readonly assignments: Assignments;
  readonly labelmaps: Labelmaps;
  readonly tiles: Tiles;
  readonly reviews: Pick<ReviewStore, 'mark'>;
}

interface Waiting {
  readonly batch: string;
  readonly caseKey: number;
  readonly axis: AxisIndex;
  readonly slice: number;
  readonly reason: string;
  readonly score: number | null;
}

/**
 * What of the batch may be given to :person: not done, with nobody, not skipped by them, of a case that is in the project, is
 * not set aside and is not read blind by them, and confirmed by nobody outside the queue. Second readings count for nothing here.
 */
const waiting = `
  FROM queue JOIN "case" ON "case".id = queue."case"
  WHERE queue.outcome IS NULL AND "case".removed_at IS NULL AND queue.axis = "case".slice_axis
    AND NOT EXISTS (SELECT 1 FROM assignment AS held WHERE held."case" = queue."case" AND held.axis = queue.axis
      AND held.slice = queue.slice AND held.ended_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM assignment AS skipped WHERE skipped."case" = queue."case" AND skipped.axis = queue.axis
      AND skipped.slice = queue.slice AND skipped.batch = queue.batch AND skipped.annotator = :person AND skipped.outcome = 'skipped')
    AND NOT EXISTS (SELECT 1 FROM case_image JOIN image ON image.id = case_image.image JOIN test_set ON test_set.patient = image.patient
      WHERE case_image."case" = queue."case")
    AND NOT EXISTS (SELECT 1 FROM reading WHERE reading."case" = queue."case" AND reading.annotator = :person AND reading.blind = 1
      AND reading.finished_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM reading JOIN slice_state ON slice_state.reading = reading.id WHERE reading."case" = queue."case"
      AND reading.blind = 0 AND slice_state.axis = queue.axis AND slice_state.slice = queue.slice
      AND (slice_state.state IN ('complete', 'reviewed') OR (slice_state.state = 'returned' AND reading.annotator <> :person)))`;

export function createQueue(session: Session, { events, annotators, assignments, labelmaps, tiles, reviews }: Parts): QueueStore {
  const { database } = session;
  const caseOf = createCaseSlices(session);
  const modelKey = database.prepare<[string], { id: number }>('SELECT id FROM model WHERE uuid = ?');
  const clear = database.prepare('DELETE FROM queue');
  const insert = database.prepare(
    `INSERT INTO queue (place, batch, model, "case", axis, slice, reason, score) VALUES (:place, :batch, :model, :key, :axis, :index, :reason, :score)`,
  );
  const first = database.prepare<{ person: number }, Waiting>(
    `SELECT queue.batch, queue."case" AS caseKey, queue.axis, queue.slice, queue.reason, queue.score ${waiting} ORDER BY queue.place LIMIT 1`,
  );
  const left = database.prepare<{ person: number }, { count: number }>(`SELECT count(*) AS count ${waiting}`);
  const finish = database.prepare(
    'UPDATE queue SET outcome = ? WHERE "case" = ? AND axis = ? AND slice = ? AND outcome IS NULL',
  );
  const batch = database.prepare<[], { batch: string; modelId: string | null; total: number; done: number }>(
    `SELECT batch, model.uuid AS modelId, count(*) AS total, count(outcome) AS done
     FROM queue LEFT JOIN model ON model.id = queue.model GROUP BY batch`,
  );
  // Whoever has a slice may be late: somebody else has completed it meanwhile, or it is no longer to be asked for.
  const over = database.prepare<{ id: string }, number>(
    `SELECT EXISTS (SELECT 1 FROM assignment JOIN reading ON reading."case" = assignment."case" AND reading.blind = 0
         JOIN slice_state ON slice_state.reading = reading.id AND slice_state.axis = assignment.axis AND slice_state.slice = assignment.slice
         WHERE assignment.uuid = :id AND slice_state.state IN ('complete', 'reviewed'))
       OR EXISTS (SELECT 1 FROM assignment JOIN "case" ON "case".id = assignment."case" WHERE assignment.uuid = :id AND (assignment.axis <> "case".slice_axis
         OR EXISTS (SELECT 1 FROM case_image JOIN image ON image.id = case_image.image JOIN test_set ON test_set.patient = image.patient
           WHERE case_image."case" = assignment."case")))`,
  ).pluck();
  const isOver = ({ id }: { readonly id: string }): boolean => over.get({ id }) !== 0;
  const others = database.prepare<{ person: number; now: string }, { count: number }>(
    'SELECT count(*) AS count FROM assignment WHERE ended_at IS NULL AND leased_until > :now AND annotator <> :person',
  );

  /** For reading: a person whom the project does not know has nothing and has skipped nothing. */
  const personOf = (annotator: string): number => annotators.find(annotator) ?? -1;
  const ended = (id: string, annotator: string, end: (assignment: OpenAssignment, person: number) => void): void => {
    inTransaction(session, () => {
      assignments.expire();
      const person = personOf(annotator);
      end(assignments.require(id, person), person);
    });
  };
  const tell = (kind: string, { caseId, axis, slice }: OpenAssignment, annotator: string): void => {
    events.append(kind, { case: caseId, axis, slice, annotator });
  };

  return {
    fill: ({ modelId, slices, how }) =>
      inTransaction(session, () => {
        const model = modelId === null ? null : modelKey.get(modelId)?.id;
        if (model === undefined) throw failure('not-found', modelMissing, { id: modelId! });
        const id = randomUUID();
        clear.run();
        const queued = slices.flatMap(({ caseId, axis, index, reason, score }) => {
          const found = caseOf(caseId);
          if (found === undefined || found.setAside !== 0 || found.axis !== axis) return [];
          if (!Number.isInteger(index) || index < 0 || index >= found.slices) throw new RangeError(`slice ${index} of ${found.slices}`);
          return [{ key: found.key, caseId, axis, index, reason, score }];
        });
        for (const [at, { key, axis, index, reason, score }] of queued.entries()) insert.run({ place: at + 1, batch: id, model, key, axis, index, reason, score });
        events.append('queue-filled', {
          batch: id, model: modelId, how, slices: queued.map(({ caseId, axis, index, reason, score }) => [caseId, axis, index, reason, score]),
        });
      }),
    next: (annotator) =>
      inTransaction(session, () => {
        assignments.expire();
        const person = annotators.key(annotator);
        const present = assignments.ofPerson(person);
        if (present !== null) {
          const { key } = assignments.require(present.id, person);
          if (!isOver(present)) return assignments.renew(key);
          assignments.end(key, 'released');
        }
        const found = first.get({ person });
        return found === undefined ? null : assignments.give({ ...found, person });
      }),
    renew: (id, annotator) =>
      inTransaction(session, () => {
        assignments.expire();
        return assignments.renew(assignments.require(id, personOf(annotator)).key);
      }),
    skip: (id, annotator) => ended(id, annotator, (assignment) => {
      assignments.end(assignment.key, 'skipped');
      tell('slice-skipped', assignment, annotator);
    }),
    release: (id, annotator) => ended(id, annotator, ({ key }) => assignments.end(key, 'released')),
    nothingHere: (id, annotator) =>
      inTransaction(session, () => {
        assignments.expire();
        const person = personOf(annotator);
        const assignment = assignments.require(id, person);
        const { caseKey, axis, slice, caseName: name } = assignment;
        const map = labelmaps.row(labelmaps.forAnnotator(assignment.caseId, annotator).id);
        if (holdsLabels(map, tiles, slice)) throw failure('conflict', sliceHoldsLabels, { name, slice });
        // Ended first, so that completing it does not end it otherwise.
        assignments.end(assignment.key, 'empty');
        finish.run('empty', caseKey, axis, slice);
        tell('slice-empty', assignment, annotator);
        reviews.mark(map.id, [slice], 'complete', annotator);
        return map.id;
      }),
    state: (annotator) => {
      const person = personOf(annotator);
      const now = session.now();
      const given = assignments.ofPerson(person);
      const present = batch.get();
      return {
        batch: present?.batch ?? null, modelId: present?.modelId ?? null, total: present?.total ?? 0, done: present?.done ?? 0,
        waiting: left.get({ person })!.count,
        withOthers: others.get({ person, now })!.count,
        given: given === null || given.leasedUntil <= now || isOver(given) ? null : given,
      };
    },
    assignments: () => assignments.all(),
  };
}

/** What the queue learns where a person completes slices, whether it gave them or not. To be called within a transaction. */
export function createSettling({ database }: Session, assignments: Assignments): (map: LabelmapRow, slices: readonly number[], person: number) => void {
  const caseKey = database.prepare<[string], { id: number }>('SELECT id FROM "case" WHERE uuid = ?');
  const finish = database.prepare(`UPDATE queue SET outcome = 'complete' WHERE "case" = ? AND axis = ? AND slice = ? AND outcome IS NULL`);
  return (map, slices, person) => {
    // A second reading is no answer to what the queue asks.
    if (map.blind !== 0) return;
    const key = caseKey.get(map.caseId)!.id;
    for (const slice of slices) finish.run(key, map.sliceAxis, slice);
    assignments.settle({ caseKey: key, axis: map.sliceAxis, slices }, person);
  };
}

function holdsLabels(map: LabelmapRow, tiles: Tiles, slice: number): boolean {
  const [ni, nj, nk] = sizeOfLabelmap(map);
  const range: readonly [number, number] = map.sliceAxis === 2 ? [slice, slice + 1] : [0, nk];
  const voxels = tiles.volume(map, undefined, range);
  if (map.sliceAxis === 2) return voxels.some((label) => label !== 0);
  return voxels.some((label, at) => label !== 0 && (map.sliceAxis === 0 ? at % ni : Math.floor(at / ni) % nj) === slice);
}
