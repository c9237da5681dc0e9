import { expect, it } from 'vitest';
import { eventFor, jobFor, reportsFor } from '#main/host/leave-unsaid.ts';
import type { ProjectStore } from '#main/store/project-store.ts';
import type { Job } from '#shared/contract/jobs.ts';

const blindCase = '7b7c9d1e-33a9-4a6e-8a0e-0c5f2a0f4f08';
/** Bob reads `liver-7 (2)` blind; `liver-7 (2)b` and all others are open to him. */
const store = {
  secondReadings: { blindCases: (person: string) => new Set(person === 'Bob' ? [blindCase] : []), hidden: (_: string, id: string) => (id === blindCase ? 'case' : null) },
  cases: { list: () => [{ id: blindCase, name: 'liver-7 (2)' }, { id: 'other', name: 'liver-7 (2)b' }] },
} as unknown as ProjectStore;

/** Of every job. */
const by = (person: string | null) => () => person;

const says = (name: string) => ({ en: `Case ${name} was left out: it has 7 returned slices.`, 'zh-CN': `已跳过病例${name}：有 7 个退回的切片。` });
const job = (name: string, kind = 'train'): Job => ({
  id: 'a' as never, kind, lane: 'engine', state: 'failed', progress: { phase: 'snapshot', done: 1, total: 2, note: says(name) },
  result: { warnings: [says(name), says('spleen')] }, error: { code: 'bad-input', sentence: says(name) }, createdAt: '', endedAt: '',
});

it('hears neither from a failure nor from what a job is at what others did on the case', () => {
  const heard = jobFor(store, 'Bob', job('liver-7 (2)'), by('Bob'));
  expect(heard).toMatchObject({ state: 'failed', progress: { phase: 'snapshot', done: 1, total: 2 }, result: { warnings: [says('spleen')] }, error: { code: 'bad-input' } });
  expect(JSON.stringify(heard)).not.toContain('liver');
  const reports = [{ kind: 'warning', sentence: says('liver-7 (2)') }, { kind: 'warning', sentence: says('spleen') }, { kind: 'epoch', loss: 1 }];
  expect(reportsFor(store, 'Bob', reports)).toEqual(reports.slice(1));
  const event = (name: string) => eventFor(store, 'Bob', { sequence: 4, kind: 'job-event', jobId: 'a' as never, event: { kind: 'warning', sentence: says(name) } }, by(null));
  expect(event('liver-7 (2)')).toEqual({ sequence: 4, kind: 'unsaid' });
  expect(event('spleen')).toMatchObject({ kind: 'job-event' });
});

it('hears all of it about other cases, also where the names are alike, of masks of their own, and once nothing is kept from them', () => {
  expect(jobFor(store, 'Bob', job('liver-7 (2)b'), by('Ada'))).toEqual(job('liver-7 (2)b'));
  expect(jobFor(store, 'Bob', job('liver-7 (2)', 'import-mask'), by('Bob')).error).toEqual({ code: 'bad-input', sentence: says('liver-7 (2)') });
  expect(jobFor(store, 'Ada', job('liver-7 (2)'), by('Bob'))).toEqual(job('liver-7 (2)'));
});

it('hears of nobody else’s masks, nor of those of whom it is not known whose they were', () => {
  const failed = job('liver-7 (2)', 'import-mask');
  for (const other of ['Ada', null]) {
    expect(JSON.stringify(jobFor(store, 'Bob', failed, by(other)))).not.toContain('liver');
    expect(JSON.stringify(eventFor(store, 'Bob', { sequence: 4, kind: 'job', job: failed }, by(other)))).not.toContain('liver');
  }
});
