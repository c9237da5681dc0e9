import { randomUUID } from 'node:crypto';
import { failure } from '#shared/text/user-facing-error.ts';
import type { JobLane, JobRecord, JobState, ProjectStore } from './project-store.ts';
import type { Session } from './session.ts';
import { jobMissing } from './store-sentences.ts';

interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly lane: JobLane;
  readonly state: JobState;
  readonly request: string;
  readonly result: string | null;
  readonly error: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

const columns = 'uuid AS id, kind, lane, state, request, result, error, created_at AS createdAt, ended_at AS endedAt';
const ended = "'done', 'failed', 'cancelled', 'paused', 'interrupted'";

export function createJobs(session: Session): ProjectStore['jobs'] {
  const { database } = session;
  const one = database.prepare<[string], JobRow>(`SELECT ${columns} FROM job WHERE uuid = ?`);
  const all = database.prepare<[], JobRow>(`SELECT ${columns} FROM job ORDER BY job.id`);
  const insert = database.prepare(
    `INSERT INTO job (uuid, kind, lane, state, request, created_at) VALUES (:id, :kind, :lane, 'queued', :request, :createdAt)`,
  );
  // A late answer never revives a job that has ended.
  const update = database.prepare(
    `UPDATE job SET state = :state, result = :result, error = :error, ended_at = :endedAt
     WHERE uuid = :id AND state NOT IN (${ended})`,
  );

  const get = (id: string): JobRecord => {
    const row = one.get(id);
    if (!row) throw failure('not-found', jobMissing, { id });
    return record(row);
  };

  return {
    get,
    list: () => all.all().map(record),
    add: (kind, lane, request) => {
      const id = randomUUID();
      insert.run({ id, kind, lane, request: JSON.stringify(request ?? null), createdAt: session.now() });
      return get(id);
    },
    setState: (id, state, outcome = {}) => {
      get(id);
      update.run({
        id,
        state,
        result: outcome.result === undefined ? null : JSON.stringify(outcome.result),
        error: outcome.error ? JSON.stringify(outcome.error) : null,
        endedAt: state === 'queued' || state === 'running' ? null : session.now(),
      });
    },
  };
}

/** Jobs that ran or waited when the last host ended: what they were to do was known to that host alone. */
export function interruptUnfinishedJobs({ database, now }: Session): void {
  database.prepare(`UPDATE job SET state = 'interrupted', ended_at = ? WHERE state NOT IN (${ended})`).run(now());
}

function record(row: JobRow): JobRecord {
  return {
    ...row,
    request: JSON.parse(row.request) as unknown,
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
    error: row.error === null ? null : (JSON.parse(row.error) as JobRecord['error']),
  };
}
