/** An image file to segment: 256 × 256 × 24 voxels of 0.9 × 0.9 × 5 mm, stored as it comes from a scanner's export. */
import path from 'node:path';
import { randomDraws } from '#shared/learning/random.ts';
import { writeNifti } from '../../src-main/tiny-nifti.ts';

/** @returns the file's path */
export async function writeThickVolume(folder: string): Promise<string> {
  const file = path.join(folder, 'volume.nii.gz');
  const draws = randomDraws(1, 'phantom', 0, 0);
  const spacing = [0.9, 0.9, 5] as const;
  writeNifti(file, {
    size: [256, 256, 24], spacing,
    // A head-sized ellipsoid under noise, dark around it.
    voxel: (i, j, k) => {
      const inside = ((i - 128) / 100) ** 2 + ((j - 128) / 115) ** 2 + ((k - 12) / 14) ** 2 < 1;
      return Math.max(0, Math.round((inside ? 600 + 100 * Math.sin(i / 9) * Math.cos(j / 11) : 40) + 30 * draws.normal()));
    },
  });
  return file;
}
