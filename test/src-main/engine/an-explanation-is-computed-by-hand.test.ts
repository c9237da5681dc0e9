import { describe, expect, it } from 'vitest';
import { lookInto } from '#main/engine/explaining/look-into.ts';
import { onNetworkGrid, segGradCam } from '#main/engine/explaining/seg-grad-cam.ts';
import { convolutionParameters, convolve } from '#main/engine/layers/convolution.ts';
import { partOfStack } from '#main/engine/mapping/part-of-stack.ts';
import { fcn } from '#main/engine/networks/fcn.ts';
import { passOn, type Network } from '#main/engine/networks/network.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unetClassic } from '#main/engine/networks/unet-classic.ts';
import { tf } from '#main/engine/tensorflow.ts';
import type { LoadedStack } from '#main/engine/volumes/load-stack.ts';
import { namedParameters } from '#main/engine/weights.ts';
import { sameOrder } from '#shared/geometry/axis-order.ts';
import { channelsOf } from '#shared/learning/network-layers.ts';
import { viewsOf } from '#shared/learning/network-views.ts';
import type { NetworkPlan } from '#shared/learning/plan.ts';
import { slicePlan, volumePlan } from './readings.ts';

/** Two maps of 1 × 1 convolutions, and two scores of these: all of it can be done on paper. */
const toMaps = [2, -1];
const toScores = [[0.5, 3], [-1, -2]];
const byHand: Network = {
  parameters: [
    ...convolutionParameters('maps', { from: 1, to: 2, kernel: [1, 1], bias: false }),
    ...convolutionParameters('classes', { from: 2, to: 2, kernel: [1, 1], bias: false }),
  ],
  forward: (parameters, images) => convolve(parameters, 'classes', passOn(parameters, 'maps', convolve(parameters, 'maps', images))),
  encode: (parameters, images) => convolve(parameters, 'maps', images),
};
const values = new Map([['maps/kernel', Float32Array.from(toMaps)], ['classes/kernel', Float32Array.from(toScores.flat())]]);

/** Two slices of 4 × 4 that one window shows. */
const image = Float32Array.from({ length: 32 }, (_, at) => ((at * 7) % 11) - 5);
const stack: LoadedStack = {
  name: 'scan', slices: 2, rows: 4, columns: 4, own: [2, 4, 4], order: sameOrder, padding: 0, image: (slice) => image.subarray(slice * 16, (slice + 1) * 16),
};
const plan = { ...slicePlan, contextSlices: 1, patch: [4, 4], network: { name: 'unet-2d', filters: [2, 2] }, outputs: slicePlan.outputs.slice(0, 2) } as const;
const explain = async (output: number, region: (voxel: number) => boolean, slice: number | null, onlyLikeliest = false) => {
  const network = lookInto(byHand, values, 'maps');
  try {
    const chosen = { output, onlyLikeliest, region: Uint8Array.from({ length: 32 }, (_, voxel) => Number(region(voxel))) };
    return await segGradCam(network, stack, plan, partOfStack(stack, 2, slice), chosen, async () => undefined, () => undefined);
  } finally {
    network.dispose();
  }
};
const scoreOf = (output: number, voxel: number): number => toMaps.reduce((sum, weight, map) => sum + image[voxel]! * weight * toScores[map]![output]!, 0);

