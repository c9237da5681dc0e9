import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetsOf, usualBudgets } from '#shared/learning/simulation/budgets.ts';

describe('budgets', () => {
  it('are by pencil those of the hippocampus pool', () => {
    // 5,604 slices: 56.04, 112.08, 168.12, 280.2, 448.32 and 672.48.
    expect(budgetsOf(usualBudgets, 5604).map(({ slices }) => slices)).toEqual([56, 112, 168, 280, 448, 672]);
    expect(budgetsOf([7, 28, 56], 100).map(({ slices }) => slices)).toEqual([7, 28, 56]);
    expect(budgetsOf([100], 333)).toEqual([{ percent: 100, slices: 333 }]);
  });

  it('hold as many slices as fit, and never one more', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 100_000 }), (hundredths, pool) => {
      const percent = hundredths / 100;
      fc.pre(hundredths * pool >= 10_000);
      const [budget] = budgetsOf([percent], pool);
      // In whole numbers, which know no rounding.
      expect(10_000 * budget!.slices).toBeLessThanOrEqual(hundredths * pool);
      expect(10_000 * (budget!.slices + 1)).toBeGreaterThan(hundredths * pool);
    }));
  });

  it('of less than a slice, or that do not rise, are refused with the share that is wrong', () => {
    expect(() => budgetsOf([1], 99)).toThrow(/^1 % of the 99 slices/);
    expect(() => budgetsOf([5, 5], 100)).toThrow(/5 % is no more/);
    expect(() => budgetsOf([5, 5.5], 100)).toThrow(/5.5 % is no more/);
  });
});
