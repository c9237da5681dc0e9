/**
 * How two models differ on the same people: in each resample both are judged by the same patients, so that what makes a
 * patient hard for both weighs on neither (Efron and Tibshirani 1993, "An introduction to the bootstrap", chapters 13 and 16).
 */
import { meanOfKnown } from '../evaluation/summary.ts';
import { drawAgain, percentileInterval, resampled, type Interval } from './bootstrap.ts';
import { weightedMean, type DiceByPatient } from './patient-figures.ts';

/** Dice of the later model beside that of the earlier one. */
export interface PairedDifference {
  readonly earlier: number;
  readonly later: number;
  /** later − earlier */
  readonly difference: number;
  /** Patients with a figure of at least one of the two. */
  readonly patients: number;
  readonly interval: Interval;
  /** Share of the resamples in which the later model is worse by more than the margin. */
  readonly probabilityWorse: number;
}

export interface PairedBootstrap {
  /** Of the mean of the labels' means. */
  readonly mean: PairedDifference | null;
  /** By label, as given; null where there is nothing to say. */
  readonly labels: readonly (PairedDifference | null)[];
}

export interface PairedOptions {
  readonly margin: number;
  readonly resamples: number;
  readonly level: number;
  readonly fewestPatients: number;
  readonly seed: number;
}

/** A Dice is a quotient: differences that are equal by the pencil are not by the machine. */
const rounding = 1e-9;

/**
 * Each model's means are taken as an evaluation takes them (docs/evaluation.md): a patient with whom neither prediction nor
 * reference holds a label is left out of this model's mean, so that a label which one model alone invents lowers its mean.
 * A resample in which one of the two has no figure says nothing, and does not count.
 * @param earlier, later of the same labels and the same patients
 * @returns null for whatever fewer than `fewestPatients` patients, or only one of the models, have a figure of
 */
export function pairedBootstrap(earlier: DiceByPatient, later: DiceByPatient, options: PairedOptions): PairedBootstrap {
  const patients = earlier[0]?.length ?? 0;
  const known = earlier.map((ofLabel, label) => ofLabel.map((figure, at) => figure !== null || later[label]![at] !== null));
  const knownOfAny = Array.from({ length: patients }, (_, at) => known.some((ofLabel) => ofLabel[at]));
  const differences: number[][] = [...known.map(() => []), []];
  drawAgain(patients, options.resamples, options.seed, resampled.promotion, (times) => {
    for (const [place, one] of compare(earlier, later, times).entries()) {
      if (one !== null) differences[place]!.push(one.later - one.earlier);
    }
  });
  const whole = compare(earlier, later, new Uint8Array(patients).fill(1));
  const told = [...known, knownOfAny].map((ofPatients, place): PairedDifference | null => {
    const one = whole[place] ?? null;
    const count = ofPatients.filter(Boolean).length;
    const drawn = differences[place]!;
    if (one === null || count < options.fewestPatients || drawn.length === 0) return null;
    return {
      ...one,
      difference: one.later - one.earlier,
      patients: count,
      interval: percentileInterval(drawn, options.level),
      probabilityWorse: drawn.filter((difference) => difference < -(options.margin + rounding)).length / drawn.length,
    };
  });
  return { mean: told.at(-1) ?? null, labels: told.slice(0, -1) };
}

/** Of each label, and last of the mean of them. */
function compare(earlier: DiceByPatient, later: DiceByPatient, times: ArrayLike<number>): ({ earlier: number; later: number } | null)[] {
  const before = earlier.map((figures) => weightedMean(figures, times));
  const after = later.map((figures) => weightedMean(figures, times));
  return [...before, meanOfKnown(before)].map((figure, place) => {
    const other = place < after.length ? after[place]! : meanOfKnown(after);
    return figure === null || other === null ? null : { earlier: figure, later: other };
  });
}
