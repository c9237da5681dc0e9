import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { actFor } from '#main/host/acting.ts';
import { createChanges, type Changes } from '#main/host/changes.ts';
import { createJobs, type Jobs } from '#main/host/jobs.ts';
import { openLog, type Log } from '#main/host/log.ts';
import { programCloses, Stopped, type LongWork } from '#main/use-cases/long-work.ts';
import type { HostEvent, Job } from '#shared/contract/jobs.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';

interface Watched { readonly jobs: Jobs; readonly changes: Changes; readonly log: Log; readonly told: Job[]; readonly until: (id: string, state: Job['state']) => Promise<Job> }

function watched(pauseGraceMs?: number): Watched {
  const changes = createChanges();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = openLog(path.join(folder, 'log'));
  const jobs = createJobs(changes, log, pauseGraceMs);
  const told: Job[] = [];
  const waiting = new Set<() => void>();
  const events = changes.follow();
  void (async () => {
    for await (const event of events) {
      if (event.kind === 'job') told.push(event.job);
      for (const look of waiting) look();
    }
  })();
  const until = (id: string, state: Job['state']): Promise<Job> => new Promise((resolve) => {
    const look = (): void => {
      const found = told.find((job) => job.id === id && job.state === state);
      if (found === undefined) return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
  });
  return { jobs, changes, log, told, until };
}

const work = (run: (work: LongWork) => Promise<unknown>, lane: 'engine' | 'import' | 'export' = 'engine') =>
  ({ kind: 'test', lane, request: {}, store: null, run });

function gate(): { readonly open: () => void; readonly passed: Promise<void> } {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => { open = resolve; });
  return { open, passed };
}

describe('jobs', () => {
  it('know who asked for them, and that nobody did', () => {
    const { jobs } = watched();
    const start = (): string => jobs.start(work(async () => null));
    expect([actFor('Bob', start), start(), 'unknown'].map((id) => jobs.startedBy(id))).toEqual(['Bob', null, null]);
  });

  it('that ended long ago are forgotten, those that still run never', async () => {
    const { jobs, until } = watched();
    const { open, passed } = gate();
    const running = jobs.start(work(() => passed, 'import'));
    const ended = Array.from({ length: 500 }, () => jobs.start(work(async () => 'a long report')));
    await until(ended.at(-1)!, 'done');
    const newest = jobs.start(work(async () => null));
    await until(newest, 'done');
    expect(jobs.list(null)).toHaveLength(200);
    expect(jobs.get(null, running).state).toBe('running');
    expect(() => jobs.get(null, ended[0]!)).toThrow(expect.objectContaining({ code: 'not-found' }));
    open();
    await until(running, 'done');
  });

  it('of one lane wait for each other, those of another do not', async () => {
    const { jobs, until } = watched();
    const order: string[] = [];
    const first = gate();
    const a = jobs.start(work(async () => { await first.passed; order.push('a'); }));
    const b = jobs.start(work(async () => { order.push('b'); }));
    const c = jobs.start(work(async () => { order.push('c'); }, 'import'));
    await until(c, 'done');
    expect(order).toEqual(['c']);
    expect(jobs.get(null, b).state).toBe('queued');
    first.open();
    await until(b, 'done');
    expect(order).toEqual(['c', 'a', 'b']);
    expect(jobs.get(null, a).result).toBeNull();
  });

  it('tell a failure as a sentence, and go on with the next job', async () => {
    const { jobs, until } = watched();
    const sentence = { en: 'The scan is odd.', 'zh-CN': '扫描异常。' };
    const bad = jobs.start(work(async () => { throw new UserFacingError('corrupt', sentence); }));
    const next = jobs.start(work(async () => 42));
    expect((await until(bad, 'failed')).error).toEqual({ code: 'corrupt', sentence });
    expect((await until(next, 'done')).result).toBe(42);
  });

  it('hide a defect behind one plain sentence that names the log, where the details are', async () => {
    const { jobs, until, log } = watched();
    const id = jobs.start(work(async () => { throw new TypeError('secret detail of x.y'); }));
    const { error } = await until(id, 'failed');
    expect(error?.code).toBe('internal');
    expect(JSON.stringify(error)).not.toContain('secret detail');
    expect(error?.sentence.en).toContain(log.file);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(log.file, 'utf8')).toContain('secret detail of x.y');
  });

  it.each([['ENOSPC', 'disk-full'], ['EDQUOT', 'disk-full'], ['SQLITE_FULL', 'disk-full']] as const)('know %s as %s', async (code, expected) => {
    const { jobs, until } = watched();
    const id = jobs.start(work(async () => { throw Object.assign(new Error('no room'), { code }); }));
    expect((await until(id, 'failed')).error?.code).toBe(expected);
  });

  it('know that memory ran out', async () => {
    const { jobs, until } = watched();
    const id = jobs.start(work(async () => new ArrayBuffer(2 ** 52)));
    expect((await until(id, 'failed')).error?.code).toBe('out-of-memory');
  });

  it('end as cancelled when they are asked to while they run', async () => {
    const { jobs, until } = watched();
    const id = jobs.start(work(({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))));
    await until(id, 'running');
    jobs.cancel(id);
    expect((await until(id, 'cancelled')).error?.code).toBe('cancelled');
  });

  it('are never begun when they were cancelled while they waited', async () => {
    const { jobs, until } = watched();
    const first = gate();
    let begun = false;
    const a = jobs.start(work(() => first.passed));
    const b = jobs.start(work(async () => { begun = true; }));
    jobs.cancel(b);
    await until(b, 'cancelled');
    first.open();
    await until(a, 'done');
    await jobs.endAll();
    expect(begun).toBe(false);
    expect(jobs.get(null, b).state).toBe('cancelled');
  });

  it('that can be paused end as paused with what is kept, others refuse it, and so does one that waits', async () => {
    const { jobs, until } = watched();
    const heeds = ({ pause }: LongWork): Promise<never> => new Promise((_, reject) => pause!.addEventListener('abort', () => reject(new Stopped('paused', { step: 3 }))));
    const id = jobs.start({ ...work(heeds), pausable: true });
    const waiting = jobs.start({ ...work(heeds), pausable: true });
    const plain = jobs.start(work(async () => { await until(id, 'paused'); }, 'import'));
    await until(id, 'running');
    await until(plain, 'running');
    for (const refused of [waiting, plain]) expect(() => jobs.pause(refused)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(() => jobs.pause('nobody')).toThrow(expect.objectContaining({ code: 'not-found' }));
    jobs.pause(id);
    expect(await until(id, 'paused')).toMatchObject({ result: { step: 3 }, error: null, endedAt: expect.any(String) as string });
    jobs.cancel(waiting);
    jobs.pause(id);
    expect(jobs.get(null, id).state).toBe('paused');
  });

  it('are paused where they can be when the program closes, cancelled where they cannot, and ended where they do not heed it', async () => {
    const { jobs, until } = watched(20);
    const stubborn = ({ signal }: LongWork): Promise<never> => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Stopped('interrupted', null, signal.reason))));
    const deaf = jobs.start({ ...work(stubborn), pausable: true });
    const importing = jobs.start(work(({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))), 'import'));
    await until(deaf, 'running');
    await until(importing, 'running');
    await jobs.endAll();
    expect(jobs.get(null, importing).state).toBe('cancelled');
    expect(jobs.get(null, deaf)).toMatchObject({ state: 'interrupted', error: { sentence: programCloses.sentence } });
  });

  it('stay done when they are cancelled too late', async () => {
    const { jobs, until } = watched();
    const id = jobs.start(work(async () => 'result'));
    await until(id, 'done');
    jobs.cancel(id);
    expect(jobs.get(null, id)).toMatchObject({ state: 'done', result: 'result' });
  });

  it('tell at most ten values of progress a second, and always the last', async () => {
    const { jobs, until, told } = watched();
    const started = performance.now();
    const id = jobs.start(work(async ({ progress }) => {
      for (let done = 1; done <= 500; done += 1) {
        progress({ phase: 'reading', done, total: 500 });
        if (done % 2 === 0) await new Promise((resolve) => { setTimeout(resolve, 1); });
      }
    }));
    await until(id, 'done');
    const seconds = (performance.now() - started) / 1000;
    const seen = told.filter((job) => job.id === id && job.state === 'running' && job.progress !== null).map((job) => job.progress!.done);
    expect(seen[0]).toBe(1);
    expect(seen.at(-1)).toBe(500);
    // The first, one each tenth of a second, and the last that the end lets through.
    expect(new Set(seen).size).toBeLessThanOrEqual(2 + Math.ceil(seconds * 10));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('are told newest first', async () => {
    const { jobs, until } = watched();
    const a = jobs.start(work(async () => 1));
    await new Promise((resolve) => { setTimeout(resolve, 5); });
    const b = jobs.start(work(async () => 2));
    await until(b, 'done');
    expect(jobs.list(null).map(({ id }) => id)).toEqual([b, a]);
  });
});

