import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import { makeGraphLearner } from '#main/engine/graph-learner.ts';
import { spaceOf, type ImageBatch, type Learner } from '#main/engine/learner.ts';
import { readModel } from '#main/engine/model-folder.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { featureCollector } from '#main/engine/reading/slice-features.ts';
import { freeingTensors, native, tf } from '#main/engine/tensorflow.ts';
import { namedParameters } from '#main/engine/weights.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { filtersOf, totalStrides } from '#shared/learning/network-layers.ts';
import { cutWindow } from '#shared/learning/patches.ts';
import type { NetworkPlan } from '#shared/learning/plan.ts';
import { randomBatch, relativeDifference } from './random-batch.ts';
import { allSlices, read, readingRoom, slicePlan, stackOf, volumePlan, type ReadingRoom } from './readings.ts';

let room: ReadingRoom;
beforeAll(async () => { room = await readingRoom(); });
afterAll(() => room.remove());

const size: Vec3 = [14, 11, 9];
const along = ['slices', 'rows', 'columns'] as const;
const euclid = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const ofLengthOne = (values: readonly number[]): number[] => values.map((value) => value / euclid(values));
const volumes: NetworkPlan = {
  name: 'unet', dimensions: 3, residual: true, deepSupervision: true,
  levels: [4, 6, 8].map((filters, level) => ({ filters, kernel: [3, 3, 3], stride: level === 0 ? [1, 1, 1] : [level, 2, 2] })),
};

describe('the deepest map', () => {
  it.each<[NetworkPlan, readonly number[]]>([
    [{ name: 'unet-2d', filters: [2, 4, 8] }, [16, 24]], [{ name: 'fcn-16s', width: 1 / 64 }, [32, 64]],
    [{ name: 'vnet', filters: [2, 4, 8] }, [8, 16, 8]], [volumes, [4, 8, 12]],
  ])('of $name has its last filters, and is as much smaller than the images as its strides say', (plan, space) => {
    const network = plannedNetwork({ ...slicePlan, contextSlices: 1, network: plan });
    const start = startingWeights(network.parameters, 1);
    freeingTensors(() => {
      const weights = network.parameters.map(({ name, shape }) => tf.tensor(start.get(name)!, [...shape]));
      const map = network.encode(namedParameters(network.parameters, weights), tf.randomNormal([2, ...space, 1], 0, 1, 'float32', 1));
      expect(map.shape).toEqual([2, ...space.map((length, axis) => length / totalStrides(plan)[axis]!), filtersOf(plan).at(-1)]);
    });
  });

  it.each<[string, NetworkPlan, number | undefined]>([['slices', { name: 'unet-2d', filters: [4, 8] }, undefined], ['volumes', volumes, 8]])(
    'of a network for %s is averaged over all axes but one; the same by single operations and by a graph, as are drawn networks', (_, plan, slices) => {
      const network = plannedNetwork({ ...slicePlan, network: plan });
      const start = startingWeights(network.parameters, 1);
      const batch = randomBatch(1, { count: 2, side: 16, channels: 3, outputs: 4, ...(slices === undefined ? {} : { slices }) });
      const eager = makeEagerLearner(network, slicePlan, start);
      const map = freeingTensors(() => {
        const weights = network.parameters.map(({ name, shape }) => tf.tensor(start.get(name)!, [...shape]));
        const found = network.encode(namedParameters(network.parameters, weights), tf.tensor(batch.images, [2, ...spaceOf(batch), 3]));
        return { shape: found.shape, values: found.dataSync() };
      });
      const [samples, deep, high, wide, channels] = (map.shape.length === 4 ? [map.shape[0], 1, ...map.shape.slice(1)] : map.shape) as [number, number, number, number, number];
      along.forEach((axis, kept) => {
        const planes = [deep, high, wide][kept]!;
        const means = new Float32Array(samples * planes * channels);
        map.values.forEach((value, at) => {
          const place = Math.floor(at / channels);
          const [x, y, z, n] = [place % wide, Math.floor(place / wide) % high, Math.floor(place / (wide * high)) % deep, Math.floor(place / (wide * high * deep))] as const;
          means[(n * planes + [z, y, x][kept]!) * channels + (at % channels)]! += (value * planes) / (deep * high * wide);
        });
        expect(relativeDifference(eager.features(batch, axis), means)).toBeLessThan(1e-5);
      });
      if (native !== null) {
        const graph = makeGraphLearner(network, slicePlan, start);
        for (const axis of along) expect(relativeDifference(graph.features(batch, axis), eager.features(batch, axis))).toBeLessThan(1e-4);
        const drawn = { dropout: 0.5, seed: 2, number: 1 };
        expect(relativeDifference(graph.probabilities(batch, drawn), eager.probabilities(batch, drawn))).toBeLessThan(1e-4);
        expect(relativeDifference(graph.probabilities(batch), eager.probabilities(batch))).toBeLessThan(1e-4);
        graph.dispose();
      }
      eager.dispose();
    },
  );
});

