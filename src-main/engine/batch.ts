/** Batches as the host's memory holds them, and as tensors. */
import type { Tensor } from '@tensorflow/tfjs';
import { spaceOf, type ImageBatch, type TaughtBatch } from './learner.ts';
import type { BatchReference, Part } from './losses.ts';
import { tf } from './tensorflow.ts';

export function imageTensor(batch: ImageBatch): Tensor {
  return tf.tensor(batch.images, [batch.count, ...spaceOf(batch), batch.channels]);
}

export function partOf(batch: TaughtBatch): Part {
  const shape = [batch.count, ...spaceOf(batch)];
  return { labels: tf.tensor(batch.labels, shape, 'int32'), valid: tf.tensor(batch.valid, shape) };
}

/** Plain numbers of a `BatchReference`, of all parts of a batch. */
export interface ReferenceCounts {
  /** Pixels that teach. */
  readonly valid: number;
  /** Of these, those of each output. */
  readonly counts: Float32Array;
}

export function countReference(parts: readonly TaughtBatch[], outputs: number): ReferenceCounts {
  const counts = new Float32Array(outputs);
  let valid = 0;
  for (const part of parts) {
    valid += part.validCount;
    part.labels.forEach((label, at) => {
      if (part.valid[at] === 1) counts[label] = (counts[label] as number) + 1;
    });
  }
  return { valid, counts };
}

export function referenceTensors({ valid, counts }: ReferenceCounts): BatchReference {
  const held = counts.map((count, output) => (output > 0 && count > 0 ? 1 : 0));
  const labels = held.reduce((sum, one) => sum + one, 0);
  return {
    perPixel: tf.scalar(valid > 0 ? 1 / valid : 0),
    counts: tf.tensor1d(counts),
    shares: tf.tensor1d(held.map((one) => (labels > 0 ? one / labels : 0))),
  };
}
