/** What a training takes of the memory, and what it may take: the engine's process with its library, the cases that it holds, and a step. */
import { patchBytes, weightBytes } from './network-size.ts';
import type { Plan } from './plan.ts';

/** Of the memory that is free: the viewer, the browser and the system go on beside a training … */
const shareOfTraining = 0.7;
/** … and cases that would take more than this share of it are read from a file as they are needed. */
const shareOfCases = 0.25;
/** What the engine's process takes before it has computed anything. */
const libraryBytes = 0.4e9;

/** What of all cases may be held. */
export function mostCaseBytes(freeBytes: number): number {
  return shareOfCases * freeBytes;
}

/** Normalised values of each image, and a label. */
export function caseBytes(voxels: number, images: number): number {
  return voxels * (4 * images + 1);
}

/** Of the cases; nothing where they are read from a file. @param voxels of all cases that teach or judge, one image each */
export function heldBytes(voxels: number, images: number, freeBytes: number): number {
  const bytes = caseBytes(voxels, images);
  return bytes <= mostCaseBytes(freeBytes) ? bytes : 0;
}

/** All of a training. */
export function mostTrainingBytes(freeBytes: number): number {
  return shareOfTraining * freeBytes;
}

/** What is left for a step. */
export function mostStepBytes(freeBytes: number, held: number): number {
  return Math.max(0, mostTrainingBytes(freeBytes) - libraryBytes - held);
}

/** @param held see `heldBytes` */
export function trainingBytes(plan: Plan, held: number): number {
  return libraryBytes + held + weightBytes(plan.network) + plan.microBatch * patchBytes(plan);
}
