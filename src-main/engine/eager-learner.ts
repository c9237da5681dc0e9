/** Computes one operation after the other: runs anywhere, and is what every faster way is held to. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { LossPlan } from '#shared/learning/plan.ts';
import type { PatchBatch } from '#shared/learning/patches.ts';
import type { ImageBatch, Learner, StepOutcome } from './learner.ts';
import { lossOf, measurePart, needsWholeBatch, partLoss, referenceOf, type BatchPrediction, type BatchReference, type Part, type PartOutcome } from './losses.ts';
import type { Network } from './networks/network.ts';
import { freeingTensors, tf } from './tensorflow.ts';
import { makeWeights, namedParameters } from './weights.ts';

/** @param values starting or trained weights by name */
export function makeEagerLearner(network: Network, loss: LossPlan, outputs: number, values: ReadonlyMap<string, Float32Array>): Learner {
  const weights = makeWeights(network.parameters, values);
  const forward = (tensors: readonly Tensor[], images: Tensor4D): Tensor4D =>
    network.forward(namedParameters(network.parameters, tensors), images);

  const predict = <Result>(batch: ImageBatch, read: (scores: Tensor4D) => Result): Result =>
    freeingTensors(() => read(forward(weights.read(), imageTensor(batch))));

  return {
    async learn(parts, learningRate, between): Promise<StepOutcome> {
      const reference = sumReferences(parts.map(({ labels, valid }) => referenceOf(labels, valid, outputs)));
      const prediction = parts.length > 1 && needsWholeBatch(loss) ? await predictAll(parts, reference, between) : null;
      const outcomes: PartOutcome[] = [];
      let sum: Tensor[] | null = null;
      try {
        for (const batch of parts) {
          const before: Tensor[] | null = sum;
          sum = tf.tidy(() => {
            const { grads } = tf.valueAndGrads((...tensors: Tensor[]) =>
              partLoss(loss, forward(tensors, imageTensor(batch)), partOf(batch), reference, prediction, (one) => outcomes.push(one)),
            )(weights.read());
            return before === null ? grads : grads.map((gradient, index) => tf.add(gradient, before[index] as Tensor));
          });
          before?.forEach((tensor) => tensor.dispose());
          await between();
        }
        if (sum !== null) weights.update(sum, learningRate);
      } finally {
        sum?.forEach((tensor) => tensor.dispose());
      }
      const crossEntropy = outcomes.reduce((total, one) => total + one.crossEntropy, 0);
      const correct = outcomes.reduce((total, one) => total + one.correct, 0);
      return {
        loss: lossOf(loss, crossEntropy, reference, prediction ?? sumPredictions(outcomes)),
        accuracy: correct / Math.max(1, reference.valid),
      };
    },
    label: (batch) => predict(batch, (scores) => tf.argMax(scores, 3).dataSync() as Int32Array),
    probabilities: (batch) => predict(batch, (scores) => tf.softmax(scores).dataSync() as Float32Array),
    weights: () => freeingTensors(() => new Map(weights.read().map((tensor, index) =>
      [network.parameters[index]?.name ?? '', Float32Array.from(tensor.dataSync())]))),
    dispose: () => weights.dispose(),
  };

  /** Dice is a ratio of sums over the batch: these have to be known before any part of it can teach. */
  async function predictAll(parts: readonly PatchBatch[], reference: BatchReference, between: () => Promise<void>): Promise<BatchPrediction> {
    const outcomes: PartOutcome[] = [];
    for (const batch of parts) {
      outcomes.push(freeingTensors(() => measurePart(forward(weights.read(), imageTensor(batch)), partOf(batch), reference)));
      await between();
    }
    return sumPredictions(outcomes);
  }
}

function imageTensor({ images, count, rows, columns, channels }: ImageBatch): Tensor4D {
  return tf.tensor4d(images, [count, rows, columns, channels]);
}

function partOf({ labels, valid, count, rows, columns }: PatchBatch): Part {
  return { labels: tf.tensor3d(labels, [count, rows, columns], 'int32'), valid: tf.tensor3d(valid, [count, rows, columns]) };
}

function addUp(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, index) => rows.reduce((sum, row) => sum + (row[index] ?? 0), 0));
}

function sumReferences(references: readonly BatchReference[]): BatchReference {
  return {
    valid: references.reduce((sum, { valid }) => sum + valid, 0),
    perOutput: addUp(references.map(({ perOutput }) => perOutput)),
  };
}

function sumPredictions(outcomes: readonly BatchPrediction[]): BatchPrediction {
  return { overlap: addUp(outcomes.map(({ overlap }) => overlap)), predicted: addUp(outcomes.map(({ predicted }) => predicted)) };
}
