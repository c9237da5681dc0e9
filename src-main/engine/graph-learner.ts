/** Computes whole steps as TensorFlow graphs: about twice as fast as one operation after the other. */
import type { Tensor } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { countReference, imageTensor, partOf, referenceTensors, type ReferenceCounts } from './batch.ts';
import { makePredictionGraphs, type Answer } from './graph/prediction-graphs.ts';
import { traceTraining, type TrainingGraph } from './graph/training-graph.ts';
import type { ImageBatch, Learner, TaughtBatch } from './learner.ts';
import { lossOf } from './losses.ts';
import type { Network } from './networks/network.ts';
import { SumsOfParts } from './sums-of-parts.ts';
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

  async function learnInParts(graph: TrainingGraph, parts: readonly TaughtBatch[], known: ReferenceCounts, learningRate: number, between: () => Promise<void>): Promise<SumsOfParts> {
    const { session, programs } = graph;
    const { look, add, update, reset } = programs.parts!;
    const totals = new SumsOfParts(outputs);
    freeingTensors(() => session.run(reset, {}));
    if (look !== null) {
      for (const batch of parts) {
        freeingTensors(() => totals.addJoined(session.run(look, { images: imageTensor(batch), ...partOf(batch) })[0] as Tensor));
        await between();
      }
    }
    const whole = look === null ? null : totals.predictionSoFar();
    for (const batch of parts) {
      freeingTensors(() => {
        const prediction = whole === null ? {} : { overlap: tf.tensor1d(whole.overlap), predicted: tf.tensor1d(whole.predicted) };
        const [sums] = session.run(add, { images: imageTensor(batch), ...partOf(batch), ...referenceTensors(known), ...prediction });
        if (look === null) totals.addJoined(sums as Tensor);
      });
      await between();
    }
    freeingTensors(() => session.run(update, rates(learningRate)));
    return totals;
  }

  async function learnWhole({ session, programs }: TrainingGraph, batch: TaughtBatch, known: ReferenceCounts, learningRate: number, between: () => Promise<void>): Promise<SumsOfParts> {
    const totals = new SumsOfParts(outputs);
    freeingTensors(() => {
      const feeds = { images: imageTensor(batch), ...partOf(batch), ...referenceTensors(known), ...rates(learningRate) };
      totals.addJoined(session.run(programs.whole!, feeds)[0] as Tensor);
    });
    await between();
    return totals;
  }

  const predict = <Values>(answer: Answer, batch: ImageBatch): Values =>
    freeingTensors(() => predictions.run(answer, batch, imageTensor(batch), weights()).dataSync() as Values);

  return {
    async learn(parts, learningRate, between) {
      const graph = graphFor(parts);
      const known = countReference(parts, outputs);
      step++;
      const totals = graph.programs.whole === null
        ? await learnInParts(graph, parts, known, learningRate, between)
        : await learnWhole(graph, parts[0] as TaughtBatch, known, learningRate, between);
      return {
        loss: freeingTensors(() => lossOf(loss, totals.tensors(), referenceTensors(known)).dataSync()[0] as number),
        accuracy: totals.correct / Math.max(1, known.valid),
      };
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

function upload({ parameters }: Network, values: ReadonlyMap<string, Float32Array>): Tensor[] {
  return parameters.map(({ name, shape }) => {
    const found = values.get(name);
    if (found === undefined) throw new RangeError(`no value for ${name}`);
    return tf.keep(tf.tensor(found, [...shape]));
  });
}