describe('a network of two layers', () => {
  // The gradient of a region's summed score by a map is the map's weight for the output inside it and 0 elsewhere: its mean over the
  // 16 places of a slice is weight × voxels of the region / 16.
  it.each([[0, 3], [1, 3], [1, 16]])('of which output %i is explained over %i voxels of a slice', async (output, count) => {
    const { map, regionVoxels, score } = await explain(output, (voxel) => voxel < count, 0);
    expect(regionVoxels).toBe(count);
    expect(score).toBeCloseTo(Array.from({ length: count }, (_, voxel) => scoreOf(output, voxel)).reduce((sum, one) => sum + one, 0) / count, 4);
    const expected = Array.from(image.subarray(0, 16), (grey) => Math.max(0, toMaps.reduce((sum, weight, at) => sum + grey * weight * (toScores[at]![output]! * count) / 16, 0)));
    expect([...map]).toEqual(expected.map((one) => expect.closeTo(one, 5) as number));
    expect(Math.max(...map)).toBeGreaterThan(0);
  });

  it('is explained with one set of weights, whichever slices show the region, and where nothing is explained with an empty map', async () => {
    const [first] = [await explain(1, (voxel) => voxel === 5, null)];
    expect(first.map).toHaveLength(32);
    const expected = Array.from(image, (grey) => Math.max(0, toMaps.reduce((sum, weight, at) => sum + grey * weight * toScores[at]![1]! / 16, 0)));
    expect([...first.map]).toEqual(expected.map((one) => expect.closeTo(one, 5) as number));
    expect(await explain(1, () => false, null)).toMatchObject({ regionVoxels: 0, score: null, map: new Float32Array(32) });
  });

  it('is explained over what it calls the output itself', async () => {
    const called = Array.from({ length: 32 }, (_, voxel) => voxel).filter((voxel) => scoreOf(1, voxel) > scoreOf(0, voxel));
    expect(called.length).toBeGreaterThan(0);
    expect(called.length).toBeLessThan(32);
    const [own, named] = [await explain(1, () => true, null, true), await explain(1, (voxel) => called.includes(voxel), null)];
    expect(own.regionVoxels).toBe(called.length);
    expect([...own.map]).toEqual([...named.map]);
  });

  it('has no layer of another name', () => {
    const network = lookInto(byHand, values, 'down0');
    expect(() => network.activation({ count: 1, rows: 2, columns: 2, channels: 1, images: new Float32Array(4) }, Float32Array.of(1, 1))).toThrow('no layer down0');
    network.dispose();
  });
});

it('a region of one voxel does not vanish on a coarser grid, and covers its place on a finer one', () => {
  const region = new Uint8Array(4 * 6 * 6);
  region[(2 * 6 + 3) * 6 + 5] = 1;
  const coarse = onNetworkGrid(region, [4, 6, 6], [1, 2, 2]);
  expect([...coarse]).toEqual([0, 0, 0, 1]);
  const fine = onNetworkGrid(region, [4, 6, 6], [4, 12, 12]);
  expect(fine.reduce((sum, one) => sum + one, 0)).toBe(4);
  expect(fine[(2 * 12 + 6) * 12 + 10]).toBe(1);
});

describe('the layers that can be looked at', () => {
  const planned = (network: NetworkPlan) => plannedNetwork({ ...slicePlan, network, contextSlices: 1 });
  const vnet: NetworkPlan = { name: 'vnet', filters: [2, 3, 4] };
  const narrow: NetworkPlan = { name: 'fcn-8s', width: 1 / 64 };
  it.each<[string, NetworkPlan, Network, number[]]>([
    ['unet-2d', slicePlan.network, planned(slicePlan.network), [8, 12]],
    ['unet', volumePlan.network, planned(volumePlan.network), [4, 6, 8]],
    ['vnet', vnet, planned(vnet), [8, 4, 12]],
    ['fcn-8s', narrow, fcn(1, 4, { name: 'fcn-8s', width: 1 / 64 }), [32, 64]],
  ])('of %s are those that the network passes, as wide and as coarse', (_, network, { parameters, forward }, space) => {
    const seen: unknown[] = [];
    tf.tidy(() => {
      const look = (name: string, map: { readonly shape: readonly number[] }): never => {
        seen.push({ name, channels: map.shape.at(-1), space: map.shape.slice(1, -1) });
        return map as never;
      };
      forward({ ...namedParameters(parameters, parameters.map(({ shape }) => tf.zeros([...shape]))), look }, tf.zeros([1, ...space, channelsOf({ contextSlices: 1 })]));
    });
    expect(seen).toEqual(viewsOf(network).map(({ name, channels, strides }) => ({ name, channels, space: space.map((length, axis) => length / strides[axis]!) })));
    expect(viewsOf(network).filter(({ part }) => part === 'bottleneck')).toHaveLength(1);
  });

  it('of the classic U-Net are called as in the others', () => {
    const { parameters, forward } = unetClassic(1, 2, [2, 3, 4, 5, 6]);
    const weights = startingWeights(parameters, 1);
    const names: string[] = [];
    tf.tidy(() => {
      const tensors = parameters.map(({ name, shape }) => tf.tensor(weights.get(name)!, [...shape]));
      forward({ ...namedParameters(parameters, tensors), look: (name, map) => { names.push(name); return map; } }, tf.zeros([1, 16, 16, 1]));
    });
    expect(names).toEqual(viewsOf({ name: 'unet-classic' }).map(({ name }) => name));
  });
});
