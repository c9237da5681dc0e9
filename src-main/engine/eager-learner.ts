/** Computes one operation after the other: runs anywhere, and is what every faster way is held to. */
import type { Tensor } from '@tensorflow/tfjs';
import { imageTensor } from './batch.ts';
import { batchGradients } from './gradients.ts';
import { dropoutOf, learningParameters, optimiserOf, type LearnerPlan } from './learner-plan.ts';
import { spaceOf, type ImageBatch, type Learner, type TaughtBatch } from './learner.ts';
import { drawMasks } from './networks/dropout.ts';
import type { Network } from './networks/network.ts';
import { freeingTensors, tf } from './tensorflow.ts';
import { makeWeights, namedParameters, type State } from './weights.ts';

/** @param values starting or trained weights by name */
export function makeEagerLearner(network: Network, plan: LearnerPlan, values: State): Learner {
  const optimiser = optimiserOf(plan);
  const dropout = dropoutOf(plan);
  let weights = makeWeights(network.parameters, values, optimiser);
  let steps = 0;
  let learning = learningParameters(network, new Set());
  const begin = (start: State, earlier: State | null, step: number): void => {
    weights.dispose();
    weights = makeWeights(network.parameters, start, optimiser, earlier === null ? null : { state: earlier, step });
    steps = step;
  };
  const predict = <Result>(batch: ImageBatch, read: (scores: Tensor) => Result): Result =>
    freeingTensors(() => read(network.forward(namedParameters(network.parameters, weights.readModel()), imageTensor(batch))));

  return {
    async learn(parts, learningRate, between) {
      const space = spaceOf(parts[0] as TaughtBatch);
      const { gradients, loss, accuracy } = await batchGradients(network, plan.loss, plan.outputs.length, () => weights.read(), parts, between, {
        learning, masksOf: (first, count) => drawMasks(network, dropout, steps, first, count, space),
      });
      try {
        weights.update(gradients, learning, learningRate);
      } finally {
        gradients.forEach((tensor) => tensor.dispose());
      }
      steps++;
      return { loss, accuracy };
    },
    freeze(frozen) { learning = learningParameters(network, frozen); },
    restart: (start) => begin(start, null, 0),
    state: () => weights.state(),
    restore: (state, step) => begin(new Map(), state, step),
    label: (batch) => predict(batch, (scores) => tf.argMax(scores, scores.rank - 1).dataSync() as Int32Array),
    probabilities: (batch) => predict(batch, (scores) => tf.softmax(scores).dataSync() as Float32Array),
    weights: () => freeingTensors(() => new Map(weights.readModel().map((tensor, index) =>
      [network.parameters[index]?.name ?? '', tensor.dataSync().slice() as Float32Array]))),
    dispose: () => weights.dispose(),
  };
}
