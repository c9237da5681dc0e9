import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeCases, type Judged } from '#main/engine/training/judge-cases.ts';
import { beginWork } from '#main/engine/work.ts';
import { readJudgedSlice } from '#main/files/judged-slice.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';

// Stored as index 5 and 7, in files 40 and 2, learnt as output 1 and 2.
const outputs = [{ index: 0, value: 0, name: 'background' }, { index: 5, value: 40, name: 'box' }, { index: 7, value: 2, name: 'other' }];
const size: Vec3 = [12, 10, 6];
/** 4 × 4 × 2 voxels of 1 × 2 × 3 mm. */
const box = (value: number, firstSlice: number): Uint8Array => Uint8Array.from({ length: 720 }, (_, at) => {
  const [i, j, k] = [at % 12, Math.floor(at / 12) % 10, Math.floor(at / 120)] as const;
  return i >= 3 && i < 7 && j >= 2 && j < 6 && k >= firstSlice && k < firstSlice + 2 ? value : 0;
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamina-judge-'));
  await writeFile(join(folder, 'labels'), box(5, 2));
});
afterAll(() => rm(folder, { recursive: true }));

const snapshot = (change: Partial<SnapshotCase> = {}, trust: SnapshotCase['image']['trust'] = 'known'): SnapshotCase => ({
  caseId: 'one', name: 'One', patient: 'Ada', labelmap: { path: 'labels', sha256: '' }, sliceAxis: 2, completeSlices: [0, 1, 2, 3, 4, 5], role: 'validation',
  image: {
    path: 'image', sha256: '', voxelType: 'int16', slope: 1, intercept: 0, modality: 'mr', trust,
    geometry: { size, affine: [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0] },
  },
  ...change,
});

async function judge(one: SnapshotCase, prediction: Uint8Array): Promise<Judged & { only: Judged['cases'][number] }> {
  const work = beginWork(() => undefined, new AbortController().signal);
  const judged = await judgeCases({ projectFolder: folder, outputFolder: folder, cases: [one], plan: { outputs }, predict: async () => prediction }, work);
  return { ...judged, only: judged.cases[0]! };
}

describe('a prediction that lies one slice too high', () => {
  it('overlaps by half, and is 3 mm off where it ends', async () => {
    const { only, validation } = await judge(snapshot(), box(1, 3));
    expect(only).toMatchObject({ caseId: 'one', name: 'One', patient: 'Ada', unit: 'mm', partly: null });
    // 32 voxels of 6 mm³ each; 16 are common.
    expect(only.labels).toMatchObject({ 40: { found: 'both', dice: 0.5, jaccard: 1 / 3, precision: 0.5, recall: 0.5, hd: 3, hd95: 3, volumeReference: 0.192, volumePredicted: 0.192, volumeError: 0 } });
    expect(validation).toEqual({ dice: [0.5, null], meanDice: 0.5 });
  });

  it('is worst on the first slice where it is missing, of which the labels are kept as the project stores them', async () => {
    const { only } = await judge(snapshot(), box(1, 3));
    expect(only.worst).toEqual({ axis: 2, slice: 2, wrong: 16 });
    const seen = await readJudgedSlice(folder, 'one', 120);
    expect([...seen!.reference]).toEqual([...box(5, 2).subarray(240, 360)]);
    expect(seen!.prediction.every((label) => label === 0)).toBe(true);
    // Of another image under this name it would be no slice.
    expect(await readJudgedSlice(folder, 'one', 100)).toBeNull();
  });

  it('is one voxel off where the spacing is not to be believed', async () => {
    const { only } = await judge(snapshot({}, 'spacing-unknown'), box(1, 3));
    expect(only).toMatchObject({ unit: 'voxels', labels: { 40: { hd: 1, volumeReference: 32 } } });
  });

  it('is right on the one slice that is complete, where nothing can be said of surfaces', async () => {
    const { only } = await judge(snapshot({ caseId: 'partly', completeSlices: [3] }), box(1, 3));
    expect(only).toMatchObject({ partly: { complete: 1, slices: 6 }, labels: { 40: { dice: 1, hd: null, surfaceDice: null, volumePredicted: null } }, worst: null });
    expect(await readJudgedSlice(folder, 'partly', 120)).toBeNull();
  });

  it('is looked at along the axis that its slices were drawn along', async () => {
    const { only } = await judge(snapshot({ caseId: 'across', sliceAxis: 0, completeSlices: [0, 1, 4, 5] }), box(1, 3));
    // Of columns 4 and 5 the lower half is missed and the upper invented: four rows each.
    expect(only).toMatchObject({ partly: { complete: 4, slices: 12 }, worst: { axis: 0, slice: 4, wrong: 8 } });
    const seen = await readJudgedSlice(folder, 'across', 60);
    expect([...seen!.prediction.entries()].flatMap(([at, label]) => (label === 0 ? [] : [[at % 10, Math.floor(at / 10), label]])))
      .toEqual([3, 4].flatMap((k) => [2, 3, 4, 5].map((j) => [j, k, 5])));
  });
});

it('a label that only the prediction holds counts against the case, and is no Dice of the model', async () => {
  const { only, validation } = await judge(snapshot(), box(2, 2));
  expect(only.labels).toMatchObject({ 40: { found: 'missed', dice: 0, hd: null }, 2: { found: 'invented', dice: 0 } });
  expect(validation).toEqual({ dice: [0, null], meanDice: 0 });
});

it('a case in whose image nothing can be seen is left out, and the others are judged', async () => {
  const work = beginWork(() => undefined, new AbortController().signal);
  const cases = [snapshot({ caseId: 'flat', name: 'Flat' }), snapshot()];
  const judged = await judgeCases({
    projectFolder: folder, outputFolder: folder, cases, plan: { outputs }, predict: async ({ caseId }) => (caseId === 'flat' ? null : box(1, 2)),
  }, work);
  expect(judged.cases.map(({ name }) => name)).toEqual(['One']);
  expect(judged.validation).toEqual({ dice: [1, null], meanDice: 1 });
});

it('cancelling ends it', async () => {
  const stop = new AbortController();
  const work = beginWork(() => undefined, stop.signal);
  const predict = async (): Promise<Uint8Array> => {
    stop.abort();
    await work.breathe();
    return box(1, 2);
  };
  await expect(judgeCases({ projectFolder: folder, outputFolder: folder, cases: [snapshot()], plan: { outputs }, predict }, work)).rejects.toMatchObject({ code: 'cancelled' });
});
