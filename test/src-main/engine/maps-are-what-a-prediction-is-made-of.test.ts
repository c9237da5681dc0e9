import { mkdtemp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MapRequest, MapResult } from '#main/engine-client/protocol.ts';
import { explainCase } from '#main/engine/explaining/explain-case.ts';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import { mapCase } from '#main/engine/mapping/map-case.ts';
import { readModel } from '#main/engine/model-folder.ts';
import { predictStack } from '#main/engine/prediction/predict-stack.ts';
import { makeLearner } from '#main/engine/make-learner.ts';
import { beginWork } from '#main/engine/work.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { viewsOf } from '#shared/learning/network-views.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { temper } from '#shared/learning/statistics/voxel-probabilities.ts';
import { entropiesOf, probabilitiesOf, readingRoom, slicePlan, stackOf, volumePlan, voxelsOf, type ReadingRoom } from './readings.ts';

let room: ReadingRoom;
let folder: string;
beforeAll(async () => {
  room = await readingRoom();
  folder = path.dirname(await room.model(slicePlan));
});
afterAll(() => room.remove());

const size: Vec3 = [14, 11, 9];
const anisotropic: Vec3 = [1, 1.2, 2.5];
const resampled = { targetSpacingMm: [1.5, 0.9, 2] } as const;
const work = () => beginWork(() => undefined, new AbortController().signal);

/** By name: floats, or bytes as they are. */
async function maps(models: readonly string[], image: VolumeFile, more: Partial<MapRequest> = {}): Promise<MapResult & { readonly of: (file: string) => Promise<Float32Array | Uint8Array> }> {
  const out = await mkdtemp(path.join(folder, 'maps-'));
  const numbers = more.numbers ?? 'float32';
  const result = await mapCase({
    kind: 'map', modelFolders: models, volume: { name: 'scan', image }, sliceAxis: 2, slice: null, temperature: 1, disagreement: null, numbers, folder: out, ...more,
  }, work());
  return {
    ...result,
    async of(file) {
      const bytes = new Uint8Array(await readFile(path.join(out, file)));
      return numbers === 'float32' ? new Float32Array(bytes.buffer) : bytes;
    },
  };
}

async function saidBy(model: string, image: VolumeFile, plan: Plan): Promise<Float32Array[]> {
  const { network, values } = await readModel(model);
  const learner = makeEagerLearner(network, plan, values);
  const said = probabilitiesOf((batch) => learner.probabilities(batch), await stackOf(image, plan), plan);
  learner.dispose();
  return said;
}
const close = (found: ArrayLike<number>, expected: ArrayLike<number>, digits = 5): void => {
  expect(found.length).toBe(expected.length);
  expect(Math.max(...Array.from(found, (value, at) => Math.abs(value - expected[at]!)))).toBeLessThan(10 ** -digits);
};

describe('maps of one model', () => {
  it.each<[string, Plan, AxisIndex]>([
    ['slices, along the axis of the network', { ...slicePlan, ...resampled }, 1], ['slices, across it', { ...slicePlan, ...resampled }, 2],
    ['volumes, across rows', { ...volumePlan, ...resampled }, 0],
  ])('are its probabilities and their entropy on the image\'s own grid, of all of it and of one slice: %s', async (_, plan, axis) => {
    const [model, image] = [await room.model(plan), await room.scan(size, 'PSR', anisotropic)];
    const said = await saidBy(model, image, plan);
    const whole = await maps([model], image);
    expect(whole.maps.map(({ kind, output, maximum }) => [kind, output, maximum])).toEqual([...[1, 2, 3].map((output) => ['probability', output, 1]), ['uncertainty', null, 1]]);
    for (const output of [1, 2, 3]) close(await whole.of(`probability-${output}`), said[output]!);
    close(await whole.of('uncertainty'), entropiesOf(said), 4);
    const slice = await maps([model], image, { sliceAxis: axis, slice: 3 });
    const voxels = voxelsOf(size, axis, 3);
    close(await slice.of('probability-2'), voxels.map((voxel) => said[2]![voxel]!));
    const bytes = await maps([model], image, { sliceAxis: axis, slice: 3, numbers: 'uint8' });
    close(await bytes.of('probability-2'), voxels.map((voxel) => Math.round(255 * said[2]![voxel]!)), -0.1);
    await expect(maps([model], image, { sliceAxis: axis, slice: size[axis] })).rejects.toThrow(RangeError);
  });

  it('are tempered, and no label changes by that', async () => {
    const [model, image] = [await room.model(slicePlan), await room.scan(size, 'LPS', [1, 1, 1])];
    const [plain, tempered] = [await maps([model], image), await maps([model], image, { temperature: 2.5 })];
    const said = await saidBy(model, image, slicePlan);
    const interleaved = Float32Array.from({ length: said[0]!.length * 4 }, (_, at) => said[at % 4]![at >> 2]!);
    const expected = temper(interleaved, 4, 2.5);
    close(await tempered.of('probability-1'), said[0]!.map((_, voxel) => expected[4 * voxel + 1]!));
    const mean = async (result: typeof plain): Promise<number> => [...await result.of('uncertainty')].reduce((sum, one) => sum + one, 0);
    expect(await mean(tempered)).toBeGreaterThan(1.05 * await mean(plain));
  });
});

