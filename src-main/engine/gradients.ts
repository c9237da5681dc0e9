/** The gradient of a batch by the network's parameters, from its parts: exactly that of the batch at once. */
import type { Tensor } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { imageTensor, referenceTensors } from './batch.ts';
import { spaceOf, type TaughtBatch } from './learner.ts';
import { needsWholeBatch, type BatchPrediction } from './losses.ts';
import { accuracyOf, lessonOf, lossOfLesson, measureScales, partLossOfScales, partsTensors } from './losses-of-scales.ts';
import { supervisionOf, type Network } from './networks/network.ts';
import { addJoined } from './sums-of-parts.ts';
import { freeingTensors, tf } from './tensorflow.ts';
import { namedParameters } from './weights.ts';

export interface BatchGradients {
  /** In the order of the network's parameters; the caller disposes of them. */
  readonly gradients: readonly Tensor[];
  readonly loss: number;
  /** Share of the pixels that teach that are labelled right. */
  readonly accuracy: number;
}

/**
 * @param read present values of the parameters, made anew for each part
 * @param between awaited after each part; what it throws ends the work
 */
export async function batchGradients(
  network: Network, loss: LossPlan, outputs: number, read: () => Tensor[], parts: readonly TaughtBatch[], between: () => Promise<void>,
): Promise<BatchGradients> {
  const supervision = supervisionOf(network, spaceOf(parts[0] as TaughtBatch).length);
  const { scales } = supervision;
  const lesson = lessonOf(parts, scales, loss, outputs);
  const { totals } = lesson;
  const forward = (tensors: readonly Tensor[], batch: TaughtBatch): readonly Tensor[] =>
    supervision.forward(namedParameters(network.parameters, tensors), imageTensor(batch));

  // Dice is a ratio of sums over the batch: these have to be known before any part of it can teach.
  const twice = parts.length > 1 && needsWholeBatch(loss);
  if (twice) {
    for (const { batch, targets } of lesson.parts) {
      freeingTensors(() => addJoined(totals, measureScales(loss, forward(read(), batch), partsTensors(targets))));
      await between();
    }
  }
  const whole = twice ? totals.map((total) => total.predictionSoFar()) : null;

  let sum: Tensor[] | null = null;
  try {
    for (const { batch, targets } of lesson.parts) {
      const before: Tensor[] | null = sum;
      sum = tf.tidy(() => {
        const references = lesson.known.map(referenceTensors);
        const predictions: BatchPrediction[] | null = whole === null
          ? null
          : whole.map(({ overlap, predicted }) => ({ overlap: tf.tensor1d(overlap), predicted: tf.tensor1d(predicted) }));
        const { grads } = tf.valueAndGrads((...tensors: Tensor[]) => partLossOfScales(
          loss, scales, forward(tensors, batch), partsTensors(targets), references, predictions,
          (sums, scale) => { if (!twice) totals[scale]?.add(sums.dataSync()); },
        ))(read());
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
