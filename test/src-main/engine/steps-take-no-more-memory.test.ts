import { expect, it } from 'vitest';
import { makeLearner } from '#main/engine/make-learner.ts';
import { unet } from '#main/engine/networks/unet.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { native, tf } from '#main/engine/tensorflow.ts';
import { partOfBatch, randomBatch } from './random-batch.ts';
import { teachings } from './teachings.ts';

const outputs = 3;
const network = unet(1, outputs, {
  dimensions: 3, residual: false, deepSupervision: false,
  levels: [4, 8].map((filters, level) => ({ filters, kernel: [3, 3, 3], stride: level === 0 ? [1, 1, 1] : [2, 2, 2] })),
});
const batch = randomBatch(1, { count: 2, slices: 16, side: 32, channels: 1, outputs });
const batchMegabytes = (3 * 4 * batch.images.length) / 2 ** 20;

/** With what the last one of the ways to teach uses: everything there is. */
it.skipIf(native === null).each([false, true])('the process does not grow over 150 steps (native library); in parts: %s', async (inParts) => {
  const learner = makeLearner(network, teachings.at(-1)![1], startingWeights(network.parameters, 1));
  const parts = inParts ? [partOfBatch(batch, 0, 1), partOfBatch(batch, 1, 1)] : [batch];
  const residentAfter = async (steps: number): Promise<number> => {
    for (let step = 0; step < steps; step++) {
      await learner.learn(parts, 1e-3, async () => undefined);
      if (step % 10 === 0) learner.label(batch);
    }
    return process.memoryUsage.rss() / 2 ** 20;
  };
  const before = await residentAfter(50);
  const tensors = tf.memory().numTensors;
  const after = await residentAfter(150);
  expect(tf.memory().numTensors).toBe(tensors);
  // Were one batch a step kept, it would be all of them.
  expect(after - before).toBeLessThan((150 * batchMegabytes) / 3);
  learner.dispose();
});
