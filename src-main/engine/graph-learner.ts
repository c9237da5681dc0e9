/** Computes whole steps as TensorFlow graphs: about twice as fast as one operation after the other. */
import type { Tensor } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { imageTensor, referenceTensors } from './batch.ts';
import { makePredictionGraphs, type Answer } from './graph/prediction-graphs.ts';
import { feedName, traceTraining, type TrainingGraph } from './graph/training-graph.ts';
import { spaceOf, type ImageBatch, type Learner, type TaughtBatch } from './learner.ts';
import { accuracyOf, lessonOf, lossOfLesson, partsTensors, type Lesson } from './losses-of-scales.ts';
import { supervisionOf, type Network } from './networks/network.ts';
import { addJoined } from './sums-of-parts.ts';
import { freeingTensors, tf } from './tensorflow.ts';
import { betaPowers } from './weights.ts';

/** @param values starting or trained weights by name */
export function makeGraphLearner(network: Network, loss: LossPlan, outputs: number, values: ReadonlyMap<string, Float32Array>): Learner {
  const predictions = makePredictionGraphs(network);
  let training: TrainingGraph | null = null;
  let step = 0;
  /** The weights on the device as long as nothing is learnt; then the training graph has them. */
  let given = upload(network, values);

  const weights = (): readonly Tensor[] => (training === null ? given : training.session.run(training.programs.get, {}));
  const begin = ({ session, programs }: TrainingGraph): void => {
    step = 0;
    freeingTensors(() => session.run(programs.set, Object.fromEntries(given.map((tensor, index) => [`value${index}`, tensor]))));
    tf.dispose(given);
    given = [];
  };
  const graphFor = (parts: readonly TaughtBatch[]): TrainingGraph => {
    const inParts = parts.length > 1;
    if (training !== null && (training.programs.parts !== null) === inParts) return training;
    if (training !== null) throw new Error('a learner learns either whole batches or batches in parts');
    const traced = traceTraining(network, loss, outputs, parts[0] as TaughtBatch, inParts);
    begin(traced);
    training = traced;
    return traced;
  };
  const rates = (learningRate: number): Record<string, Tensor> => {
    const [beta1Power, beta2Power] = betaPowers(step);
    return { beta1Power: tf.scalar(beta1Power), beta2Power: tf.scalar(beta2Power), rate: tf.scalar(learningRate) };
  };

  const feedsOf = ({ batch, targets }: Lesson['parts'][number]): Record<string, Tensor> =>
    ({ images: imageTensor(batch), ...ofScales(partsTensors(targets)) });

  async function learnInParts(graph: TrainingGraph, { parts, known, totals }: Lesson, learningRate: number, between: () => Promise<void>): Promise<void> {
    const { session, programs } = graph;
    const { look, add, update, reset } = programs.parts!;
    freeingTensors(() => session.run(reset, {}));
    if (look !== null) {
      for (const part of parts) {
        freeingTensors(() => addJoined(totals, session.run(look, feedsOf(part))[0] as Tensor));
        await between();
      }
    }
    const whole = look === null ? null : totals.map((total) => total.predictionSoFar());
    for (const part of parts) {
      freeingTensors(() => {
        const predictions = (whole ?? []).map(({ overlap, predicted }) => ({ overlap: tf.tensor1d(overlap), predicted: tf.tensor1d(predicted) }));
        const [sums] = session.run(add, { ...feedsOf(part), ...ofScales(known.map(referenceTensors)), ...ofScales(predictions) });
        if (look === null) addJoined(totals, sums as Tensor);
      });
      await between();
    }
    freeingTensors(() => session.run(update, rates(learningRate)));
  }

  async function learnWhole({ session, programs }: TrainingGraph, { parts, known, totals }: Lesson, learningRate: number, between: () => Promise<void>): Promise<void> {
    freeingTensors(() => {
      const feeds = { ...feedsOf(parts[0]!), ...ofScales(known.map(referenceTensors)), ...rates(learningRate) };
      addJoined(totals, session.run(programs.whole!, feeds)[0] as Tensor);
    });
    await between();
  }

  const predict = <Values>(answer: Answer, batch: ImageBatch): Values =>
    freeingTensors(() => predictions.run(answer, batch, imageTensor(batch), weights()).dataSync() as Values);

  return {
    async learn(parts, learningRate, between) {
      const graph = graphFor(parts);
      const { scales } = supervisionOf(network, spaceOf(parts[0] as TaughtBatch).length);
      const lesson = lessonOf(parts, scales, loss, outputs);
      step++;
      await (graph.programs.whole === null ? learnInParts : learnWhole)(graph, lesson, learningRate, between);
      return { loss: freeingTensors(() => lossOfLesson(loss, scales, lesson)), accuracy: accuracyOf(lesson) };
    },
    restart(start) {
      tf.dispose(given);
      given = upload(network, start);
      if (training !== null) begin(training);
    },
    label: (batch) => predict<Int32Array>('labels', batch),
    probabilities: (batch) => predict<Float32Array>('probabilities', batch),
    weights: () => freeingTensors(() => new Map(weights().map((tensor, index) =>
      [network.parameters[index]?.name ?? '', Float32Array.from(tensor.dataSync())]))),
    dispose() {
      training?.session.dispose();
      predictions.dispose();
      tf.dispose(given);
    },
  };
}

/** What is fed at each scale, under the names that the graph has for it. */
function ofScales(scales: readonly object[]): Record<string, Tensor> {
  return Object.fromEntries(scales.flatMap((tensors, scale) =>
    Object.entries(tensors as Readonly<Record<string, Tensor>>).map(([name, tensor]) => [feedName(name, scale), tensor])));
}

function upload({ parameters }: Network, values: ReadonlyMap<string, Float32Array>): Tensor[] {
  return parameters.map(({ name, shape }) => {
    const found = values.get(name);
    if (found === undefined) throw new RangeError(`no value for ${name}`);
    return tf.keep(tf.tensor(found, [...shape]));
  });
}
