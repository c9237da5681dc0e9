/** Computes one operation after the other: runs anywhere, and is what every faster way is held to. */
import { answerOf, type Answer } from './answers.ts';
import { imageTensor } from './batch.ts';
import { batchGradients } from './gradients.ts';
import { dropoutOf, learningParameters, optimiserOf, type LearnerPlan } from './learner-plan.ts';
import { spaceOf, type ImageBatch, type Learner, type TaughtBatch } from './learner.ts';
import { drawMasks, masksOfDrawn, maskTensors, type Mask } from './networks/dropout.ts';
import type { Network } from './networks/network.ts';
import { freeingTensors } from './tensorflow.ts';
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
  const predict = <Values>(answer: Answer, batch: ImageBatch, masks: readonly Mask[] = []): Values => freeingTensors(() =>
    answerOf(answer, network, namedParameters(network.parameters, weights.readModel(), maskTensors(masks)), imageTensor(batch)).dataSync() as Values);

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
    label: (batch) => predict<Int32Array>('labels', batch),
    probabilities: (batch, drawn) =>
      predict<Float32Array>('probabilities', batch, drawn === undefined ? [] : masksOfDrawn(network, drawn, batch.count, spaceOf(batch))),
    features: (batch, along) => predict<Float32Array>(`features along ${along}`, batch),
    weights: () => freeingTensors(() => new Map(weights.readModel().map((tensor, index) =>
      [network.parameters[index]?.name ?? '', tensor.dataSync().slice() as Float32Array]))),
    dispose: () => weights.dispose(),
  };
}
