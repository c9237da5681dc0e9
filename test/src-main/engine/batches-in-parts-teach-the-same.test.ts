import { describe, expect, it } from 'vitest';
import { batchGradients } from '#main/engine/gradients.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet2d } from '#main/engine/networks/unet-2d.ts';
import { unetClassic } from '#main/engine/networks/unet-classic.ts';
import { makeWeights } from '#main/engine/weights.ts';
import type { LossPlan } from '#shared/learning/plan.ts';
import { partOfBatch, randomBatch, relativeDifference } from './random-batch.ts';

const shape = { count: 6, side: 16, channels: 3, outputs: 3 };

describe.each([['unet-classic', unetClassic(3, 3, [4, 8])], ['unet-2d', unet2d(3, 3, [4, 8])]] as const)('%s', (_, network) => {
  it.each<LossPlan>([
    'cross-entropy', 'dice', 'dice+cross-entropy', 'focal', 'tversky',
    { voxels: { focus: 1, classWeights: [0.1, 1, 2], boundary: { weight: 10, width: 2 } }, overlap: { falsePositives: 0.2, falseNegatives: 0.6 } },
  ])('gets the gradient of the whole batch from its parts, by %j', async (loss) => {
    const batch = randomBatch(9, shape);
    const weights = makeWeights(network.parameters, startingWeights(network.parameters, 1));
    const gradientsOf = (parts: ReturnType<typeof partOfBatch>[]) =>
      batchGradients(network, loss, 3, () => weights.read(), parts, async () => undefined);
    const whole = await gradientsOf([batch]);
    // Parts of different size and with different numbers of ignored pixels.
    const parts = await gradientsOf([partOfBatch(batch, 0, 1), partOfBatch(batch, 1, 3), partOfBatch(batch, 4, 2)]);
    expect(parts.loss).toBeCloseTo(whole.loss, 4);
    expect(parts.accuracy).toBeCloseTo(whole.accuracy, 6);
    whole.gradients.forEach((gradient, index) => {
      expect(relativeDifference(parts.gradients[index]!.dataSync(), gradient.dataSync())).toBeLessThan(1e-3);
    });
    weights.dispose();
  });
});
