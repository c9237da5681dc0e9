import { describe, expect, it } from 'vitest';
import { makeLearner } from '#main/engine/make-learner.ts';
import { parameterCount, type Network } from '#main/engine/networks/network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet2d } from '#main/engine/networks/unet-2d.ts';
import { unet } from '#main/engine/networks/unet.ts';
import { native } from '#main/engine/tensorflow.ts';
import type { NetworkLevel, UnetPlan } from '#shared/learning/plan.ts';
import { shapesOf } from './maps.ts';
import { diceByHeart, phantomBatch, phantomOutputs } from './phantom-batch.ts';

/** Slices thicker than pixels are wide: joined one level later. */
const thickSlices: readonly NetworkLevel[] = [
  { filters: 32, kernel: [1, 3, 3], stride: [1, 1, 1] },
  { filters: 64, kernel: [3, 3, 3], stride: [1, 2, 2] },
  { filters: 128, kernel: [3, 3, 3], stride: [2, 2, 2] },
  { filters: 256, kernel: [3, 3, 3], stride: [2, 2, 1] },
];
const plain = { dimensions: 3, levels: thickSlices, residual: false, deepSupervision: false } as const;

/** Weights of the networks with these levels, written out one layer after the other. */
const norm = (filters: number): number => 2 * filters;
const plainCount = [
  9 * 1 * 32 + norm(32), 9 * 32 * 32 + norm(32),
  27 * 32 * 64 + norm(64), 27 * 64 * 64 + norm(64),
  27 * 64 * 128 + norm(128), 27 * 128 * 128 + norm(128),
  27 * 128 * 256 + norm(256), 27 * 256 * 256 + norm(256),
  4 * 256 * 128, 27 * 256 * 128 + norm(128), 27 * 128 * 128 + norm(128),
  8 * 128 * 64, 27 * 128 * 64 + norm(64), 27 * 64 * 64 + norm(64),
  4 * 64 * 32, 9 * 64 * 32 + norm(32), 9 * 32 * 32 + norm(32),
  32 * 3 + 3,
].reduce((sum, one) => sum + one, 0);

describe('the parameters of a U-Net', () => {
  it('are those of its layers, counted by hand', () => {
    expect(parameterCount(unet(1, 3, plain))).toBe(plainCount);
  });

  it('are more by a 1 × 1 × 1 path past each level of a residual encoder', () => {
    const past = [1 * 32, 32 * 64, 64 * 128, 128 * 256].reduce((sum, one) => sum + one, 0) + norm(32 + 64 + 128 + 256);
    expect(parameterCount(unet(1, 3, { ...plain, residual: true }))).toBe(plainCount + past);
  });

  it('are more by the scores of one coarser level, since the coarsest of the decoder has none', () => {
    expect(parameterCount(unet(1, 3, { ...plain, deepSupervision: true }))).toBe(plainCount + 64 * 3 + 3);
  });

  it('are those of the lighter default, counted by hand too', () => {
    const twice = (from: number, to: number): number => 9 * from * to + norm(to) + 9 * to * to + norm(to);
    const up = (from: number, to: number): number => 4 * from * to + twice(2 * to, to);
    const counted = twice(3, 24) + twice(24, 48) + twice(48, 96) + twice(96, 192) + up(192, 96) + up(96, 48) + up(48, 24) + 24 * 3 + 3;
    expect([counted, parameterCount(unet2d(3, 3, [24, 48, 96, 192]))]).toEqual([1_084_563, 1_084_563]);
  });
});

/** That all maps of a network are those of its levels, the top first, on the way down and up again. */
async function expectLevels(network: Network, images: number[], levels: readonly number[][], scores: number[]): Promise<void> {
  const above = levels.slice(0, -1).reverse();
  const overVolumes = levels[0]!.length === 4;
  // On the way up the first convolution is the sum of one of what was enlarged and one of what came across.
  expect(await shapesOf(network, images, [overVolumes ? 'Conv3D' : 'Conv2D'])).toEqual([
    ...levels.flatMap((map) => [map, map]), ...above.flatMap((map) => [map, map, map]), scores,
  ]);
  expect(await shapesOf(network, images, [overVolumes ? 'Conv3DBackpropInputV2' : 'Conv2DBackpropInput'])).toEqual(above);
}

describe.skipIf(native === null)('the maps of a U-Net (needs the native library)', () => {
  const [top, second, third, deepest] = [[8, 32, 32, 32], [8, 16, 16, 64], [4, 8, 8, 128], [2, 4, 8, 256]];

  it('halve each axis where the plan says, and find back to the full size', async () => {
    const network = unet(1, 3, plain);
    await expectLevels(network, [1, 8, 32, 32, 1], [top, second, third, deepest], [8, 32, 32, 3]);
  });

  it('are added up past each level where the encoder is residual', async () => {
    const maps = await shapesOf(unet(1, 3, { ...plain, residual: true }), [1, 8, 32, 32, 1], ['Conv3D', 'Add', 'AddV2']);
    expect(maps.slice(0, 16)).toEqual([top, second, third, deepest].flatMap((map) => Array<number[]>(4).fill(map)));
  });

  it('of slices have one axis less', async () => {
    const levels = thickSlices.map(({ filters, kernel, stride }) => ({ filters, kernel: kernel.slice(1), stride: stride.slice(1) }));
    const network = unet(2, 3, { ...plain, dimensions: 2, levels });
    await expectLevels(network, [1, 32, 32, 2], [[32, 32, 32], [16, 16, 64], [8, 8, 128], [4, 8, 256]], [32, 32, 3]);
  });

  it('of the lighter default halve both axes on every level', async () => {
    await expectLevels(unet2d(3, 3, [32, 48, 96, 192]), [1, 48, 32, 3], [[48, 32, 32], [24, 16, 48], [12, 8, 96], [6, 4, 192]], [48, 32, 3]);
  });
});

describe.skipIf(native === null)('a small U-Net (needs the native library)', () => {
  const learnt = async (plan: Omit<UnetPlan, 'name'>, batch: ReturnType<typeof phantomBatch>, steps: number): Promise<number> => {
    const network = unet(batch.channels, phantomOutputs, plan);
    const learner = makeLearner(network, { loss: 'dice+cross-entropy', outputs: Array<never>(phantomOutputs) }, startingWeights(network.parameters, 1));
    const dice = await diceByHeart(learner, batch, steps, 0.02);
    learner.dispose();
    return dice;
  };
  const small = (dimensions: 2 | 3): NetworkLevel[] => [8, 16, 32].map((filters, level) => ({
    filters, kernel: Array<number>(dimensions).fill(3), stride: Array<number>(dimensions).fill(level === 0 ? 1 : 2),
  }));

  it.each([[false, false], [true, false], [false, true]])('learns a slice of a phantom by heart (residual %s, deep supervision %s)', async (residual, deepSupervision) => {
    const batch = phantomBatch({ side: 48, channels: 3 });
    expect(await learnt({ dimensions: 2, levels: small(2), residual, deepSupervision }, batch, 60)).toBeGreaterThan(0.95);
  });

  it('learns the one complete slice of a volume by heart, wherever coarser levels begin', async () => {
    const whole = phantomBatch({ slices: 8, side: 32, channels: 1 });
    const complete = 5;
    const batch = { ...whole, valid: whole.valid.map((_, voxel) => (Math.floor(voxel / 32 ** 2) === complete ? 1 : 0)) };
    expect(await learnt({ dimensions: 3, levels: small(3), residual: true, deepSupervision: true }, batch, 60)).toBeGreaterThan(0.95);
  });
});
