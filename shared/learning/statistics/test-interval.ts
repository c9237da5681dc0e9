/** How sure a Dice on the test set is. It decides nothing, and tells nothing where too few were judged. */
import { patientsOf, type CaseJudgement } from '../evaluation/case-judgement.ts';
import { meanOfKnown } from '../evaluation/summary.ts';
import { drawAgain, percentileInterval, resampled, type Interval } from './bootstrap.ts';
import { diceByPatient, weightedMean, type JudgedBy, type JudgedLabel } from './patient-figures.ts';

export const testIntervalRule = { fewestPatients: 5, fewestSlices: 30, resamples: 10_000, level: 0.95 } as const;

/** A Dice, and how far it may lie from that of all such patients; the interval is null, "too few to tell", under 5 patients or 30 slices. */
export interface TestFigure {
  /** Null where neither masks nor predictions hold a label. */
  readonly dice: number | null;
  readonly interval: Interval | null;
}

export interface TestFigures {
  readonly tooFew: boolean;
  readonly patients: number;
  readonly slices: number;
  /** The mean of the labels' means. */
  readonly mean: TestFigure;
  readonly labels: readonly (JudgedLabel & TestFigure)[];
}

/**
 * Percentile bootstrap over patients, as is usual for Dice (El Jurdi, Varoquaux and Colliot 2025, "Confidence intervals for
 * performance estimates in brain MRI segmentation"): each patient's mean first. With few patients it is too narrow; it knows
 * nothing of another training's chance.
 * @param slices of the test set that are complete
 * @param seed the same for all rounds, so that rounds differ by their figures alone
 */
export function testFigures({ cases }: JudgedBy<'test'>, slices: number, labels: readonly JudgedLabel[], seed: number): TestFigures {
  return figuresWithIntervals(cases, slices, labels, seed);
}

/** The same of whoever judged; what a validation chose is told by its own name. */
export function figuresWithIntervals(cases: readonly CaseJudgement[], slices: number, labels: readonly JudgedLabel[], seed: number): TestFigures {
  const { fewestPatients, fewestSlices, resamples, level } = testIntervalRule;
  const patients = patientsOf(cases).toSorted();
  const dice = diceByPatient(cases, patients, labels);
  const tooFew = patients.length < fewestPatients || slices < fewestSlices;
  const drawn: number[][] = [...labels.map(() => []), []];
  const means = (times: ArrayLike<number>): (number | null)[] => {
    const ofLabels = dice.map((figures) => weightedMean(figures, times));
    return [...ofLabels, meanOfKnown(ofLabels)];
  };
  if (!tooFew) {
    drawAgain(patients.length, resamples, seed, resampled.testSet, (times) => {
      for (const [place, figure] of means(times).entries()) if (figure !== null) drawn[place]!.push(figure);
    });
  }
  const told = means(new Uint8Array(patients.length).fill(1)).map((figure, place): TestFigure => ({
    dice: figure,
    // A label that few of the patients hold says as little as few patients do.
    interval: (dice[place] ?? patients).filter((known) => known !== null).length < fewestPatients || drawn[place]!.length === 0
      ? null : percentileInterval(drawn[place]!, level),
  }));
  return {
    tooFew, patients: patients.length, slices,
    mean: told.at(-1)!,
    labels: labels.map(({ value, name }, place) => ({ value, name, ...told[place]! })),
  };
}
