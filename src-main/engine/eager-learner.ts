/** Computes one operation after the other: runs anywhere, and is what every faster way is held to. */
import type { Tensor } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { imageTensor } from './batch.ts';
import { batchGradients } from './gradients.ts';
import type { ImageBatch, Learner } from './learner.ts';
import type { Network } from './networks/network.ts';
import { freeingTensors, tf } from './tensorflow.ts';
import { makeWeights, namedParameters } from './weights.ts';

/** @param values starting or trained weights by name */
export function makeEagerLearner(network: Network, loss: LossPlan, outputs: number, values: ReadonlyMap<string, Float32Array>): Learner {
  let weights = makeWeights(network.parameters, values);
  const predict = <Result>(batch: ImageBatch, read: (scores: Tensor) => Result): Result =>
    freeingTensors(() => read(network.forward(namedParameters(network.parameters, weights.read()), imageTensor(batch))));

  return {
    async learn(parts, learningRate, between) {
      const { gradients, loss: value, accuracy } = await batchGradients(network, loss, outputs, () => weights.read(), parts, between);
      try {
        weights.update(gradients, learningRate);
      } finally {
        gradients.forEach((tensor) => tensor.dispose());
      }
      return { loss: value, accuracy };
    },
    restart(start) {
      weights.dispose();
      weights = makeWeights(network.parameters, start);
    },
    label: (batch) => predict(batch, (scores) => tf.argMax(scores, scores.rank - 1).dataSync() as Int32Array),
    probabilities: (batch) => predict(batch, (scores) => tf.softmax(scores).dataSync() as Float32Array),
    weights: () => freeingTensors(() => new Map(weights.read().map((tensor, index) =>
      [network.parameters[index]?.name ?? '', Float32Array.from(tensor.dataSync())]))),
    dispose: () => weights.dispose(),
  };
}
