import { describe, expect, it } from 'vitest';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { countReference, partTensors, referenceTensors } from '#main/engine/batch.ts';
import type { TaughtBatch } from '#main/engine/learner.ts';
import { lossOf, measurePart, partLoss } from '#main/engine/losses.ts';
import { targetsOf, type Target } from '#main/engine/targets.ts';
import { freeingTensors, tf } from '#main/engine/tensorflow.ts';
import type { LossPlan } from '#shared/learning/plan.ts';
import { randomBatch, relativeDifference } from './random-batch.ts';

const outputs = 4;
const batch = randomBatch(3, { count: 2, side: 6, channels: outputs, outputs });

/** At full size. */
function targetOf(one: TaughtBatch): Target {
  return targetsOf(one, [{ strides: [1, 1] }])[0]!;
}

/** The formulas as they stand in the papers, for TensorFlow.js to differentiate. */
function written(loss: LossPlan, scores: Tensor4D): Tensor {
  const p = tf.reshape(tf.softmax(scores), [-1, outputs]);
  const valid = tf.tensor1d(batch.valid);
  const g = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), outputs);
  const entropy = tf.div(tf.neg(tf.sum(tf.mul(tf.sum(tf.mul(g, tf.log(p)), 1), valid))), tf.sum(valid));
  const column = tf.expandDims(valid, 1);
  const overlap = tf.sum(tf.mul(tf.mul(p, g), column), 0);
  const both = tf.add(tf.sum(tf.mul(p, column), 0), tf.sum(tf.mul(g, column), 0));
  const dice = tf.sub(1, tf.mean(tf.slice(tf.div(tf.mul(overlap, 2), both), [1], [-1])));
  return loss === 'dice' ? dice : loss === 'cross-entropy' ? entropy : tf.add(entropy, dice);
}

function gradientOf(loss: LossPlan, scores: Tensor4D): Tensor {
  const reference = referenceTensors(countReference([targetOf(batch)], outputs));
  return tf.grad((x) => partLoss(loss, x, partTensors(targetOf(batch)), reference, null, () => undefined))(scores);
}

describe.each(['cross-entropy', 'dice', 'dice+cross-entropy'] as const)('%s', (loss) => {
  it('has the value and the gradient of its formula', () => {
    freeingTensors(() => {
      const scores = tf.tensor4d(batch.images, [2, 6, 6, outputs]);
      const reference = referenceTensors(countReference([targetOf(batch)], outputs));
      const value = lossOf(loss, measurePart(scores, partTensors(targetOf(batch))), reference).dataSync()[0];
      const expected = tf.valueAndGrad((x) => written(loss, x as Tensor4D).asScalar())(scores);
      expect(value).toBeCloseTo(expected.value.dataSync()[0] as number, 4);
      expect(relativeDifference(gradientOf(loss, scores).dataSync(), expected.grad.dataSync())).toBeLessThan(1e-4);
    });
  });

  it('pulls at no pixel that is ignored, not even a little', () => {
    const gradient = freeingTensors(() => gradientOf(loss, tf.tensor4d(batch.images, [2, 6, 6, outputs])).dataSync());
    const pulled = batch.valid.map((_, pixel) => (gradient.subarray(pixel * outputs, (pixel + 1) * outputs).some((one) => one !== 0) ? 1 : 0));
    expect(pulled).toEqual(batch.valid);
    expect(batch.valid).toContain(0);
  });
});

describe('Dice', () => {
  it('is that of a case worked out by hand', () => {
    // Four pixels that teach, two outputs; the network is certain: predicted 1 1 0 0, drawn 1 0 1 0 → Dice 2·1/(2+2) = 0.5.
    const certain = 40;
    const one = {
      ...randomBatch(1, { count: 1, side: 2, channels: 2, outputs: 2, taught: 1 }),
      images: Float32Array.of(0, certain, 0, certain, certain, 0, certain, 0),
      labels: Int32Array.of(1, 0, 1, 0),
    };
    freeingTensors(() => {
      const sums = measurePart(tf.tensor4d(one.images, [1, 2, 2, 2]), partTensors(targetOf(one)));
      const reference = referenceTensors(countReference([targetOf(one)], 2));
      expect(lossOf('dice', sums, reference).dataSync()[0]).toBeCloseTo(0.5, 4);
      expect(sums.correct.dataSync()[0]).toBe(2);
    });
  });

  it('leaves out a label that the batch does not hold', () => {
    const without = { ...batch, labels: batch.labels.map((label) => (label === 3 ? 0 : label)) };
    freeingTensors(() => {
      const reference = referenceTensors(countReference([targetOf(without)], outputs));
      expect([...reference.shares.dataSync()]).toEqual([0, 0.5, 0.5, 0]);
    });
  });

  it('teaches nothing where no label is drawn at all', () => {
    const empty = { ...batch, labels: new Int32Array(batch.labels.length) };
    freeingTensors(() => {
      const reference = referenceTensors(countReference([targetOf(empty)], outputs));
      const gradient = tf.grad((x) => partLoss('dice', x, partTensors(targetOf(empty)), reference, null, () => undefined))(
        tf.tensor4d(batch.images, [2, 6, 6, outputs]));
      expect(gradient.dataSync().every((one) => one === 0)).toBe(true);
    });
  });
});
