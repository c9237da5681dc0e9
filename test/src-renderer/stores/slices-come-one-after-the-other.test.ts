import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GivenSlice } from '#shared/contract/queue.ts';
import type { HostEvent } from '#shared/contract/jobs.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { client } from '../../../src-renderer/connection/client.ts';
import { isToRenew } from '../../../src-renderer/stores/queue-lease.ts';
import { usePeople } from '../../../src-renderer/stores/people.ts';
import { useQueue } from '../../../src-renderer/stores/queue.ts';
import { useToasts } from '../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

const minute = 60_000;

/** The host's queue, as its store is described: a slice is one person's until it is done, skipped, given back, or half an hour is over. */
const host = vi.hoisted(() => ({
  waiting: [] as number[], done: 0, skipped: [] as number[], given: null as null | { id: string; index: number; until: number }, drawn: new Set<number>(),
  calls: [] as string[], renewed: 0, releasedBy: [] as unknown[],
}));
vi.mock('../../../src-renderer/connection/client.ts', () => {
  const told = (): GivenSlice | null => (host.given === null || host.given.until <= Date.now() ? null : {
    id: host.given.id, caseId: 'case', axis: 2, index: host.given.index, reason: 'entropy', score: 0.4, leasedUntil: new Date(host.given.until).toISOString(),
  } as unknown as GivenSlice);
  const mine = (id: string): NonNullable<typeof host.given> => {
    if (host.given?.id !== id || host.given.until <= Date.now()) throw failure('conflict', { en: 'Not yours any more.', 'zh-CN': '已不属于您。' }, {});
    return host.given;
  };
  const end = (): void => { host.given = null; };
  return {
    client: {
      people: { list: async () => [], current: async () => ({ name: 'root' }), signIn: async ({ name }: { name: string }) => ({ id: name, name }) },
      project: { current: async () => ({ id: 'project', readOnly: null }) },
      cases: { list: async () => [] },
      labels: { table: async () => [] },
      training: { models: async () => [], readiness: async () => null },
      queue: {
        state: async () => ({ batch: 'b', modelId: null, total: 5, done: host.done, waiting: host.waiting.length, withOthers: 0, given: told() }),
        next: async () => {
          host.calls.push('next');
          if (told() === null) {
            const index = host.waiting.shift();
            if (index === undefined) return null;
            host.given = { id: `given ${index}`, index, until: 0 };
          }
          host.given!.until = Date.now() + 30 * 60_000;
          return told();
        },
        renew: async ({ id }: { id: string }) => {
          mine(id).until = Date.now() + 30 * 60_000;
          host.renewed += 1;
          return told();
        },
        skip: async ({ id }: { id: string }) => { host.skipped.push(mine(id).index); end(); return {}; },
        nothingHere: async ({ id }: { id: string }) => {
          if (host.drawn.has(mine(id).index)) throw failure('conflict', { en: 'It has labels.', 'zh-CN': '有标注。' }, {});
          host.done += 1;
          end();
          return {};
        },
        release: async ({ id }: { id: string }, options: unknown) => { host.waiting.unshift(mine(id).index); host.releasedBy.push(options); end(); return {}; },
      },
    },
  };
});
vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined });

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(host, { waiting: [3, 8, 12], done: 0, skipped: [], given: null, drawn: new Set(), calls: [], renewed: 0, releasedBy: [] });
  setActivePinia(createPinia());
});
afterEach(() => { vi.useRealTimers(); });

/** Everything that the host tells of goes to whoever listens. */
async function work() {
  const workplace = useWorkplace();
  const listeners: ((event: HostEvent) => void)[] = [];
  vi.spyOn(workplace, 'listen').mockImplementation((listener) => { listeners.push(listener); return () => undefined; });
  workplace.project = { id: 'project', readOnly: null } as never;
  const queue = useQueue();
  await queue.refresh();
  await queue.start();
  const tell = async (): Promise<void> => {
    for (const listener of listeners) listener({ sequence: 1, kind: 'queue' });
    await vi.advanceTimersByTimeAsync(1);
  };
  return { queue, tell };
}
const completeIt = (): void => { host.done += 1; host.given = null; };

