/**
 * How wrong the network is, and which way to change its scores: a term for each voxel (cross-entropy, focal
 * loss), a term for each label's overlap (Dice, Tversky), or their sum, over the voxels that teach. Sums over
 * the whole batch are given from outside, so that a batch may be computed in parts and its gradient is still
 * that of the whole. Tensors in, tensors out, no number read back: the same code runs operation by operation
 * and is recorded as a graph.
 */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { lossTerms } from '#shared/learning/loss-terms.ts';
import type { LossPlan, LossTerms, OverlapTerm } from '#shared/learning/plan.ts';
import { tf } from './tensorflow.ts';

/** Keeps the overlap defined where the network predicts nothing of a label (nnU-Net's value). */
const smooth = 1e-5;
/** Keeps powers below 1 of what is missing to certainty, and their gradient, finite. */
const leastDoubt = 1e-6;

/** What is known of a whole batch before it is computed. */
export interface BatchReference {
  /** 1 / weight of the voxels that teach (their number, where all count alike); 0 where there are none. */
  readonly perVoxel: Scalar;
  /** Voxels that teach, of each output. */
  readonly counts: Tensor1D;
  /** Share of each label in the mean of overlaps: equal among those that the batch holds, 0 for the others and the background. */
  readonly shares: Tensor1D;
}

/** Sums over a whole batch of what the network predicts, per output: only overlaps need them. */
export interface BatchPrediction {
  readonly overlap: Tensor1D;
  readonly predicted: Tensor1D;
}

/** A part of a batch. */
export interface Part {
  /** Samples × (slices ×) rows × columns, int32. */
  readonly labels: Tensor;
  /** The same shape, 1 where the voxel teaches. */
  readonly valid: Tensor;
  /** The same shape: how much the voxel counts in the term for voxels; as much as it is valid, where it is not given. */
  readonly weights?: Tensor;
}

/** What a part measures on the way, summed over its voxels that teach. */
export interface PartSums extends BatchPrediction {
  /** Cross-entropy or focal loss. */
  readonly voxels: Scalar;
  /** Voxels labelled right. */
  readonly correct: Scalar;
}

/** Whether a batch in parts has to be predicted once before it can teach. */
export function needsWholeBatch(loss: LossPlan): boolean {
  return lossTerms(loss).overlap !== null;
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
  const terms = lossTerms(loss);
  const evaluate = tf.customGrad((...inputs) => {
    const [given, save] = inputs as unknown as [Tensor, (tensors: Tensor[]) => void];
    const measured = measure(terms, given, part);
    report(measured.sums);
    save([tf.reshape(scoreGradient(terms, measured, reference, prediction ?? measured.sums), given.shape)]);
    return {
      value: tf.scalar(0),
      gradFunc: (gradient: Tensor, saved: Tensor[]) => tf.mul(saved[0] as Tensor, gradient),
    };
  });
  return evaluate(scores);
}

/** What a part measures, without teaching. */
export function measurePart(loss: LossPlan, scores: Tensor, part: Part): PartSums {
  return measure(lossTerms(loss), scores, part).sums;
}

interface Measured {
  /** Voxels × outputs. */
  readonly probabilities: Tensor2D;
  readonly logarithms: Tensor2D;
  /** One-hot reference where the voxel teaches, else zeros. */
  readonly truth: Tensor2D;
  /** Voxels × 1. */
  readonly valid: Tensor2D;
  readonly weights: Tensor2D | null;
  readonly sums: PartSums;
}

function measure({ voxels }: LossTerms, scores: Tensor, part: Part): Measured {
  const outputs = scores.shape.at(-1) as number;
  const flat: Tensor2D = tf.reshape(scores, [-1, outputs]);
  const valid: Tensor2D = tf.reshape(part.valid, [-1, 1]);
  const weights: Tensor2D | null = part.weights === undefined ? null : tf.reshape(part.weights, [-1, 1]);
  const labels: Tensor1D = tf.reshape(part.labels, [-1]);
  const truth: Tensor2D = tf.mul(tf.oneHot(labels, outputs), valid);
  const logarithms = tf.logSoftmax(flat);
  const probabilities = tf.exp(logarithms);
  const right = tf.cast(tf.equal(tf.argMax(flat, 1), labels), 'float32');
  let own: Tensor2D = tf.mul(truth, logarithms);
  if (weights !== null) own = tf.mul(own, weights);
  // Where the reference is 0 so is `own`, whatever the doubt there.
  if (voxels !== null && voxels.focus > 0) own = tf.mul(own, tf.pow(doubt(probabilities), voxels.focus));
  return {
    probabilities, logarithms, truth, valid, weights,
    sums: {
      voxels: tf.neg(tf.sum(own)),
      correct: tf.sum(tf.mul(right, tf.reshape(valid, [-1]))),
      overlap: tf.sum(tf.mul(probabilities, truth), 0),
      predicted: tf.sum(tf.mul(probabilities, valid), 0),
    },
  };
}

