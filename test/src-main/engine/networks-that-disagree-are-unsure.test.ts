import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import type { ImageBatch, Learner } from '#main/engine/learner.ts';
import { makeLearner } from '#main/engine/make-learner.ts';
import { readModel } from '#main/engine/model-folder.ts';
import { drawMasks, masksOfDrawn, maskTensors } from '#main/engine/networks/dropout.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { agreementOf, asReaderTakes } from '#main/engine/reading/agreement.ts';
import { readingDropout } from '#main/engine/reading/read-slices.ts';
import { readStack } from '#main/engine/reading/read-stack.ts';
import { freeingTensors, tf } from '#main/engine/tensorflow.ts';
import { namedParameters } from '#main/engine/weights.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { sliceReader } from '#shared/learning/selection/slice-score.ts';
import { phantomBatch } from './phantom-batch.ts';
import { allSlices, entropiesOf, probabilitiesOf, read, readingRoom, scoreOf, slicePlan, stackOf, volumePlan, voxelsOf, type ReadingRoom } from './readings.ts';

let room: ReadingRoom;
beforeAll(async () => { room = await readingRoom(); });
afterAll(() => room.remove());

const size: Vec3 = [14, 11, 9];
const anisotropic: Vec3 = [1, 1.2, 2.5];
const resampled = { targetSpacingMm: [1.5, 0.9, 2] } as const;
const disagreements = (readings: readonly { readonly mutualInformation: number | null }[]): number[] => readings.map(({ mutualInformation }) => mutualInformation ?? -1);

/** Entropy of the mean less mean of the entropies, of each voxel. */
function mutualInformation(networks: readonly (readonly Float32Array[])[]): Float64Array {
  const mean = networks[0]!.map((_, output) => Float32Array.from(networks[0]![output]!, (__, voxel) =>
    networks.reduce((sum, own) => sum + own[output]![voxel]!, 0) / networks.length));
  const entropies = networks.map(entropiesOf);
  return entropiesOf(mean).map((entropy, voxel) => entropy - entropies.reduce((sum, own) => sum + own[voxel]!, 0) / networks.length);
}

describe('networks that dropout makes of one model', () => {
  it.each<[string, Plan, number]>([['slices', slicePlan, 0.1], ['slices', { ...slicePlan, dropout: 0.4 }, 0.4], ['volumes', volumePlan, 0.1]])(
    'for %s disagree as much as those whose channels are left out by hand', async (_, plan, share) => {
      const [model, image] = [await room.model(plan), await room.scan(size, 'LPS', [1, 1, 1])];
      const { readings } = await read([model], image, 2, allSlices(image, 2), { masks: 3, seed: 9 });
      const { network, values } = await readModel(model);
      const stack = await stackOf(image, plan);
      const drawn = [0, 1, 2].map((number) => probabilitiesOf(({ images, slices, rows, columns, channels }: ImageBatch) => freeingTensors(() => {
        const space = slices === undefined ? [rows, columns] : [slices, rows, columns];
        const weights = network.parameters.map(({ name, shape }) => tf.tensor(values.get(name)!, [...shape]));
        const masks = maskTensors(drawMasks(network, { dropout: share, seed: 9 }, number, 0, 1, space));
        return tf.softmax(network.forward(namedParameters(network.parameters, weights, masks), tf.tensor(images, [1, ...space, channels]))).dataSync() as Float32Array;
      }), stack, plan));
      const expected = mutualInformation(drawn);
      readings.forEach((reading, slice) => {
        expect(reading.mutualInformation).toBeCloseTo(scoreOf(voxelsOf(size, 2, slice).map((voxel) => expected[voxel]!)), 4);
      });
      expect(Math.min(...disagreements(readings))).toBeGreaterThan(1e-4);
    },
  );

  it.each<[string, Plan]>([['slices', { ...slicePlan, ...resampled }], ['volumes', { ...volumePlan, ...resampled }]])(
    'for %s are the same for the same seed, others for another, and agree where nothing is left out, between the voxels of the network too', async (_, plan) => {
      const [model, image] = [await room.model(plan), await room.scan(size, 'PSR', anisotropic)];
      const slices = allSlices(image, 1);
      const once = await read([model], image, 1, slices, { masks: 4, seed: 3 });
      expect(await read([model], image, 1, slices, { masks: 4, seed: 3 })).toEqual(once);
      expect((await read([model], image, 1, slices, { masks: 4, seed: 4 })).readings).not.toEqual(once.readings);
      expect(Math.min(...disagreements(once.readings))).toBeGreaterThan(0);
      once.readings.forEach((reading) => expect(reading.mutualInformation!).toBeLessThanOrEqual(reading.entropy));
      const { network, values } = await readModel(model);
      const learner = makeLearner(network, plan, values);
      const whole = await readStack([learner], await stackOf(image, plan), plan, { across: 'slices', planes: [0, 1, 2] }, { masks: 4, seed: 3, dropout: 0 }, async () => undefined, () => undefined);
      learner.dispose();
      disagreements(whole.readings).forEach((one) => expect(one).toBeLessThan(1e-6));
      expect(disagreements(whole.readings).every((one) => one >= 0)).toBe(true);
    },
  );

  it('leave out what the training left out, else a tenth; the network itself says afterwards what it said before', () => {
    expect([0, 0.3].map((dropout) => readingDropout({ dropout }))).toEqual([0.1, 0.3]);
    const network = plannedNetwork(slicePlan);
    const learner = makeLearner(network, slicePlan, startingWeights(network.parameters, 1));
    const batch = { count: 3, rows: 16, columns: 16, channels: 3, images: Float32Array.from({ length: 2304 }, (_, at) => Math.sin(at)) };
    const before = learner.probabilities(batch);
    const drawn = learner.probabilities(batch, { dropout: 0.5, seed: 1, number: 0 });
    expect(drawn).not.toEqual(before);
    expect(learner.probabilities(batch, { dropout: 0.5, seed: 1, number: 0 })).toEqual(drawn);
    expect(learner.probabilities(batch)).toEqual(before);
    learner.dispose();
  });

  it('are one network for every sample of every batch', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(1000), fc.nat(50), (count, seed, number) => {
      const network = plannedNetwork(slicePlan);
      const [alone, together] = [1, count].map((samples) => masksOfDrawn(network, { dropout: 0.5, seed, number }, samples, [16, 16]));
      together!.forEach(({ name, shape, values }, place) => {
        const own = alone![place]!;
        expect([name, shape]).toEqual([own.name, [count, ...own.shape.slice(1)]]);
        for (let sample = 0; sample < count; sample++) expect(values.subarray(sample * own.values.length, (sample + 1) * own.values.length)).toEqual(own.values);
      });
    }), { numRuns: 20 });
  });
});

