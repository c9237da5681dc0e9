import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rank } from '@tensorflow/tfjs';
import { batchGradients } from '#main/engine/gradients.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet } from '#main/engine/networks/unet.ts';
import { targetsOf } from '#main/engine/targets.ts';
import { freeingTensors, tf } from '#main/engine/tensorflow.ts';
import { makeWeights, namedParameters } from '#main/engine/weights.ts';
import { lossTerms } from '#shared/learning/loss-terms.ts';
import { partOfBatch, randomBatch, relativeDifference } from './random-batch.ts';

// The deepest level keeps more than one voxel: one alone is normalised to nothing.
const levels = [3, 4, 6, 8].map((filters, level) => ({
  filters, kernel: [3, 3, 3], stride: level === 0 ? [1, 1, 1] : level === 1 ? [1, 2, 2] : [2, 2, 1],
}));
const network = unet(2, 3, { dimensions: 3, levels, residual: false, deepSupervision: true });

const unweighted = lossTerms('cross-entropy');

describe('the labels of a coarser level', () => {
  const stride = fc.constantFrom(1, 2, 4);

  it('are in each block those of a voxel that teaches, and teach wherever one does', () => {
    fc.assert(fc.property(fc.nat(), stride, stride, stride, fc.constantFrom(0.02, 0.3, 1), (seed, across, down, right, taught) => {
      const batch = randomBatch(seed, { count: 2, slices: 4, side: 8, channels: 1, outputs: 3, taught });
      const [target] = targetsOf(batch, [{ strides: [across, down, right] }], unweighted);
      expect(target!.shape).toEqual([2, 4 / across, 8 / down, 8 / right]);
      const blocks = new Map<number, Set<number>>();
      batch.labels.forEach((label, voxel) => {
        if (batch.valid[voxel] !== 1) return;
        const [sample, slice, row, column] = [Math.floor(voxel / 256), Math.floor(voxel / 64) % 4, Math.floor(voxel / 8) % 8, voxel % 8];
        const block = ((sample * (4 / across) + Math.floor(slice / across)) * (8 / down) + Math.floor(row / down)) * (8 / right) + Math.floor(column / right);
        blocks.set(block, (blocks.get(block) ?? new Set()).add(label));
      });
      target!.valid.forEach((valid, block) => expect(valid).toBe(blocks.has(block) ? 1 : 0));
      blocks.forEach((labels, block) => expect(labels).toContain(target!.labels[block]));
    }), { numRuns: 60 });
  });

  it('come from the voxel nearest to the middle of the block', () => {
    const batch = { ...randomBatch(1, { count: 1, slices: 4, side: 4, channels: 1, outputs: 3, taught: 1 }) };
    const labels = Int32Array.from({ length: 64 }, (_, voxel) => voxel);
    // Of 4 × 4 × 4 voxels the eight about the middle are equally near; the first of them is 1, 1, 1.
    expect(targetsOf({ ...batch, labels }, [{ strides: [4, 4, 4] }], unweighted)[0]!.labels).toEqual(Int32Array.of(16 + 4 + 1));
    // Where none of those teaches, the next ones do.
    const valid = batch.valid.map((_, voxel) => (voxel === 0 || voxel === 16 + 3 ? 1 : 0));
    expect(targetsOf({ ...batch, labels, valid }, [{ strides: [4, 4, 4] }], unweighted)[0]!.labels).toEqual(Int32Array.of(16 + 3));
  });
});

describe('deep supervision', () => {
  const { scales, forward } = network.supervision!;

  it('counts each level half as much as the one above, all together once', () => {
    expect(scales.map(({ strides }) => strides)).toEqual([[1, 1, 1], [1, 2, 2]]);
    expect(scales.map(({ weight }) => weight)).toEqual([2 / 3, 1 / 3]);
  });

  it('has the gradient that finite differences of the summed formulas measure', async () => {
    const batch = randomBatch(3, { count: 2, slices: 4, side: 8, channels: 2, outputs: 3, taught: 0.4 });
    const start = startingWeights(network.parameters, 1);
    const weights = makeWeights(network.parameters, start);
    const found = await batchGradients(network, 'cross-entropy', 3, () => weights.read(), [batch], async () => undefined);
    const targets = targetsOf(batch, scales, unweighted);
    /** Mean cross-entropy of the voxels that teach, level by level. */
    const written = (values: ReadonlyMap<string, Float32Array>): number => freeingTensors(() => {
      const tensors = network.parameters.map(({ name, shape }) => tf.tensor(values.get(name)!, [...shape]));
      const scores = forward(namedParameters(network.parameters, tensors), tf.tensor<Rank.R5>(batch.images, [2, 4, 8, 8, 2]));
      return scores.reduce((sum, one, scale) => {
        const { labels, valid } = targets[scale]!;
        const logarithms = tf.logSoftmax(one).dataSync();
        let [entropy, count] = [0, 0];
        labels.forEach((label, voxel) => {
          if (valid[voxel] !== 1) return;
          entropy -= logarithms[voxel * 3 + label]!;
          count++;
        });
        return sum + (scale === 0 ? 2 / 3 : 1 / 3) * (entropy / count);
      }, 0);
    });
    expect(found.loss).toBeCloseTo(written(start), 5);
    for (const name of ['classes/kernel', 'classes1/kernel', 'down3/second/kernel', 'up1/enlarge/kernel']) {
      const index = network.parameters.findIndex((one) => one.name === name);
      const gradient = Float32Array.from(found.gradients[index]!.dataSync());
      // Along the gradient itself the value must change by its squared length.
      const length = Math.hypot(...gradient);
      const h = 2e-3 / length;
      const moved = (by: number): number => written(new Map(start).set(name, start.get(name)!.map((one, at) => one + by * gradient[at]!)));
      expect((moved(h) - moved(-h)) / (2 * h) / length ** 2, name).toBeCloseTo(1, 1);
    }
    found.gradients.forEach((one) => one.dispose());
    weights.dispose();
  });

  it('gets the gradient of the whole batch from its parts', async () => {
    const batch = randomBatch(4, { count: 3, slices: 4, side: 8, channels: 2, outputs: 3, taught: 0.4 });
    const weights = makeWeights(network.parameters, startingWeights(network.parameters, 1));
    const gradientsOf = (parts: ReturnType<typeof partOfBatch>[]) =>
      batchGradients(network, 'dice+cross-entropy', 3, () => weights.read(), parts, async () => undefined);
    const whole = await gradientsOf([batch]);
    const parts = await gradientsOf([partOfBatch(batch, 0, 1), partOfBatch(batch, 1, 2)]);
    expect(parts.loss).toBeCloseTo(whole.loss, 4);
    whole.gradients.forEach((gradient, index) => {
      expect(relativeDifference(parts.gradients[index]!.dataSync(), gradient.dataSync())).toBeLessThan(1e-3);
    });
    [...whole.gradients, ...parts.gradients].forEach((one) => one.dispose());
    weights.dispose();
  });
});