/**
 * The batch's loss from its sums, Σ over all voxels that teach.
 * Voxels: mean of −w (1 − p)^focus log p, p the probability of the right output (Lin et al. 2017, arXiv
 * 1708.02002; cross-entropy where the focus is 0).
 * Overlap: 1 − mean of Σ p g / (Σ p g + α Σ p (1 − g) + β Σ (1 − p) g) over the labels that the batch holds
 * (Salehi et al. 2017, arXiv 1706.05721); with α = β = ½ that is Dice, 2 Σ p g / (Σ p + Σ g) (Drozdzal et al.
 * 2016, arXiv 1608.04117).
 */
export function lossOf(loss: LossPlan, sums: PartSums, reference: BatchReference): Scalar {
  const { voxels, overlap } = lossTerms(loss);
  const ofVoxels = voxels === null ? null : tf.mul<Scalar>(sums.voxels, reference.perVoxel);
  const ofOverlap = overlap === null ? null : overlapLoss(overlap, sums, reference);
  return ofVoxels !== null && ofOverlap !== null ? tf.add(ofVoxels, ofOverlap) : (ofVoxels ?? ofOverlap ?? tf.scalar(0));
}

function overlapLoss(term: OverlapTerm, sums: BatchPrediction, reference: BatchReference): Scalar {
  const index = tf.div(twice(sums), twiceUnion(term, sums, reference));
  return tf.sum(tf.mul(reference.shares, tf.sub(1, index)));
}

/** 2 Σ p g */
function twice({ overlap }: BatchPrediction): Tensor1D {
  return tf.add(tf.mul(overlap, 2), smooth);
}

/** 2 α Σ p + 2 β Σ g + (2 − 2 α − 2 β) Σ p g: twice the denominator, for Dice Σ p + Σ g. */
function twiceUnion({ falsePositives, falseNegatives }: OverlapTerm, { overlap, predicted }: BatchPrediction, { counts }: BatchReference): Tensor1D {
  const sum = tf.add<Tensor1D>(times(predicted, 2 * falsePositives), times(counts, 2 * falseNegatives));
  const shared = 2 - 2 * falsePositives - 2 * falseNegatives;
  return tf.add(shared === 0 ? sum : tf.add(sum, times(overlap, shared)), smooth);
}

function times(tensor: Tensor1D, factor: number): Tensor1D {
  return factor === 1 ? tensor : tf.mul(tensor, factor);
}

/** Gradient by the scores, voxels × outputs; exactly zero where `valid` is. */
function scoreGradient({ voxels, overlap }: LossTerms, measured: Measured, reference: BatchReference, whole: BatchPrediction): Tensor {
  const ofVoxels = voxels === null ? null : voxelGradient(voxels.focus, measured, reference);
  const ofOverlap = overlap === null ? null : overlapGradient(overlap, measured, reference, whole);
  return ofVoxels !== null && ofOverlap !== null ? tf.add(ofVoxels, ofOverlap) : (ofVoxels ?? ofOverlap ?? tf.zerosLike(measured.truth));
}

function voxelGradient(focus: number, { probabilities: p, logarithms, truth, valid, weights }: Measured, { perVoxel }: BatchReference): Tensor {
  let change: Tensor = tf.sub(tf.mul(p, valid), truth);
  if (weights !== null) change = tf.mul(change, weights);
  if (focus > 0) {
    // d/ds of −(1 − p)^f log p is that of −log p, times (1 − p)^f − f (1 − p)^(f − 1) p log p.
    const own: Tensor = tf.sum(tf.mul(p, truth), 1, true);
    const ownLogarithm = tf.sum(tf.mul(logarithms, truth), 1, true);
    const missing = doubt(own);
    const slower = tf.mul(tf.mul(tf.pow(missing, focus - 1), focus), tf.mul(own, ownLogarithm));
    change = tf.mul(change, tf.sub(tf.pow(missing, focus), slower));
  }
  return tf.mul(change, perVoxel);
}

function doubt(probabilities: Tensor): Tensor {
  return tf.maximum(tf.sub(1, probabilities), leastDoubt);
}

function overlapGradient(term: OverlapTerm, { probabilities: p, truth, valid }: Measured, reference: BatchReference, whole: BatchPrediction): Tensor {
  // d loss / d p = byOverlap · g + byPredicted within the voxels that teach, constant per output …
  const union = twiceUnion(term, whole, reference);
  const bySquare = tf.mul(reference.shares, tf.div(twice(whole), tf.square(union)));
  const byPredicted = times(bySquare as Tensor1D, 2 * term.falsePositives);
  const shared = 2 - 2 * term.falsePositives - 2 * term.falseNegatives;
  const alone: Tensor1D = tf.mul(tf.div(reference.shares, union), -2);
  const byOverlap = shared === 0 ? alone : tf.add(alone, times(bySquare as Tensor1D, shared));
  const byProbability = tf.add(tf.mul(truth, byOverlap), tf.mul(valid, byPredicted));
  // … and through the softmax: p · (u − Σ p u).
  return tf.mul(p, tf.sub(byProbability, tf.sum(tf.mul(p, byProbability), 1, true)));
}