it('each is done with by one word, and the next one comes until none is left', async () => {
  const { queue, tell } = await work();
  expect([queue.given?.index, queue.left]).toEqual([3, 3]);
  await queue.skip();
  expect([queue.given?.index, queue.last?.deed, host.skipped]).toEqual([8, 'skipped', [3]]);
  await queue.accept(() => { completeIt(); return Promise.resolve(true); });
  expect([queue.given?.index, queue.last?.deed, queue.last?.slice.index]).toEqual([12, 'accepted', 8]);
  await queue.nothingHere();
  expect([queue.given, queue.last?.deed, queue.left, queue.state?.done, queue.working]).toEqual([null, 'empty', 0, 2, true]);
  await tell();
  expect(queue.given).toBeNull();
});

it('a slice that was completed in whatever way is followed by the next, by the host’s word', async () => {
  const { queue, tell } = await work();
  await tell();
  expect(queue.given?.index).toBe(3);
  completeIt();
  await tell();
  expect([queue.given?.index, queue.last?.deed]).toEqual([8, 'complete']);
});

it('what the host said before a slice was given is not about that slice', async () => {
  const { queue, tell } = await work();
  const late = Promise.withResolvers<Awaited<ReturnType<typeof client.queue.state>>>();
  const before = await client.queue.state();
  vi.spyOn(client.queue, 'state').mockImplementationOnce(() => late.promise);
  await tell();
  await queue.skip();
  late.resolve(before);
  await vi.advanceTimersByTimeAsync(1);
  expect([queue.given?.index, queue.last?.deed, queue.busy]).toEqual([8, 'skipped', false]);
});

it('what was not accepted stays in the hand, and so does what is not empty', async () => {
  const { queue } = await work();
  await queue.accept(() => Promise.resolve(false));
  host.drawn.add(3);
  await queue.nothingHere();
  expect([queue.given?.index, queue.last, queue.lost, queue.busy]).toEqual([3, null, null, false]);
  expect(useToasts().past.map(({ text }) => text)).toEqual([{ en: 'It has labels.', 'zh-CN': '有标注。' }]);
});

it('one thing is done at a time, however fast the keys come', async () => {
  const { queue } = await work();
  const skips = await Promise.all([queue.skip(), queue.skip(), queue.skip()]);
  expect([skips, host.skipped, queue.given?.index]).toEqual([[true, false, false], [3], 8]);
});

it('who stops gives the slice back, and who goes on has it again', async () => {
  const { queue } = await work();
  await queue.stop();
  expect([queue.working, queue.given, host.waiting]).toEqual([false, null, [3, 8, 12]]);
  await queue.start();
  expect(queue.given?.index).toBe(3);
});

it('who signs in takes nobody’s slice over: it is given back by whoever had it', async () => {
  const { queue } = await work();
  await usePeople().signIn('Ada');
  expect([queue.working, queue.given, host.releasedBy]).toEqual([false, null, [{ context: { person: null } }]]);
});

describe('a slice that is worked on for long', () => {
  it('stays with whoever does something, and is asked for again no more often than is needed', async () => {
    const { queue } = await work();
    for (let passed = 0; passed < 60; passed += 1) {
      queue.wasActive();
      await vi.advanceTimersByTimeAsync(minute);
    }
    expect([queue.given?.index, queue.lost]).toEqual([3, null]);
    expect(host.renewed).toBeGreaterThanOrEqual(3);
    expect(host.renewed).toBeLessThanOrEqual(6);
  });

  it('goes from a desk at which nobody sits, and the host says so to whoever comes back', async () => {
    const { queue } = await work();
    await vi.advanceTimersByTimeAsync(45 * minute);
    expect(host.renewed).toBe(0);
    queue.wasActive();
    await vi.advanceTimersByTimeAsync(minute);
    expect([queue.given, queue.lost, queue.working]).toEqual([null, { en: 'Not yours any more.', 'zh-CN': '已不属于您。' }, true]);
    await queue.start();
    expect([queue.lost, queue.given?.index]).toEqual([null, 8]);
  });

  it('is renewed by what was done since, ten minutes after the last time', () => {
    const at = (nowMs: number, activeMs: number) => isToRenew({ nowMs, renewedMs: 0, activeMs });
    expect([at(9.9 * minute, 9 * minute), at(10 * minute, 9 * minute), at(29 * minute, 0)]).toEqual([false, true, false]);
  });
});
