/**
 * How wrong the network is, and which way to change its scores: softmax cross-entropy, soft Dice, or their
 * sum, over the pixels that teach. Sums over the whole batch are given from outside, so that a batch may be
 * computed in parts and its gradient is still that of the whole.
 */
import type { Rank, Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { freeingTensors, tf } from './tensorflow.ts';

/** Keeps Dice defined where the network predicts nothing of a label (nnU-Net's value). */
const smooth = 1e-5;

/** What is known of a whole batch before it is computed. */
export interface BatchReference {
  /** Pixels that teach. */
  readonly valid: number;
  /** Pixels that teach of each output. */
  readonly perOutput: readonly number[];
}

/** Sums over a whole batch of what the network predicts, per output: only Dice needs them. */
export interface BatchPrediction {
  readonly overlap: readonly number[];
  readonly predicted: readonly number[];
}

/** A part of a batch, on the device. */
export interface Part {
  /** Samples × rows × columns, int32. */
  readonly labels: Tensor;
  /** The same shape, 1 where the pixel teaches. */
  readonly valid: Tensor;
}

export interface PartOutcome {
  readonly crossEntropy: number;
  readonly overlap: readonly number[];
  readonly predicted: readonly number[];
  /** Pixels that teach and are labelled right. */
  readonly correct: number;
}

/** Whether a batch in parts has to be predicted once before it can teach. */
export function needsWholeBatch(loss: LossPlan): boolean {
  return loss !== 'cross-entropy';
}

export function referenceOf(labels: Int32Array, valid: Float32Array, outputs: number): BatchReference {
  const perOutput = new Array<number>(outputs).fill(0);
  let count = 0;
  for (let at = 0; at < labels.length; at++) {
    if (valid[at] !== 1) continue;
    count++;
    perOutput[labels[at] as number] = (perOutput[labels[at] as number] ?? 0) + 1;
  }
  return { valid: count, perOutput };
}

/**
 * The part's share of the batch's loss as a scalar with a gradient written out by hand: differentiating
 * the formula takes three times as many operations.
 * @param scores samples × rows × columns × outputs
 * @param prediction of the whole batch; null where this part is the whole batch
 * @param report called with what was measured on the way
 */
export function partLoss(
  loss: LossPlan, scores: Tensor4D, part: Part, reference: BatchReference,
  prediction: BatchPrediction | null, report: (outcome: PartOutcome) => void,
): Scalar {
  const outputs = scores.shape[3];
  const evaluate = tf.customGrad((...inputs) => {
    const [given, save] = inputs as unknown as [Tensor4D, (tensors: Tensor[]) => void];
    const flat: Tensor2D = tf.reshape(given, [-1, outputs]);
    const { probabilities, reached, outcome } = measure(flat, part, reference);
    report(outcome);
    save([probabilities, reached, tf.reshape(part.valid, [-1, 1])]);
    const sums = prediction ?? outcome;
    return {
      value: tf.scalar(lossOf(loss, outcome.crossEntropy, reference, sums)),
      gradFunc: (gradient: Tensor, saved: Tensor[]) => {
        const [p, truth, valid] = saved as [Tensor2D, Tensor2D, Tensor2D];
        return tf.mul(tf.reshape(scoreGradient(loss, p, truth, valid, reference, sums), given.shape), gradient);
      },
    };
  });
  return evaluate(scores);
}

/** What a part measures, without a gradient. */
export function measurePart(scores: Tensor4D, part: Part, reference: BatchReference): PartOutcome {
  return freeingTensors(() => measure(tf.reshape<Rank.R2>(scores, [-1, scores.shape[3]]), part, reference).outcome);
}

/** @param reached one-hot reference where the pixel teaches, else zeros */
function measure(flat: Tensor2D, part: Part, reference: BatchReference): { probabilities: Tensor2D; reached: Tensor2D; outcome: PartOutcome } {
  const outputs = flat.shape[1];
  const valid = tf.reshape(part.valid, [-1, 1]);
  const truth = tf.reshape(part.labels, [-1]);
  const reached: Tensor2D = tf.mul(tf.oneHot(truth.toInt(), outputs), valid);
  const logarithms = tf.logSoftmax(flat);
  const probabilities = tf.exp(logarithms);
  const entropy = tf.neg(tf.sum(tf.mul(reached, logarithms)));
  const right = tf.mul(tf.cast(tf.equal(tf.argMax(flat, 1), truth), 'float32'), tf.reshape(valid, [-1]));
  const overlap = tf.sum(tf.mul(probabilities, reached), 0);
  const predicted = tf.sum(tf.mul(probabilities, valid), 0);
  // One read instead of four: each waits for the device.
  const numbers = tf.concat([tf.reshape(entropy, [1]), tf.reshape(tf.sum(right), [1]), overlap, predicted]).dataSync();
  return {
    probabilities, reached,
    outcome: {
      crossEntropy: (numbers[0] as number) / Math.max(1, reference.valid),
      correct: numbers[1] as number,
      overlap: [...numbers.subarray(2, 2 + outputs)],
      predicted: [...numbers.subarray(2 + outputs)],
    },
  };
}

/** The labels that Dice is averaged over: those that the batch holds; the background is none of them. */
function judged({ perOutput }: BatchReference): number[] {
  return perOutput.flatMap((count, output) => (output > 0 && count > 0 ? [output] : []));
}

/**
 * @param crossEntropy mean over the pixels that teach
 * Dice: 1 − mean of 2 Σ p g / (Σ p + Σ g) (Drozdzal et al. 2016, arXiv 1608.04117), sums over the whole batch.
 */
export function lossOf(loss: LossPlan, crossEntropy: number, reference: BatchReference, { overlap, predicted }: BatchPrediction): number {
  const labels = judged(reference);
  const dice = labels.map((c) =>
    (2 * (overlap[c] as number) + smooth) / ((predicted[c] as number) + (reference.perOutput[c] as number) + smooth));
  const diceLoss = labels.length === 0 ? 0 : 1 - dice.reduce((sum, one) => sum + one, 0) / labels.length;
  switch (loss) {
    case 'cross-entropy': return crossEntropy;
    case 'dice': return diceLoss;
    case 'dice+cross-entropy': return crossEntropy + diceLoss;
  }
}

/** Gradient by the scores, pixels × outputs; exactly zero where `valid` is. */
function scoreGradient(loss: LossPlan, p: Tensor2D, truth: Tensor2D, valid: Tensor2D, reference: BatchReference, sums: BatchPrediction): Tensor {
  const ofEntropy = (): Tensor => tf.mul(tf.sub(tf.mul(p, valid), truth), 1 / Math.max(1, reference.valid));
  const ofDice = (): Tensor => {
    // d loss / d p = byOverlap · g + byPredicted within the valid pixels, constant per output …
    const labels = judged(reference);
    const byOverlap = new Float32Array(p.shape[1]);
    const byPredicted = new Float32Array(p.shape[1]);
    for (const c of labels) {
      const total = (sums.predicted[c] as number) + (reference.perOutput[c] as number) + smooth;
      byOverlap[c] = -2 / total / labels.length;
      byPredicted[c] = (2 * (sums.overlap[c] as number) + smooth) / total ** 2 / labels.length;
    }
    const byProbability = tf.add(tf.mul(truth, tf.tensor1d(byOverlap)), tf.mul(valid, tf.tensor1d(byPredicted)));
    // … and through the softmax: p · (u − Σ p u).
    return tf.mul(p, tf.sub(byProbability, tf.sum(tf.mul(p, byProbability), 1, true)));
  };
  switch (loss) {
    case 'cross-entropy': return ofEntropy();
    case 'dice': return ofDice();
    case 'dice+cross-entropy': return tf.add(ofEntropy(), ofDice());
  }
}
