import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useAgreement } from '../../../src-renderer/stores/agreement.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

/** Two cases that two have read each; the first is looked at. It notes what is asked of it. */
const host = vi.hoisted(() => ({ asked: [] as string[], slices: 5 }));
vi.mock('../../../src-renderer/connection/client.ts', () => ({
  client: {
    agreement: {
      cases: () => {
        host.asked.push('cases');
        return Promise.resolve(['one', 'two'].map((caseId) => ({ caseId, name: caseId, slices: host.slices, consensus: null, readers: ['a', 'b'].map((who) => ({ labelmapId: `${caseId}-${who}`, annotator: who, second: false })) })));
      },
      of: ({ caseId }: { caseId: string }) => {
        host.asked.push(`of ${caseId}`);
        return Promise.resolve({ caseId });
      },
    },
  },
}));
beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  Object.assign(host, { asked: [], slices: 5 });
});
afterEach(() => { vi.useRealTimers(); });

async function aPage() {
  useWorkplace().project = { id: 'project', readOnly: null } as never;
  const agreement = useAgreement();
  await agreement.refresh();
  host.asked = [];
  const stroke = (labelmapId: string): void => agreement.heard({ kind: 'labels', labelmapId, edit: 1, sequence: 1 });
  return { agreement, stroke, rest: () => vi.advanceTimersByTimeAsync(5000) };
}

it('strokes on what is compared are waited for, and compared once', async () => {
  const { stroke, rest } = await aPage();
  for (let one = 0; one < 20; one += 1) {
    stroke('one-a');
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(host.asked).toEqual([]);
  await rest();
  expect(host.asked).toEqual(['cases', 'of one']);
});

it('strokes on other labels ask for nothing', async () => {
  const { stroke, rest } = await aPage();
  for (const id of ['two-a', 'somebody’s']) stroke(id);
  await rest();
  expect(host.asked).toEqual([]);
});

it('what is said of other labels lists the cases anew, and compares only where more slices are complete', async () => {
  const { agreement, rest } = await aPage();
  const said = (): void => agreement.heard({ kind: 'reviews', labelmapId: 'two-a', sequence: 2 });
  said();
  await rest();
  expect(host.asked).toEqual(['cases']);
  host.slices = 6;
  said();
  await rest();
  expect(host.asked).toEqual(['cases', 'cases', 'of one']);
});

it('who has left the page asks for nothing more', async () => {
  const { agreement, stroke, rest } = await aPage();
  stroke('one-a');
  agreement.rest();
  await rest();
  expect(host.asked).toEqual([]);
});
