import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { shallowRef } from 'vue';
import type { HistoryLine } from '#shared/contract/labels.ts';
import type { EditingSession } from '../../../../src-renderer/editing/editing-session.ts';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useLookingBack } from '../../../../src-renderer/pages/annotate/use-looking-back.ts';
import { useAnnotating } from '../../../../src-renderer/stores/annotating.ts';
import { useToasts } from '../../../../src-renderer/stores/toasts.ts';
import { nothingKept } from '../../editing/window-at-host.ts';
import { caseInMemory, onAPage } from './a-page.ts';

vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: {} }));
vi.mock('../../../../src-renderer/locales/use-words.ts', () => ({ useWords: () => ({ language: { value: 'en' } }) }));

const line = { id: 'edit', madeAt: '2026-01-01T00:00:00Z' } as HistoryLine;

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => { vi.useRealTimers(); });
  setActivePinia(createPinia());
});

/** @param answers of the restores that come as far as the session, in turn */
function page(...answers: Awaited<ReturnType<EditingSession['restore']>>[]) {
  const open = caseInMemory([8, 8, 4], new Int16Array(256), new Uint8Array(256));
  const reading = shallowRef<number | null>(null);
  Object.assign(open.value!, { reading, earlier: shallowRef(null), info: { id: 'case', sliceAxis: 2 } } satisfies Partial<Record<keyof OpenCase, unknown>>);
  const { session } = open.value!;
  const wasDrawing: boolean[] = [];
  session.restore = () => {
    wasDrawing.push(session.isDrawing);
    return Promise.resolve(answers.shift()!);
  };
  const { restore } = onAPage(() => useLookingBack(open, { undo: () => undefined }));
  const told = (): string[] => useToasts().past.map(({ text }) => ('word' in text ? text.word : text.en));
  return { session, reading, restore, wasDrawing, told };
}

it('Nothing is restored into a case that is still being read', async () => {
  const { reading, restore, wasDrawing, told } = page({ first: [0, 0, 0], last: [7, 7, 3] });
  reading.value = 0.5;
  restore('case', line);
  await vi.advanceTimersByTimeAsync(1);
  expect([wasDrawing, told()]).toEqual([[], []]);
  reading.value = null;
  restore('case', line);
  await vi.advanceTimersByTimeAsync(1);
  expect([wasDrawing, told()]).toEqual([[false], ['history.restoredCase']]);
});

it('A stroke that is open is kept before, and what cannot be restored now is not called the same', async () => {
  const { session, restore, wasDrawing, told } = page('not-now', null);
  const annotating = useAnnotating();
  session.beginStroke({ tool: 'brush', label: 1, radiusVoxels: 1, axis: 2, kept: nothingKept, gate: null }, [4, 4, 1]);
  annotating.penDown = true;
  restore('slice', line);
  await vi.advanceTimersByTimeAsync(1);
  expect([wasDrawing, annotating.penDown, session.canUndo, told()]).toEqual([[false], false, true, ['history.notNow']]);
  restore('slice', line);
  await vi.advanceTimersByTimeAsync(1);
  expect(told()).toEqual(['history.same', 'history.notNow']);
});
