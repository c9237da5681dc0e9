/**
 * A project whose cases have two images: the first one is noise, the second one, on a turned grid of other voxels, shows a
 * ball that is labelled on the first one's grid. Both are drawn from where their voxels lie in the patient.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import { indexToWorld, voxelCount } from '#shared/geometry/affine.ts';
import type { Affine, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { InputPlan, Plan } from '#shared/learning/plan.ts';
import { randomDraws } from '#shared/learning/random.ts';
import type { FurtherImage, SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { tinyPlan } from './phantom-project.ts';

export const second: InputPlan = { role: 'second', modality: 'mr', normalisation: tinyPlan.normalisation };

export const pairedPlan: Plan = {
  ...tinyPlan,
  network: { name: 'unet-2d', filters: [8, 16, 32] },
  outputs: tinyPlan.outputs.slice(0, 2), medianSpacingMm: [1.2, 1.2, 2.5],
  stepsPerEpoch: 40, epochs: 1,
};

/** Rows to the left, columns to the back, slices upwards; its middle at the world's origin. */
const upright: VolumeGeometry = { size: [36, 34, 16], affine: [1.2, 0, 0, -21, 0, 1.2, 0, -19.8, 0, 0, 2.5, -18.75] };

/** Turned by 12° about the long axis and by 20° about the side: no voxel of it lies on one of the other grid. */
const turned: VolumeGeometry = ((): VolumeGeometry => {
  const [a, b] = [0.21, 0.35];
  const size: Vec3 = [60, 38, 30];
  const columns = [
    [0.9 * Math.cos(a), 0.9 * Math.sin(a), 0],
    [-1.5 * Math.sin(a) * Math.cos(b), 1.5 * Math.cos(a) * Math.cos(b), 1.5 * Math.sin(b)],
    [2 * Math.sin(a) * Math.sin(b), -2 * Math.cos(a) * Math.sin(b), 2 * Math.cos(b)],
  ] as const;
  const row = (r: 0 | 1 | 2): number[] => {
    const [i, j, k] = [columns[0][r], columns[1][r], columns[2][r]];
    return [i, j, k, -(i * (size[0] - 1) + j * (size[1] - 1) + k * (size[2] - 1)) / 2];
  };
  return { size, affine: [...row(0), ...row(1), ...row(2)] as unknown as Affine };
})();

export interface PairedProject {
  readonly folder: string;
  readonly manifest: string;
  readonly cases: readonly SnapshotCase[];
  /** What lies on a grid where the second image of a case is drawn without noise. */
  readonly drawn: (number: number) => Float32Array;
  readonly labels: (number: number) => Uint8Array;
  readonly request: (plan?: Partial<Plan>) => Promise<TrainRequest>;
  readonly remove: () => Promise<void>;
}

export async function makePairedProject(training: number, validation: number): Promise<PairedProject> {
  const folder = await mkdtemp(join(tmpdir(), 'lamina-pairs-'));
  const drawn = (number: number): Float32Array => sampled(upright, (place) => (inBall(place, number) ? 1 : 0));
  const labels = (number: number): Uint8Array => Uint8Array.from(drawn(number));
  const cases = await Promise.all(Array.from({ length: training + validation }, async (_, number): Promise<SnapshotCase> => {
    const noise = randomDraws(3, 'phantom', 9, number);
    const file = async (name: string, values: Float32Array | Uint8Array): Promise<string> => {
      await writeFile(join(folder, `${name}-${number}`), new Uint8Array(values.buffer));
      return `${name}-${number}`;
    };
    const common = { sha256: '', voxelType: 'float32', trust: 'known', slope: 1, intercept: 0, modality: 'mr' } as const;
    const shown: FurtherImage = {
      ...common, role: 'second', geometry: turned,
      path: await file('second', sampled(turned, (place) => (inBall(place, number) ? 300 : 100) + 20 * noise.normal())),
    };
    return {
      caseId: `pair-${number}`, name: `pair-${number}`, patient: `pair-${number}`, imageRole: 'first',
      image: { ...common, geometry: upright, path: await file('first', sampled(upright, () => 1000 + 100 * noise.normal())) },
      furtherImages: [shown],
      labelmap: { path: await file('labels', labels(number)), sha256: '' },
      sliceAxis: 2,
      completeSlices: Array.from({ length: upright.size[2] }, (_unused, slice) => slice),
      role: number < training ? 'train' : 'validation',
    };
  }));
  const manifest: SnapshotManifest = {
    version: 1, project: 'pairs', createdAt: '2024-01-01T00:00:00.000Z', upToEdit: 0, cases,
    labels: [{ index: 1, value: 1, name: 'ball', colour: '#ff0000', code: null, locked: false }],
  };
  const file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify(manifest));
  let runs = 0;
  return {
    folder, cases, drawn, labels, manifest: file,
    async request(plan = {}) {
      const outputFolder = join(folder, `run-${runs++}`);
      await mkdir(outputFolder);
      return { kind: 'train', projectFolder: folder, manifest: file, plan: { ...pairedPlan, ...plan }, minutes: null, outputFolder, resumeFrom: null, startFrom: null };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A ball of 6 to 8 mm, anywhere but at the border. */
function inBall([x, y, z]: Vec3, number: number): boolean {
  const draws = randomDraws(3, 'phantom', 8, number);
  const middle = [draws.between(-12, 12), draws.between(-11, 11), draws.between(-9, 9)] as const;
  return Math.hypot(x - middle[0], y - middle[1], z - middle[2]) < draws.between(6, 8);
}

function sampled({ size, affine }: VolumeGeometry, value: (place: Vec3) => number): Float32Array {
  const [ni, nj] = size;
  return Float32Array.from({ length: voxelCount(size) }, (_, at) => value(indexToWorld(affine, [at % ni, Math.floor(at / ni) % nj, Math.floor(at / ni / nj)])));
}
