import { describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { countReference, partTensors, referenceTensors } from '#main/engine/batch.ts';
import type { TaughtBatch } from '#main/engine/learner.ts';
import { lossOf, measurePart, partLoss } from '#main/engine/losses.ts';
import { targetsOf, type Target } from '#main/engine/targets.ts';
import { freeingTensors, tf } from '#main/engine/tensorflow.ts';
import { lossTerms } from '#shared/learning/loss-terms.ts';
import type { LossPlan, LossTerms } from '#shared/learning/plan.ts';
import { randomBatch, relativeDifference } from './random-batch.ts';

const outputs = 4;
const batch = randomBatch(3, { count: 2, side: 6, channels: outputs, outputs });
const classWeights = [0.2, 1, 3, 0.5];

const losses: readonly (readonly [string, LossPlan])[] = [
  ...(['cross-entropy', 'dice', 'dice+cross-entropy', 'focal', 'tversky', 'boundary-cross-entropy'] as const).map((name) => [name, name] as const),
  ['class weights', { voxels: { focus: 0, classWeights, boundary: null }, overlap: null }],
  ['a focus below 1, weights and boundaries together', { voxels: { focus: 0.5, classWeights, boundary: { weight: 3, width: 1 } }, overlap: null }],
  ['an uneven overlap beside a focus of 1', { voxels: { focus: 1, classWeights: null, boundary: null }, overlap: { falsePositives: 0.9, falseNegatives: 0.4 } }],
];

/** At full size. */
function targetOf(one: TaughtBatch, loss: LossPlan): Target {
  return targetsOf(one, [{ strides: [1, 1] }], lossTerms(loss))[0]!;
}

/** How much a voxel counts, from its distance to each voxel that touches another label. */
function weightOf(voxel: number, { voxels }: LossTerms): number {
  const place = (at: number): [number, number, number] => [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6];
  const apart = (a: number, b: number): number => {
    const [p, q] = [place(a), place(b)];
    return p[0] === q[0] ? Math.hypot(p[1] - q[1], p[2] - q[2]) : Infinity;
  };
  const all = [...batch.labels.keys()].filter((at) => batch.valid[at] === 1);
  const touching = all.filter((at) => all.some((other) => apart(at, other) === 1 && batch.labels[other] !== batch.labels[at]));
  const nearest = Math.min(...touching.map((at) => apart(voxel, at)));
  const boundary = voxels?.boundary ?? { weight: 0, width: 1 };
  return (voxels?.classWeights?.[batch.labels[voxel]!] ?? 1) * (1 + boundary.weight * Math.exp(-(nearest ** 2) / (2 * boundary.width ** 2)));
}

/** The formulas as they stand in the papers, in double precision and one number after the other. */
function written(loss: LossPlan): (scores: Float64Array) => number {
  const terms = lossTerms(loss);
  const weights = Array.from(batch.labels, (_, voxel) => (batch.valid[voxel] === 1 ? weightOf(voxel, terms) : 0));
  return (scores) => {
    let [sum, weight] = [0, 0];
    const [both, predicted, drawn] = [0, 1, 2].map(() => new Float64Array(outputs)) as [Float64Array, Float64Array, Float64Array];
    batch.labels.forEach((label, voxel) => {
      if (batch.valid[voxel] !== 1) return;
      const exponentials = Array.from(scores.subarray(voxel * outputs, (voxel + 1) * outputs), Math.exp);
      const total = exponentials.reduce((a, b) => a + b, 0);
      const p = exponentials.map((one) => one / total);
      sum += weights[voxel]! * (1 - p[label]!) ** (terms.voxels?.focus ?? 0) * -Math.log(p[label]!);
      weight += weights[voxel]!;
      p.forEach((one, output) => { predicted[output] = predicted[output]! + one; });
      both[label] = both[label]! + p[label]!;
      drawn[label] = drawn[label]! + 1;
    });
    const { falsePositives = 0, falseNegatives = 0 } = terms.overlap ?? {};
    const indices = [1, 2, 3].map((c) => both[c]! / (both[c]! + falsePositives * (predicted[c]! - both[c]!) + falseNegatives * (drawn[c]! - both[c]!)));
    return (terms.voxels === null ? 0 : sum / weight) + (terms.overlap === null ? 0 : 1 - indices.reduce((a, b) => a + b, 0) / 3);
  };
}

function gradientOf(loss: LossPlan, one: TaughtBatch, scores: Tensor): Tensor {
  const target = targetOf(one, loss);
  const reference = referenceTensors(countReference([target], outputs));
  return tf.grad((x) => partLoss(loss, x, partTensors(target), reference, null, () => undefined))(scores);
}

describe.each(losses)('%s', (_, loss) => {
  const value = written(loss);
  const scores = Float64Array.from(batch.images);

  it('has the value of its formula, and the gradient that finite differences of it measure', () => {
    const h = 1e-5;
    const measured = Array.from(scores, (one, at) => {
      const [further, nearer] = [h, -h].map((by) => value(scores.with(at, one + by)));
      return (further! - nearer!) / (2 * h);
    });
    freeingTensors(() => {
      const given = tf.tensor4d(batch.images, [2, 6, 6, outputs]);
      const target = targetOf(batch, loss);
      const reference = referenceTensors(countReference([target], outputs));
      expect(lossOf(loss, measurePart(loss, given, partTensors(target)), reference).dataSync()[0]).toBeCloseTo(value(scores), 4);
      expect(relativeDifference(gradientOf(loss, batch, given).dataSync(), measured)).toBeLessThan(1e-4);
    });
  });

  it('pulls at no pixel that is ignored, not even a little', () => {
    const gradient = freeingTensors(() => gradientOf(loss, batch, tf.tensor4d(batch.images, [2, 6, 6, outputs])).dataSync());
    const pulled = batch.valid.map((__, pixel) => (gradient.subarray(pixel * outputs, (pixel + 1) * outputs).some((one) => one !== 0) ? 1 : 0));
    expect(pulled).toEqual(batch.valid);
    expect(batch.valid).toContain(0);
  });

  it('stays finite where the network is certain, be it right or wrong', () => {
    const certain = batch.images.map((one) => Math.sign(one) * 100);
    const gradient = freeingTensors(() => gradientOf(loss, batch, tf.tensor4d(certain, [2, 6, 6, outputs])).dataSync());
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});

describe('Dice', () => {
  const oneOf = (labels: Int32Array): TaughtBatch => ({ ...batch, labels });

  it('is that of a case worked out by hand', () => {
    // Four pixels that teach, two outputs; the network is certain: predicted 1 1 0 0, drawn 1 0 1 0 → Dice 2·1/(2+2) = 0.5.
    const certain = 40;
    const one = {
      ...randomBatch(1, { count: 1, side: 2, channels: 2, outputs: 2, taught: 1 }),
      images: Float32Array.of(0, certain, 0, certain, certain, 0, certain, 0),
      labels: Int32Array.of(1, 0, 1, 0),
    };
    freeingTensors(() => {
      const sums = measurePart('dice', tf.tensor4d(one.images, [1, 2, 2, 2]), partTensors(targetOf(one, 'dice')));
      const reference = referenceTensors(countReference([targetOf(one, 'dice')], 2));
      expect(lossOf('dice', sums, reference).dataSync()[0]).toBeCloseTo(0.5, 4);
      // One of two predicted is wrong (weighs 0.3) and one of two drawn is missed (0.7): 1 / (1 + 0.3 + 0.7).
      expect(lossOf('tversky', sums, reference).dataSync()[0]).toBeCloseTo(0.5, 4);
      expect(lossOf({ voxels: null, overlap: { falsePositives: 1, falseNegatives: 2 } }, sums, reference).dataSync()[0]).toBeCloseTo(0.75, 4);
      expect(sums.correct.dataSync()[0]).toBe(2);
    });
  });

  it('leaves out a label that the batch does not hold', () => {
    const without = oneOf(batch.labels.map((label) => (label === 3 ? 0 : label)));
    freeingTensors(() => {
      const reference = referenceTensors(countReference([targetOf(without, 'dice')], outputs));
      expect([...reference.shares.dataSync()]).toEqual([0, 0.5, 0.5, 0]);
    });
  });

  it.each(['dice', 'tversky'] as const)('teaches nothing where no label is drawn at all: %s', (loss) => {
    const empty = oneOf(new Int32Array(batch.labels.length));
    const gradient = freeingTensors(() => gradientOf(loss, empty, tf.tensor4d(batch.images, [2, 6, 6, outputs])).dataSync());
    expect(gradient.every((one) => one === 0)).toBe(true);
  });
});

describe('the focal loss', () => {
  it('is that of the paper’s figure 1: of a voxel at 0.9, cross-entropy 0.105, with a focus of 2 a hundredth of it', () => {
    const one = { ...randomBatch(1, { count: 1, side: 1, channels: 2, outputs: 2, taught: 1 }), labels: Int32Array.of(1) };
    freeingTensors(() => {
      const scores = tf.tensor4d([0, Math.log(9)], [1, 1, 1, 2]);
      const of = (loss: LossPlan): number => measurePart(loss, scores, partTensors(targetOf(one, loss))).voxels.dataSync()[0]!;
      expect(of('cross-entropy')).toBeCloseTo(0.10536, 5);
      expect(of('focal')).toBeCloseTo(0.0010536, 7);
    });
  });
});

describe('boundaries', () => {
  it('weigh most beside another label, less further away, and none where the slice ends or is ignored', () => {
    const row = (labels: number[], valid: number[]): number[] => {
      const one = { ...batch, count: 1, rows: 1, columns: labels.length, labels: Int32Array.from(labels), valid: Float32Array.from(valid) };
      return [...targetOf(one, { voxels: { focus: 0, classWeights: null, boundary: { weight: 10, width: 2 } }, overlap: null }).weights!];
    };
    const away = (voxels: number): number => 1 + 10 * Math.exp(-(voxels ** 2) / 8);
    const expected = [away(2), away(1), 11, 11, away(1), away(2), away(3)];
    row([0, 0, 0, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1]).forEach((one, at) => expect(one).toBeCloseTo(expected[at]!, 5));
    expect(row([0, 0, 0, 1, 1], [1, 1, 0, 1, 1])).toEqual([1, 1, 0, 1, 1]);
    expect(row([1, 1, 1, 1], [1, 1, 1, 1])).toEqual([1, 1, 1, 1]);
  });

  it('are felt across the slices of a volume, but not from one sample to the next', () => {
    const labels = new Int32Array(16).fill(1, 4, 8);
    const volume = { ...randomBatch(1, { count: 2, slices: 2, side: 2, channels: 1, outputs: 2, taught: 1 }), labels };
    const [target] = targetsOf(volume, [{ strides: [1, 1, 1] }, { strides: [2, 2, 2] }], lossTerms('boundary-cross-entropy'));
    expect([...target!.weights!]).toEqual([...Array<number>(8).fill(11), ...Array<number>(8).fill(1)]);
  });

  it('count at coarser levels as much as the voxels that these learn from', () => {
    const volume = { ...randomBatch(1, { count: 1, slices: 2, side: 2, channels: 1, outputs: 3, taught: 1 }) };
    const loss = { voxels: { focus: 0, classWeights: [5, 6, 7], boundary: null }, overlap: null };
    const [, coarse] = targetsOf({ ...volume, labels: Int32Array.of(2, 0, 0, 0, 0, 0, 0, 0) }, [{ strides: [1, 1, 1] }, { strides: [2, 2, 2] }], loss);
    expect(coarse!.weights).toEqual(Float32Array.of(7));
  });
});