describe('several models', () => {
  it('disagree by the entropy of their mean less the mean of their entropies, and not at all where all are one', async () => {
    const [first, second, image] = [await room.model(slicePlan, 1), await room.model(slicePlan, 2), await room.scan(size, 'LPS', [1, 1, 1])];
    const slices = allSlices(image, 2);
    const { readings } = await read([first, second], image, 2, slices);
    const stack = await stackOf(image, slicePlan);
    const said = await Promise.all([first, second].map(async (model) => {
      const { network, values } = await readModel(model);
      const learner = makeEagerLearner(network, slicePlan, values);
      const probabilities = probabilitiesOf((batch) => learner.probabilities(batch), stack, slicePlan);
      learner.dispose();
      return probabilities;
    }));
    const expected = mutualInformation(said);
    readings.forEach((reading, slice) => {
      expect(reading.mutualInformation).toBeCloseTo(scoreOf(voxelsOf(size, 2, slice).map((voxel) => expected[voxel]!)), 4);
      expect(reading.mutualInformation).toBeGreaterThan(1e-3);
    });
    disagreements((await read([first, first], image, 2, slices)).readings).forEach((one) => expect(one).toBeLessThan(1e-6));
  });

  it('are read as their mean and how far they agree, voxel by voxel', async () => {
    const says = (values: readonly number[]): Pick<Learner, 'probabilities'> => ({ probabilities: () => Float32Array.from(values) });
    const batch: ImageBatch = { count: 1, rows: 1, columns: 2, channels: 1, images: new Float32Array(2) };
    const upright = [{ axes: [false, false, false], outputOf: [0, 1] }] as const;
    // Of one voxel both are sure of the opposite, of the other both are half sure: one bit of disagreement, and none.
    const said = await agreementOf([says([1, 0, 0.5, 0.5]), says([0, 1, 0.5, 0.5])], batch, upright, 1, 2, async () => undefined);
    expect([...said]).toEqual([0.5, 0.5, 1, 0.5, 0.5, 0]);
    const reader = sliceReader(2, 2, true);
    reader.add(asReaderTakes(said, 2));
    expect(reader.reading()).toMatchObject({ entropy: 1, mutualInformation: 0.5, outputs: [{ voxels: 2, entropy: 1 }, { voxels: 0, entropy: 0 }] });
  });
});

describe('a model that has learnt a slice by heart', () => {
  it('is surer of it than of one that it never saw and of noise', async () => {
    const learnt = phantomBatch({ side: 32, channels: 1 });
    const plan: Plan = { ...slicePlan, contextSlices: 1, patch: [32, 32], network: { name: 'unet-2d', filters: [8, 16, 32] } };
    const network = plannedNetwork(plan);
    const learner = makeLearner(network, plan, startingWeights(network.parameters, 1));
    for (let step = 0; step < 80; step++) await learner.learn([learnt], 0.01 * (1 - step / 80), async () => undefined);
    const draws = randomDraws(1, 'noise', 0, 0);
    const noisy = learnt.images.map((value) => value + 1.5 * draws.normal());
    const noise = noisy.map(() => draws.normal());
    const stack = {
      name: 'three', slices: 3, rows: 32, columns: 32, padding: 0, own: [3, 32, 32] as const, order: { from: [0, 1, 2], flip: [false, false, false] } as const,
      image: (slice: number) => [learnt.images, noisy, noise][slice]!,
    };
    const ask = (masks: number) =>
      readStack([learner], stack, plan, { across: 'slices', planes: [0, 1, 2] }, { masks, seed: 1, dropout: 0.1 }, async () => undefined, () => undefined);
    const { readings: [seen, ...unseen] } = await ask(0);
    const { readings: [seenByMany, ...unseenByMany] } = await ask(8);
    learner.dispose();
    for (const one of unseen) expect(one.entropy).toBeGreaterThan(seen!.entropy + 0.1);
    for (const one of unseenByMany) expect(one.mutualInformation!).toBeGreaterThan(seenByMany!.mutualInformation! + 0.05);
  });
});
