import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import type { TakenReport } from '#shared/contract/bundles.ts';
import { useBundles } from '../../../src-renderer/stores/bundles.ts';
import { useToasts } from '../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: { bundles: { takeIn: () => Promise.resolve({ jobId: 'job' }) } } }));
beforeEach(() => { setActivePinia(createPinia()); });

/** @returns what was told, the last first */
async function taken(some: Partial<TakenReport>): Promise<unknown[]> {
  const result: TakenReport = { cases: 2, newCases: 0, missing: [], edits: 5, notes: 0, measurements: 0, measurementsKept: 0, annotators: ['Ada'], ...some };
  useWorkplace().jobs = [{ id: 'job', state: 'done', result } as never];
  const bundles = useBundles();
  bundles.look = { id: 'look', cases: [] } as never;
  await bundles.takeIn();
  return useToasts().past.map(({ kind, text }) => ('word' in text ? [kind, text.word, text.values] : text));
}

it('notes and measurements are told where some came', async () => {
  expect(await taken({})).toMatchObject([['done', 'bundles.taken', { n: 2, edits: 5 }]]);
  expect(await taken({ measurements: 3 })).toMatchObject([['done', 'bundles.takenAll', { n: 2, edits: 5, notes: 0, measurements: 3 }], {}]);
});

it('measurements that stay as they were are told by themselves', async () => {
  expect(await taken({ notes: 1, measurementsKept: 4 })).toMatchObject([['note', 'bundles.measurementsKept', { n: 4 }], ['done', 'bundles.takenAll', { notes: 1, measurements: 0 }]]);
});
