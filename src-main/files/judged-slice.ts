/**
 * What a training's judge saw of a case: the labels of its worst slice, predicted and drawn, in a file of
 * their own beside the model. Kept because neither lasts: the drawing goes on, the prediction is not stored.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { copyLabels } from '#shared/voxels/slice-pixels.ts';
import { slicePlane, sliceSteps } from '#shared/geometry/slice-plane.ts';
import type { AxisIndex, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { writeWhole } from './write-whole.ts';

/** Label indices; of the volume's two other axes the earlier one is fastest. */
export interface JudgedSlice {
  readonly prediction: Uint8Array;
  readonly reference: Uint8Array;
}

const fileOf = (folder: string, caseId: string): string => join(folder, 'judged', caseId);

/**
 * @param folder of the training
 * @throws UserFacingError `disk-full`
 */
export async function writeJudgedSlice(folder: string, caseId: string, { prediction, reference }: JudgedSlice): Promise<void> {
  await writeWhole(fileOf(folder, caseId), deflateSync(Buffer.concat([prediction, reference])));
}

/** Null where there is no such file, or it is not one of a slice of so many pixels. */
export async function readJudgedSlice(folder: string, caseId: string, pixels: number): Promise<JudgedSlice | null> {
  try {
    const both = inflateSync(await readFile(fileOf(folder, caseId)), { maxOutputLength: 2 * pixels + 1 });
    return both.length === 2 * pixels ? { prediction: both.subarray(0, pixels), reference: both.subarray(pixels) } : null;
  } catch {
    return null;
  }
}

/** One slice of a volume's labels as it is stored, not as it is shown: no axis is turned round. */
export function cutSlice(volume: Uint8Array, geometry: VolumeGeometry, axis: AxisIndex, slice: number): Uint8Array {
  const plane = slicePlane(geometry, axis, false);
  const [width, height] = [plane.right.count, plane.down.count];
  const labels = new Uint8Array(width * height);
  copyLabels(volume, sliceSteps(plane, geometry.size, slice), { column: 0, row: 0, width, height }, labels);
  return labels;
}
