import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '#main/engine-client/protocol.ts';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import type { ImageBatch, Learner } from '#main/engine/learner.ts';
import { readModel } from '#main/engine/model-folder.ts';
import { readSlices } from '#main/engine/reading/read-slices.ts';
import { readStack } from '#main/engine/reading/read-stack.ts';
import { segment } from '#main/engine/segment.ts';
import { beginWork } from '#main/engine/work.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { allSlices, entropiesOf, probabilitiesOf, read, readingRoom, scoreOf, slicePlan, stackOf, volumePlan, voxelsOf, type ReadingRoom } from './readings.ts';

let room: ReadingRoom;
beforeAll(async () => { room = await readingRoom(); });
afterAll(() => room.remove());

const size: Vec3 = [14, 11, 9];
const isotropic: Vec3 = [1, 1, 1];
const anisotropic: Vec3 = [1, 1.2, 2.5];
/** The network's grid has other lengths along every axis: fewer voxels along one, more along others. */
const resampled = { targetSpacingMm: [1.5, 0.9, 2] } as const;

describe('readings of one model', () => {
  it.each<[string, Plan, string, Vec3, AxisIndex]>([
    ['slices, along the axis of the network', slicePlan, 'LPS', isotropic, 2],
    ['slices of a turned head, along the axis of the network', { ...slicePlan, ...resampled }, 'PSR', anisotropic, 1],
    ['slices of a turned head, across the slices of the network', { ...slicePlan, ...resampled }, 'PSR', anisotropic, 2],
    ['slices of a turned head, across them the other way', { ...slicePlan, ...resampled, sliceAxis: 1 }, 'IRA', anisotropic, 1],
    ['volumes', volumePlan, 'LPS', isotropic, 2],
    ['volumes of a turned head', { ...volumePlan, ...resampled }, 'PSR', anisotropic, 1],
    ['volumes of a turned head, across the rows of the network', { ...volumePlan, ...resampled }, 'PSR', anisotropic, 0],
    ['volumes of a turned head, across its columns', { ...volumePlan, ...resampled }, 'PSR', anisotropic, 2],
  ])('are the entropies of its probabilities on the image\'s own grid: %s', async (_, plan, code, spacing, axis) => {
    const [model, image] = [await room.model(plan), await room.scan(size, code, spacing)];
    const slices = allSlices(image, axis);
    const { readings } = await read([model], image, axis, slices);
    const { network, values } = await readModel(model);
    const learner = makeEagerLearner(network, plan, values);
    const probabilities = probabilitiesOf((batch) => learner.probabilities(batch), await stackOf(image, plan), plan);
    learner.dispose();
    const entropies = entropiesOf(probabilities);
    const scores = slices.map((slice) => {
      const voxels = voxelsOf(size, axis, slice);
      const largest = (voxel: number): number => Math.max(...probabilities.map((own) => own[voxel] as number));
      return {
        entropy: scoreOf(voxels.map((voxel) => entropies[voxel] as number)),
        outputs: probabilities.map((own) => {
          const likeliest = voxels.filter((voxel) => own[voxel] === largest(voxel)).map((voxel) => entropies[voxel] as number);
          return { voxels: likeliest.length, entropy: likeliest.length === 0 ? 0 : scoreOf(likeliest) };
        }),
      };
    });
    expect(new Set(scores.map(({ entropy }) => entropy.toFixed(5))).size).toBe(slices.length);
    readings.forEach((reading, place) => {
      const { entropy, outputs } = scores[place]!;
      expect(reading.mutualInformation).toBeNull();
      expect(reading.entropy).toBeCloseTo(entropy, 4);
      reading.outputs.forEach((own, output) => {
        // A voxel whose two likeliest outputs differ by rounding may go to either.
        expect(Math.abs(own.voxels - outputs[output]!.voxels)).toBeLessThanOrEqual(1);
        if (own.voxels === outputs[output]!.voxels) expect(own.entropy).toBeCloseTo(outputs[output]!.entropy, 4);
      });
    });
  });

  it.each<[string, Plan]>([
    ['slices in four windows, mirrored', { ...slicePlan, ...resampled, patch: [8, 8], prediction: { mirror: true, largestComponents: [] }, augmentation: { ...slicePlan.augmentation, mirrorAxes: [0, 1] } }],
    ['volumes in many windows', { ...volumePlan, ...resampled, patch: [4, 8, 8] }],
    ['one window on the image\'s own grid, of which a prediction asks labels alone', slicePlan],
  ])('count the voxels that a prediction labels: %s', async (_, plan) => {
    const [models, image] = [[await room.model(plan, 4)], await room.scan(size, 'PSR', anisotropic)];
    const output = `${image.path}-labels`;
    await segment({ kind: 'segment', modelFolders: models, volumes: [{ name: 'scan', image, output }] }, beginWork(() => undefined, new AbortController().signal));
    const labels = await readFile(output);
    for (const axis of [0, 1] as const) {
      const { readings } = await read(models, image, axis, allSlices(image, axis));
      readings.forEach((reading, slice) => {
        const found = voxelsOf(size, axis, slice).map((voxel) => labels[voxel]);
        expect(reading.outputs.map(({ voxels }) => voxels)).toEqual(plan.outputs.map(({ index }) => found.filter((label) => label === index).length));
      });
    }
    expect(new Set(labels).size).toBeGreaterThan(1);
  });

  it.each([slicePlan, volumePlan])('are those of their slices, in whatever order and with whatever others they are asked', async (plan) => {
    const [models, image] = [[await room.model(plan)], await room.scan(size, 'PSR', anisotropic)];
    for (const axis of [0, 1] as const) {
      const all = await read(models, image, axis, allSlices(image, axis), { masks: 2 });
      const some = await read(models, image, axis, [5, 1, 5], { masks: 2 });
      expect(some.readings).toEqual([5, 1, 5].map((slice) => all.readings[slice]));
      expect(some.features).toEqual([5, 1, 5].map((slice) => all.features[slice]));
      expect((await read(models, image, axis, [])).readings).toEqual([]);
    }
    await expect(read(models, image, 0, [14])).rejects.toThrow(RangeError);
  });
});

