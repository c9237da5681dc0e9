/**
 * Elastic deformation: displacements drawn at the knots of a coarse grid and carried to every voxel of a patch by
 * cubic B-splines, so that they are smooth and nowhere larger than those drawn (Rueckert et al. 1999,
 * "Nonrigid registration using free-form deformations").
 */
import type { StackVector } from './patch-geometry.ts';
import type { RandomDraws } from './random.ts';

export interface Deformation {
  /** No displacement is larger; voxels of the patch. */
  readonly largest: StackVector;
  /** Fills the displacements, in voxels of the patch along its slices, rows and columns, of one line of voxels. */
  line(slice: number, row: number, into: readonly [Float64Array, Float64Array, Float64Array]): void;
}

/** Along a side: displacements up to an eighth of the side cannot fold the patch over itself along it. */
const cellsAlongSide = 4;

/**
 * @param share of each side that is the largest displacement along it
 * @param flat axis along which nothing is displaced and all is displaced alike
 */
export function makeDeformation(lengths: StackVector, share: number, flat: 0 | 1 | 2 | null, draws: RandomDraws): Deformation {
  const axes = [0, 1, 2] as const;
  const along = (axis: 0 | 1 | 2): number => (axis === flat ? 0 : share * lengths[axis]);
  const largest: StackVector = [along(0), along(1), along(2)];
  const [slices, rows, columns] = axes.map((axis) => splineWeights(lengths[axis], axis === flat ? 0 : cellsAlongSide)) as [SplineWeights, SplineWeights, SplineWeights];
  const knots = axes.map((axis) => Float64Array.from({ length: slices.knots * rows.knots * columns.knots }, () => draws.between(-largest[axis], largest[axis])));
  const alongLine = new Float64Array(columns.knots);
  return {
    largest,
    line(slice, row, into) {
      for (const axis of axes) {
        const drawn = knots[axis] as Float64Array;
        alongLine.fill(0);
        for (let k = 0; k < 4; k++) {
          for (let j = 0; j < 4; j++) {
            const weight = (slices.weights[4 * slice + k] as number) * (rows.weights[4 * row + j] as number);
            const first = (((slices.first[slice] as number) + k) * rows.knots + (rows.first[row] as number) + j) * columns.knots;
            for (let i = 0; i < alongLine.length; i++) alongLine[i] = (alongLine[i] as number) + weight * (drawn[first + i] as number);
          }
        }
        const result = into[axis];
        const { weights, first } = columns;
        for (let x = 0; x < lengths[2]; x++) {
          const from = first[x] as number;
          const w = 4 * x;
          result[x] = (weights[w] as number) * (alongLine[from] as number) + (weights[w + 1] as number) * (alongLine[from + 1] as number)
            + (weights[w + 2] as number) * (alongLine[from + 2] as number) + (weights[w + 3] as number) * (alongLine[from + 3] as number);
        }
      }
    },
  };
}

interface SplineWeights {
  readonly knots: number;
  /** Of the four knots that each voxel feels. */
  readonly first: Int32Array;
  /** Four for each voxel. */
  readonly weights: Float64Array;
}

/** @param cells 0: every voxel feels the same knots alike */
function splineWeights(length: number, cells: number): SplineWeights {
  const first = new Int32Array(length);
  const weights = new Float64Array(4 * length);
  for (let at = 0; at < length; at++) {
    const place = cells === 0 ? 0.5 : ((at + 0.5) / length) * cells;
    const cell = Math.floor(place);
    const t = place - cell;
    first[at] = cell;
    weights.set([(1 - t) ** 3 / 6, (3 * t ** 3 - 6 * t ** 2 + 4) / 6, (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6, t ** 3 / 6], 4 * at);
  }
  return { knots: Math.max(1, cells) + 3, first, weights };
}
