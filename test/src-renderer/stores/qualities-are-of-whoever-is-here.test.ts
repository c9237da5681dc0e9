import { createPinia, setActivePinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import type { HostEvent } from '#shared/contract/jobs.ts';
import { useQualities } from '../../../src-renderer/stores/insight-quality.ts';
import { usePeople } from '../../../src-renderer/stores/people.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

/** A host that answers when the test says so, with the case that whoever asked may see. */
const host = vi.hoisted(() => ({ asked: 0, answers: [] as (() => void)[] }));
vi.mock('../../../src-renderer/connection/client.ts', () => ({
  client: {
    people: { list: () => Promise.resolve([]), current: () => Promise.resolve({ name: 'root' }) },
    quality: {
      list: () => new Promise((resolve) => {
        const number = ++host.asked;
        host.answers.push(() => { resolve({ modelId: 'm', cases: [{ caseId: `case ${number}` }], unread: [], interval: null, notes: [] }); });
      }),
    },
  },
}));

it('the list is asked for after every job that reads slices, is empty at once for somebody else, and what was asked for another is never shown', async () => {
  setActivePinia(createPinia());
  const workplace = useWorkplace();
  const listeners: ((event: HostEvent) => void)[] = [];
  vi.spyOn(workplace, 'listen').mockImplementation((listener) => { listeners.push(listener); return () => {}; });
  workplace.project = { id: 'project', readOnly: null } as never;
  workplace.models = [{ id: 'm', active: true }] as never;
  const qualities = useQualities();
  const shown = (): string[] | null => qualities.told?.cases.map(({ caseId }) => caseId) ?? null;
  const told = async (): Promise<void> => {
    for (const answer of host.answers.splice(0)) answer();
    await vi.waitFor(() => expect(shown()).not.toBeNull());
  };
  const ended = (kind: string): void => { for (const hear of listeners) hear({ kind: 'job', job: { kind, state: 'done', endedAt: 'now' } } as never); };

  ended('fill');
  expect(host.asked).toBe(1);
  await told();
  expect(shown()).toEqual(['case 1']);
  ended('train');
  expect(host.asked).toBe(1);

  ended('predict');
  usePeople().changes += 1;
  expect(shown()).toBeNull();
  // Asked for whoever was here; the answer comes after they have gone.
  host.answers.splice(0).forEach((answer) => answer());
  await vi.waitFor(() => expect(host.asked).toBe(3));
  expect(shown()).toBeNull();
  await told();
  expect(shown()).toEqual(['case 3']);
});
