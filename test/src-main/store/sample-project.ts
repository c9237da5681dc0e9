/** A small project for tests: one case on a grid of a few tiles, three labels, one person. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { maskHeader } from '#shared/formats/nifti/nifti.ts';
import { maskTypeFor } from '#shared/formats/nifti/stored-type.ts';
import type { Affine, AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { readTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import type { TileAddress } from '#shared/labels/tile.ts';
import type { OpenOptions } from '#main/store/open-project.ts';
import { createProject } from '#main/store/open-project.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { NewCase, NewEdit, ProjectStore } from '#main/store/project-store.ts';

/** Three tiles wide (the last of 12 voxels), two high (the last of 6), four slices. */
export const sampleSize: Vec3 = [140, 70, 4];

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lamina-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function newProject(options: OpenOptions = {}): Promise<ProjectStore> {
  const store = await createProject(join(await temporaryFolder(), 'project'), { name: 'Livers', ...options });
  onTestFinished(() => store.close());
  return store;
}

const affine: Affine = [-0.5, 0, 0, 10, 0, -0.5, 0, 20.25, 0, 0, 3, -1e-7];

export async function newCase(store: ProjectStore, name = 'scan', size = sampleSize, sliceAxis: AxisIndex = 2): Promise<NewCase> {
  const { hash } = await store.blobs.write(new Uint8Array(size[0] * size[1] * size[2]).fill(name.length));
  return {
    name,
    patient: `patient of ${name}`,
    sliceAxis,
    images: [{
      role: 'image',
      timePoint: 0,
      image: {
        name, blob: hash, format: 'nifti', sourceFiles: [`/somewhere/else/${name}.nii`], sourceHash: `source of ${name}`,
        header: maskHeader(null, { geometry: { size, affine }, trust: 'known' }, maskTypeFor(1)), geometry: { size, affine },
        trust: 'known', voxelType: 'uint8', slope: 1, intercept: 0, modality: 'ct',
      },
    }],
  };
}

export interface Sample {
  readonly store: ProjectStore;
  readonly caseId: string;
  readonly labelmapId: string;
  readonly size: Vec3;
}

export const person = 'Ada';

/** A project with labels 1–3 and an empty labelmap of one person. */
export async function sampleProject(size = sampleSize, sliceAxis: AxisIndex = 2): Promise<Sample> {
  const store = await newProject();
  for (const value of [10, 20, 30]) store.labels.add({ value, name: `label ${value}`, colour: '#102030', code: null, locked: false });
  const made = store.cases.add(await newCase(store, 'scan', size, sliceAxis));
  return { store, caseId: made.id, labelmapId: store.labelmaps.forAnnotator(made.id, person).id, size };
}

/** Called “the first”; only its row. @returns its id */
export function aModel({ store }: Sample): string {
  const snapshotId = store.snapshots.add('0'.repeat(64), 'snapshots/a.json', 0);
  return store.models.add({ name: 'the first', snapshotId, parentId: null, plan: { version: 1 } as unknown as Plan, folder: 'models/a', seed: 1, metrics: null, state: 'ready' }).id;
}

/** The edit that turns some tiles of a labelmap into those of `voxels`, as a client would send it. */
export function strokeOf(sample: Sample, voxels: Uint8Array, tiles: readonly TileAddress[], id: string = randomUUID()): NewEdit {
  const heads = sample.store.labelmaps.heads(sample.labelmapId);
  return {
    id,
    labelmapId: sample.labelmapId,
    annotator: person,
    tool: 'brush',
    reverts: null,
    tiles: tiles.map(({ k, tile }) => ({
      k,
      tile,
      expected: heads.find((head) => head.k === k && head.tile === tile)?.edit ?? null,
      runs: encodeRuns(readTile(voxels, sample.size, tileRectangle(sample.size, { k, tile }))),
    })),
  };
}

/** Paints one voxel and commits the tile that it lies in. */
export function paintVoxel(sample: Sample, [i, j, k]: Vec3, label: number, annotator = person): string {
  const { store, labelmapId, size } = sample;
  const voxels = store.labelmaps.voxels(labelmapId);
  voxels[i + size[0] * (j + size[1] * k)] = label;
  const tile = Math.floor(i / 64) + Math.ceil(size[0] / 64) * Math.floor(j / 64);
  return store.labelmaps.commit({ ...strokeOf(sample, voxels, [{ k, tile }]), annotator }).id;
}
