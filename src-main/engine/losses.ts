/**
 * How wrong the network is, and which way to change its scores: softmax cross-entropy, soft Dice, or their
 * sum, over the pixels that teach. Sums over the whole batch are given from outside, so that a batch may be
 * computed in parts and its gradient is still that of the whole. Tensors in, tensors out, no number read
 * back: the same code runs operation by operation and is recorded as a graph.
 */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { tf } from './tensorflow.ts';

/** Keeps Dice defined where the network predicts nothing of a label (nnU-Net's value). */
const smooth = 1e-5;

/** What is known of a whole batch before it is computed. */
export interface BatchReference {
  /** 1 / number of pixels that teach; 0 where there are none. */
  readonly perPixel: Scalar;
  /** Pixels that teach, of each output. */
  readonly counts: Tensor1D;
  /** Share of each label in the mean of Dice: equal among those that the batch holds, 0 for the others and the background. */
  readonly shares: Tensor1D;
}

/** Sums over a whole batch of what the network predicts, per output: only Dice needs them. */
export interface BatchPrediction {
  readonly overlap: Tensor1D;
  readonly predicted: Tensor1D;
}

/** A part of a batch. */
export interface Part {
  /** Samples × (slices ×) rows × columns, int32. */
  readonly labels: Tensor;
  /** The same shape, 1 where the pixel teaches. */
  readonly valid: Tensor;
}

/** What a part measures on the way, summed over its pixels that teach. */
export interface PartSums extends BatchPrediction {
  readonly crossEntropy: Scalar;
  /** Pixels labelled right. */
  readonly correct: Scalar;
}

/** Whether a batch in parts has to be predicted once before it can teach. */
export function needsWholeBatch(loss: LossPlan): boolean {
  return loss !== 'cross-entropy';
}

/**
 * The part's share of the batch's loss with a gradient written out by hand: differentiating the formula
 * takes three times as many operations. The value itself is left at 0; `lossOf` gives the batch's.
 * @param scores samples × (slices ×) rows × columns × outputs
 * @param prediction of the whole batch; null where this part is the whole batch
 * @param report called once with what was measured
 */
export function partLoss(
  loss: LossPlan, scores: Tensor, part: Part, reference: BatchReference,
  prediction: BatchPrediction | null, report: (sums: PartSums) => void,
): Scalar {
  const evaluate = tf.customGrad((...inputs) => {
    const [given, save] = inputs as unknown as [Tensor, (tensors: Tensor[]) => void];
    const { probabilities, truth, valid, sums } = measure(given, part);
    report(sums);
    save([tf.reshape(scoreGradient(loss, probabilities, truth, valid, reference, prediction ?? sums), given.shape)]);
    return {
      value: tf.scalar(0),
      gradFunc: (gradient: Tensor, saved: Tensor[]) => tf.mul(saved[0] as Tensor, gradient),
    };
  });
  return evaluate(scores);
}

/** What a part measures, without teaching. */
export function measurePart(scores: Tensor, part: Part): PartSums {
  return measure(scores, part).sums;
}

interface Measured {
  readonly probabilities: Tensor2D;
  /** One-hot reference where the pixel teaches, else zeros. */
  readonly truth: Tensor2D;
  /** Pixels × 1. */
  readonly valid: Tensor2D;
  readonly sums: PartSums;
}

function measure(scores: Tensor, part: Part): Measured {
  const outputs = scores.shape.at(-1) as number;
  const flat: Tensor2D = tf.reshape(scores, [-1, outputs]);
  const valid: Tensor2D = tf.reshape(part.valid, [-1, 1]);
  const labels: Tensor1D = tf.reshape(part.labels, [-1]);
  const truth: Tensor2D = tf.mul(tf.oneHot(labels, outputs), valid);
  const logarithms = tf.logSoftmax(flat);
  const probabilities = tf.exp(logarithms);
  const right = tf.cast(tf.equal(tf.argMax(flat, 1), labels), 'float32');
  return {
    probabilities, truth, valid,
    sums: {
      crossEntropy: tf.neg(tf.sum(tf.mul(truth, logarithms))),
      correct: tf.sum(tf.mul(right, tf.reshape(valid, [-1]))),
      overlap: tf.sum(tf.mul(probabilities, truth), 0),
      predicted: tf.sum(tf.mul(probabilities, valid), 0),
    },
  };
}

/**
 * The batch's loss from its sums.
 * Dice: 1 − mean of 2 Σ p g / (Σ p + Σ g) over the labels that the batch holds (Drozdzal et al. 2016,
 * arXiv 1608.04117), sums over all pixels that teach.
 */
export function lossOf(loss: LossPlan, sums: PartSums, reference: BatchReference): Scalar {
  const entropy = (): Scalar => tf.mul(sums.crossEntropy, reference.perPixel);
  const dice = (): Scalar => {
    const total = tf.add(tf.add(sums.predicted, reference.counts), smooth);
    const ofLabels = tf.div(tf.add(tf.mul(sums.overlap, 2), smooth), total);
    return tf.sum(tf.mul(reference.shares, tf.sub(1, ofLabels)));
  };
  switch (loss) {
    case 'cross-entropy': return entropy();
    case 'dice': return dice();
    case 'dice+cross-entropy': return tf.add(entropy(), dice());
  }
}

/** Gradient by the scores, pixels × outputs; exactly zero where `valid` is. */
function scoreGradient(
  loss: LossPlan, p: Tensor2D, truth: Tensor2D, valid: Tensor2D, reference: BatchReference, whole: BatchPrediction,
): Tensor {
  const ofEntropy = (): Tensor => tf.mul(tf.sub(tf.mul(p, valid), truth), reference.perPixel);
  const ofDice = (): Tensor => {
    // d loss / d p = byOverlap · g + byPredicted within the pixels that teach, constant per output …
    const total = tf.add(tf.add(whole.predicted, reference.counts), smooth);
    const byOverlap = tf.mul(tf.div(reference.shares, total), -2);
    const byPredicted = tf.mul(reference.shares, tf.div(tf.add(tf.mul(whole.overlap, 2), smooth), tf.square(total)));
    const byProbability = tf.add(tf.mul(truth, byOverlap), tf.mul(valid, byPredicted));
    // … and through the softmax: p · (u − Σ p u).
    return tf.mul(p, tf.sub(byProbability, tf.sum(tf.mul(p, byProbability), 1, true)));
  };
  switch (loss) {
    case 'cross-entropy': return ofEntropy();
    case 'dice': return ofDice();
    case 'dice+cross-entropy': return tf.add(ofEntropy(), ofDice());
  }
}
