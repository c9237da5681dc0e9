/** The gradient of a batch by the network's parameters, from its parts: exactly that of the batch at once. */
import type { Tensor } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { imageTensor, referenceTensors } from './batch.ts';
import { spaceOf, type TaughtBatch } from './learner.ts';
import { needsWholeBatch, type BatchPrediction } from './losses.ts';
import { accuracyOf, lessonOf, lossOfLesson, measureScales, partLossOfScales, partsTensors } from './losses-of-scales.ts';
import { maskTensors, type Mask } from './networks/dropout.ts';
import { supervisionOf, type Network } from './networks/network.ts';
import { addJoined } from './sums-of-parts.ts';
import { freeingTensors, tf } from './tensorflow.ts';
import { namedParameters } from './weights.ts';

export interface BatchGradients {
  /** In the order of the parameters that learn; the caller disposes of them. */
  readonly gradients: readonly Tensor[];
  readonly loss: number;
  /** Share of the pixels that teach that are labelled right. */
  readonly accuracy: number;
}

export interface StepSettings {
  /** Indices of the parameters that learn. */
  readonly learning: readonly number[];
  /** What is left out of a part, by number of its first sample. */
  readonly masksOf: (firstSample: number, count: number) => readonly Mask[];
}

/**
 * @param read present values of the parameters, made anew for each part
 * @param between awaited after each part; what it throws ends the work
 */
export async function batchGradients(
  network: Network, loss: LossPlan, outputs: number, read: () => Tensor[], parts: readonly TaughtBatch[], between: () => Promise<void>,
  { learning, masksOf }: StepSettings = { learning: [...network.parameters.keys()], masksOf: () => [] },
): Promise<BatchGradients> {
  const supervision = supervisionOf(network, spaceOf(parts[0] as TaughtBatch).length);
  const { scales } = supervision;
  const lesson = lessonOf(parts, scales, loss, outputs);
  const { totals } = lesson;
  const forward = (tensors: readonly Tensor[], batch: TaughtBatch, part: number): readonly Tensor[] => {
    const first = parts.slice(0, part).reduce((sum, { count }) => sum + count, 0);
    return supervision.forward(namedParameters(network.parameters, tensors, maskTensors(masksOf(first, batch.count))), imageTensor(batch));
  };

  // Dice is a ratio of sums over the batch: these have to be known before any part of it can teach.
  const twice = parts.length > 1 && needsWholeBatch(loss);
  if (twice) {
    for (const [part, { batch, targets }] of lesson.parts.entries()) {
      freeingTensors(() => addJoined(totals, measureScales(loss, forward(read(), batch, part), partsTensors(targets))));
      await between();
    }
  }
  const whole = twice ? totals.map((total) => total.predictionSoFar()) : null;

  let sum: Tensor[] | null = null;
  try {
    for (const [part, { batch, targets }] of lesson.parts.entries()) {
      const before: Tensor[] | null = sum;
      sum = tf.tidy(() => {
        const references = lesson.known.map(referenceTensors);
        const predictions: BatchPrediction[] | null = whole === null
          ? null
          : whole.map(({ overlap, predicted }) => ({ overlap: tf.tensor1d(overlap), predicted: tf.tensor1d(predicted) }));
        const weights = read();
        const { grads } = tf.valueAndGrads((...tensors: Tensor[]) => partLossOfScales(
          loss, scales, forward(withLearning(weights, learning, tensors), batch, part), partsTensors(targets), references, predictions,
          (sums, scale) => { if (!twice) totals[scale]?.add(sums.dataSync()); },
        ))(learning.map((index) => weights[index] as Tensor));
        return before === null ? grads : grads.map((gradient, index) => tf.add(gradient, before[index] as Tensor));
      });
      before?.forEach((tensor) => tensor.dispose());
      await between();
    }
  } catch (error) {
    sum?.forEach((tensor) => tensor.dispose());
    throw error;
  }
  return {
    gradients: sum ?? [],
    loss: freeingTensors(() => lossOfLesson(loss, scales, lesson)),
    accuracy: accuracyOf(lesson),
  };
}

/** All weights, those that learn as the given tensors. */
export function withLearning(weights: readonly Tensor[], learning: readonly number[], tensors: readonly Tensor[]): readonly Tensor[] {
  const all = [...weights];
  learning.forEach((index, place) => { all[index] = tensors[place] as Tensor; });
  return all;
}
