import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { nextTick, shallowRef } from 'vue';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useUnseen } from '../../../../src-renderer/pages/annotate/use-unseen.ts';
import { useAnnotating } from '../../../../src-renderer/stores/annotating.ts';
import { useConfirmation } from '../../../../src-renderer/stores/confirmation.ts';
import { usePreferences } from '../../../../src-renderer/stores/preferences.ts';
import { onAPage } from './a-page.ts';

vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: {} }));
beforeEach(() => { setActivePinia(createPinia()); });

const [ni, nj, slices] = [3, 2, 6];
const inSlice = (slice: number): number => slice * ni * nj + 1;

/**
 * Six slices; the model fills 1 to 4, and all of it was accepted, but slice 2, where somebody drew otherwise.
 * @param predicted whether a model has read the case
 */
function aCase({ predicted = true } = {}): OpenCase {
  const prediction = new Uint8Array(ni * nj * slices);
  for (const slice of [1, 2, 3, 4]) prediction[inSlice(slice)] = 1;
  const labels = prediction.slice();
  labels[inSlice(2) + 1] = 2;
  return {
    info: { id: 'case', name: 'case_1', sliceAxis: 2 }, image: { size: [ni, nj, slices] }, planes: [{ slices: ni }, { slices: nj }, { slices }],
    session: { labels }, prediction: shallowRef(predicted ? prediction : null),
  } as unknown as OpenCase;
}
function opened(one = aCase()) {
  const [annotating, confirmation, preferences] = [useAnnotating(), useConfirmation(), usePreferences()];
  preferences.settings = { ...preferences.settings, layout: 'one' };
  annotating.position = [0, 0, 0];
  const open = shallowRef<OpenCase | null>(one);
  const mayComplete = onAPage(() => useUnseen(open));
  const look = async (position: readonly [number, number, number], axis: 0 | 1 | 2 = 2): Promise<void> => {
    [annotating.axis, annotating.position] = [axis, position];
    await nextTick();
  };
  /** @returns how many slices are asked about; null: none are, and the case may be completed */
  const asked = async (about = open.value!): Promise<number | null> => {
    const answer = mayComplete(about);
    const { question } = confirmation;
    confirmation.answer(false);
    expect(await answer).toBe(question === null);
    return question === null ? null : Number(question.values!['n']);
  };
  return { annotating, confirmation, preferences, open, mayComplete, look, asked };
}

it('asks about slices that a model filled in until each has been on screen', async () => {
  const { look, asked } = opened();
  expect(await asked()).toBe(3);
  await look([0, 0, 1]);
  await look([0, 0, 4]);
  expect(await asked()).toBe(1);
  await look([0, 0, 3]);
  expect(await asked()).toBeNull();
  // What has been seen stays seen.
  await look([0, 0, 0]);
  expect(await asked()).toBeNull();
});

it('counts neither what was drawn otherwise, nor what is empty, nor what is complete', async () => {
  const { annotating, asked } = opened();
  annotating.completeSlices = new Set([1, 3]);
  expect(await asked()).toBe(1);
  annotating.completeSlices = new Set([1, 3, 4]);
  expect(await asked()).toBeNull();
});

it('a slice is seen only along the axis on which slices are marked, unless all planes are shown', async () => {
  const { look, asked, preferences } = opened();
  await look([1, 1, 3], 0);
  await look([1, 1, 4], 1);
  expect(await asked()).toBe(3);
  preferences.settings = { ...preferences.settings, layout: 'volume' };
  await look([1, 1, 3]);
  expect(await asked()).toBe(3);
  preferences.settings = { ...preferences.settings, layout: 'four' };
  await look([0, 0, 4], 0);
  expect(await asked()).toBe(2);
});

it('of each case by itself; yes completes it, and without a prediction nothing is asked', async () => {
  const { look, asked, open, mayComplete, confirmation } = opened();
  for (const slice of [1, 3, 4]) await look([0, 0, slice]);
  expect(await asked()).toBeNull();
  await look([0, 0, 0]);
  open.value = aCase();
  await nextTick();
  expect(await asked()).toBe(3);
  const answer = mayComplete(open.value);
  confirmation.answer(true);
  expect(await answer).toBe(true);
  open.value = aCase({ predicted: false });
  await nextTick();
  expect(await asked()).toBeNull();
});
