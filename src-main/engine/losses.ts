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
    save([tf.reshape(tf.transpose(scoreGradient(terms, measured, reference, prediction ?? measured.sums)), given.shape)]);
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

/**
 * Outputs × voxels: the other way round, with two or three numbers in a row, the library takes two to five
 * times as long for each of these (measured; the arg max of 179,200 × 3 numbers alone 3.4 ms).
 */
interface Measured {
  readonly probabilities: Tensor2D;
  /** The probabilities of voxels that teach; the others' are 0. */
  readonly taught: Tensor2D;
  /** One-hot reference where the voxel teaches, else zeros. */
  readonly truth: Tensor2D;
  /** The probability of the right output, in its place. */
  readonly hits: Tensor2D;
  /** Of the probability of the right output, 1 × voxels; 0 where the voxel does not teach. */
  readonly logarithm: Tensor2D;
  /** 1 × voxels. */
  readonly weights: Tensor2D | null;
  readonly sums: PartSums;
}

function measure({ voxels }: LossTerms, scores: Tensor, part: Part): Measured {
  const outputs = scores.shape.at(-1) as number;
  const inRow = (tensor: Tensor): Tensor2D => tf.reshape(tensor, [1, -1]);
  const [labels, valid] = [inRow(part.labels), inRow(part.valid)];
  const weights = part.weights === undefined ? null : inRow(part.weights);
  const planes: Tensor2D = tf.transpose(tf.reshape<Tensor2D['rankType']>(scores, [-1, outputs]));
  const belowHighest: Tensor2D = tf.sub(planes, tf.max(planes, 0, true));
  const powers = tf.exp(belowHighest);
  const total: Tensor2D = tf.sum(powers, 0, true);
  const probabilities: Tensor2D = tf.div(powers, total);
  const outputNumbers = tf.tensor2d(Int32Array.from({ length: outputs }, (_, output) => output), [outputs, 1], 'int32');
  const truth: Tensor2D = tf.mul(tf.cast(tf.equal(labels, outputNumbers), 'float32'), valid);
  const own: Tensor2D = tf.sum(tf.mul(truth, belowHighest), 0, true);
  const logarithm: Tensor2D = tf.sub(own, tf.mul(tf.log(total), valid));
  const taught: Tensor2D = tf.mul(probabilities, valid);
  const hits: Tensor2D = tf.mul(probabilities, truth);
  // Nothing lies above the right one.
  const right = tf.mul(tf.cast(tf.equal(own, 0), 'float32'), valid);
  let counted: Tensor = weights === null ? logarithm : tf.mul(logarithm, weights);
  // Where the voxel does not teach the logarithm is 0, whatever the doubt.
  if (voxels !== null && voxels.focus > 0) counted = tf.mul(counted, tf.pow(doubt(logarithm), voxels.focus));
  return {
    probabilities, taught, truth, hits, logarithm, weights,
    sums: { voxels: tf.neg(tf.sum(counted)), correct: tf.sum(right), overlap: tf.sum(hits, 1), predicted: tf.sum(taught, 1) },
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

/** Gradient by the scores, outputs × voxels; exactly zero where the voxel does not teach. */
function scoreGradient({ voxels, overlap }: LossTerms, measured: Measured, reference: BatchReference, whole: BatchPrediction): Tensor {
  const ofVoxels = voxels === null ? null : voxelGradient(voxels.focus, measured, reference);
  const ofOverlap = overlap === null ? null : overlapGradient(overlap, measured, reference, whole);
  return ofVoxels !== null && ofOverlap !== null ? tf.add(ofVoxels, ofOverlap) : (ofVoxels ?? ofOverlap ?? tf.zerosLike(measured.truth));
}

function voxelGradient(focus: number, { taught, truth, logarithm, weights }: Measured, { perVoxel }: BatchReference): Tensor {
  let factor: Tensor = weights === null ? perVoxel : tf.mul(weights, perVoxel);
  if (focus > 0) {
    // d/ds of −(1 − p)^f log p is that of −log p, times (1 − p)^f − f (1 − p)^(f − 1) p log p.
    const missing = doubt(logarithm);
    const slower = tf.mul(tf.mul(tf.pow(missing, focus - 1), focus), tf.mul(tf.exp(logarithm), logarithm));
    factor = tf.mul(factor, tf.sub(tf.pow(missing, focus), slower));
  }
  return tf.mul(tf.sub(taught, truth), factor);
}

/** 1 − the probability. */
function doubt(logarithm: Tensor): Tensor {
  return tf.maximum(tf.sub(1, tf.exp(logarithm)), leastDoubt);
}

function overlapGradient(term: OverlapTerm, { probabilities, taught, hits }: Measured, reference: BatchReference, whole: BatchPrediction): Tensor {
  // d loss / d p = byOverlap · g + byPredicted within the voxels that teach, constant per output …
  const union = twiceUnion(term, whole, reference);
  const bySquare = tf.mul(reference.shares, tf.div(twice(whole), tf.square(union)));
  const byPredicted = times(bySquare as Tensor1D, 2 * term.falsePositives);
  const shared = 2 - 2 * term.falsePositives - 2 * term.falseNegatives;
  const alone: Tensor1D = tf.mul(tf.div(reference.shares, union), -2);
  const byOverlap = shared === 0 ? alone : tf.add(alone, times(bySquare as Tensor1D, shared));
  const ofEach = (tensor: Tensor): Tensor => tf.reshape(tensor, [-1, 1]);
  const pulled = tf.add(tf.mul(hits, ofEach(byOverlap)), tf.mul(taught, ofEach(byPredicted)));
  // … and through the softmax: p · (u − Σ p u).
  return tf.sub(pulled, tf.mul(probabilities, tf.sum(pulled, 0, true)));
}
