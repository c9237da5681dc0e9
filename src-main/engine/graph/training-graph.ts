/**
 * The training step as a TensorFlow graph with the weights as its variables: what the eager learner does in
 * hundreds of calls is one call, and the library fuses and orders the operations as it likes.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { lossTerms, weighsVoxels } from '#shared/learning/loss-terms.ts';
import type { LossPlan } from '#shared/learning/plan.ts';
import { spaceOf, type ImageBatch } from '../learner.ts';
import { needsWholeBatch, type BatchPrediction, type BatchReference, type Part } from '../losses.ts';
import { measureScales, partLossOfScales } from '../losses-of-scales.ts';
import { applyAdam, assignVariable, addToVariable, declareVariable, type ResourceVariable } from '../native/resource-variables.ts';
import { supervisionOf, type Network } from '../networks/network.ts';
import { tf } from '../tensorflow.ts';
import { adamScalars, namedParameters } from '../weights.ts';
import { recordGraph, type Program, type Recorder } from './record.ts';
import { openSession, type GraphSession } from './session.ts';

/** Shape of the part of a batch that is computed at a time. */
export type PartShape = Omit<ImageBatch, 'images'>;

/** What is fed at each scale has the same names, with the scale's number behind all but the first. */
export function feedName(name: string, scale: number): string {
  return scale === 0 ? name : `${name}${scale}`;
}

export interface TrainingGraph {
  readonly session: GraphSession;
  readonly programs: TrainingPrograms;
}

export interface TrainingPrograms {
  /** Feeds `value<n>` in the order of the network's parameters; forgets what Adam remembers. */
  readonly set: Program;
  /** Fetches the parameters in order. */
  readonly get: Program;
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

/** @param inParts whether a batch is larger than what is computed at a time */
export function traceTraining(network: Network, loss: LossPlan, outputs: number, shape: PartShape, inParts: boolean): TrainingGraph {
  const { nodes, result } = recordGraph((recorder) => recordPrograms(recorder, network, loss, outputs, shape, inParts));
  result.release();
  return { session: openSession(nodes), programs: result.programs };
}

function recordPrograms(
  recorder: Recorder, network: Network, loss: LossPlan, outputs: number, shape: PartShape, inParts: boolean,
): { readonly programs: TrainingPrograms; readonly release: () => void } {
  const { parameters } = network;
  const declare = (): ResourceVariable[] => recorder.variables(() => parameters.map(({ shape: own }) => declareVariable(own)));
  const [weights, means, meanSquares] = [declare(), declare(), declare()];
  const sums = inParts ? declare() : [];
  const read = (variables: readonly ResourceVariable[]): Tensor[] => variables.map((variable) => variable.read());
  const zeros = (variables: readonly ResourceVariable[]): void =>
    variables.forEach((variable, index) => assignVariable(variable, tf.fill([...(parameters[index]?.shape ?? [])], 0)));
  const kept: Tensor[] = [];
  const done = (): Tensor[] => [tf.fill([1], 0)];
  const space = spaceOf(shape);
  const supervision = supervisionOf(network, space.length);
  const { scales } = supervision;
  type Feed = (name: string, example: Tensor) => Tensor;

  const forward = (tensors: readonly Tensor[], feed: Feed): readonly Tensor[] =>
    supervision.forward(namedParameters(parameters, tensors), feed('images', tf.zeros([shape.count, ...space, shape.channels])));
  const feedParts = (feed: Feed): Part[] => scales.map(({ strides }, scale) => {
    const voxels = [shape.count, ...space.map((length, axis) => length / (strides[axis] as number))];
    return {
      labels: feed(feedName('labels', scale), tf.zeros(voxels, 'int32')),
      valid: feed(feedName('valid', scale), tf.zeros(voxels)),
      ...(weighsVoxels(lossTerms(loss)) ? { weights: feed(feedName('weights', scale), tf.zeros(voxels)) } : {}),
    };
  });
  const feedReferences = (feed: Feed): BatchReference[] => scales.map((_, scale) => ({
    perVoxel: feed(feedName('perVoxel', scale), tf.scalar(1)).asScalar(),
    counts: feed(feedName('counts', scale), tf.ones([outputs])).as1D(),
    shares: feed(feedName('shares', scale), tf.ones([outputs])).as1D(),
  }));
  const feedPredictions = (feed: Feed): BatchPrediction[] => scales.map((_, scale) => ({
    overlap: feed(feedName('overlap', scale), tf.ones([outputs])).as1D(),
    predicted: feed(feedName('predicted', scale), tf.ones([outputs])).as1D(),
  }));
  const gradient = (feed: Feed, predictions: readonly BatchPrediction[] | null): { readonly gradients: readonly Tensor[]; readonly sums: Tensor } => {
    const parts = feedParts(feed);
    const references = feedReferences(feed);
    const measured: Tensor[] = [];
    const { grads } = tf.valueAndGrads((...tensors: Tensor[]) =>
      partLossOfScales(loss, scales, forward(tensors, feed), parts, references, predictions, (found) => {
        measured.push(tf.keep(found));
      }),
    )(read(weights));
    kept.push(...measured);
    return { gradients: grads, sums: tf.concat(measured) };
  };
  const update = (feed: Feed, gradients: readonly Tensor[]): void => {
    const fed = ['beta1Power', 'beta2Power', 'rate'].map((name) => feed(name, tf.scalar(0.5)));
    weights.forEach((variable, index) => applyAdam(
      { variable, mean: means[index] as ResourceVariable, meanSquare: meanSquares[index] as ResourceVariable },
      [...fed, ...adamScalars()], gradients[index] as Tensor,
    ));
  };

  const set = recorder.program('set', (feed) => {
    weights.forEach((variable, index) => assignVariable(variable, feed(`value${index}`, tf.zeros([...(parameters[index]?.shape ?? [])]))));
    zeros(means);
    zeros(meanSquares);
    return done();
  });
  const get = recorder.program('get', () => read(weights));
  const whole = inParts ? null : recorder.program('whole', (feed) => {
    const found = gradient(feed, null);
    update(feed, found.gradients);
    return [found.sums];
  });
  const parts = inParts ? {
    look: needsWholeBatch(loss)
      ? recorder.program('look', (feed) => {
        const parts = feedParts(feed);
        return [measureScales(loss, forward(read(weights), feed), parts)];
      })
      : null,
    add: recorder.program('add', (feed) => {
      const found = gradient(feed, needsWholeBatch(loss) ? feedPredictions(feed) : null);
      sums.forEach((variable, index) => addToVariable(variable, found.gradients[index] as Tensor));
      return [found.sums];
    }),
    update: recorder.program('update', (feed) => {
      update(feed, read(sums));
      return done();
    }),
    reset: recorder.program('reset', () => {
      zeros(sums);
      return done();
    }),
  } : null;
  return {
    programs: { set, get, whole, parts },
    release: () => [...kept, ...weights, ...means, ...meanSquares, ...sums].forEach((one) => one.dispose()),
  };
}
