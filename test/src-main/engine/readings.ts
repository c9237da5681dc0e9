/** Small scans in any orientation, models that learnt nothing, and what is to be read in them, computed another way. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent, ReadSlicesRequest } from '#main/engine-client/protocol.ts';
import type { ImageBatch } from '#main/engine/learner.ts';
import { writeModel } from '#main/engine/model-folder.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { readSlices } from '#main/engine/reading/read-slices.ts';
import { description } from '#main/engine/tensorflow.ts';
import { loadStack, type LoadedStack } from '#main/engine/volumes/load-stack.ts';
import { beginWork } from '#main/engine/work.ts';
import { invertOrder, reorderVoxels } from '#shared/geometry/axis-order.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { channelsOf, dimensionsOf } from '#shared/learning/network-layers.ts';
import { cutWindow } from '#shared/learning/patches.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { resampleVolume } from '#shared/learning/resample.ts';
import type { VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { tinyPlan } from './phantom-project.ts';

export const slicePlan: Plan = { ...tinyPlan, patch: [16, 16] };
export const volumePlan: Plan = {
  ...tinyPlan, contextSlices: 1, patch: [16, 16, 16],
  network: {
    name: 'unet', dimensions: 3, residual: false, deepSupervision: false,
    levels: [4, 8].map((filters, level) => ({ filters, kernel: [3, 3, 3], stride: level === 0 ? [1, 1, 1] : [2, 2, 2] })),
  },
};

export type ReadEvent = Extract<EngineEvent, { kind: 'slices-read' }>;

/** A folder for models and scans. */
export async function readingRoom() {
  const folder = await mkdtemp(join(tmpdir(), 'lamina-readings-'));
  let written = 0;
  return {
    /** Starting weights see every detail of what they are fed. */
    async model(plan: Plan, seed = 1): Promise<string> {
      const network = plannedNetwork(plan);
      const model = join(folder, `model-${written++}`);
      await writeModel(model, network, startingWeights(network.parameters, seed), { plan, epoch: 0, step: 0, engine: description });
      return model;
    },
    async scan(size: Vec3, code: string, spacing: Vec3, voxels = randomVoxels(size)): Promise<VolumeFile> {
      const path = join(folder, `scan-${written++}`);
      await writeFile(path, new Uint8Array(voxels.buffer));
      return { path, sha256: '', voxelType: 'int16', geometry: { size, affine: affineFromOrientation(code, spacing) }, trust: 'known', slope: 1, intercept: 0, modality: 'mr' };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
export type ReadingRoom = Awaited<ReturnType<typeof readingRoom>>;

function randomVoxels([i, j, k]: Vec3): Int16Array {
  const draws = randomDraws(5, 'sampling', 0, 0);
  return Int16Array.from({ length: i * j * k }, () => draws.integer(1000));
}

export function allSlices({ geometry }: VolumeFile, axis: AxisIndex): number[] {
  return Array.from({ length: geometry.size[axis] }, (_, slice) => slice);
}

/** What the engine says of one scan. */
export async function read(
  modelFolders: readonly string[], image: VolumeFile, sliceAxis: AxisIndex, slices: readonly number[], { masks = 0, seed = 1 } = {},
): Promise<ReadEvent> {
  const events: EngineEvent[] = [];
  const request: ReadSlicesRequest = { kind: 'read-slices', modelFolders, masks, seed, volumes: [{ name: 'scan', image, sliceAxis, slices }] };
  await readSlices(request, beginWork((event) => events.push(event), new AbortController().signal));
  const [found] = events.filter((event) => event.kind === 'slices-read');
  if (found === undefined) throw new Error('nothing was read');
  return found;
}

export function stackOf(image: VolumeFile, plan: Plan): Promise<LoadedStack> {
  return loadStack(image.path, image, 'scan', plan, () => undefined);
}

/**
 * What a network says of a whole scan, each output's probabilities on the image's own grid, i fastest: for patches that hold the scan, by
 * resampling whole volumes.
 */
export function probabilitiesOf(answer: (batch: ImageBatch) => Float32Array, stack: LoadedStack, plan: Plan): Float32Array[] {
  const { slices, rows, columns, own, order } = stack;
  const outputs = plan.outputs.length;
  const channels = channelsOf(plan);
  const whole = plan.outputs.map(() => new Float32Array(slices * rows * columns));
  const sides = dimensionsOf(plan.network) === 3 ? plan.patch : [1, ...plan.patch];
  const [deep, high, wide] = sides as [number, number, number];
  const before = (side: number, length: number): number => Math.floor((side - length) / 2);
  const [top, left] = [before(high, rows), before(wide, columns)];
  for (let first = 0; first < slices; first += deep) {
    const front = deep === 1 ? 0 : before(deep, slices);
    const window = { rows: high, columns: wide, channels, image: new Float32Array(deep * high * wide * channels), ...(deep === 1 ? {} : { slices: deep }) };
    cutWindow(stack, first - front, -top, -left, window);
    const said = answer({ ...window, count: 1, images: window.image });
    for (let z = 0; z < (deep === 1 ? 1 : slices); z++) {
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
          const from = (((z + front) * high + y + top) * wide + x + left) * outputs;
          whole.forEach((values, output) => { values[((first + z) * rows + y) * columns + x] = said[from + output] as number; });
        }
      }
    }
  }
  return whole.map((values) => reorderVoxels(resampleVolume(values, [slices, rows, columns], own), [own[2], own[1], own[0]], invertOrder(order)));
}

/** −Σ p log p / log n of each voxel. */
export function entropiesOf(probabilities: readonly Float32Array[]): Float64Array {
  return Float64Array.from(probabilities[0] as Float32Array, (_, voxel) =>
    probabilities.reduce((sum, values) => sum - (values[voxel] as number) * Math.log(values[voxel] as number), 0) / Math.log(probabilities.length));
}

/** Voxels of a slice. */
export function voxelsOf([i, j, k]: Vec3, axis: AxisIndex, slice: number): number[] {
  return Array.from({ length: i * j * k }, (_, voxel) => voxel)
    .filter((voxel) => [voxel % i, Math.floor(voxel / i) % j, Math.floor(voxel / (i * j))][axis] === slice);
}

/** Mean of the largest 2 %, at least 50. */
export function scoreOf(values: readonly number[]): number {
  const most = values.toSorted((a, b) => b - a).slice(0, Math.max(50, Math.ceil(values.length / 50)));
  return most.reduce((sum, value) => sum + value, 0) / most.length;
}
