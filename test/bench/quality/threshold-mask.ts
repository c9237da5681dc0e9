/** A reference that costs nobody's time: the brightest voxels of a scan. */
import { findImages } from '#main/import/find-images.ts';
import { readImage } from '#main/import/read-image.ts';
import { writeMask } from '#main/import/write-mask.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';

/**
 * Writes a mask in the scan's space: 1 where a value is above that of the rank.
 * @param scan a file, or the folder of a DICOM series
 * @param rank 0 … 1, over all voxels
 */
export async function writeThresholdMask(scan: string, rank: number, file: string): Promise<void> {
  const { sources: [source] } = await findImages([scan]);
  if (source === undefined) throw new RangeError(`${scan} is no image`);
  const { header, volumes: [volume] } = await readImage(source);
  if (volume === undefined) throw new RangeError(`${scan} holds no volume`);
  const { geometry, trust, voxels } = volume;
  await writeMask(file, { imageHeader: header, geometry, trust, labels: brightest(voxels, rank), values: [0, 1] });
}

export function brightest(voxels: VoxelArray, rank: number): Uint8Array {
  const sorted = Float64Array.from(voxels).sort();
  const threshold = sorted[Math.floor(rank * (sorted.length - 1))] ?? Infinity;
  return Uint8Array.from(voxels, (value) => (value > threshold ? 1 : 0));
}
