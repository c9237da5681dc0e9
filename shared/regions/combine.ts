/** Sets of voxels made of other sets: unions and the like. */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import type { Mask } from './grid.ts';
import { cutOut, putBack } from './region-box.ts';

/** Both together; what both have; the first without the second; what one of them alone has. */
export const combinations = ['union', 'intersection', 'difference', 'symmetric-difference'] as const;
export type Combination = (typeof combinations)[number];

/** @throws RangeError where they are not of one length */
export function combine(one: Mask, other: Mask, combination: Combination): Mask {
  if (one.length !== other.length) throw new RangeError('two masks of different grids');
  const result = new Uint8Array(one.length);
  switch (combination) {
    case 'union': for (let at = 0; at < result.length; at++) result[at] = (one[at] as number) | (other[at] as number); break;
    case 'intersection': for (let at = 0; at < result.length; at++) result[at] = (one[at] as number) & (other[at] as number); break;
    case 'difference': for (let at = 0; at < result.length; at++) result[at] = (one[at] as number) & ~(other[at] as number); break;
    case 'symmetric-difference': for (let at = 0; at < result.length; at++) result[at] = (one[at] as number) ^ (other[at] as number); break;
  }
  return result;
}

/** Within the box what the region does not have; beyond it the region as it is. */
export function invertWithin(mask: Mask, size: Vec3, box: VoxelBox): Mask {
  const part = cutOut(mask, size, box);
  for (let at = 0; at < part.length; at++) part[at] = (part[at] as number) ^ 1;
  const result = mask.slice();
  putBack(part, box, result, size);
  return result;
}