type Events = ReturnType<Changes['follow']>;
const nextNumber = async (events: Events): Promise<number> => ((await events.next()).value as HostEvent).sequence;

describe('the stream of events', () => {
  const body = (n: number) => ({ kind: 'job-event' as const, jobId: '00000000-0000-4000-8000-000000000000' as never, event: n });

  it('gives who comes back what it has missed, then what is new, with growing numbers', async () => {
    const changes = createChanges();
    for (let n = 1; n <= 5; n += 1) changes.publish(body(n));
    const events = changes.follow(3);
    changes.publish(body(6));
    expect([await nextNumber(events), await nextNumber(events), await nextNumber(events)]).toEqual([4, 5, 6]);
    await events.return(undefined);
  });

  it('gives who comes new only what happens from then on', async () => {
    const changes = createChanges();
    changes.publish(body(1));
    const events = changes.follow();
    changes.publish(body(2));
    expect(await nextNumber(events)).toBe(2);
  });

  it('forgets what nobody fetched for long, and shows it by a gap in the numbers', async () => {
    const changes = createChanges();
    const slow = changes.follow();
    for (let n = 1; n <= 5000; n += 1) changes.publish(body(n));
    const first = await nextNumber(slow);
    expect(first).toBeGreaterThan(1);
    let last = first;
    for (let n = first; n < 5000; n += 1) {
      const sequence = await nextNumber(slow);
      expect(sequence).toBe(last + 1);
      last = sequence;
    }
    expect(last).toBe(5000);
  });

  it('ends for everyone when the host closes', async () => {
    const changes = createChanges();
    const events = changes.follow();
    const waiting = events.next();
    changes.close();
    expect((await waiting).done).toBe(true);
    expect((await changes.follow().next()).done).toBe(true);
  });
});
