/**
 * Where each voxel of a training patch comes from: the patch turned, scaled and mirrored about the middle of
 * its window, in millimetres, and bent. Numbers of voxels only; what lies there is read by `patches.ts`.
 */
import type { SpatialChange } from './augment.ts';
import type { Deformation } from './deformation.ts';

/** A value for each axis of a stack: slices, rows, columns. */
export type StackVector = readonly [slice: number, row: number, column: number];

/** What a patch comes from, from the lowest to the highest coordinate along each axis. */
export interface SourceRange {
  readonly lowest: StackVector;
  readonly highest: StackVector;
}

/** Coordinates in the stack of each voxel of a patch, columns fastest; whole numbers are middles of voxels. */
export interface SourceVoxels {
  readonly slice: Float32Array;
  readonly row: Float32Array;
  readonly column: Float32Array;
}

export function sourceVoxels(count: number): SourceVoxels {
  return { slice: new Float32Array(count), row: new Float32Array(count), column: new Float32Array(count) };
}

/** Beyond this ratio, of sides or of spacings, what lies across is not mixed with what lies within (nnU-Net: Isensee et al. 2021, supplementary note 2). */
const anisotropic = 3;

/**
 * The axis of a patch that is not turned, scaled or bent: that of a single slice, that of slices much
 * thicker than their pixels, or that along which the patch is much shorter. Null: all axes are alike.
 */
export function flatAxis(lengths: StackVector, spacingMm: StackVector): 0 | 1 | 2 | null {
  const axes = [0, 1, 2] as const;
  const single = axes.find((axis) => lengths[axis] === 1);
  if (single !== undefined) return single;
  const [thinnest, coarsest] = [Math.min(...spacingMm), Math.max(...spacingMm)];
  if (coarsest > anisotropic * thinnest) return spacingMm.indexOf(coarsest) as 0 | 1 | 2;
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  return longest > anisotropic * shortest ? lengths.indexOf(shortest) as 0 | 1 | 2 : null;
}

/** Turns about the three axes, one after the other; about the flat one alone where there is one. Row-major. */
function rotation(angles: StackVector, flat: 0 | 1 | 2 | null): readonly number[] {
  let turned: readonly number[] = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (const axis of [0, 1, 2] as const) {
    if (flat !== null && axis !== flat) continue;
    const [from, to] = [(axis + 1) % 3, (axis + 2) % 3];
    const [cosine, sine] = [Math.cos(angles[axis]), Math.sin(angles[axis])];
    turned = turned.map((value, at) => {
      const [line, place] = [Math.floor(at / 3) * 3, at % 3];
      if (place === from) return value * cosine - (turned[line + to] as number) * sine;
      if (place === to) return (turned[line + from] as number) * sine + value * cosine;
      return value;
    });
  }
  return turned;
}

export interface PatchWindow {
  /** First voxel of the window in the stack. */
  readonly start: StackVector;
  readonly lengths: StackVector;
  /** A voxel of the window that the patch shows for certain, whatever is done to it. */
  readonly shown: StackVector;
}

/**
 * Fills `into`. Without any change it is the window itself, exactly; the voxel `shown` is always met exactly, so
 * that a complete slice among others is in every patch that was drawn for it.
 * @returns what all of them lie in
 */
export function placePatch(
  { start, lengths, shown }: PatchWindow, change: SpatialChange, deformation: Deformation | null, spacingMm: StackVector, into: SourceVoxels,
): SourceRange {
  const flat = flatAxis(lengths, spacingMm);
  const turned = rotation(change.rotation, flat);
  const axes = [0, 1, 2] as const;
  const half = vector((axis) => (lengths[axis] - 1) / 2);
  const factor = vector((axis) => (change.mirrored[axis] ? -1 : 1) / (axis === flat ? 1 : change.scale));
  // From voxels of the patch, about its middle, to voxels of the stack.
  const matrix = axes.flatMap((to) => axes.map((from) => ((turned[3 * to + from] as number) * factor[from] * spacingMm[from]) / spacingMm[to]));
  // The voxel of the patch at which the shown one comes to lie, or the nearest one that there is.
  const met = vector((axis) => {
    const away = axes.reduce<number>((sum, from) =>
      sum + ((turned[3 * from + axis] as number) * spacingMm[from] * (shown[from] - start[from] - half[from])) / (factor[axis] * spacingMm[axis]), 0);
    return Math.min(lengths[axis] - 1, Math.max(0, Math.round(away + half[axis])));
  });
  const columns = lengths[2];
  const bent = [new Float64Array(columns), new Float64Array(columns), new Float64Array(columns)] as const;
  deformation?.line(met[0], met[1], bent);
  const atMet = vector((axis) => met[axis] - half[axis] + (bent[axis][met[2]] as number));
  const [ss = 0, sr = 0, sc = 0, rs = 0, rr = 0, rc = 0, cs = 0, cr = 0, cc = 0] = matrix;
  const middle = vector((axis) => shown[axis] - axes.reduce<number>((sum, from) => sum + (matrix[3 * axis + from] as number) * atMet[from], 0));
  const [bentSlice, bentRow, bentColumn] = bent;
  for (let z = 0, at = 0; z < lengths[0]; z++) {
    for (let y = 0; y < lengths[1]; y++) {
      deformation?.line(z, y, bent);
      for (let x = 0; x < columns; x++, at++) {
        const slice = z - half[0] + (bentSlice[x] as number);
        const row = y - half[1] + (bentRow[x] as number);
        const column = x - half[2] + (bentColumn[x] as number);
        into.slice[at] = middle[0] + ss * slice + sr * row + sc * column;
        into.row[at] = middle[1] + rs * slice + rr * row + rc * column;
        into.column[at] = middle[2] + cs * slice + cr * row + cc * column;
      }
    }
  }
  // The same sums in another order end a last bit apart: a voxel that is met at 0 may lie at −1e-16, behind which there is one more. Whole
  // numbers stay whole.
  const rounding = vector((axis) => {
    const isWhole = axes.every((from) => Math.abs(matrix[3 * axis + from] as number) === Number(from === axis)) && !((deformation?.largest[axis] ?? 0) > 0);
    return isWhole ? 0 : 1e-6;
  });
  const reach = vector((axis) => rounding[axis] + axes.reduce<number>((sum, from) =>
    sum + Math.abs(matrix[3 * axis + from] as number) * (half[from] + (deformation?.largest[from] ?? 0)), 0));
  return { lowest: vector((axis) => middle[axis] - reach[axis]), highest: vector((axis) => middle[axis] + reach[axis]) };
}

function vector(value: (axis: 0 | 1 | 2) => number): StackVector {
  return [value(0), value(1), value(2)];
}
