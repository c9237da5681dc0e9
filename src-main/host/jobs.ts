/**
 * Long work, one at a time in each lane: a call starts a job and answers with its id at once; what
 * becomes of it is told by events and kept as a row of the project's database.
 */
import { randomUUID } from 'node:crypto';
import type { Job } from '#shared/contract/jobs.ts';
import type { JobId } from '#shared/contract/ids.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import type { JobLane, JobProgress, JobRecord, JobState, ProjectStore } from '../store/project-store.ts';
import type { LongWork } from '../use-cases/long-work.ts';
import { workSentences } from '../use-cases/work-sentences.ts';
import type { Changes } from './changes.ts';
import { foldersIn, forgetFolders } from './forget-folders.ts';
import { hostSentences } from './host-sentences.ts';
import type { Log } from './log.ts';
import { plainError } from './plain-error.ts';
import { throttle } from './progress-throttle.ts';

export interface Work {
  readonly kind: string;
  readonly lane: JobLane;
  readonly request: unknown;
  /** Keeps the job's row; null: the job is remembered only while the host runs. */
  readonly store: ProjectStore | null;
  readonly run: (work: LongWork) => Promise<unknown>;
  /** Paths that whoever watches does not know and is not to be told. */
  readonly hidden?: readonly string[];
  /** Called once the job has ended, also where it never began. */
  readonly ended?: () => Promise<void>;
}

export interface Jobs {
  start(work: Work): JobId;
  /** Newest first; also those of earlier runs of the open project. */
  list(store: ProjectStore | null): Job[];
  /** @throws UserFacingError `not-found` */
  get(store: ProjectStore | null, id: string): Job;
  /** What the job told beside its progress; nothing of one that an earlier host ran. @throws UserFacingError `not-found` */
  reports(store: ProjectStore | null, id: string): readonly unknown[];
  /** Asks the job to end; it does so before its next step. A job that has ended stays as it is. */
  cancel(id: string): void;
  /** Cancels everything, or what works on one project, and waits until it has ended. */
  cancelAll(store?: ProjectStore): Promise<void>;
}

interface Running {
  job: Job;
  readonly store: ProjectStore | null;
  /** What the project need not know of. */
  readonly folders: readonly string[];
  readonly stop: AbortController;
  readonly work: Work;
  /** Of `hidden`, the folders that may stand before a name. */
  readonly hidden: readonly string[];
  readonly reports: unknown[];
  done: Promise<void>;
}

const progressIntervalMs = 100;
/** With their results, which may be long: of a host that runs for weeks, older ones are told by the project's rows. */
const mostRemembered = 200;
/** Of one job: a training of a thousand epochs tells some two thousand. */
const mostReports = 10_000;

