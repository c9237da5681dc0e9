import type { TrainOptions } from '#shared/contract/training.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { makePlan } from '#shared/learning/make-plan.ts';
import { heldVoxels, type GridPlan, type PlacedImage } from '#shared/learning/network-grid.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { heldBytes, mostStepBytes, mostTrainingBytes, trainingBytes } from '#shared/learning/training-memory.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { readinessSentences } from './readiness-sentences.ts';

/** A case, as often as it is read. */
export interface ReadCase {
  readonly role: string;
  readonly image: PlacedImage;
}

/** What a plan is made from beside the options. */
export interface Planned {
  readonly fingerprint: Fingerprint;
  readonly labels: LabelTable;
  /** Of which those that teach or judge are held. */
  readonly cases: readonly ReadCase[];
  /** The most slices that may be seen at once: see `makePlan`. */
  readonly mostContextSlices?: number | undefined;
}

/**
 * @throws UserFacingError `bad-input` where there is nothing to learn from, or the parts that the person fixed do not fit
 */
export function planOf({ fingerprint, labels, cases, mostContextSlices = Infinity }: Planned, { network, epochs, minutes, seed, plan }: TrainOptions): Plan {
  const images = 1 + (plan?.furtherInputs ?? fingerprint.furtherInputs ?? []).length;
  const free = freeBytes();
  const planned = (voxels: number): Plan => makePlan(fingerprint, labels, {
    network, epochs, mostContextSlices,
    // Who names a number of steps wants those, however long they take.
    minutes: epochs === undefined ? minutes : undefined,
    seed: seed ?? plan?.seed ?? 0,
    overrides: plan,
    memoryBytes: mostStepBytes(free, heldBytes(voxels, images, free)),
  });
  // The grids on which the cases are held follow from the images and what is fixed, whatever the memory.
  return planned(voxelsOf(cases, planned(0)));
}

/** Of the cases' first images, as the engine will hold them; the test set is only read when all is learnt. */
export function voxelsOf(cases: readonly ReadCase[], plan: GridPlan): number {
  return cases.reduce((sum, { role, image }) => (role === 'test' ? sum : sum + heldVoxels(image, plan)), 0);
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
