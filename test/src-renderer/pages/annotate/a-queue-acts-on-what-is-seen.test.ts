import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { shallowRef } from 'vue';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useQueueWork } from '../../../../src-renderer/pages/annotate/use-queue.ts';
import { useAnnotating } from '../../../../src-renderer/stores/annotating.ts';
import { useQueue } from '../../../../src-renderer/stores/queue.ts';
import { useToasts } from '../../../../src-renderer/stores/toasts.ts';
import { onAPage } from './a-page.ts';

const host = vi.hoisted(() => ({ asked: [] as string[] }));
vi.mock('../../../../src-renderer/connection/client.ts', () => ({
  client: { queue: { state: () => Promise.resolve(null), next: () => Promise.resolve(null), nothingHere: () => { host.asked.push('nothing here'); return Promise.resolve({}); } } },
}));
vi.mock('../../../../src-renderer/pages/annotate/go-to-place.ts', () => ({ useGoToPlace: () => () => undefined }));
vi.stubGlobal('addEventListener', () => undefined);
vi.stubGlobal('removeEventListener', () => undefined);

beforeEach(() => {
  setActivePinia(createPinia());
  host.asked = [];
});

/** A slice that was given lies on the screen. */
function aSlice() {
  const open = shallowRef<OpenCase | null>({
    info: { id: 'case', name: 'case_1', labelmaps: [] }, of: 'own', reading: shallowRef(null), prediction: shallowRef(null), earlier: shallowRef(null),
    session: { endStroke: () => undefined, awaitSaved: () => Promise.resolve() },
  } as unknown as OpenCase);
  const [queue, annotating] = [useQueue(), useAnnotating()];
  Object.assign(queue, { working: true, given: { id: 'given', caseId: 'case', axis: 2, index: 3 } });
  [annotating.axis, annotating.position] = [2, [0, 0, 3]];
  const accepted = vi.fn(() => Promise.resolve(false));
  return { open: open.value!, accepted, work: onAPage(() => useQueueWork(open, { acceptAndComplete: accepted })) };
}
const told = (): unknown[] => useToasts().past.map(({ text }) => ('word' in text ? text.word : text));

it('accepts and empties the slice as it is now', async () => {
  const { accepted, work } = aSlice();
  work.accept();
  await vi.waitFor(() => expect(accepted).toHaveBeenCalledTimes(1));
  await vi.waitFor(() => expect(useQueue().busy).toBe(false));
  work.nothingHere();
  await vi.waitFor(() => expect(host.asked).toEqual(['nothing here']));
  expect(told()).toEqual([]);
});

it('does neither while an earlier state of it is looked at, and says so', async () => {
  const { open, accepted, work } = aSlice();
  open.earlier.value = { edit: 'edit' } as never;
  work.accept();
  work.nothingHere();
  await Promise.resolve();
  expect([accepted.mock.calls.length, host.asked, told()]).toEqual([0, [], ['history.backFirst', 'history.backFirst']]);
});
