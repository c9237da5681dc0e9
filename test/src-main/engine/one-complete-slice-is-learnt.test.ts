import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { TrainResult } from '#main/engine-client/protocol.ts';
import { native } from '#main/engine/tensorflow.ts';
import { train } from '#main/engine/training/train.ts';
import { beginWork } from '#main/engine/work.ts';
import { noChange } from '#shared/learning/complete-plan.ts';
import type { Plan, UnetPlan } from '#shared/learning/plan.ts';
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { makePhantomProject, type PhantomProject } from './phantom-project.ts';

const slices = 35;
/** In the middle of a window of the prediction, as it is in every patch that shows it. */
const complete = 14;
/** Columns and rows that are cut out of the phantom's middle. */
const side = 40;

const level = (filters: number, stride: number[]): UnetPlan['levels'][number] => ({ filters, kernel: [3, 3, 3], stride });
const plan: Partial<Plan> = {
  network: { name: 'unet', dimensions: 3, levels: [level(8, [1, 1, 1]), level(16, [1, 2, 2]), level(32, [2, 2, 2])], residual: false, deepSupervision: true },
  contextSlices: 1, patch: [16, side, side], batch: 1, microBatch: 1, stepsPerEpoch: 30, epochs: 3, augmentation: noChange,
};

/** A phantom on 35 slices of which one is complete: it teaches, and under another name it judges. */
async function oneOfThirtyFive(): Promise<PhantomProject> {
  const project = await makePhantomProject(1, 0);
  const [one, phantom] = [project.cases[0]!, project.phantoms[0]!];
  const { geometry } = one.image;
  const [columns, rows, drawn] = geometry.size;
  /** As many slices over the same length, each voxel that of the nearest one. */
  const stretched = async <Voxels extends Int16Array | Uint8Array>(voxels: Voxels, onto: Voxels, path: string): Promise<string> => {
    for (let at = 0; at < onto.length; at++) {
      const [i, j, k] = [at % side, Math.floor(at / side) % side, Math.floor(at / side ** 2)];
      const from = Math.round((k * (drawn - 1)) / (slices - 1));
      onto[at] = voxels[(from * rows + j + (rows - side) / 2) * columns + i + (columns - side) / 2] as number;
    }
    await writeFile(join(project.folder, path), onto);
    return path;
  };
  const count = side * side * slices;
  const thinner = geometry.affine.map((value, at) => (at % 4 === 2 ? (value * (drawn - 1)) / (slices - 1) : value)) as unknown as typeof geometry.affine;
  const teaching: SnapshotCase = {
    ...one,
    image: { ...one.image, geometry: { size: [side, side, slices], affine: thinner }, path: await stretched(phantom.image, new Int16Array(count), 'image') },
    labelmap: { path: await stretched(phantom.labels, new Uint8Array(count), 'labels'), sha256: '' },
    completeSlices: [complete],
  };
  const judging: SnapshotCase = { ...teaching, caseId: 'judge', name: 'judge', patient: 'judge', role: 'validation' };
  const manifest: SnapshotManifest = { version: 1, project: '', createdAt: '', upToEdit: 0, labels: [], cases: [teaching, judging] };
  await writeFile(project.manifest, JSON.stringify(manifest));
  return project;
}

it.skipIf(native === null)('a volume of which 1 of 35 slices is complete teaches that slice by heart, every loss finite (native library)', async () => {
  const project = await oneOfThirtyFive();
  onTestFinished(() => project.remove());
  const losses: number[] = [];
  const work = beginWork((event) => { if (event.kind === 'step' || event.kind === 'epoch') losses.push(event.loss); }, new AbortController().signal);
  const { validation, cases } = await train(await project.request(plan), work) as TrainResult;
  expect(losses.length).toBeGreaterThanOrEqual(5);
  expect(losses.filter((loss) => !Number.isFinite(loss))).toEqual([]);
  expect(cases.map(({ partly }) => partly)).toEqual([{ complete: 1, slices }]);
  // Of every label that is drawn on it, of which there are several.
  expect(validation!.dice.filter((dice) => dice !== null).length).toBeGreaterThan(1);
  for (const dice of validation!.dice) if (dice !== null) expect(dice).toBeGreaterThan(0.95);
}, 180_000);
