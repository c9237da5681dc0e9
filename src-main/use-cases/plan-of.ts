import type { TrainOptions } from '#shared/contract/training.ts';
import { voxelCount } from '#shared/geometry/affine.ts';
import type { VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { makePlan } from '#shared/learning/make-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { heldBytes, mostStepBytes, mostTrainingBytes, trainingBytes } from '#shared/learning/training-memory.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { readinessSentences } from './readiness-sentences.ts';

/** What a plan is made from beside the options. */
export interface Planned {
  readonly fingerprint: Fingerprint;
  readonly labels: LabelTable;
  /** Of all cases that teach or judge: see `voxelsOf`. */
  readonly voxels: number;
  /** The most slices that may be seen at once: see `makePlan`. */
  readonly mostContextSlices?: number | undefined;
}

/**
 * @throws UserFacingError `bad-input` where there is nothing to learn from, or the parts that the person fixed do not fit
 */
export function planOf({ fingerprint, labels, voxels, mostContextSlices = Infinity }: Planned, { network, epochs, minutes, seed, plan }: TrainOptions): Plan {
  const images = 1 + (plan?.furtherInputs ?? fingerprint.furtherInputs ?? []).length;
  const free = freeBytes();
  return makePlan(fingerprint, labels, {
    network, epochs, mostContextSlices,
    // Who names a number of steps wants those, however long they take.
    minutes: epochs === undefined ? minutes : undefined,
    seed: seed ?? plan?.seed ?? 0,
    overrides: plan,
    memoryBytes: mostStepBytes(free, heldBytes(voxels, images, free)),
  });
}

/** Of the cases' first images, as often as each is read; the test set is only read when all is learnt. */
export function voxelsOf(cases: readonly { readonly role: string; readonly image: { readonly geometry: Pick<VolumeGeometry, 'size'> } }[]): number {
  return cases.reduce((sum, { role, image }) => (role === 'test' ? sum : sum + voxelCount(image.geometry.size)), 0);
}

/** What a training will take of this machine's memory, its cases included. */
export function memoryOf(plan: Plan, voxels: number): number {
  return trainingBytes(plan, heldBytes(voxels, 1 + plan.furtherInputs.length, freeBytes()));
}

/** Where even the thinnest and smallest that could be planned, or what the person fixed, needs more than should be taken. */
export function memoryWarnings(plan: Plan, voxels: number): readonly Sentence[] {
  const [needed, most] = [memoryOf(plan, voxels), mostTrainingBytes(freeBytes())];
  const inGigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
  return needed <= most ? [] : [fill(readinessSentences.shortOfMemory, { needed: inGigabytes(needed), most: inGigabytes(most) })];
}

/** Limits of a container count: what is free there, not on the machine. */
function freeBytes(): number {
  return process.availableMemory();
}
