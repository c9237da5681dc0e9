/**
 * Jobs and events go to everybody. What they tell of a case that a person is reading blind is taken out for that person: entries of
 * results, reports, and whole events, which become ones that say nothing. Numbers of events stay without a gap.
 */
import type { HostEvent, Job } from '#shared/contract/jobs.ts';
import type { ProjectStore } from '../store/project-store.ts';

type Tells = (text: string) => boolean;

/** @returns whether a text names such a case, by id or name, or anything that others did on it; null where this person reads none */
function tellsOf(store: ProjectStore | null, person: string): Tells | null {
  const blind = store?.secondReadings.blindCases(person);
  if (store === null || blind === undefined || blind.size === 0) return null;
  const names = new Set(store.cases.list().filter(({ id }) => blind.has(id)).map(({ name }) => name));
  return (text) => names.has(text) || store.secondReadings.hidden(person, text.toLowerCase()) !== null;
}

/** What is left of a value: without entries of lists and records that tell; undefined where it tells itself. */
function without(value: unknown, tells: Tells): unknown {
  if (typeof value === 'string') return tells(value) ? undefined : value;
  if (Array.isArray(value)) return value.map((one) => without(one, tells)).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !tells(key));
  if (entries.some(([, part]) => typeof part === 'string' && tells(part))) return undefined;
  return Object.fromEntries(entries.map(([key, part]) => [key, without(part, tells) ?? null]));
}

function jobLeft(job: Job, tells: Tells): Job {
  return { ...job, result: without(job.result, tells) ?? null };
}

/** @param store null where no project is open */
export function jobFor(store: ProjectStore | null, person: string, job: Job): Job {
  const tells = tellsOf(store, person);
  return tells === null ? job : jobLeft(job, tells);
}

export function reportsFor(store: ProjectStore | null, person: string, reports: readonly unknown[]): unknown[] {
  const tells = tellsOf(store, person);
  return tells === null ? [...reports] : without(reports, tells) as unknown[];
}

export function eventFor(store: ProjectStore | null, person: string, event: HostEvent): HostEvent {
  const tells = tellsOf(store, person);
  if (tells === null) return event;
  if (event.kind === 'job') return { ...event, job: jobLeft(event.job, tells) };
  const left = without(event.kind === 'job-event' ? event.event : event, tells);
  if (left === undefined) return { sequence: event.sequence, kind: 'unsaid' };
  return event.kind === 'job-event' ? { ...event, event: left } : event;
}
