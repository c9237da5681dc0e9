/**
 * Names of directions: `RAS` says that i grows to the patient's Right, j to the Anterior, k to the
 * Superior. Our world axes grow to Left, Posterior, Superior.
 */
import { affineFromColumns, axes, axisStep, spacingMm } from './affine.ts';
import type { Affine, AxisIndex, Vec3 } from './volume-geometry.ts';

/** [letter where the world axis grows, letter where it shrinks] for world x, y, z. */
const lettersOfWorldAxis = [['L', 'R'], ['P', 'A'], ['S', 'I']] as const;

/** For each of i, j, k: the world axis that it runs along most closely, and whether it grows with it. */
export type AxisDirections = readonly [AxisDirection, AxisDirection, AxisDirection];
export interface AxisDirection {
  readonly worldAxis: AxisIndex;
  readonly sign: 1 | -1;
}

export const permutations: readonly (readonly [AxisIndex, AxisIndex, AxisIndex])[] =
  [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/**
 * Gives each grid axis a world axis of its own so that the sum of the cosines is largest: for a
 * tilted or sheared grid each axis still gets exactly one letter. On a tie the earlier of
 * `permutations` wins, i.e. the one that moves least.
 */
export function axisDirections(affine: Affine): AxisDirections {
  const spacing = spacingMm(affine);
  const cosine = (gridAxis: AxisIndex, worldAxis: AxisIndex): number =>
    axisStep(affine, gridAxis)[worldAxis] / spacing[gridAxis];
  let best = permutations[0] as readonly [AxisIndex, AxisIndex, AxisIndex];
  let bestSum = -1;
  for (const candidate of permutations) {
    const sum = axes.reduce<number>((total, gridAxis) => total + Math.abs(cosine(gridAxis, candidate[gridAxis])), 0);
    if (sum > bestSum + 1e-9) {
      best = candidate;
      bestSum = sum;
    }
  }
  const direction = (gridAxis: AxisIndex): AxisDirection =>
    ({ worldAxis: best[gridAxis], sign: cosine(gridAxis, best[gridAxis]) < 0 ? -1 : 1 });
  return [direction(0), direction(1), direction(2)];
}

/** Three letters: the directions that i, j, k grow to, e.g. `RAS`. */
export function orientationCode(affine: Affine): string {
  return axisDirections(affine)
    .map(({ worldAxis, sign }) => lettersOfWorldAxis[worldAxis][sign === 1 ? 0 : 1])
    .join('');
}

/** Whether the three letters name three different axes: `RAS` does, `RLS` does not. */
export function isOrientationCode(code: string): boolean {
  return directionsOfCode(code) !== null;
}

/**
 * An affine whose axes run exactly along the named directions, voxel (0, 0, 0) at the world's origin.
 * @param code three letters, the directions that i, j, k grow to
 * @throws RangeError where the code is not one
 */
export function affineFromOrientation(code: string, spacing: Vec3): Affine {
  const directions = directionsOfCode(code);
  if (directions === null) throw new RangeError(`no orientation: ${code}`);
  const column = (gridAxis: AxisIndex): Vec3 => {
    const { worldAxis, sign } = directions[gridAxis];
    const at = (axis: AxisIndex): number => (axis === worldAxis ? sign * spacing[gridAxis] : 0);
    return [at(0), at(1), at(2)];
  };
  return affineFromColumns(column(0), column(1), column(2), [0, 0, 0]);
}

function directionsOfCode(code: string): AxisDirections | null {
  const directions = [...code].map((letter): AxisDirection | null => {
    const worldAxis = axes.find((axis) => (lettersOfWorldAxis[axis] as readonly string[]).includes(letter));
    if (worldAxis === undefined) return null;
    return { worldAxis, sign: lettersOfWorldAxis[worldAxis][0] === letter ? 1 : -1 };
  });
  const [i, j, k] = directions;
  if (!i || !j || !k || directions.length !== 3) return null;
  return new Set([i.worldAxis, j.worldAxis, k.worldAxis]).size === 3 ? [i, j, k] : null;
}
