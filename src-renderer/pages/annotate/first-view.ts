/** How a case that is opened for the first time is shown. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { automaticWindow, sampleValues, type GreyWindow } from '#shared/voxels/grey-statistics.ts';
import { ctWindowPresets } from '#shared/voxels/window-presets.ts';
import type { ViewedImage } from '../../viewer/slice-view.ts';
import type { OpenCase } from './open-case.ts';

/** At its first slice that is not complete; in the middle where none or all are. */
export function closestSlice({ info, planes, completeSlices }: Pick<OpenCase, 'info' | 'planes' | 'completeSlices'>): number {
  const { slices } = planes[info.sliceAxis];
  const complete = new Set(completeSlices);
  const middle = Math.floor((slices - 1) / 2);
  if (complete.size === 0 || complete.size >= slices) return middle;
  for (let index = 0; index < slices; index += 1) if (!complete.has(index)) return index;
  return middle;
}

/** Of the volume. */
export function middleOf(planes: OpenCase['planes']): Vec3 {
  const [i, j, k] = planes.map(({ slices }) => Math.floor((slices - 1) / 2)) as [number, number, number];
  return [i, j, k];
}

/** The slice that an address asks for, where somebody is led to what is wrong there; null where it asks for none that the case has. */
export function askedSlice(query: Readonly<Record<string, unknown>>, planes: OpenCase['planes']): { readonly axis: AxisIndex; readonly index: number } | null {
  const [axis, index] = [query['axis'], query['slice']].map((given) => (typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : -1)) as [number, number];
  const plane = planes[axis];
  return plane !== undefined && index >= 0 && index < plane.slices ? { axis: axis as AxisIndex, index } : null;
}

/** The voxel that an address asks for; null where it asks for none that the image has. */
export function askedVoxel(query: Readonly<Record<string, unknown>>, size: Vec3): Vec3 | null {
  const asked = query['voxel'];
  if (typeof asked !== 'string' || !/^\d+,\d+,\d+$/.test(asked)) return null;
  const voxel = asked.split(',').map(Number) as unknown as Vec3;
  return voxel.every((at, axis) => at < size[axis]!) ? voxel : null;
}

/** What there is to judge greys by while an image is still being read: its first slice. */
export function arrivedPart({ viewed, reading }: OpenCase, axis: AxisIndex, index: number): ViewedImage {
  if (reading.value === null || axis !== 2) return viewed;
  const [ni, nj] = viewed.geometry.size;
  return { ...viewed, voxels: viewed.voxels.subarray(index * ni * nj, (index + 1) * ni * nj) };
}

/** CT in its usual window for soft tissue; everything else by its own values. */
export function firstWindow(image: ViewedImage, modality: string, leftOut?: number): GreyWindow {
  return modality === 'ct' ? ctWindowPresets.abdomen : ownWindow(image, leftOut);
}

/** @param leftOut share of the darkest and of the brightest values that need not be told apart */
export function ownWindow(image: ViewedImage, leftOut?: number): GreyWindow {
  return automaticWindow(sampleValues(image.voxels, image.slope, image.intercept), leftOut);
}
