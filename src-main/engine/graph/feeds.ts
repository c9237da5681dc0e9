/** What a training graph is fed with, by name, and the tensors that stand for it while it is recorded. */
import type { Tensor } from '@tensorflow/tfjs';
import { lossTerms, weighsVoxels } from '#shared/learning/loss-terms.ts';
import type { LossPlan } from '#shared/learning/plan.ts';
import { spaceOf, type ImageBatch } from '../learner.ts';
import type { BatchPrediction, BatchReference, Part } from '../losses.ts';
import { maskShapes, type DropoutPlan } from '../networks/dropout.ts';
import { supervisionOf, type Network } from '../networks/network.ts';
import { tf } from '../tensorflow.ts';

/** Shape of the part of a batch that is computed at a time. */
export type PartShape = Omit<ImageBatch, 'images'>;

/** What is fed at each scale has the same names, with the scale's number behind all but the first. */
export function feedName(name: string, scale: number): string {
  return scale === 0 ? name : `${name}${scale}`;
}

/** Takes a tensor in for feeding later. */
export type Feed = (name: string, example: Tensor) => Tensor;

export interface TrainingFeeds {
  readonly images: (feed: Feed) => Tensor;
  /** What is left out, by the names that the network knows it by. */
  readonly masks: (feed: Feed) => Map<string, Tensor>;
  /** Each has one entry a scale. */
  readonly parts: (feed: Feed) => Part[];
  readonly references: (feed: Feed) => BatchReference[];
  readonly predictions: (feed: Feed) => BatchPrediction[];
}

export function trainingFeeds(network: Network, loss: LossPlan, outputs: number, dropout: DropoutPlan, shape: PartShape): TrainingFeeds {
  const space = spaceOf(shape);
  const { scales } = supervisionOf(network, space.length);
  return {
    images: (feed) => feed('images', tf.zeros([shape.count, ...space, shape.channels])),
    masks: (feed) => new Map(maskShapes(network, dropout, shape.count, space).map((mask) => [mask.name, feed(mask.name, tf.zeros([...mask.shape]))])),
    parts: (feed) => scales.map(({ strides }, scale) => {
      const voxels = [shape.count, ...space.map((length, axis) => length / (strides[axis] as number))];
      return {
        labels: feed(feedName('labels', scale), tf.zeros(voxels, 'int32')),
        valid: feed(feedName('valid', scale), tf.zeros(voxels)),
        ...(weighsVoxels(lossTerms(loss)) ? { weights: feed(feedName('weights', scale), tf.zeros(voxels)) } : {}),
      };
    }),
    references: (feed) => scales.map((_, scale) => ({
      perVoxel: feed(feedName('perVoxel', scale), tf.scalar(1)).asScalar(),
      counts: feed(feedName('counts', scale), tf.ones([outputs])).as1D(),
      shares: feed(feedName('shares', scale), tf.ones([outputs])).as1D(),
    })),
    predictions: (feed) => scales.map((_, scale) => ({
      overlap: feed(feedName('overlap', scale), tf.ones([outputs])).as1D(),
      predicted: feed(feedName('predicted', scale), tf.ones([outputs])).as1D(),
    })),
  };
}
