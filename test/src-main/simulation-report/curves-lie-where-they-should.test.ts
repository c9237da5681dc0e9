import { describe, expect, it } from 'vitest';
import { layOutCurves } from '#main/simulation-report/curves-layout.ts';
import { drawCurves } from '#main/simulation-report/curves-picture.ts';
import { simulationPage, type ReportedSimulation } from '#main/simulation-report/page.ts';
import { armsOf } from '#shared/learning/simulation/arms.ts';
import { budgetsOf } from '#shared/learning/simulation/budgets.ts';
import { figuresOf } from '#shared/learning/simulation/figures.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';

const budgets = budgetsOf([1, 2, 4], 1000);
const arms = armsOf({ strategies: ['random', 'entropy'], warm: 'entropy', predicted: null, full: true, longer: true });
const outcome = (arm: string, round: number, seed: number, dice: number): RoundOutcome => ({
  format: 'lamina-simulation-round', version: 1, arm, seed, round, steps: 10, shown: [],
  budget: budgets[round - 1]!, dice: [dice], meanDice: dice, cases: [], seconds: { training: 1, judging: 1 }, warnings: [],
});
const figures = figuresOf(arms, budgets, [1, 2].flatMap((seed) => [
  outcome('start', 1, seed, 0.6), outcome('random', 2, seed, 0.7), outcome('random', 3, seed, 0.8),
  outcome('entropy', 2, seed, 0.74), outcome('entropy', 3, seed, 0.8 + 0.004 * seed),
  outcome('full', 1, seed, 0.9), outcome('full-4', 1, seed, 0.92),
]));

describe('curves', () => {
  const { curves, levels, budgets: ticks, dice, left, right, top, bottom } = layOutCurves(figures);

  it('have budgets at logarithmic distances: each doubling is as wide as any other', () => {
    const [one, two, four] = ticks.map(({ x }) => x) as [number, number, number];
    expect(ticks.map(({ text }) => text)).toEqual(['1 %', '2 %', '4 %']);
    expect(two - one).toBeCloseTo(four - two, 9);
    expect(one > left && four < right).toBe(true);
  });

  it('lie by their Dice between two ticks, with an interval where there are several seeds', () => {
    const place = (value: number): number => {
      const [low, high] = [dice[0]!, dice.at(-1)!];
      return low.y + ((value - Number(low.text)) / (Number(high.text) - Number(low.text))) * (high.y - low.y);
    };
    const [random, entropy, warm] = curves;
    expect(random!.points.map(({ y }) => y)).toEqual([0.6, 0.7, 0.8].map((value) => expect.closeTo(place(value), 9) as number));
    expect(random!.points[1]!.ends).toEqual([expect.closeTo(place(0.7), 9), expect.closeTo(place(0.7), 9)]);
    // 0.804 and 0.808: ± 12.706 · 0.002.
    expect(entropy!.points[2]!.ends![1]).toBeCloseTo(place(0.806 + 12.7062 * 0.002), 3);
    expect(warm!.points).toHaveLength(1);
    expect(levels.map(({ kind, y }) => [kind, y])).toEqual([['full', place(0.9)], ['share', place(0.95 * 0.9)], ['longer', place(0.92)]].map(([kind, y]) => [kind, expect.closeTo(y as number, 9) as number]));
    expect([...random!.points, ...levels].every(({ y }) => y > top - 1e-6 && y < bottom + 1e-6)).toBe(true);
  });

  it('are drawn in the picture where they lie, each in its colour', () => {
    const { width, pixels } = drawCurves(figures);
    const colourAt = (x: number, y: number): number[] => [...pixels.subarray(3 * (Math.round(2 * y) * width + Math.round(2 * x))).subarray(0, 3)];
    // Okabe and Ito's blue in the middle of a dot.
    const { x, y } = curves[1]!.points[1]!;
    expect(colourAt(x, y)).toEqual([0x00, 0x72, 0xb2]);
    expect(colourAt(left + 4, levels[0]!.y)).toEqual([0x1a, 0x1d, 0x21]);
    expect(colourAt(width / 2 - 2, 2)).toEqual([255, 255, 255]);
  });

  it('of nothing are an empty frame', () => {
    const empty = figuresOf(arms, budgets, []);
    expect(layOutCurves(empty)).toMatchObject({ curves: [], levels: [], budgets: [] });
    expect(drawCurves(empty).width).toBeGreaterThan(0);
  });
});

it('the page tells what differs, in both languages, and lets no mark-up in', () => {
  const report: ReportedSimulation = {
    result: { ...figures, network: '<b>net</b>', steps: 10, pool: { cases: 3, slices: 1000 }, test: { cases: 2 }, seeds: [1, 2], rounds: { done: 9, total: 12 },
      brokenOff: [{ seed: 2, arm: 'entropy', budget: { percent: 5, slices: 50 }, why: { en: 'It lost its way.', 'zh-CN': '训练发散。' } }],
    },
    version: '1.2.3', date: 'today',
  };
  const [english, chinese] = [simulationPage(report, 'en'), simulationPage(report, 'zh-CN')];
  expect(english).toContain('&#60;b&#62;net');
  expect(english).toContain('9 of 12 trainings');
  expect(english).toContain('Seed 2, entropy ended at 5 %: It lost its way.');
  // Areas: random 0.7; entropy (0.67 + 0.773) / 2 = 0.7215 with its seeds 0.721 and 0.722.
  expect(english).toMatch(/predictive entropy less random<\/th><td>\+0\.02[12]/);
  // 0.8 of 0.9, and of 0.92.
  expect(english).toContain('88.9 %; 87.0 %');
  expect(chinese).toMatch(/预测熵 减 随机/);
  expect(chinese).not.toMatch(/[a-z]{4,} [a-z]{4,} [a-z]{4,}/i);
});
