import { createPinia, setActivePinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import { digitsOf } from '../../../../src-renderer/pages/annotate/digits-of.ts';
import { useAnnotating } from '../../../../src-renderer/stores/annotating.ts';

// Nothing here asks the host.
vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: {} }));

const shown = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: digitsOf(value), minimumFractionDigits: digitsOf(value) });

it('Whole values are shown whole, others with what tells them apart, however small the scale of an image', () => {
  expect([0, -1024, 2511, 51.17685, 2623.5715, 0.5, -0.000_001_234_5].map(shown)).toEqual(['0', '-1,024', '2,511', '51.18', '2,623.6', '0.5000', '-0.000001235']);
  expect([Number.NaN, Infinity].map(digitsOf)).toEqual([0, 0]);
});

it('Who chooses a label while the eraser is in the hand draws with it next', () => {
  setActivePinia(createPinia());
  const annotating = useAnnotating();
  annotating.tool = 'eraser';
  annotating.chooseLabel(3);
  expect([annotating.tool, annotating.drawn]).toEqual(['brush', 3]);
});
