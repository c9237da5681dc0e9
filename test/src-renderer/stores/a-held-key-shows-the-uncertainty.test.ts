import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { useInsight } from '../../../src-renderer/stores/insight.ts';

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
});

it('A tap shows the uncertainty and takes it away; a key that is held shows it until it is let go', () => {
  const insight = useInsight();
  const tap = (): void => {
    insight.pressUncertainty();
    vi.advanceTimersByTime(50);
    insight.releaseUncertainty();
  };
  tap();
  expect(insight.overlay).toBe('uncertainty');
  tap();
  expect(insight.overlay).toBe('none');
  insight.pressUncertainty();
  vi.advanceTimersByTime(2000);
  expect(insight.overlay).toBe('uncertainty');
  insight.releaseUncertainty();
  expect(insight.overlay).toBe('none');
});

it('What was shown before a look comes back after it, and a window that loses the focus changes nothing', () => {
  const insight = useInsight();
  insight.overlay = 'difference';
  insight.pressUncertainty();
  vi.advanceTimersByTime(2000);
  insight.releaseUncertainty();
  insight.releaseUncertainty();
  expect(insight.overlay).toBe('difference');
});
