/** Dice over slices or minutes of annotation, round by round, and how much more work a wanted Dice takes. */
import { randomDraws, type RandomDraws } from '../random.ts';
import { resampled } from './bootstrap.ts';
import { effortFor, fitLearningCurve, qualityAt, type CurvePoint, type LearningCurve } from './learning-curve.ts';

/** A training, and what it had to learn from. */
export interface Round {
  /** Complete slices in all. */
  readonly slices: number;
  /** Of annotation in all. */
  readonly minutes: number;
  /** Null where nothing could be judged. */
  readonly dice: number | null;
  /** From scratch, or from the weights of an earlier model. */
  readonly start: 'cold' | 'warm';
}

export const wantedDiceRule = {
  /** Three numbers make the curve: a fourth round is the first that can contradict it. */
  fewestRounds: 4,
  level: 0.8,
  resamples: 500,
  /** No curve is followed further than to so many times the effort of today. */
  furthest: 100,
  /** Trainings of the same labels differ by at least this: four points on a curve by luck prove nothing. */
  leastNoise: 0.002,
} as const;

/** How much more effort a wanted Dice takes, in the unit of the effort. */
export type EffortToGo =
  | { readonly outcome: 'cannot-be-told-yet'; readonly rounds: number; readonly fewestRounds: number }
  /** The model in use reaches it. */
  | { readonly outcome: 'reached'; readonly curve: LearningCurve | null }
  /** The curve never gets there, or not within a hundred times the effort of today; `chance` is the share of resamples that do. */
  | { readonly outcome: 'not-with-this-method'; readonly curve: LearningCurve; readonly chance: number }
  /** `high` is null where the resamples' upper end never gets there. */
  | { readonly outcome: 'estimated'; readonly curve: LearningCurve; readonly more: number; readonly low: number; readonly high: number | null; readonly level: number };

/** The rounds that a curve can go through, by effort; those without a Dice or without effort (nobody measured the time) are left out. */
export function curvePoints(rounds: readonly Round[], over: 'slices' | 'minutes'): readonly CurvePoint[] {
  return rounds.flatMap((round) => (round.dice === null || !(round[over] > 0) ? [] : { effort: round[over], quality: round.dice }))
    .sort((a, b) => a.effort - b.effort);
}

/** The curve through the rounds; null with fewer than 4 different efforts. */
export function diceCurve(points: readonly CurvePoint[]): LearningCurve | null {
  return new Set(points.map(({ effort }) => effort)).size < wantedDiceRule.fewestRounds ? null : fitLearningCurve(points);
}

/**
 * How much more effort to a wanted Dice, with an 80 % interval: a parametric bootstrap of the residuals (Efron and Tibshirani
 * 1993, chapter 6). Each resample draws the spread of the points from what few residuals allow (residual sum of squares over a
 * χ² of n − 3 degrees, so that four rounds promise little), then points around the fitted curve with it, and fits them anew.
 * What it cannot know: that the next slices are unlike those before, or that cold and warm starts follow two curves.
 * @param rounds in the order in which they were trained, all judged in the same way
 * @param inUse Dice of the model in use, which need not be the last one; null where it is not known
 */
export function effortToGo(rounds: readonly Round[], over: 'slices' | 'minutes', wanted: number, seed: number, inUse: number | null = rounds.at(-1)?.dice ?? null): EffortToGo {
  const points = curvePoints(rounds, over);
  const curve = diceCurve(points);
  if (inUse !== null && inUse >= wanted) return { outcome: 'reached', curve };
  const { fewestRounds, furthest, level } = wantedDiceRule;
  if (curve === null) return { outcome: 'cannot-be-told-yet', rounds: new Set(points.map(({ effort }) => effort)).size, fewestRounds };
  const today = points.at(-1)!.effort;
  const drawn = resampledEfforts(points, curve, wanted, seed);
  const needed = effortFor(curve, wanted);
  if (needed > furthest * today) {
    return { outcome: 'not-with-this-method', curve, chance: drawn.filter((effort) => effort <= furthest * today).length / drawn.length };
  }
  // By rank, since what is never reached has no number to go between.
  const end = (share: number): number => drawn[Math.round(share * (drawn.length - 1))]!;
  const [low, high] = [Math.min(needed, end((1 - level) / 2)), Math.max(needed, end((1 + level) / 2))];
  const more = (effort: number): number => Math.max(0, effort - today);
  return { outcome: 'estimated', curve, more: more(needed), low: more(low), high: high > furthest * today ? null : more(high), level };
}

/** Ascending. */
function resampledEfforts(points: readonly CurvePoint[], curve: LearningCurve, wanted: number, seed: number): Float64Array {
  const freedom = Math.max(1, points.length - 3);
  const squares = points.reduce((sum, { effort, quality }) => sum + (quality - qualityAt(curve, effort)) ** 2, 0);
  const scale = Math.max(squares, freedom * wantedDiceRule.leastNoise ** 2);
  return Float64Array.from({ length: wantedDiceRule.resamples }, (_, resample) => {
    const draws = randomDraws(seed, 'resampling', resampled.curve, resample);
    const noise = Math.sqrt(scale / chiSquare(draws, freedom));
    return effortFor(fitLearningCurve(points.map(({ effort }) => ({
      effort, quality: Math.min(1, Math.max(0, qualityAt(curve, effort) + noise * draws.normal())),
    }))), wanted);
  }).sort();
}

/** The sum of squares of so many standard normal numbers. */
function chiSquare(draws: RandomDraws, freedom: number): number {
  let sum = 0;
  for (let n = 0; n < freedom; n += 1) sum += draws.normal() ** 2;
  return Math.max(sum, Number.MIN_VALUE);
}
