import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { useImageDisplay } from '../../../src-renderer/stores/image-display.ts';

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
});

it('A tap changes to the other image, and a key that is held shows it until it is let go', () => {
  const display = useImageDisplay();
  display.pressInstead();
  vi.advanceTimersByTime(50);
  display.releaseInstead();
  expect(display.instead).toBe(true);
  display.pressInstead();
  vi.advanceTimersByTime(2000);
  expect(display.instead).toBe(false);
  display.releaseInstead();
  expect(display.instead).toBe(true);
});

it('Where no key is held nothing is let go: a window that loses the focus shows what it showed', () => {
  const display = useImageDisplay();
  display.instead = true;
  vi.advanceTimersByTime(2000);
  display.releaseInstead();
  expect(display.instead).toBe(true);
  display.pressInstead();
  vi.advanceTimersByTime(2000);
  // By the focus that went, and by the key that comes up later, in another window or in this one.
  display.releaseInstead();
  display.releaseInstead();
  expect(display.instead).toBe(true);
});

it('A key that is held where there is no other image leaves nothing behind', () => {
  const display = useImageDisplay();
  display.pressInstead();
  // As the page does where it has none to show.
  display.instead = false;
  vi.advanceTimersByTime(2000);
  display.releaseInstead();
  expect(display.instead).toBe(false);
});
