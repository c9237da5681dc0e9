/** Computes whole steps as TensorFlow graphs: about twice as fast as one operation after the other. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Answer } from './answers.ts';
import { imageTensor, referenceTensors } from './batch.ts';
import { feedName } from './graph/feeds.ts';
import { makePredictionGraphs } from './graph/prediction-graphs.ts';
import { traceTraining, type TrainingGraph } from './graph/training-graph.ts';
import { dropoutOf, learningParameters, optimiserOf, type LearnerPlan } from './learner-plan.ts';
import { spaceOf, type ImageBatch, type Learner, type TaughtBatch } from './learner.ts';
import { accuracyOf, lessonOf, lossOfLesson, partsTensors, type Lesson } from './losses-of-scales.ts';
import { drawMasks, masksOfDrawn, maskTensors, type Mask } from './networks/dropout.ts';
import { supervisionOf, type Network } from './networks/network.ts';
import { stepNumbers } from './optimisers/optimiser.ts';
import { addJoined } from './sums-of-parts.ts';
import { freeingTensors, tf } from './tensorflow.ts';
import { makeHeldState } from './held-state.ts';
import type { State } from './weights.ts';

/** @param values starting or trained weights by name */
export function makeGraphLearner(network: Network, plan: LearnerPlan, values: State): Learner {
  const { loss } = plan;
  const outputs = plan.outputs.length;
  const optimiser = optimiserOf(plan);
  const dropout = dropoutOf(plan);
  const predictions = makePredictionGraphs(network);
  /** The weights and what is remembered, as long as no training graph has them. */
  const held = makeHeldState(network.parameters, optimiser);
  let training: (TrainingGraph & { readonly made: string }) | null = null;
  let learning = learningParameters(network, new Set());
  let steps = 0;
  held.begin(values);

  const giveTo = ({ session, programs }: TrainingGraph): void => {
    freeingTensors(() => {
      session.run(programs.set, numbered(held.weights()));
      if (held.memories().length > 0) session.run(programs.remember, numbered(held.memories()));
    });
    held.clear();
  };
  const graphFor = (parts: readonly TaughtBatch[]): TrainingGraph => {
    const inParts = parts.length > 1;
    const [shape] = parts as [TaughtBatch];
    const made = JSON.stringify([inParts, shape.count, spaceOf(shape), learning]);
    if (training?.made === made) return training;
    if (training !== null) {
      const { session, programs } = training;
      tf.tidy(() => held.take(session.run(programs.state, {})));
      session.dispose();
      training = null;
    }
    const graph = traceTraining({ network, loss, outputs, optimiser, dropout, shape, inParts, learning });
    giveTo(graph);
    training = { ...graph, made };
    return graph;
  };

  const feedsOf = (lesson: Lesson, part: number): Record<string, Tensor> => {
    const { batch, targets } = lesson.parts[part] as Lesson['parts'][number];
    const first = lesson.parts.slice(0, part).reduce((sum, before) => sum + before.batch.count, 0);
    const masks = maskTensors(drawMasks(network, dropout, steps, first, batch.count, spaceOf(batch)));
    return { images: imageTensor(batch), ...Object.fromEntries(masks), ...ofScales(partsTensors(targets)) };
  };
  const numbers = (learningRate: number): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(stepNumbers(optimiser, steps + 1, learningRate)).map(([name, value]) => [name, tf.scalar(value)]));

  async function learnInParts({ session, programs }: TrainingGraph, lesson: Lesson, learningRate: number, between: () => Promise<void>): Promise<void> {
    const { known, totals } = lesson;
    const { look, add, update, reset } = programs.parts!;
    freeingTensors(() => session.run(reset, {}));
    if (look !== null) {
      for (const part of lesson.parts.keys()) {
        freeingTensors(() => addJoined(totals, session.run(look, feedsOf(lesson, part))[0] as Tensor));
        await between();
      }
    }
    const whole = look === null ? null : totals.map((total) => total.predictionSoFar());
    for (const part of lesson.parts.keys()) {
      freeingTensors(() => {
        const ofBatch = (whole ?? []).map(({ overlap, predicted }) => ({ overlap: tf.tensor1d(overlap), predicted: tf.tensor1d(predicted) }));
        const [sums] = session.run(add, { ...feedsOf(lesson, part), ...ofScales(known.map(referenceTensors)), ...ofScales(ofBatch) });
        if (look === null) addJoined(totals, sums as Tensor);
      });
      await between();
    }
    freeingTensors(() => session.run(update, numbers(learningRate)));
    steps++;
  }

  async function learnWhole({ session, programs }: TrainingGraph, lesson: Lesson, learningRate: number, between: () => Promise<void>): Promise<void> {
    const { known, totals } = lesson;
    freeingTensors(() => {
      const feeds = { ...feedsOf(lesson, 0), ...ofScales(known.map(referenceTensors)), ...numbers(learningRate) };
      addJoined(totals, session.run(programs.whole!, feeds)[0] as Tensor);
    });
    steps++;
    await between();
  }

  const weights = (): readonly Tensor[] => (training === null ? held.model() : training.session.run(training.programs.model, {}));
  const predict = <Values>(answer: Answer, batch: ImageBatch, masks: readonly Mask[] = []): Values =>
    freeingTensors(() => predictions.run(answer, batch, imageTensor(batch), weights(), masks).dataSync() as Values);
  const begin = (step: number): void => {
    steps = step;
    if (training !== null) giveTo(training);
  };

  return {
    async learn(parts, learningRate, between) {
      const graph = graphFor(parts);
      const { scales } = supervisionOf(network, spaceOf(parts[0] as TaughtBatch).length);
      const lesson = lessonOf(parts, scales, loss, outputs);
      await (graph.programs.whole === null ? learnInParts : learnWhole)(graph, lesson, learningRate, between);
      return { loss: freeingTensors(() => lossOfLesson(loss, scales, lesson)), accuracy: accuracyOf(lesson) };
    },
    freeze(frozen) { learning = learningParameters(network, frozen); },
    restart(start) {
      held.begin(start);
      begin(0);
    },
    state: () => freeingTensors(() => held.named(training === null ? null : training.session.run(training.programs.state, {}))),
    restore(state, step) {
      held.restore(state);
      begin(step);
    },
    label: (batch) => predict<Int32Array>('labels', batch),
    probabilities: (batch, drawn) =>
      predict<Float32Array>('probabilities', batch, drawn === undefined ? [] : masksOfDrawn(network, drawn, batch.count, spaceOf(batch))),
    features: (batch, along) => predict<Float32Array>(`features along ${along}`, batch),
    weights: () => freeingTensors(() => new Map(weights().map((tensor, index) =>
      [network.parameters[index]?.name ?? '', tensor.dataSync().slice() as Float32Array]))),
    dispose() {
      training?.session.dispose();
      predictions.dispose();
      held.clear();
    },
  };
}

function numbered(tensors: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(tensors.map((tensor, index) => [`value${index}`, tensor]));
}

/** What is fed at each scale, under the names that the graph has for it. */
function ofScales(scales: readonly object[]): Record<string, Tensor> {
  return Object.fromEntries(scales.flatMap((tensors, scale) =>
    Object.entries(tensors as Readonly<Record<string, Tensor>>).map(([name, tensor]) => [feedName(name, scale), tensor])));
}
