/** Who has which slice of the queue just now, and until when. Each slice is with one person at most, and each person has one. */
import { randomUUID } from 'node:crypto';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Session } from './session.ts';
import type { AssignmentOutcome, AssignmentRecord, GivenSlice } from './slice-work.ts';
import { assignmentMissing, assignmentOver } from './store-sentences.ts';

/** A person who paints for longer on one slice has it renewed meanwhile. */
const leaseMs = 30 * 60 * 1000;

export interface NewAssignment {
  readonly batch: string;
  readonly caseKey: number;
  readonly axis: AxisIndex;
  readonly slice: number;
  readonly person: number;
  readonly reason: string;
  readonly score: number | null;
}

export interface OpenAssignment extends Omit<NewAssignment, 'batch'> {
  readonly key: number;
  readonly caseId: string;
  readonly caseName: string;
}

interface Slices {
  readonly caseKey: number;
  readonly axis: AxisIndex;
  readonly slices: readonly number[];
}

/** Each is to be called within a transaction. */
export interface Assignments {
  /** Ends those whose time is over, and those of cases that were removed. */
  expire(): void;
  ofPerson(person: number): GivenSlice | null;
  give(assignment: NewAssignment): GivenSlice;
  renew(key: number): GivenSlice;
  /** @throws UserFacingError `not-found`; `conflict` where it is over, or somebody else's */
  require(id: string, person: number): OpenAssignment;
  end(key: number, outcome: AssignmentOutcome): void;
  /** Ends a person's, where they have completed it in whatever way. */
  settle(slices: Slices, person: number): void;
  all(): readonly AssignmentRecord[];
}

const given = `assignment.uuid AS id, "case".uuid AS caseId, assignment.axis, slice AS "index", reason, score, leased_until AS leasedUntil`;
const joined = 'assignment JOIN "case" ON "case".id = assignment."case"';

export function createAssignments({ database, now }: Session): Assignments {
  const overdue = database.prepare(
    `UPDATE assignment SET ended_at = :now, outcome = 'expired' WHERE ended_at IS NULL
       AND (leased_until <= :now OR "case" IN (SELECT id FROM "case" WHERE removed_at IS NOT NULL))`,
  );
  const open = database.prepare<[number], GivenSlice>(`SELECT ${given} FROM ${joined} WHERE annotator = ? AND ended_at IS NULL`);
  const byKey = database.prepare<[number], GivenSlice>(`SELECT ${given} FROM ${joined} WHERE assignment.id = ?`);
  const one = database.prepare<[string], OpenAssignment & { readonly endedAt: string | null }>(
    `SELECT assignment.id AS key, "case".uuid AS caseId, "case".name AS caseName, "case".id AS caseKey, axis, slice, annotator AS person,
       reason, score, ended_at AS endedAt FROM ${joined} WHERE assignment.uuid = ?`,
  );
  const insert = database.prepare(
    `INSERT INTO assignment (uuid, batch, "case", axis, slice, annotator, reason, score, assigned_at, leased_until)
     VALUES (:id, :batch, :caseKey, :axis, :slice, :person, :reason, :score, :now, :until)`,
  );
  const setUntil = database.prepare('UPDATE assignment SET leased_until = ? WHERE id = ?');
  const setEnd = database.prepare('UPDATE assignment SET ended_at = ?, outcome = ? WHERE id = ?');
  const complete = database.prepare(
    `UPDATE assignment SET ended_at = :now, outcome = 'complete'
     WHERE "case" = :caseKey AND axis = :axis AND slice = :slice AND annotator = :person AND ended_at IS NULL`,
  );
  const all = database.prepare<[], AssignmentRecord>(
    `SELECT ${given}, batch, annotator.name AS annotator, assigned_at AS assignedAt, ended_at AS endedAt, outcome
     FROM ${joined} JOIN annotator ON annotator.id = assignment.annotator ORDER BY assignment.id`,
  );
  const until = (): string => new Date(Date.parse(now()) + leaseMs).toISOString();

  return {
    expire: () => { overdue.run({ now: now() }); },
    ofPerson: (person) => open.get(person) ?? null,
    give: (assignment) => byKey.get(Number(insert.run({ ...assignment, id: randomUUID(), now: now(), until: until() }).lastInsertRowid))!,
    renew: (key) => {
      setUntil.run(until(), key);
      return byKey.get(key)!;
    },
    require: (id, person) => {
      const found = one.get(id);
      if (found === undefined) throw failure('not-found', assignmentMissing, { id });
      const { endedAt, ...assignment } = found;
      if (endedAt !== null || found.person !== person) throw failure('conflict', assignmentOver, { name: found.caseName, slice: found.slice });
      return assignment;
    },
    end: (key, outcome) => { setEnd.run(now(), outcome, key); },
    settle: ({ caseKey, axis, slices }, person) => {
      for (const slice of slices) complete.run({ now: now(), caseKey, axis, slice, person });
    },
    all: () => all.all(),
  };
}
