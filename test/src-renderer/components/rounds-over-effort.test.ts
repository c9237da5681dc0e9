import { expect, it } from 'vitest';
import type { Round } from '#shared/contract/loop.ts';
import { roundsOption } from '../../../src-renderer/components/chart/rounds-option.ts';
import { roundPoints } from '../../../src-renderer/components/chart/rounds-points.ts';

const round = (slices: number, minutes: number | null, dice: number | null, more: Partial<Round> = {}): Round => ({
  modelId: `m${slices}` as Round['modelId'], name: `Model ${slices}`, at: '2026-05-01T10:00:00.000Z', active: false, removed: false, start: 'cold', parentId: null, slices, testSlices: 0, minutes,
  validation: { kind: 'patients', patients: 4, dice: 0.7 },
  test: {
    outcome: dice === null ? 'not-scored' : 'figures', patients: 6, slices: 40, mean: dice === null ? null : { dice, interval: { low: dice - 0.05, high: dice + 0.04, level: 0.95 } },
    labels: dice === null ? [] : [{ value: 2, name: 'tail', dice: dice - 0.1, interval: null }],
  },
  outcome: 'promoted', ...more,
});
const validation = ({ validation: { dice } }: Round): number | null => dice;
const look = { text: '#fff', quiet: '#999', line: '#333', panel: '#222', soft: '#aaa', accent: '#4c9aff' };
const words = { effort: 'Slices', test: 'Test', validation: 'Validation', slabs: 'Slabs', active: 'In use', told: () => '' };

it('puts rounds in the order of what was labelled, whatever they were trained in', () => {
  expect(roundPoints([round(40, 9, 0.8), round(10, 3, 0.6)], 'slices', null, validation).map(({ effort, test }) => [effort, test?.dice])).toEqual([[10, 0.6], [40, 0.8]]);
});

it('leaves out a round whose effort nobody knows, and keeps one that is not scored', () => {
  const rounds = [round(10, null, 0.6), round(20, 5, null)];
  expect(roundPoints(rounds, 'minutes', null, validation).map(({ effort, test, validation: dice }) => [effort, test, dice])).toEqual([[5, null, 0.7]]);
  expect(roundPoints(rounds, 'slices', null, validation)).toHaveLength(2);
});

it('tells of one label alone what the test set says of it, without an interval where there is none', () => {
  const [only] = roundPoints([round(10, 3, 0.8)], 'slices', 2, () => 0.65);
  expect(only).toMatchObject({ validation: 0.65, test: { low: null, high: null } });
  expect(only!.test!.dice).toBeCloseTo(0.7, 10);
});

it('tells cold from warm by the shape, and draws an upright line for each interval', () => {
  const points = roundPoints([round(10, 3, 0.6), round(40, 9, 0.8, { start: 'warm', active: true })], 'slices', null, validation);
  const { series: [test, , , intervals] } = roundsOption(points, words, look);
  expect((test!.data as { symbol: string; label: { show: boolean } }[]).map(({ symbol, label }) => [symbol, label.show])).toEqual([['circle', false], ['triangle', true]]);
  const lines = intervals!.data as unknown as (readonly [number, number | string])[];
  expect(lines.map(([at]) => at)).toEqual([10, 10, 10, 40, 40, 40]);
  expect(lines.filter(([, value]) => value === '-')).toHaveLength(2);
});

it('shows the whole of every interval on its scale', () => {
  for (const dice of [0.1, 0.5, 0.95]) {
    const { yAxis } = roundsOption(roundPoints([round(10, 3, dice)], 'slices', null, () => null), words, look);
    expect(yAxis.min).toBeLessThanOrEqual(Math.max(0, dice - 0.05));
    expect(yAxis.max).toBe(1);
  }
});

it('draws hollow what too few judged, and joins no round that slabs judged with one that patients did', () => {
  const few = { outcome: 'too-few', patients: 4, slices: 12, mean: { dice: 0.6, interval: null }, labels: [] } as const;
  const slabs = { kind: 'slabs', patients: 0, dice: 0.92 } as const;
  const points = roundPoints([round(10, 3, null, { test: few as unknown as Round['test'], validation: slabs }), round(40, 9, 0.8)], 'slices', null, validation);
  expect(points.map(({ test, bySlabs }) => [test!.tooFew, bySlabs])).toEqual([[true, true], [false, false]]);
  const { series: [test, patients, bySlabs] } = roundsOption(points, words, look);
  const data = (one: unknown) => (one as { data: { value: [number, number | string]; itemStyle: { color: string } }[] }).data;
  expect(data(test).map(({ itemStyle }) => itemStyle.color)).toEqual([look.panel, look.accent]);
  expect(data(patients).map(({ value }) => value[1])).toEqual(['-', 0.7]);
  expect(data(bySlabs).map(({ value }) => value[1])).toEqual([0.92, '-']);
});
