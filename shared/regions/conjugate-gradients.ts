/**
 * Linear equations on a block of voxels in which each is coupled to its six neighbours, solved by conjugate gradients.
 * Knows nothing of what the unknowns mean.
 */

/**
 * The matrix: symmetric, positive definite, with no positive entry beside the diagonal. What is not an unknown has no
 * couplings and the diagonal 1.
 */
export interface SixNeighbourMatrix {
  readonly count: number;
  /** How far the next voxel lies off along each axis; 0 along one that is missing, whose couplings are all 0. */
  readonly steps: readonly [number, number, number];
  /** In double precision, as the solution, since what leaks out of a pocket may be a millionth of what flows within. */
  readonly diagonal: Float64Array;
  /** With the next voxel along each axis, as positive numbers. */
  readonly couplings: readonly [Float32Array, Float32Array, Float32Array];
}

/**
 * Roots of the inverse pivots of the incomplete Cholesky factorisation without fill (Meijerink and van der Vorst 1977,
 * doi 10.1090/S0025-5718-1977-0438681-4). The modified one, which keeps the sums of rows, wants half the rounds in an
 * even image but twice as many in a noisy one, where couplings differ by many powers of ten from voxel to voxel.
 */
export function factorise({ count, steps: [di, dj, dk], diagonal, couplings: [wi, wj, wk] }: SixNeighbourMatrix): Float64Array {
  const roots = new Float64Array(count);
  for (let v = dk || dj || di; v < count; v++) {
    const along = (wi[v - di] as number) * (roots[v - di] as number);
    const across = (wj[v - dj] as number) * (roots[v - dj] as number);
    const through = (wk[v - dk] as number) * (roots[v - dk] as number);
    const full = diagonal[v] as number;
    const pivot = full - along * along - across * across - through * through;
    // Where no seed is near, rounding may leave nothing of it.
    roots[v] = 1 / Math.sqrt(pivot > 1e-12 * full ? pivot : full);
  }
  return roots;
}

/**
 * Solves by conjugate gradients (Hestenes and Stiefel 1952) from `solution` on, in place, until the preconditioned
 * residual is `tolerance` times that of the right side. `residual` holds the right side for the solution 0 and is used up.
 * Yields the share done, by the logarithm of the residual.
 */
export function* solve(matrix: SixNeighbourMatrix, roots: Float64Array, residual: Float64Array, solution: Float64Array, tolerance: number): Generator<number, number, void> {
  const { count } = matrix;
  const preconditioned = new Float64Array(count);
  const direction = new Float64Array(count);
  precondition(matrix, roots, residual, preconditioned);
  direction.set(preconditioned);
  const start = dot(residual, preconditioned);
  let energy = start;
  const most = 2000;
  for (let round = 1; round <= most && energy > start * tolerance ** 2; round++) {
    const product = preconditioned;
    const curvature = multiply(matrix, direction, product);
    const step = energy / curvature;
    for (let v = 0; v < count; v++) {
      solution[v] = (solution[v] as number) + step * (direction[v] as number);
      residual[v] = (residual[v] as number) - step * (product[v] as number);
    }
    yield Math.min(1, Math.log(energy / start) / (2 * Math.log(tolerance)));
    precondition(matrix, roots, residual, preconditioned);
    const after = dot(residual, preconditioned);
    const share = after / energy;
    energy = after;
    for (let v = 0; v < count; v++) direction[v] = (preconditioned[v] as number) + share * (direction[v] as number);
  }
  return energy;
}

/** Returns vector · product. */
function multiply({ count, steps: [di, dj, dk], diagonal, couplings: [wi, wj, wk] }: SixNeighbourMatrix, vector: Float64Array, product: Float64Array): number {
  const reach = dk || dj || di;
  let sum = 0;
  for (let v = reach; v < count - reach; v++) {
    const here = vector[v] as number;
    const value = (diagonal[v] as number) * here
      - (wi[v] as number) * (vector[v + di] as number) - (wi[v - di] as number) * (vector[v - di] as number)
      - (wj[v] as number) * (vector[v + dj] as number) - (wj[v - dj] as number) * (vector[v - dj] as number)
      - (wk[v] as number) * (vector[v + dk] as number) - (wk[v - dk] as number) * (vector[v - dk] as number);
    product[v] = value;
    sum += here * value;
  }
  return sum;
}

function precondition({ count, steps: [di, dj, dk], couplings: [wi, wj, wk] }: SixNeighbourMatrix, roots: Float64Array, vector: Float64Array, result: Float64Array): void {
  const reach = dk || dj || di;
  for (let v = reach; v < count - reach; v++) {
    const value = (vector[v] as number)
      + (wi[v - di] as number) * (roots[v - di] as number) * (result[v - di] as number)
      + (wj[v - dj] as number) * (roots[v - dj] as number) * (result[v - dj] as number)
      + (wk[v - dk] as number) * (roots[v - dk] as number) * (result[v - dk] as number);
    result[v] = value * (roots[v] as number);
  }
  for (let v = count - reach - 1; v >= reach; v--) {
    const root = roots[v] as number;
    const value = (result[v] as number)
      + root * ((wi[v] as number) * (result[v + di] as number) + (wj[v] as number) * (result[v + dj] as number) + (wk[v] as number) * (result[v + dk] as number));
    result[v] = value * root;
  }
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < one.length; v++) sum += (one[v] as number) * (other[v] as number);
  return sum;
}
