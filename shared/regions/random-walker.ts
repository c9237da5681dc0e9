import type { VoxelBox } from '../geometry/voxel-box.ts';
import { failure } from '../text/user-facing-error.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { factorise, solve, type SixNeighbourMatrix } from './conjugate-gradients.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { tooLargeToWalk } from './random-walker-sentences.ts';
import { stage } from './stages.ts';
import { blockStep, boxOfSeeds, copyIntoBlock, copyOutOfBlock, eachRow, workingBlock, type WorkingBlock } from './working-block.ts';

export interface WalkOptions {
  /** How strongly a difference of values holds a walker back, per square of the image's unit; see `usualBeta`. */
  readonly beta: number;
  /** How far beyond the box of all seeds voxels are labelled. */
  readonly marginMm: number;
  /**
   * Of the preconditioned residual, at which the solver stops. With 1e-4, as where it is not given, probabilities are
   * right to 0.002 or so, with a tenth of it ten times better for a third more of the time.
   */
  readonly tolerance?: number;
  /** Where a walker may go; everywhere where none is given. Seeds elsewhere do not count. */
  readonly allowed?: Mask;
}

/** All arrays are of the box alone. */
export interface Walk {
  readonly box: VoxelBox;
  /** The label that a walker most likely meets first; 0 where it meets none. */
  readonly labels: Uint8Array;
  /** How likely that is, 0 … 1. */
  readonly probabilities: Float32Array;
}

/** A step over an edge, however high, is never less likely than this share of one in an even image. */
const leastWeight = 1e-6;

/** Voxels of the largest box that is computed: each label but one takes 6 to 15 s there, and all together 90 bytes a voxel. */
export const mostVoxelsToWalk = 128 ** 3;

/**
 * The label of whose seeds a random walker from a voxel most likely meets one first (Grady 2006, doi
 * 10.1109/TPAMI.2006.233). A step to one of six neighbours has the weight exp(−β · difference²), at least 10⁻⁶, divided
 * by the square of its length, as the Laplacian on a grid of that spacing has it. The probabilities solve its Dirichlet
 * problem, and are found for one label after the other by preconditioned conjugate gradients.
 *
 * `seeds` holds a label's index a voxel of the grid, 0 where there is none; null is returned where all are 0.
 * @throws UserFacingError `bad-input` where seeds and margin make a box of more than `mostVoxelsToWalk` voxels
 */
export function* walkFromSeeds(image: VoxelArray, seeds: Uint8Array, grid: Grid, options: WalkOptions): RegionWork<Walk | null> {
  const box = boxOfSeeds(seeds, grid, options.marginMm);
  if (box === null) return null;
  const block = workingBlock(grid, box);
  const voxels = block.boxSize[0] * block.boxSize[1] * block.boxSize[2];
  if (voxels > mostVoxelsToWalk) {
    throw failure('bad-input', tooLargeToWalk, { millions: (voxels / 1e6).toFixed(1), most: (mostVoxelsToWalk / 1e6).toFixed(1) });
  }
  const field = walkingField(image, seeds, grid, block, options);
  yield 0.01;
  const labels = new Uint8Array(block.count);
  const best = new Float32Array(block.count);
  const others = new Float64Array(block.count);
  const present = [...new Set(field.seeds)].filter((label) => label !== 0).sort((a, b) => a - b);
  // Where every voxel is reached, the last label has what the others leave.
  const computed = options.allowed === undefined ? present.length - 1 : present.length;
  for (const [at, label] of present.entries()) {
    const probability = at < computed
      ? yield* stage(probabilityOf(field, label, options.tolerance), at / computed, (at + 1) / computed)
      : others.map((sum) => 1 - sum);
    for (let v = 0; v < block.count; v++) {
      others[v] = (others[v] as number) + (probability[v] as number);
      // What no walker from here can reach keeps no label, although the solver may leave a trace of rounding there.
      if ((probability[v] as number) <= (best[v] as number) + 1e-7) continue;
      best[v] = Math.min(1, probability[v] as number);
      labels[v] = label;
    }
  }
  const walk = { box, labels: new Uint8Array(voxels), probabilities: new Float32Array(voxels) };
  copyOutOfBlock(labels, block, walk.labels);
  copyOutOfBlock(best, block, walk.probabilities);
  return walk;
}

/**
 * A strength that suits the contrast of an image (within the box of the seeds, or wherever the values are from): 13 over
 * the variance, so that a difference of half a standard deviation makes a step 26 times less likely.
 */