export function createJobs(changes: Changes, log: Log): Jobs {
  const known = new Map<string, Running>();
  const lanes = new Map<JobLane, Promise<void>>();

  const tell = (running: Running, change: Partial<Job>): void => {
    running.job = { ...running.job, ...change };
    changes.publish({ kind: 'job', job: running.job });
  };

  /** Without a row (a project that is only read, or whose disk is full) the job still runs: an export may go elsewhere. */
  const addRow = ({ store, kind, lane, request }: Work): JobRecord | null => {
    if (store === null || store.readOnly !== null) return null;
    try {
      return store.jobs.add(kind, lane, forgetFolders(request, foldersIn(request)));
    } catch (error) {
      log.write(`a job (${kind}) could not be recorded`, error);
      return null;
    }
  };

  /** A row that cannot be written must not take the job's outcome from the person. */
  const record = (running: Running, state: JobState, outcome?: { result?: unknown; error?: JobRecord['error'] }): void => {
    try {
      running.store?.jobs.setState(running.job.id, state, forgetFolders(outcome, running.folders) as typeof outcome);
    } catch (error) {
      log.write(`job ${running.job.id} could not be recorded as ${state}`, error);
    }
  };

  const end = (running: Running, state: 'done' | 'failed' | 'cancelled', outcome: { result?: unknown; error?: JobRecord['error'] }): void => {
    record(running, state, outcome);
    const told = forgetFolders(outcome, running.hidden) as typeof outcome;
    tell(running, { state, result: told.result ?? null, error: told.error ?? null, endedAt: new Date().toISOString() });
    running.work.ended?.().catch((error: unknown) => log.write(`what job ${running.job.id} used could not be removed`, error));
  };

  const report = (running: Running, told: unknown): void => {
    const event = forgetFolders(told, running.hidden);
    running.reports.push(event);
    if (running.reports.length > mostReports) running.reports.shift();
    changes.publish({ kind: 'job-event', jobId: running.job.id, event });
  };

  const cancel = (running: Running): void => {
    if (running.job.state === 'queued') end(running, 'cancelled', { error: cancellation });
    running.stop.abort(new UserFacingError('cancelled', workSentences.cancelled));
  };

  const find = (store: ProjectStore | null, id: string): Running | null => {
    const live = known.get(id);
    return live !== undefined && belongs(live, store) ? live : null;
  };

  const forgetOldest = (): void => {
    for (const [id, { job }] of known) {
      if (known.size < mostRemembered) return;
      if (job.endedAt !== null) known.delete(id);
    }
  };

  const execute = async (running: Running, run: Work['run']): Promise<void> => {
    const { signal } = running.stop;
    if (running.job.state !== 'queued') return;
    const progress = throttle<JobProgress>((value) => tell(running, { progress: forgetFolders(value, running.hidden) as JobProgress }), progressIntervalMs);
    record(running, 'running');
    tell(running, { state: 'running' });
    try {
      const result = await run({
        signal,
        progress: progress.push,
        report: (event) => report(running, event),
      });
      progress.flush();
      end(running, 'done', { result });
    } catch (error) {
      progress.flush();
      const plain = plainError(error, log);
      const cancelled = signal.aborted && plain.code !== 'disk-full';
      if (cancelled) end(running, 'cancelled', { error: cancellation });
      else end(running, 'failed', { error: { code: plain.code, sentence: plain.sentence } });
    }
  };

  return {
    start(work) {
      const row = addRow(work);
      const running: Running = {
        job: {
          id: (row?.id ?? randomUUID()) as JobId,
          kind: work.kind,
          lane: work.lane,
          state: 'queued',
          progress: null,
          result: null,
          error: null,
          createdAt: row?.createdAt ?? new Date().toISOString(),
          endedAt: null,
        },
        store: row === null ? null : work.store,
        folders: foldersIn([work.request, work.store?.folder ?? '']),
        stop: new AbortController(),
        work,
        hidden: foldersIn(work.hidden),
        reports: [],
        done: Promise.resolve(),
      };
      forgetOldest();
      known.set(running.job.id, running);
      changes.publish({ kind: 'job', job: running.job });
      const before = lanes.get(work.lane) ?? Promise.resolve();
      running.done = before.then(() => execute(running, work.run));
      lanes.set(work.lane, running.done);
      return running.job.id;
    },
    list(store) {
      const live = [...known.values()].filter((running) => belongs(running, store)).map((running) => running.job);
      const ids = new Set<string>(live.map(({ id }) => id));
      const earlier = (store?.jobs.list() ?? []).filter((row) => !ids.has(row.id)).map(fromRow);
      return [...live, ...earlier].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    },
    get(store, id) {
      const live = find(store, id);
      if (live !== null) return live.job;
      if (store === null) throw failure('not-found', hostSentences.unknownJob, { id });
      return fromRow(store.jobs.get(id));
    },
    reports(store, id) {
      const live = find(store, id);
      if (live !== null) return live.reports;
      if (store === null) throw failure('not-found', hostSentences.unknownJob, { id });
      store.jobs.get(id);
      return [];
    },
    cancel(id) {
      const running = known.get(id);
      if (running === undefined) throw failure('not-found', hostSentences.unknownJob, { id });
      cancel(running);
    },
    async cancelAll(store) {
      const meant = [...known.values()].filter((running) => running.job.endedAt === null && (store === undefined || running.work.store === store));
      for (const running of meant) cancel(running);
      // A job that was cancelled while it waited has ended; its turn may come much later.
      await Promise.all(meant.filter(({ job }) => job.endedAt === null).map(({ done }) => done));
    },
  };
}

const cancellation = { code: 'cancelled', sentence: workSentences.cancelled } as const;

/** A job of a project that has been closed since is told by that project's rows, once it is open again. */
function belongs(running: Running, store: ProjectStore | null): boolean {
  return running.store === null || running.store === store;
}

function fromRow(row: JobRecord): Job {
  const { id, kind, lane, state, result, error, createdAt, endedAt } = row;
  return { id: id as JobId, kind, lane, state, progress: null, result, error, createdAt, endedAt };
}
