import { createPinia, setActivePinia } from 'pinia';
import { afterEach, expect, it, vi } from 'vitest';
import { nextTick, shallowRef } from 'vue';
import { lastPlace } from '#shared/contract/settings.ts';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useImages } from '../../../../src-renderer/pages/annotate/use-images.ts';
import { rememberWhereLeft } from '../../../../src-renderer/pages/annotate/where-left.ts';
import { useAnnotating } from '../../../../src-renderer/stores/annotating.ts';
import { useImageDisplay } from '../../../../src-renderer/stores/image-display.ts';
import { useWorkplace } from '../../../../src-renderer/stores/workplace.ts';
import { onAPage } from './a-page.ts';

const told = vi.hoisted(() => [] as unknown[]);
vi.mock('../../../../src-renderer/connection/client.ts', () => ({
  client: { settings: { rememberPlace: (place: unknown) => { told.push(place); return Promise.resolve({}); } } },
}));
afterEach(() => { vi.useRealTimers(); });

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
function aCase(n: number, reading: number | null = null): OpenCase {
  return {
    info: { id: id(n), sliceAxis: 2, images: [] }, image: { id: id(100 + n), size: [9, 9, 9] }, reading: shallowRef(reading),
    images: { second: shallowRef(null), moment: shallowRef(null) },
  } as unknown as OpenCase;
}
function aWindow() {
  setActivePinia(createPinia());
  useWorkplace().project = { id: 'one' } as never;
  const open = shallowRef<OpenCase | null>(null);
  return { open, where: onAPage(() => rememberWhereLeft(open)), annotating: useAnnotating(), display: useImageDisplay() };
}

it('each image has its window again in the next window, and the one that is begun with at once', async () => {
  vi.useFakeTimers();
  const before = aWindow();
  before.display.windows.set(id(101), { centre: 40, width: 80 });
  before.annotating.greyWindow = { centre: 300, width: 1500 };
  before.open.value = aCase(2);
  await nextTick();
  vi.advanceTimersByTime(1000);
  const left = lastPlace.parse(JSON.parse(JSON.stringify(told.at(-1))));
  expect(left.windows).toEqual([{ imageId: id(101), centre: 40, width: 80 }, { imageId: id(102), centre: 300, width: 1500 }]);

  const after = aWindow();
  expect(after.where.restore(aCase(2), left)).toEqual({ centre: 300, width: 1500 });
  expect(after.display.windows.get(id(101))).toEqual({ centre: 40, width: 80 });
  // Gone to from there: what is shown follows the rules of a case that is opened, whose window is known.
  expect(after.where.restore(aCase(1), left)).toBeNull();
});

it('a window that was judged by the first slice of an image is not kept', async () => {
  vi.useFakeTimers();
  const { open } = aWindow();
  open.value = aCase(3, 0.5);
  await nextTick();
  vi.advanceTimersByTime(1000);
  expect(told.at(-1)).toMatchObject({ caseId: id(3), windows: [] });
});

it('nor is it where the case is left before its image is whole', async () => {
  vi.useFakeTimers();
  const { open, annotating, display } = aWindow();
  onAPage(() => useImages(open));
  open.value = aCase(3, 0.5);
  annotating.greyWindow = { centre: 7, width: 1 };
  open.value = aCase(4);
  annotating.greyWindow = { centre: 300, width: 1500 };
  open.value = aCase(5);
  expect([...display.windows]).toEqual([[id(104), { centre: 300, width: 1500 }]]);
  await nextTick();
});

it('a place is kept for its own project alone', async () => {
  vi.useFakeTimers();
  const { open, annotating } = aWindow();
  open.value = aCase(6);
  await nextTick();
  vi.advanceTimersByTime(1000);
  expect(told.at(-1)).toMatchObject({ caseId: id(6) });
  const before = told.length;
  annotating.position = [1, 2, 3];
  await nextTick();
  // Another one is opened within the moment that a place waits, and the case is told of once more before it is closed.
  useWorkplace().project = { id: 'two' } as never;
  annotating.position = [3, 2, 1];
  await nextTick();
  vi.advanceTimersByTime(1000);
  expect(told).toHaveLength(before);
  open.value = aCase(7);
  await nextTick();
  vi.advanceTimersByTime(1000);
  expect(told.slice(before)).toMatchObject([{ caseId: id(7) }]);
});

it('the newest hundred are kept', async () => {
  vi.useFakeTimers();
  const { open, display } = aWindow();
  for (let n = 0; n < 150; n += 1) display.windows.set(id(1000 + n), { centre: n, width: 1 });
  open.value = aCase(4);
  await nextTick();
  vi.advanceTimersByTime(1000);
  const { windows } = lastPlace.parse(told.at(-1));
  expect(windows?.map(({ imageId }) => imageId)).toEqual([...Array.from({ length: 99 }, (_, n) => id(1051 + n)), id(104)]);
});
