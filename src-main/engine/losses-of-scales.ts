/**
 * The loss of a batch over all scales that a network is taught at: the sum of the losses of each, as much
 * as the scale counts. With one scale it is that scale's loss and nothing more.
 */
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { lossTerms } from '#shared/learning/loss-terms.ts';
import { countReference, partTensors, referenceTensors, type ReferenceCounts } from './batch.ts';
import type { TaughtBatch } from './learner.ts';
import { lossOf, measurePart, partLoss, type BatchPrediction, type BatchReference, type Part } from './losses.ts';
import type { Scale } from './networks/network.ts';
import { joinSums, SumsOfParts } from './sums-of-parts.ts';
import { targetsOf, type Target } from './targets.ts';
import { tf } from './tensorflow.ts';

/** A batch in parts and what is known of it before it is computed. Each list has one entry a scale. */
export interface Lesson {
  readonly parts: readonly { readonly batch: TaughtBatch; readonly targets: readonly Target[] }[];
  readonly known: readonly ReferenceCounts[];
  /** For what the parts will measure. */
  readonly totals: readonly SumsOfParts[];
}

export function lessonOf(batches: readonly TaughtBatch[], scales: readonly Scale[], loss: LossPlan, outputs: number): Lesson {
  const terms = lossTerms(loss);
  const parts = batches.map((batch) => ({ batch, targets: targetsOf(batch, scales, terms) }));
  return {
    parts,
    known: scales.map((_, scale) => countReference(parts.map(({ targets }) => targets[scale] as Target), outputs)),
    totals: scales.map(() => new SumsOfParts(outputs)),
  };
}

/**
 * `partLoss` of every scale.
 * @param report called once for each scale with what was measured, joined; that lasts until it returns
 */
export function partLossOfScales(
  loss: LossPlan, scales: readonly Scale[], scores: readonly Tensor[], parts: readonly Part[], references: readonly BatchReference[],
  predictions: readonly BatchPrediction[] | null, report: (sums: Tensor1D, scale: number) => void,
): Scalar {
  const losses = scales.map(({ weight }, scale) => {
    const own = partLoss(
      loss, scores[scale] as Tensor, parts[scale] as Part, references[scale] as BatchReference, predictions?.[scale] ?? null,
      (measured) => { report(joinSums([measured]), scale); },
    );
    return weight === 1 ? own : tf.mul<Scalar>(own, weight);
  });
  return losses.reduce((sum, own) => tf.add(sum, own));
}

/** What a part measures at every scale, joined, without teaching. */
export function measureScales(loss: LossPlan, scores: readonly Tensor[], parts: readonly Part[]): Tensor1D {
  return joinSums(scores.map((own, scale) => measurePart(loss, own, parts[scale] as Part)));
}

/** The batch's loss once all parts have been measured. */
export function lossOfLesson(loss: LossPlan, scales: readonly Scale[], { totals, known }: Lesson): number {
  return scales.reduce((sum, { weight }, scale) => {
    const own = lossOf(loss, (totals[scale] as SumsOfParts).tensors(), referenceTensors(known[scale] as ReferenceCounts));
    return sum + weight * (own.dataSync()[0] as number);
  }, 0);
}

/** Share of the voxels that teach that are labelled right, at full size. */
export function accuracyOf({ totals, known }: Lesson): number {
  return (totals[0]?.correct ?? 0) / Math.max(1, known[0]?.valid ?? 0);
}

export function partsTensors(targets: readonly Target[]): Part[] {
  return targets.map(partTensors);
}