describe('what is computed', () => {
  const blank = (own: readonly [number, number, number], slices: number) => ({
    name: 'scan', slices, rows: 16, columns: 16, padding: 0, own, order: { from: [0, 1, 2], flip: [false, false, false] } as const,
    image: (slice: number) => new Float32Array(256).fill(slice + 1),
  });
  const counting = (shown: Set<number>): Learner => ({
    probabilities: ({ images }: ImageBatch) => {
      for (let at = 1; at < images.length; at += 3) if (images[at] !== 0) shown.add((images[at] as number) - 1);
      return new Float32Array((images.length / 3) * 4).fill(0.25);
    },
    features: ({ count }: ImageBatch) => new Float32Array(count * 8).fill(1),
  }) as unknown as Learner;
  const nothingLeftOut = { masks: 0, seed: 1, dropout: 0 };

  it('of a network for slices are those that are wanted, and between thinner ones those beside them', async () => {
    const shown = new Set<number>();
    const ask = (stack: ReturnType<typeof blank>, planes: number[]) =>
      readStack([counting(shown)], stack, slicePlan, { across: 'slices', planes }, nothingLeftOut, async () => undefined, () => undefined);
    const { readings } = await ask(blank([40, 16, 16], 40), [31, 4, 17]);
    expect([...shown].sort((a, b) => a - b)).toEqual([4, 17, 31]);
    // All outputs alike: as unsure as can be.
    expect(readings.map(({ entropy }) => entropy)).toEqual([1, 1, 1]);
    shown.clear();
    // Slices twice as thick lie around 12 from 5.5 to 6.5: their middles at 5 and 6.
    await ask(blank([40, 16, 16], 20), [12]);
    expect([...shown].sort((a, b) => a - b)).toEqual([5, 6]);
  });

  it('of a network for volumes are the windows that show a wanted slice', async () => {
    let asked = 0;
    const learner = {
      probabilities: ({ images }: ImageBatch) => { asked++; return new Float32Array(images.length * 4).fill(0.25); },
      features: () => new Float32Array(16).fill(1),
    } as unknown as Learner;
    const plan = { ...volumePlan, patch: [8, 16, 16] };
    await readStack([learner], blank([64, 16, 16], 64), plan, { across: 'slices', planes: [1, 2] }, nothingLeftOut, async () => undefined, () => undefined);
    // Windows of 8 begin at every fourth slice: only the one at 0 shows slices 1 and 2.
    expect(asked).toBe(1);
  });

  it('ends where it is cancelled, between two networks too', async () => {
    const [models, image] = [[await room.model(slicePlan)], await room.scan(size, 'LPS', isotropic)];
    const cancel = new AbortController();
    let breaths = 0;
    const work = beginWork(() => undefined, cancel.signal);
    const volumes = [{ name: 'scan', image, sliceAxis: 2 as const, slices: [0] }];
    await expect(readSlices({ kind: 'read-slices', modelFolders: models, volumes, masks: 100, seed: 1 }, {
      ...work, async breathe() { if (++breaths === 5) cancel.abort(); await work.breathe(); },
    })).rejects.toMatchObject({ code: 'cancelled' });
    expect(breaths).toBe(5);
  });

  it('leaves out an image that shows nothing, says so, and reads the others', async () => {
    const models = [await room.model(slicePlan)];
    const [empty, image] = [await room.scan(size, 'LPS', isotropic, new Int16Array(14 * 11 * 9)), await room.scan(size, 'LPS', isotropic)];
    const events: EngineEvent[] = [];
    const volumes = [{ name: 'empty', image: empty, sliceAxis: 2 as const, slices: [0] }, { name: 'scan', image, sliceAxis: 2 as const, slices: [0, 1] }];
    await readSlices({ kind: 'read-slices', modelFolders: models, volumes, masks: 0, seed: 1 }, beginWork((event) => events.push(event), new AbortController().signal));
    expect(events.filter(({ kind }) => kind === 'slices-read')).toMatchObject([{ name: 'scan', readings: [{}, {}] }]);
    expect(events.filter((event) => event.kind === 'warning').map(({ sentence }) => sentence.en)).toEqual([expect.stringMatching(/empty.*No slice of it is read\.$/) as string]);
    expect(events.at(-1)).toEqual({ kind: 'progress', phase: 'predicting', done: 2000, total: 2000 });
    await writeFile(image.path, 'half of it is gone');
    await expect(read(models, image, 2, [0])).rejects.toMatchObject({ code: 'corrupt' });
  });
});