describe('features', () => {
  it('of slices are the mean of the map that the first model makes of each, whatever else is asked', async () => {
    const [first, second, image] = [await room.model(slicePlan, 1), await room.model(slicePlan, 2), await room.scan(size, 'RAS', [1, 1, 1])];
    const { features } = await read([first, second], image, 2, allSlices(image, 2), { masks: 2 });
    expect((await read([first], image, 2, allSlices(image, 2))).features).toEqual(features);
    const { network, values } = await readModel(first);
    const learner = makeEagerLearner(network, slicePlan, values);
    const stack = await stackOf(image, slicePlan);
    features.forEach((found, slice) => {
      const window = { rows: 16, columns: 16, channels: 3, image: new Float32Array(768) };
      // 11 rows and 14 columns in the middle of 16.
      cutWindow(stack, slice, -2, -1, window);
      const expected = ofLengthOne([...learner.features({ ...window, count: 1, images: window.image }, 'slices')]);
      expect(found).toHaveLength(8);
      expect(euclid(found)).toBeCloseTo(1, 10);
      found.forEach((value, channel) => expect(value).toBeCloseTo(expected[channel]!, 4));
    });
    learner.dispose();
  });

  it('of volumes lie between those of the two nearest planes of the map', async () => {
    const [model, image] = [await room.model(volumePlan), await room.scan(size, 'RAS', [1, 1, 1])];
    const { features } = await read([model], image, 2, allSlices(image, 2));
    const { network, values } = await readModel(model);
    const learner = makeEagerLearner(network, volumePlan, values);
    const window = { slices: 16, rows: 16, columns: 16, channels: 1, image: new Float32Array(4096) };
    // 9 slices, 11 rows and 14 columns in the middle of 16.
    cutWindow(await stackOf(image, volumePlan), -3, -2, -1, window);
    const planes = learner.features({ ...window, count: 1, images: window.image }, 'slices');
    learner.dispose();
    const plane = (at: number): number[] => [...planes.subarray(8 * at, 8 * at + 8)];
    // Slice 4 is the window's 7th: it is the lower half of the map's plane 3, whose middle lies half a slice further down.
    const expected = ofLengthOne(plane(3).map((value, channel) => 0.75 * value + 0.25 * plane(4)[channel]!));
    expect(features[4]).toHaveLength(8);
    features[4]!.forEach((value, channel) => expect(value).toBeCloseTo(expected[channel]!, 4));
  });

  it('are the mean of all windows that show a plane, and nothing where the encoder sees nothing', () => {
    const batch: ImageBatch = { count: 3, rows: 4, columns: 4, channels: 1, images: new Float32Array(48) };
    const encoder: Pick<Learner, 'features'> = { features: () => Float32Array.of(3, 0, 0, 4, 9, 9) };
    const collector = featureCollector(encoder, 2, { across: 'slices', planes: [7, 2], own: 10, shown: 10 });
    collector.look(batch, [[7, 0, 0], [7, 0, 4]]);
    expect(collector.features()).toEqual([[0.6, 0.8], []]);
    const blind = featureCollector({ features: () => new Float32Array(6) }, 2, { across: 'slices', planes: [7], own: 10, shown: 10 });
    blind.look(batch, [[7, 0, 0]]);
    expect(blind.features()).toEqual([[0, 0]]);
  });
});
