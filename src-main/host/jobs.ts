/**
 * Long work, one at a time in each lane: a call starts a job and answers with its id at once; what
 * becomes of it is told by events and kept as a row of the project's database.
 */
import { randomUUID } from 'node:crypto';
import type { Job } from '#shared/contract/jobs.ts';
import type { JobId } from '#shared/contract/ids.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import type { JobLane, JobProgress, JobRecord, JobState, ProjectStore } from '../store/project-store.ts';
import { programCloses, Stopped, type LongWork } from '../use-cases/long-work.ts';
import { workSentences } from '../use-cases/work-sentences.ts';
import { whoActs } from './acting.ts';
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
  /** Whether it heeds `LongWork.pause`, and can go on later. */
  readonly pausable?: boolean;
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
  /** Null where nobody asked for it, or it is remembered no longer. */
  readonly startedBy: (id: string) => string | null;
  /** Asks the job to end; it does so before its next step. A job that has ended stays as it is. */
  cancel(id: string): void;
  /**
   * Asks the job to end so that it can go on later. A job that has ended stays as it is.
   * @throws UserFacingError `not-found`; `conflict` where it waits, or cannot go on later
   */
  pause(id: string): void;
  /** Pauses everything, or what works on one project, cancels what cannot be paused, and waits until it has ended. */
  endAll(store?: ProjectStore): Promise<void>;
}

interface Running {
  job: Job;
  readonly store: ProjectStore | null;
  readonly startedBy: string | null;
  /** What the project need not know of. */
  readonly folders: readonly string[];
  readonly stop: AbortController;
  readonly pause: AbortController;
  readonly work: Work;
  /** Of `hidden`, the folders that may stand before a name. */
  readonly hidden: readonly string[];
  readonly reports: unknown[];
  done: Promise<void>;
}

const progressIntervalMs = 100;
/** A checkpoint of the largest network on a slow machine takes about this long; the one before it is there in any case. */
const defaultPauseGraceMs = 8_000;
/** With their results, which may be long: of a host that runs for weeks, older ones are told by the project's rows. */
const mostRemembered = 200;
/** Of one job: a training of a thousand epochs tells some two thousand. */
const mostReports = 10_000;

/** @param pauseGraceMs how long what is paused because the program closes may go on until it is ended */
export function createJobs(changes: Changes, log: Log, pauseGraceMs = defaultPauseGraceMs): Jobs {
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

  const end = (running: Running, state: Exclude<JobState, 'queued' | 'running'>, outcome: { result?: unknown; error?: JobRecord['error'] }): void => {
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

  const leave = (running: Running): void => {
    if (running.work.pausable !== true || running.job.state === 'queued') return cancel(running);
    running.pause.abort();
    const grace = setTimeout(() => running.stop.abort(programCloses), pauseGraceMs);
    void running.done.then(() => clearTimeout(grace));
  };

  const required = (id: string): Running => {
    const running = known.get(id);
    if (running === undefined) throw failure('not-found', hostSentences.unknownJob, { id });
    return running;
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
        pause: running.pause.signal,
        progress: progress.push,
        report: (event) => report(running, event),
      });
      progress.flush();
      end(running, 'done', { result });
    } catch (error) {
      progress.flush();
      const stopped = error instanceof Stopped ? error : null;
      const plain = stopped?.reason === null ? null : plainError(stopped?.reason ?? error, log);
      const told = plain === null ? null : { code: plain.code, sentence: plain.sentence };
      if (stopped !== null) return end(running, stopped.state, { result: stopped.kept, error: told });
      const cancelled = signal.aborted && told?.code !== 'disk-full';
      if (cancelled) end(running, 'cancelled', { error: cancellation });
      else end(running, 'failed', { error: told });
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
        startedBy: whoActs(),
        folders: foldersIn([work.request, work.store?.folder ?? '']),
        stop: new AbortController(),
        pause: new AbortController(),
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
    startedBy: (id) => known.get(id)?.startedBy ?? null,
    cancel: (id) => cancel(required(id)),
    pause(id) {
      const running = required(id);
      if (running.job.endedAt !== null) return;
      if (running.work.pausable !== true || running.job.state === 'queued') throw failure('conflict', hostSentences.notPausable, {});
      running.pause.abort();
    },
    async endAll(store) {
      const meant = [...known.values()].filter((running) => running.job.endedAt === null && (store === undefined || running.work.store === store));
      for (const running of meant) leave(running);
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
