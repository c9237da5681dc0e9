/** One number for a whole curve of Dice over budget, and how two ways of choosing slices differ in it, seed by seed. */
import type { Interval } from './bootstrap.ts';
import { studentQuantile } from './student-t.ts';

export interface BudgetPoint {
  /** Above 0: slices, or a share of them. */
  readonly budget: number;
  readonly dice: number;
}

/**
 * The area under Dice over ln(budget), by trapezoids, divided by the range of ln(budget): the mean Dice where each doubling of
 * the budget counts alike. In no order; of one budget only one figure.
 * @throws RangeError with fewer than two points, a budget that is not above 0, or one that comes twice
 */
export function areaUnderBudget(points: readonly BudgetPoint[]): number {
  const ordered = [...points].sort((a, b) => a.budget - b.budget);
  const steps = ordered.slice(1).map((point, place) => ({ before: ordered[place]!, point, width: Math.log(point.budget / ordered[place]!.budget) }));
  if (steps.length === 0 || !(ordered[0]!.budget > 0) || steps.some(({ width }) => !(width > 0))) throw new RangeError('an area needs different budgets above 0');
  const area = steps.reduce((sum, { before, point, width }) => sum + width * (before.dice + point.dice) / 2, 0);
  return area / steps.reduce((sum, { width }) => sum + width, 0);
}

/** What two arms differ by, and between what the difference of all seeds lies; the interval is null for a single seed. */
export interface PairedMean {
  /** first − second */
  readonly mean: number;
  /** How many seeds. */
  readonly n: number;
  readonly interval: Interval | null;
}

/** Mean and t interval (Student 1908) of differences. @throws RangeError where there are none */
export function meanOfDifferences(differences: readonly number[], level = 0.95): PairedMean {
  const n = differences.length;
  if (n === 0) throw new RangeError('no differences');
  const mean = differences.reduce((sum, one) => sum + one, 0) / n;
  if (n === 1) return { mean, n, interval: null };
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1);
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance / n);
  return { mean, n, interval: { low: mean - half, high: mean + half, level } };
}

/** How a budget may differ between two arms of a seed and still count as the same: a slice more or less. */
const sameBudget = 0.01;

/**
 * Areas of the first arm less those of the second, over the seeds that both have run. Arms of a seed share start and first
 * weights: what the seed makes of both falls out of the difference.
 * @throws RangeError where no seed is in both, or the arms of one have other budgets: their areas are not of one thing
 */
export function compareArms(
  first: ReadonlyMap<number, readonly BudgetPoint[]>, second: ReadonlyMap<number, readonly BudgetPoint[]>, level = 0.95,
): PairedMean {
  const differences = [...first].sort(([a], [b]) => a - b).flatMap(([seed, curve]) => {
    const other = second.get(seed);
    if (other === undefined) return [];
    const [budgets, others] = [curve, other].map((points) => points.map(({ budget }) => budget).sort((a, b) => a - b)) as [number[], number[]];
    if (budgets.length !== others.length || budgets.some((budget, place) => !(Math.abs(budget / others[place]! - 1) <= sameBudget))) {
      throw new RangeError(`the arms of seed ${seed} have different budgets`);
    }
    return areaUnderBudget(curve) - areaUnderBudget(other);
  });
  return meanOfDifferences(differences, level);
}
