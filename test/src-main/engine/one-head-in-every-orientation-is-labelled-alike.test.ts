import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentRequest } from '#main/engine-client/protocol.ts';
import { writeModel } from '#main/engine/model-folder.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { segment } from '#main/engine/segment.ts';
import { description } from '#main/engine/tensorflow.ts';
import { beginWork } from '#main/engine/work.ts';
import { readNifti } from '#main/import/read-nifti.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import { invertOrder, orderToRas, reorderGeometry, reorderVoxels } from '#shared/geometry/axis-order.ts';
import { drawPhantom } from '#shared/example/phantom.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import { tinyPlan } from './phantom-project.ts';

const heads = join(import.meta.dirname, '../../../../shared/data/nifti/orientation');

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'lamina-orientation-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An untrained model: random weights see every detail of what they are fed. */
async function randomModel(plan: Plan): Promise<string> {
  const network = plannedNetwork(plan);
  const values = startingWeights(network.parameters, 3);
  const model = join(folder, `model-${plan.sliceAxis}-${plan.patch.join('x')}`);
  await writeModel(model, network, values, { plan, epoch: 0, step: 0, engine: description });
  return model;
}

/** Labels of each volume, brought to RAS. */
async function labelsInRas(modelFolder: string, volumes: readonly ImageVolume[]): Promise<Uint8Array[]> {
  const request: SegmentRequest = {
    kind: 'segment', modelFolders: [modelFolder],
    volumes: await Promise.all(volumes.map(async ({ voxels, geometry, voxelType, slope, intercept, trust }, number) => {
      const path = join(folder, `image-${number}`);
      await writeFile(path, new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength));
      return {
        name: String(number), output: join(folder, `labels-${number}`),
        image: { path, sha256: '', voxelType, geometry, trust, slope, intercept, modality: 'mr' as const },
      };
    })),
  };
  await segment(request, beginWork(() => undefined, new AbortController().signal));
  return Promise.all(volumes.map(async ({ geometry }, number) =>
    reorderVoxels(new Uint8Array(await readFile(join(folder, `labels-${number}`))), geometry.size, orderToRas(geometry.affine))));
}

function expectAlike(labels: readonly Uint8Array[]): void {
  const [first] = labels;
  expect(new Set(first).size).toBeGreaterThan(1);
  labels.forEach((one, number) => expect(Buffer.compare(one, first!), String(number)).toBe(0));
}

describe('labels of one head', () => {
  it.skipIf(!existsSync(heads))('are the same in each of the 24 orientations of a real scan (needs ../shared/data)', async () => {
    const files = (await readdir(heads)).sort();
    expect(files).toHaveLength(24);
    const images = await Promise.all(files.map((file) => readNifti({ format: 'nifti', name: file, files: [join(heads, file)] }, {})));
    // Whole slices; the windows are seen to below.
    const plan = { ...tinyPlan, patch: [128, 128] as const };
    expectAlike(await labelsInRas(await randomModel(plan), images.map(({ volumes }) => volumes[0] as ImageVolume)));
  });

  it.each([0, 1, 2] as const)('are the same in all 48 orders and directions of axes, a third of them for slices along axis %i', async (sliceAxis) => {
    const phantom = drawPhantom('organs', 2, 0);
    const toRas = orderToRas(phantom.geometry.affine);
    const ras = { geometry: reorderGeometry(phantom.geometry, toRas), voxels: reorderVoxels(phantom.image, phantom.geometry.size, toRas) };
    const codes = ['RL', 'AP', 'SI'].flatMap((a, n, pairs) => {
      const others = pairs.filter((_, at) => at !== n) as [string, string];
      return [[a, ...others], [a, others[1], others[0]]] as [string, string, string][];
    }).flatMap((pairs) => [...Array(8).keys()].map((bits) => pairs.map((pair, at) => pair[(bits >> at) & 1]).join('')));
    expect(new Set(codes).size).toBe(48);
    const orders = codes.filter((_, at) => at % 3 === sliceAxis).map((code) => invertOrder(orderToRas(affineFromOrientation(code, [1, 1, 1]))));
    const images = orders.map((order): ImageVolume => ({
      geometry: reorderGeometry(ras.geometry, order), voxels: reorderVoxels(ras.voxels, ras.geometry.size, order),
      voxelType: 'int16', trust: 'known', slope: 1, intercept: 0,
    }));
    const plan = { ...tinyPlan, sliceAxis, patch: sliceAxis === 2 ? [64, 64] as const : [16, 48] as const };
    expectAlike(await labelsInRas(await randomModel(plan), images));
  });
});
