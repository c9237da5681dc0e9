/**
 * The training step as a TensorFlow graph with the weights as its variables: what the eager learner does in
 * hundreds of calls is one call, and the library fuses and orders the operations as it likes.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { withLearning } from '../gradients.ts';
import { spaceOf } from '../learner.ts';
import { needsWholeBatch, type BatchPrediction } from '../losses.ts';
import { measureScales, partLossOfScales } from '../losses-of-scales.ts';
import { addToVariable, assignVariable, declareVariable, type ResourceVariable } from '../native/resource-variables.ts';
import type { DropoutPlan } from '../networks/dropout.ts';
import { supervisionOf, type Network, type ParameterShape } from '../networks/network.ts';
import { changeVariable, type HeldVariables } from '../optimisers/change-variables.ts';
import { clipGradients } from '../optimisers/clip-gradients.ts';
import { memoriesOf, stepNumbers, type Memory, type Optimiser } from '../optimisers/optimiser.ts';
import { tf } from '../tensorflow.ts';
import { namedParameters } from '../weights.ts';
import { trainingFeeds, type Feed, type PartShape } from './feeds.ts';
import { recordGraph, type Program, type Recorder } from './record.ts';
import { openSession, type GraphSession } from './session.ts';

export interface TrainingGraph {
  readonly session: GraphSession;
  readonly programs: TrainingPrograms;
}

export interface TrainingPrograms {
  /** Feeds `value<n>` in the order of the network's parameters; forgets what the optimiser remembers. */
  readonly set: Program;
  /** Feeds `value<n>`: what the optimiser remembers, memory by memory, each in the order of the parameters. */
  readonly remember: Program;
  /** Fetches all that `set` and `remember` are fed with, in their order. */
  readonly state: Program;
  /** Fetches the weights to predict with, in order. */
  readonly model: Program;
  /** A whole batch at once: gradient and update. Fetches the sums (`joinSums`). */
  readonly whole: Program | null;
  /** For a batch in parts. */
  readonly parts: {
    /** What the network predicts of a part; only where the loss needs the whole batch. */
    readonly look: Program | null;
    /** Adds a part's gradient to that of the batch. */
    readonly add: Program;
    readonly update: Program;
    /** Forgets the batch's gradient. */
    readonly reset: Program;
  } | null;
}

/** What a graph is made for. */
export interface TrainingSettings {
  readonly network: Network;
  readonly loss: LossPlan;
  readonly outputs: number;
  readonly optimiser: Optimiser;
  readonly dropout: DropoutPlan;
  readonly shape: PartShape;
  /** Whether a batch is larger than what is computed at a time. */
  readonly inParts: boolean;
  /** Indices of the parameters that learn. */
  readonly learning: readonly number[];
}

export function traceTraining(settings: TrainingSettings): TrainingGraph {
  const { nodes, result } = recordGraph((recorder) => recordPrograms(recorder, settings));
  result.release();
  return { session: openSession(nodes), programs: result.programs };
}

