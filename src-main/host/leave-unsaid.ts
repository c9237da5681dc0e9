/**
 * Jobs and events go to everybody. What they tell of a case that a person is reading blind is taken out for that person: entries of
 * results, reports, why a job failed, what it is at, and whole events, which become ones that say nothing. Numbers of events stay without a gap.
 */
import type { HostEvent, Job } from '#shared/contract/jobs.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { hostSentences } from './host-sentences.ts';

interface Tells {
  /** A text that is such a case's name or id, or the id of anything that others did on it. */
  (text: string): boolean;
  /** A sentence in which such a case is named. */
  readonly inWords: (sentence: Sentence) => boolean;
}

/** @returns what tells; null where this person reads nothing blind */
function tellsOf(store: ProjectStore | null, person: string): Tells | null {
  const blind = store?.secondReadings.blindCases(person);
  if (store === null || blind === undefined || blind.size === 0) return null;
  const names = new Set(store.cases.list().filter(({ id }) => blind.has(id)).map(({ name }) => name));
  // Whole words, so that the name of one case within that of another one says nothing.
  const named = new RegExp(`(?<![\\p{L}\\p{N}])(${[...names].map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`, 'u');
  return Object.assign((text: string) => names.has(text) || store.secondReadings.hidden(person, text.toLowerCase()) !== null,
    { inWords: ({ en, 'zh-CN': chinese }: Sentence) => names.size > 0 && (named.test(en) || named.test(chinese)) });
}

function isSentence(value: unknown): value is Sentence {
  const { en, 'zh-CN': chinese } = (value ?? {}) as Partial<Record<keyof Sentence, unknown>>;
  return typeof en === 'string' && typeof chinese === 'string';
}

/** What is left of a value: without entries of lists and records that tell; undefined where it tells itself. */
function without(value: unknown, tells: Tells): unknown {
  if (typeof value === 'string') return tells(value) ? undefined : value;
  if (Array.isArray(value)) return value.map((one) => without(one, tells)).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  if (isSentence(value)) return tells.inWords(value) ? undefined : value;
  const entries = Object.entries(value).filter(([key]) => !tells(key));
  if (entries.some(([, part]) => (typeof part === 'string' ? tells(part) : isSentence(part) && tells.inWords(part)))) return undefined;
  return Object.fromEntries(entries.map(([key, part]) => [key, without(part, tells) ?? null]));
}

/** Who asked for a job; null where that is not known. */
export type StartedBy = (jobId: string) => string | null;

/** Whoever lays a mask on their own labels is told why that failed: nobody else's work is in it. */
const ofOwnWork: ReadonlySet<string> = new Set(['import-mask']);

function jobLeft(job: Job, tells: Tells, isOwn: boolean): Job {
  const { note, ...progress } = job.progress ?? {};
  const { error } = job;
  return {
    ...job,
    result: without(job.result, tells) ?? null,
    progress: note === undefined || !tells.inWords(note) ? job.progress : progress as Job['progress'],
    error: error === null || (isOwn && ofOwnWork.has(job.kind)) || !tells.inWords(error.sentence) ? error : { ...error, sentence: hostSentences.unsaid },
  };
}

/** @param store null where no project is open */
export function jobFor(store: ProjectStore | null, person: string, job: Job, startedBy: StartedBy): Job {
  const tells = tellsOf(store, person);
  return tells === null ? job : jobLeft(job, tells, startedBy(job.id) === person);
}

export function reportsFor(store: ProjectStore | null, person: string, reports: readonly unknown[]): unknown[] {
  const tells = tellsOf(store, person);
  return tells === null ? [...reports] : without(reports, tells) as unknown[];
}

export function eventFor(store: ProjectStore | null, person: string, event: HostEvent, startedBy: StartedBy): HostEvent {
  const tells = tellsOf(store, person);
  if (tells === null) return event;
  if (event.kind === 'job') return { ...event, job: jobLeft(event.job, tells, startedBy(event.job.id) === person) };
  const left = without(event.kind === 'job-event' ? event.event : event, tells);
  if (left === undefined) return { sequence: event.sequence, kind: 'unsaid' };
  return event.kind === 'job-event' ? { ...event, event: left } : event;
}
