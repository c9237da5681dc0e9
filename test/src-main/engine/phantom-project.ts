/** A project folder as the host leaves it for the engine: phantom scans as raw files, and the manifest that names them. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import { drawPhantom, type Phantom } from '#shared/example/phantom.ts';
import { noChange, usualOptimiser, usualParts } from '#shared/learning/complete-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { SnapshotCase, SnapshotManifest, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { madeOnce } from '../../made-once.ts';

export const tinyPlan: Plan = {
  version: 1,
  network: { name: 'unet-2d', filters: [4, 8] },
  modality: 'mr',
  normalisation: { kind: 'z-score', lowPercentile: 0.5, highPercentile: 99.5 },
  sliceAxis: 2,
  contextSlices: 3,
  patch: [32, 32],
  medianSpacingMm: [1.2, 1.2, 3],
  outputs: [0, 1, 2, 3].map((index) => ({ index, value: index, name: index === 0 ? 'background' : `organ ${index}` })),
  loss: 'dice+cross-entropy',
  ...usualParts,
  optimiser: { ...usualOptimiser, kind: 'adam', learningRate: 0.01, schedule: 'polynomial' },
  batch: 4,
  microBatch: 4,
  stepsPerEpoch: 5,
  epochs: 2,
  foregroundShare: 0.5,
  augmentation: { ...noChange, rotationDegrees: 10, scale: 0.1, gamma: 0.1, brightness: 0.1, contrast: 0.1, noise: 0.05 },
  seed: 1,
};

export interface PhantomProject {
  readonly folder: string;
  readonly manifest: string;
  readonly cases: readonly SnapshotCase[];
  readonly phantoms: readonly Phantom[];
  request(plan?: Partial<Plan>, minutes?: number | null): Promise<TrainRequest>;
  remove(): Promise<void>;
}

export async function makePhantomProject(training: number, validation: number, change: (one: SnapshotCase) => SnapshotCase = (one) => one): Promise<PhantomProject> {
  const folder = await mkdtemp(join(tmpdir(), 'lamina-engine-'));
  const phantoms = await Promise.all(Array.from({ length: training + validation }, (_, number) => phantom(number)));
  const cases = await Promise.all(phantoms.map(async (one, number): Promise<SnapshotCase> => {
    const { geometry, name } = one;
    return change({
      caseId: name, name, patient: name,
      image: { ...phantomFile(one), path: await writeBlob(folder, one.image) },
      labelmap: { path: await writeBlob(folder, one.labels), sha256: '' },
      sliceAxis: 2,
      completeSlices: Array.from({ length: geometry.size[2] }, (_, k) => k),
      role: number < training ? 'train' : 'validation',
    });
  }));
  const manifest: SnapshotManifest = {
    version: 1, project: 'phantoms', createdAt: '2024-01-01T00:00:00.000Z', upToEdit: 0, cases,
    labels: [1, 2, 3].map((index) => ({ index, value: index, name: `organ ${index}`, colour: '#ff0000', code: null, locked: false })),
  };
  const file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify(manifest));
  let runs = 0;
  return {
    folder, cases, phantoms, manifest: file,
    async request(plan = {}, minutes = null) {
      const outputFolder = join(folder, `run-${runs++}`);
      await mkdir(outputFolder);
      return { kind: 'train', projectFolder: folder, manifest: file, plan: { ...tinyPlan, ...plan }, minutes, outputFolder, resumeFrom: null, startFrom: null };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Drawn once for all tests, for it is always the same. */
async function phantom(number: number): Promise<Phantom> {
  const folder = await madeOnce(`phantom-${number}`, async (place) => {
    await mkdir(place);
    await writeFile(join(place, 'phantom'), serialize(drawPhantom('organs', 1, number)));
  });
  const kept = deserialize(await readFile(join(folder, 'phantom'))) as Phantom;
  // Read back, both lie in one buffer; drawn, each has its own.
  return { ...kept, image: kept.image.slice(), labels: kept.labels.slice() };
}

export function phantomFile({ geometry }: Phantom): Omit<VolumeFile, 'path'> {
  return { sha256: '', voxelType: 'int16', geometry, trust: 'known', slope: 1, intercept: 0, modality: 'mr' };
}

async function writeBlob(folder: string, voxels: Int16Array | Uint8Array): Promise<string> {
  const bytes = new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
  const path = createHash('sha256').update(bytes).digest('hex');
  await writeFile(join(folder, path), bytes);
  return path;
}