function recordPrograms(recorder: Recorder, settings: TrainingSettings): { readonly programs: TrainingPrograms; readonly release: () => void } {
  const { network, loss, optimiser, inParts, learning } = settings;
  const { parameters } = network;
  const variables = declareVariables(recorder, settings);
  const { weights, memories, sums } = variables;
  const kept: Tensor[] = [];
  const done = (): Tensor[] => [tf.fill([1], 0)];
  const feeds = trainingFeeds(network, loss, settings.outputs, settings.dropout, settings.shape);
  const supervision = supervisionOf(network, spaceOf(settings.shape).length);
  const { scales } = supervision;

  const forward = (tensors: readonly Tensor[], feed: Feed): readonly Tensor[] =>
    supervision.forward(namedParameters(parameters, tensors, feeds.masks(feed)), feeds.images(feed));
  const gradient = (feed: Feed, predictions: readonly BatchPrediction[] | null): { readonly gradients: readonly Tensor[]; readonly sums: Tensor } => {
    const parts = feeds.parts(feed);
    const references = feeds.references(feed);
    const measured: Tensor[] = [];
    const all = read(weights);
    const { grads } = tf.valueAndGrads((...tensors: Tensor[]) => partLossOfScales(
      loss, scales, forward(withLearning(all, learning, tensors), feed), parts, references, predictions,
      (found) => { measured.push(tf.keep(found)); },
    ))(learning.map((index) => all[index] as Tensor));
    kept.push(...measured);
    return { gradients: grads, sums: tf.concat(measured) };
  };
  const update = (feed: Feed, gradients: readonly Tensor[]): void => {
    const numbers = Object.fromEntries(Object.keys(stepNumbers(optimiser, 1, 1)).map((name) => [name, feed(name, tf.scalar(0.5))]));
    const clipped = clipGradients(gradients, optimiser.clipNorm);
    learning.forEach((index, place) => {
      changeVariable(optimiser, parameters[index] as ParameterShape, variables.heldOf(index), clipped[place] as Tensor, numbers);
    });
  };

  const programs: TrainingPrograms = {
    set: recorder.program('set', (feed) => {
      weights.forEach((variable, index) => {
        const value = feed(`value${index}`, zerosFor(parameters[index]));
        assignVariable(variable, value);
        memories.forEach(([memory, all]) => assignVariable(all[index] as ResourceVariable, memory === 'average' ? value : zerosFor(parameters[index])));
      });
      return done();
    }),
    remember: recorder.program('remember', (feed) => {
      memories.flatMap(([, all]) => all).forEach((variable, index) => {
        assignVariable(variable, feed(`value${index}`, zerosFor(parameters[index % parameters.length])));
      });
      return done();
    }),
    state: recorder.program('state', () => read([...weights, ...memories.flatMap(([, all]) => all)])),
    model: recorder.program('model', () => read(memories.find(([memory]) => memory === 'average')?.[1] ?? weights)),
    whole: inParts ? null : recorder.program('whole', (feed) => {
      const found = gradient(feed, null);
      update(feed, found.gradients);
      return [found.sums];
    }),
    parts: !inParts ? null : {
      look: !needsWholeBatch(loss) ? null : recorder.program('look', (feed) => {
        const parts = feeds.parts(feed);
        return [measureScales(loss, forward(read(weights), feed), parts)];
      }),
      add: recorder.program('add', (feed) => {
        const found = gradient(feed, needsWholeBatch(loss) ? feeds.predictions(feed) : null);
        sums.forEach((variable, place) => addToVariable(variable, found.gradients[place] as Tensor));
        return [found.sums];
      }),
      update: recorder.program('update', (feed) => {
        update(feed, read(sums));
        return done();
      }),
      reset: recorder.program('reset', () => {
        sums.forEach((variable, place) => assignVariable(variable, zerosFor(parameters[learning[place] as number])));
        return done();
      }),
    },
  };
  return { programs, release: () => [...kept, ...variables.all].forEach((one) => one.dispose()) };
}

interface Variables {
  readonly weights: readonly ResourceVariable[];
  readonly memories: readonly (readonly [Memory, readonly ResourceVariable[]])[];
  /** Of the gradients of those that learn, where a batch comes in parts. */
  readonly sums: readonly ResourceVariable[];
  readonly heldOf: (parameter: number) => HeldVariables;
  readonly all: readonly ResourceVariable[];
}

function declareVariables(recorder: Recorder, { network, optimiser, inParts, learning }: TrainingSettings): Variables {
  const declare = (of: readonly ParameterShape[]): ResourceVariable[] => recorder.variables(() => of.map(({ shape }) => declareVariable(shape)));
  const weights = declare(network.parameters);
  const memories = memoriesOf(optimiser).map((memory) => [memory, declare(network.parameters)] as const);
  const sums = inParts ? declare(learning.map((index) => network.parameters[index] as ParameterShape)) : [];
  return {
    weights, memories, sums,
    heldOf: (parameter) => ({
      weights: weights[parameter] as ResourceVariable,
      ...Object.fromEntries(memories.map(([memory, all]) => [memory, all[parameter] as ResourceVariable])),
    }),
    all: [...weights, ...memories.flatMap(([, all]) => all), ...sums],
  };
}

function read(variables: readonly ResourceVariable[]): Tensor[] {
  return variables.map((variable) => variable.read());
}

function zerosFor(parameter: ParameterShape | undefined): Tensor {
  return tf.fill([...(parameter?.shape ?? [])], 0);
}
