import { allocateLike, type VoxelArray } from '../voxels/voxel-type.ts';
import { composeAffines, invertAffine, voxelCount } from './affine.ts';
import type { VolumeGeometry } from './volume-geometry.ts';

/**
 * A label volume on another grid: each voxel takes the value of the nearest voxel of the source,
 * 0 where its centre lies outside the source's voxels. Values are never mixed.
 * @throws RangeError where a geometry is singular
 */
export function resampleNearest<Voxels extends VoxelArray>(voxels: Voxels, from: VolumeGeometry, to: VolumeGeometry): Voxels {
  const toSource = composeAffines(invertAffine(from.affine), to.affine);
  const [ni, nj, nk] = to.size;
  const [si, sj, sk] = from.size;
  const result = allocateLike(voxels, voxelCount(to.size));
  let target = 0;
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      // Half a voxel more, so that truncation rounds to the nearest centre.
      const x = toSource[1] * j + toSource[2] * k + toSource[3] + 0.5;
      const y = toSource[5] * j + toSource[6] * k + toSource[7] + 0.5;
      const z = toSource[9] * j + toSource[10] * k + toSource[11] + 0.5;
      for (let i = 0; i < ni; i++, target++) {
        const a = Math.floor(x + toSource[0] * i);
        const b = Math.floor(y + toSource[4] * i);
        const c = Math.floor(z + toSource[8] * i);
        if (a >= 0 && a < si && b >= 0 && b < sj && c >= 0 && c < sk) {
          result[target] = voxels[a + si * (b + sj * c)] as number;
        }
      }
    }
  }
  return result;
}