describe('disagreement', () => {
  it('of several models is the entropy of their mean less the mean of their entropies, and the probabilities are the mean', async () => {
    const [models, image] = [[await room.model(slicePlan, 1), await room.model(slicePlan, 2)], await room.scan(size, 'LPS', [1, 1, 1])];
    const result = await maps(models, image, { disagreement: { masks: 8, seed: 1 } });
    expect(result.disagreement).toEqual({ between: 'models', networks: 2 });
    const said = await Promise.all(models.map((model) => saidBy(model, image, slicePlan)));
    const mean = said[0]!.map((own, output) => own.map((one, voxel) => (one + said[1]![output]![voxel]!) / 2));
    const own = said.map(entropiesOf);
    close(await result.of('disagreement'), entropiesOf(mean).map((entropy, voxel) => entropy - (own[0]![voxel]! + own[1]![voxel]!) / 2), 4);
    close(await result.of('probability-3'), mean[3]!);
    const { maximum } = result.maps.find(({ kind }) => kind === 'disagreement')!;
    expect(maximum).toBe(Math.max(...await result.of('disagreement')));
    const bytes = await maps(models, image, { disagreement: { masks: 8, seed: 1 }, numbers: 'uint8' });
    expect(Math.max(...await bytes.of('disagreement'))).toBe(255);
  });

  it('of networks that dropout makes of one changes none of its probabilities', async () => {
    const [model, image] = [await room.model(volumePlan), await room.scan(size, 'LPS', [1, 1, 1])];
    const [alone, asked] = [await maps([model], image), await maps([model], image, { disagreement: { masks: 8, seed: 4 } })];
    expect(asked.disagreement).toEqual({ between: 'masks', networks: 8 });
    expect([...await asked.of('probability-1')]).toEqual([...await alone.of('probability-1')]);
    const disagreement = await asked.of('disagreement');
    expect(Math.min(...disagreement)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...disagreement)).toBeGreaterThan(1e-4);
  });
});

describe('whoever watches a prediction', () => {
  it.each<[string, Plan, number]>([['of which labels alone are asked', slicePlan, 2], ['of windows that share voxels', { ...slicePlan, ...resampled, patch: [8, 8] }, 5], ['of volumes', { ...volumePlan, ...resampled }, 1]])(
    'sees its probabilities and changes nothing: %s', async (_, plan, first) => {
      const [model, image] = [await room.model(plan), await room.scan(size, 'LPS', anisotropic)];
      const { network, values } = await readModel(model);
      const learner = makeLearner(network, plan, values);
      const stack = await stackOf(image, plan);
      const seen = new Map<number, Float32Array>();
      const slices = [first, first + 2];
      const watched = await predictStack([learner], stack, plan, async () => undefined, () => undefined, { slices, see: (slice, own) => seen.set(slice, own.slice()) });
      expect(watched).toEqual(await predictStack([learner], stack, plan, async () => undefined, () => undefined));
      learner.dispose();
      expect([...seen.keys()]).toEqual(slices);
      const pixels = stack.own[1] * stack.own[2];
      seen.forEach((own, slice) => {
        for (let pixel = 0; pixel < pixels; pixel += 1) {
          const voxel = [...own.subarray(4 * pixel, 4 * pixel + 4)];
          expect(voxel.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 4);
          expect(voxel[watched[slice * pixels + pixel]!]).toBeCloseTo(Math.max(...voxel), 5);
        }
      });
    });
});

describe('an explanation of a case', () => {
  it.each<[string, Plan]>([['slices', { ...slicePlan, ...resampled }], ['volumes', { ...volumePlan, ...resampled }]])(
    'of a network for %s covers it or a slice of it, at every layer', async (_, plan) => {
      const [model, image] = [await room.model(plan), await room.scan(size, 'PSR', anisotropic)];
      const file = path.join(folder, 'explanation');
      const request = { kind: 'explain', modelFolders: [model], volume: { name: 'scan', image }, sliceAxis: 1, output: 1, region: null, numbers: 'float32', file } as const;
      for (const { name } of viewsOf(plan.network)) {
        const { regionVoxels, maximum, score } = await explainCase({ ...request, slice: null, layer: name }, work());
        const map = new Float32Array(new Uint8Array(await readFile(file)).buffer);
        expect(map).toHaveLength(size[0] * size[1] * size[2]);
        expect(regionVoxels).toBeGreaterThan(0);
        expect(Number.isFinite(score)).toBe(true);
        expect(Math.min(...map)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...map)).toBe(maximum);
        const slice = await explainCase({ ...request, slice: 4, layer: name, numbers: 'uint8' }, work());
        expect((await readFile(file)).length).toBe(size[0] * size[2]);
        expect(slice.regionVoxels).toBeLessThan(regionVoxels);
      }
    });
});
