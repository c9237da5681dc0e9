/** Our side of the work on one batch: training steps and predictions, by the learner that the engine uses. */
import type { LearnerPlan } from '#main/engine/learner-plan.ts';
import type { Learner, TaughtBatch } from '#main/engine/learner.ts';
import { makeLearner } from '#main/engine/make-learner.ts';
import type { Network } from '#main/engine/networks/network.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unetClassic } from '#main/engine/networks/unet-classic.ts';
import { randomDraws } from '#shared/learning/random.ts';
import type { Work } from './work.ts';

export const learningRate = 1e-4;
export const nothing = async (): Promise<void> => undefined;

export function networkOf({ plan, network, shape, outputs }: Work): Network {
  if (plan !== null) return plannedNetwork(plan);
  return unetClassic(shape.at(-1) as number, outputs, network.levels.map(({ filters }) => filters), network.dimensions);
}

export function learnerOf(work: Work): Learner {
  const network = networkOf(work);
  const plain: LearnerPlan = { loss: work.loss, outputs: Array.from({ length: work.outputs }, (_, index) => ({ index, value: index, name: `${index}` })) };
  return makeLearner(network, work.plan ?? plain, startingWeights(network.parameters, 1));
}

/** Random images, and labels that depend on them, so that there is something to learn. */
export function batchOf({ shape, outputs }: Work): TaughtBatch {
  const draws = randomDraws(1, 'sampling', 0, 0);
  const [count = 1, ...rest] = shape;
  const channels = rest.pop() ?? 1;
  const [columns = 1, rows = 1, slices] = rest.toReversed();
  const voxels = shape.reduce((product, length) => product * length, 1) / channels;
  const images = Float32Array.from({ length: voxels * channels }, () => draws.normal());
  const labelOf = (value: number): number => (value > 1.5 ? 2 : value > 0.5 ? 1 : 0);
  return {
    count, rows, columns, channels, images, ...(slices === undefined ? {} : { slices }),
    labels: Int32Array.from({ length: voxels }, (_, voxel) => Math.min(outputs - 1, labelOf(images[voxel * channels] as number))),
    valid: new Float32Array(voxels).fill(1),
  };
}

export function learnAgain(work: Work): () => Promise<void> {
  const learner = learnerOf(work);
  const batch = batchOf(work);
  return async () => {
    const { loss } = await learner.learn([batch], learningRate, nothing);
    if (!Number.isFinite(loss)) throw new Error('the loss is no number');
  };
}

/** Probabilities, as Keras gives them, of `atATime` images after the other. */
export function predictAgain(work: Work): () => Promise<void> {
  const learner = learnerOf(work);
  const { count, images, ...shape } = batchOf(work);
  const length = images.length / count;
  const parts = Array.from({ length: count / work.atATime }, (_, part) => ({
    ...shape, count: work.atATime, images: images.slice(part * work.atATime * length, (part + 1) * work.atATime * length),
  }));
  return async () => {
    for (const part of parts) learner.probabilities(part);
  };
}
