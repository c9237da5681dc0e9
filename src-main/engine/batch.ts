/** Batches as the host's memory holds them, and as tensors. */
import type { Tensor } from '@tensorflow/tfjs';
import { spaceOf, type ImageBatch } from './learner.ts';
import type { BatchReference, Part } from './losses.ts';
import type { Target } from './targets.ts';
import { tf } from './tensorflow.ts';

export function imageTensor(batch: ImageBatch): Tensor {
  return tf.tensor(batch.images, [batch.count, ...spaceOf(batch), batch.channels]);
}

export function partTensors({ labels, valid, weights, shape }: Target): Part {
  return {
    labels: tf.tensor(labels, [...shape], 'int32'),
    valid: tf.tensor(valid, [...shape]),
    ...(weights === null ? {} : { weights: tf.tensor(weights, [...shape]) }),
  };
}

/** Plain numbers of a `BatchReference`, of all parts of a batch. */
export interface ReferenceCounts {
  /** Voxels that teach. */
  readonly valid: number;
  /** Of these, those of each output. */
  readonly counts: Float32Array;
  /** How much they count together: as many as they are, where all count alike. */
  readonly weight: number;
}

/** @param targets of all parts of a batch, at one scale */
export function countReference(targets: readonly Target[], outputs: number): ReferenceCounts {
  const counts = new Float32Array(outputs);
  let teaching = 0;
  let weight = 0;
  for (const { labels, valid, weights } of targets) {
    // A plain loop: this is done for every step.
    for (let voxel = 0; voxel < labels.length; voxel++) {
      if (valid[voxel] !== 1) continue;
      const label = labels[voxel] as number;
      teaching++;
      weight += weights === null ? 1 : (weights[voxel] as number);
      counts[label] = (counts[label] as number) + 1;
    }
  }
  return { valid: teaching, counts, weight };
}

export function referenceTensors({ weight, counts }: ReferenceCounts): BatchReference {
  const held = counts.map((count, output) => (output > 0 && count > 0 ? 1 : 0));
  const labels = held.reduce((sum, one) => sum + one, 0);
  return {
    perVoxel: tf.scalar(weight > 0 ? 1 / weight : 0),
    counts: tf.tensor1d(counts),
    shares: tf.tensor1d(held.map((one) => (labels > 0 ? one / labels : 0))),
  };
}
