/** How good a prediction probably is where nobody has drawn a reference: which cases a person should look at first. */
import { meanDice } from '../evaluation/worst-first.ts';
import { visitVoxels } from './voxel-probabilities.ts';

export interface PredictedLabelQuality {
  /** Expected Dice; null where no voxel is predicted to be of the label, as an evaluation leaves out a label that is in neither mask. */
  readonly dice: number | null;
  /** Voxels that are predicted to be of the label. */
  readonly predicted: number;
  /** Voxels of the label that the probabilities add up to. */
  readonly expected: number;
  /** The highest probability of the label in any voxel. */
  readonly highest: number;
}

export interface PredictedQuality {
  /** Of each output but the background. */
  readonly labels: readonly PredictedLabelQuality[];
  /** Mean of the labels that have an expected Dice. */
  readonly dice: number | null;
  /**
   * What cases are put in order by, the lowest first (`worstFirst`): the expected Dice; where nothing at all is predicted, the
   * most that the chance of this being right can be, 1 − the highest probability of any label in any voxel. Null without voxels.
   */
  readonly quality: number | null;
}

export interface QualityTally {
  /**
   * May be called slice by slice.
   * @param probabilities voxels × outputs, background first, untempered
   * @param counts 0 where a voxel is to be ignored; null: all count
   * @throws RangeError where the arrays do not fit, or a probability is no number
   */
  add(probabilities: Float32Array, counts: Uint8Array | null): void;
  result(): PredictedQuality;
}

/**
 * 2 Σ p·ŷ / (Σ p + Σ ŷ) for each label, ŷ the prediction as 0 and 1: the "soft Dice confidence" of Borges, Pacheco and Silva
 * 2024 (arXiv 2402.10665), close to the expected Dice if the probabilities are calibrated and voxels err each on their own. They
 * do not, so the figure is too good where whole structures are missed or invented; it puts cases in order, it is no measurement.
 * @param outputs of the network, background among them
 * @param temperature of the model (`fitTemperature`)
 */
export function tallyQuality(outputs: number, temperature: number): QualityTally {
  const [shared, predicted, expected, highest] = Array.from({ length: 4 }, () => new Float64Array(outputs)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  return {
    add: (probabilities, counts) => visitVoxels(probabilities, outputs, temperature, counts, (_voxel, likeliest, _possible, own) => {
      shared[likeliest] = (shared[likeliest] as number) + (own[likeliest] as number);
      predicted[likeliest] = (predicted[likeliest] as number) + 1;
      for (let output = 0; output < outputs; output += 1) {
        const probability = own[output] as number;
        expected[output] = (expected[output] as number) + probability;
        if (probability > (highest[output] as number)) highest[output] = probability;
      }
    }),
    result: () => qualityOfSums(Array.from({ length: outputs }, (_, output) => ({
      predicted: predicted[output] as number, sure: shared[output] as number, expected: expected[output] as number, highest: highest[output] as number,
    }))),
  };
}

/** What the probabilities of one output come to over voxels. */
export interface OutputSums {
  /** Voxels that are likeliest it. */
  readonly predicted: number;
  /** Its probabilities in these, and in all voxels; and the highest of all. */
  readonly sure: number;
  readonly expected: number;
  readonly highest: number;
}

/** @param outputs of the network, background first */
export function qualityOfSums(outputs: readonly OutputSums[]): PredictedQuality {
  const labels = outputs.slice(1).map(({ predicted, sure, expected, highest }): PredictedLabelQuality =>
    ({ dice: predicted === 0 ? null : (2 * sure) / (predicted + expected), predicted, expected, highest }));
  const dice = meanDice(labels);
  const seen = outputs.some(({ predicted }) => predicted > 0);
  return { labels, dice, quality: seen ? dice ?? 1 - Math.max(...labels.map((label) => label.highest)) : null };
}
