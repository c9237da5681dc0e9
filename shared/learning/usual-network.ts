/** Which network a project is taught by, if nobody says: over volumes, where these are volumes, else over slices. */
import type { Fingerprint } from './fingerprint.ts';
import type { NetworkName } from './plan.ts';
import { stackAxes } from './slice-stack.ts';

/** What keeps a network from volumes, or nothing. */
export type AgainstVolumes = 'thick-slices' | 'few-slices' | 'few-complete' | 'few-minutes' | 'slabs-judge';

/** Slices so many times as thick as their pixels are wide are not a volume (nnU-Net's limit). */
const thickest = 3;
/** Volumes of fewer slices than this have nothing to halve. */
const fewestSlices = 16;
/** Of the slices of the cases that teach; with fewer, patches of volumes would be mostly voxels that teach nothing. */
const fewestComplete = 0.5;
/** In fewer minutes a network over slices becomes better on two cores (measured: docs/results.md). */
export const fewestMinutes = 15;

export interface Circumstances {
  readonly minutes?: number | null | undefined;
  readonly mostContextSlices?: number | undefined;
}

/** The first reason that counts; null: volumes it is. */
export function whyNoVolumes(fingerprint: Fingerprint, { minutes, mostContextSlices }: Circumstances): AgainstVolumes | null {
  const { medianSize, medianSpacingMm, sliceAxis, trainingCases, trainingSlices } = fingerprint;
  const axes = stackAxes(sliceAxis);
  const depth = medianSize[axes.slice];
  if (depth < fewestSlices) return 'few-slices';
  if (medianSpacingMm[axes.slice] > thickest * Math.min(medianSpacingMm[axes.row], medianSpacingMm[axes.column])) return 'thick-slices';
  if (mostContextSlices !== undefined && mostContextSlices < fewestSlices) return 'slabs-judge';
  if (trainingSlices < fewestComplete * trainingCases * depth) return 'few-complete';
  return typeof minutes === 'number' && minutes < fewestMinutes ? 'few-minutes' : null;
}

/** Whether a network that may be either is one over volumes. */
export function seesVolumes(fingerprint: Fingerprint, circumstances: Circumstances): boolean {
  return whyNoVolumes(fingerprint, circumstances) === null;
}

export function usualNetwork(fingerprint: Fingerprint, circumstances: Circumstances): NetworkName {
  return seesVolumes(fingerprint, circumstances) ? 'unet' : 'unet-2d';
}
