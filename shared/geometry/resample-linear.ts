import { composeAffines, invertAffine, voxelCount } from './affine.ts';
import { compareLattices } from './lattice.ts';
import type { VolumeGeometry } from './volume-geometry.ts';

export interface LaidOver {
  readonly values: Float32Array;
  /** Share of the grid's voxels whose centres lie within the source's voxels, 0 … 1. */
  readonly inside: number;
}

/**
 * A volume on the grid of another, place for place in patient space: trilinear between the centres of voxels; in
 * the outer half of an outermost voxel its value goes on, beyond it is `outside`. On one lattice the values
 * are those given, to the last bit.
 * @throws RangeError where a geometry is singular, or the values are not those of a volume of its size
 */
export function resampleLinear(values: Float32Array, from: VolumeGeometry, to: VolumeGeometry, outside: number): LaidOver {
  if (values.length !== voxelCount(from.size)) throw new RangeError('size and voxels do not fit');
  if (compareLattices(to, from).kind === 'same') return { values, inside: 1 };
  const toSource = composeAffines(invertAffine(from.affine), to.affine);
  const [ni, nj, nk] = to.size;
  const [si, sj, sk] = from.size;
  const result = new Float32Array(voxelCount(to.size)).fill(outside);
  let target = 0;
  let inside = 0;
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      const x = toSource[1] * j + toSource[2] * k + toSource[3];
      const y = toSource[5] * j + toSource[6] * k + toSource[7];
      const z = toSource[9] * j + toSource[10] * k + toSource[11];
      for (let i = 0; i < ni; i++, target++) {
        const a = x + toSource[0] * i;
        const b = y + toSource[4] * i;
        const c = z + toSource[8] * i;
        if (a < -0.5 || b < -0.5 || c < -0.5 || a > si - 0.5 || b > sj - 0.5 || c > sk - 0.5) continue;
        inside++;
        const a0 = lower(a, si);
        const b0 = lower(b, sj);
        const c0 = lower(c, sk);
        const first = a0 + si * (b0 + sj * c0);
        const stepI = a0 + 1 < si ? 1 : 0;
        const stepJ = b0 + 1 < sj ? si : 0;
        const stepK = c0 + 1 < sk ? si * sj : 0;
        const p = share(a, a0);
        const q = share(b, b0);
        const near = plane(values, first, stepI, stepJ, p, q);
        const far = plane(values, first + stepK, stepI, stepJ, p, q);
        result[target] = near + share(c, c0) * (far - near);
      }
    }
  }
  return { values: result, inside: inside / result.length };
}

/** Index of the voxel below a place along an axis, of those that have one above where there are any. */
function lower(place: number, length: number): number {
  return Math.max(0, Math.min(length - 2, Math.floor(place)));
}

/** How far the place is on the way to the voxel above. */
function share(place: number, below: number): number {
  return Math.min(1, Math.max(0, place - below));
}

function plane(values: Float32Array, first: number, stepI: number, stepJ: number, p: number, q: number): number {
  const before = values[first] as number;
  const near = before + p * ((values[first + stepI] as number) - before);
  const behind = values[first + stepJ] as number;
  const far = behind + p * ((values[first + stepI + stepJ] as number) - behind);
  return near + q * (far - near);
}