export function usualBeta(values: VoxelArray): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const variance = squares / values.length - (sum / values.length) ** 2;
  return variance > 0 ? 13 / variance : 1;
}

/** What all labels have in common. */
export interface WalkingField {
  readonly seeds: Uint8Array;
  readonly matrix: SixNeighbourMatrix;
  /** Between a voxel and the next along each axis, whichever of them is a seed; 0 at the border and where nobody may go. */
  readonly weights: readonly [Float32Array, Float32Array, Float32Array];
  readonly roots: Float64Array;
}

/** The equations on a block; seeds and places where nobody may go are not among the unknowns. */
export function walkingField(image: VoxelArray, seeds: Uint8Array, grid: Grid, block: WorkingBlock, options: WalkOptions): WalkingField {
  const values = new Float32Array(block.count);
  copyIntoBlock(image, grid.size, block, values);
  const isOpen = new Uint8Array(block.count);
  if (options.allowed === undefined) eachRow(block, (at) => isOpen.fill(1, at, at + block.boxSize[0]));
  else copyIntoBlock(options.allowed, grid.size, block, isOpen);
  const inBlock = new Uint8Array(block.count);
  copyIntoBlock(seeds, grid.size, block, inBlock);
  for (let v = 0; v < block.count; v++) if (isOpen[v] === 0) inBlock[v] = 0;

  const steps = ([0, 1, 2] as const).map((axis) => (block.rim[axis] === 0 ? 0 : blockStep(block, [Number(axis === 0), Number(axis === 1), Number(axis === 2)])));
  const shortest = Math.min(...([0, 1, 2] as const).filter((axis) => block.rim[axis] === 1).map((axis) => block.spacingMm[axis]));
  const weights = [new Float32Array(block.count), new Float32Array(block.count), new Float32Array(block.count)] as const;
  const couplings = [new Float32Array(block.count), new Float32Array(block.count), new Float32Array(block.count)] as const;
  const diagonal = new Float64Array(block.count);
  for (const axis of [0, 1, 2] as const) {
    const step = steps[axis] as number;
    if (step === 0) continue;
    const nearness = (shortest / block.spacingMm[axis]) ** 2;
    const [ofAxis, coupled] = [weights[axis], couplings[axis]];
    for (let v = 0; v < block.count - step; v++) {
      if (isOpen[v] === 0 || isOpen[v + step] === 0) continue;
      const difference = (values[v] as number) - (values[v + step] as number);
      // As it is kept, so that a row sums to 0 exactly: an error in the eighth digit is a tenth of the least weight.
      const weight = Math.fround(nearness * Math.max(leastWeight, Math.exp(-options.beta * difference * difference)));
      ofAxis[v] = weight;
      diagonal[v] = (diagonal[v] as number) + weight;
      diagonal[v + step] = (diagonal[v + step] as number) + weight;
      if (inBlock[v] === 0 && inBlock[v + step] === 0) coupled[v] = weight;
    }
  }
  for (let v = 0; v < block.count; v++) if (inBlock[v] !== 0 || diagonal[v] === 0) diagonal[v] = 1;
  const matrix: SixNeighbourMatrix = { count: block.count, steps: steps as unknown as [number, number, number], diagonal, couplings };
  return { seeds: inBlock, matrix, weights, roots: factorise(matrix) };
}

/** Of the block, how likely a walker meets a seed of the label first; 1 and 0 at the seeds themselves. */
export function* probabilityOf({ seeds, matrix, weights, roots }: WalkingField, label: number, tolerance = 1e-4): RegionWork<Float64Array> {
  const probability = new Float64Array(matrix.count);
  const rightSide = new Float64Array(matrix.count);
  for (const axis of [0, 1, 2] as const) {
    const step = matrix.steps[axis];
    const ofAxis = weights[axis];
    if (step === 0) continue;
    for (let v = 0; v < matrix.count - step; v++) {
      const weight = ofAxis[v] as number;
      if (weight === 0) continue;
      if (seeds[v] === label && seeds[v + step] === 0) rightSide[v + step] = (rightSide[v + step] as number) + weight;
      if (seeds[v + step] === label && seeds[v] === 0) rightSide[v] = (rightSide[v] as number) + weight;
    }
  }
  yield* solve(matrix, roots, rightSide, probability, tolerance);
  for (let v = 0; v < matrix.count; v++) if (seeds[v] === label) probability[v] = 1;
  return probability;
}
