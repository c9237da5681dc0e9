/** The gradient of a batch by the network's parameters, from its parts: exactly that of the batch at once. */
import type { Tensor } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import { countReference, imageTensor, partOf, referenceTensors } from './batch.ts';
import type { TaughtBatch } from './learner.ts';
import { lossOf, measurePart, needsWholeBatch, partLoss, type BatchPrediction } from './losses.ts';
import type { Network, Parameters } from './networks/network.ts';
import { joinSums, SumsOfParts } from './sums-of-parts.ts';
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
  const known = countReference(parts, outputs);
  const totals = new SumsOfParts(outputs);
  const forward = (tensors: readonly Tensor[], batch: TaughtBatch): Tensor =>
    network.forward(named(network, tensors), imageTensor(batch));

  // Dice is a ratio of sums over the batch: these have to be known before any part of it can teach.
  const twice = parts.length > 1 && needsWholeBatch(loss);
  if (twice) {
    for (const batch of parts) {
      freeingTensors(() => totals.addJoined(joinSums(measurePart(forward(read(), batch), partOf(batch)))));
      await between();
    }
  }
  const whole = twice ? totals.predictionSoFar() : null;

  let sum: Tensor[] | null = null;
  try {
    for (const batch of parts) {
      const before: Tensor[] | null = sum;
      sum = tf.tidy(() => {
        const reference = referenceTensors(known);
        const prediction: BatchPrediction | null = whole === null
          ? null
          : { overlap: tf.tensor1d(whole.overlap), predicted: tf.tensor1d(whole.predicted) };
        const { grads } = tf.valueAndGrads((...tensors: Tensor[]) =>
          partLoss(loss, forward(tensors, batch), partOf(batch), reference, prediction, (sums) => { if (!twice) totals.addJoined(joinSums(sums)); }),
        )(read());
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
    loss: freeingTensors(() => lossOf(loss, totals.tensors(), referenceTensors(known)).dataSync()[0] as number),
    accuracy: totals.correct / Math.max(1, known.valid),
  };
}

function named(network: Network, tensors: readonly Tensor[]): Parameters {
  return namedParameters(network.parameters, tensors);
}
