/**
 * A brush that stops at edges: of the voxels in its disc or ball, those that belong to the same thing as the centre.
 * In purpose ITK-SNAP's adaptive brush (there a watershed); here a geodesic distance cut where an edge would be crossed
 * (Criminisi, Sharp, Blake 2008, doi 10.1007/978-3-540-88682-2_9, has the distance). Runs at every move of a pointer.
 */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import { diffuse, type Patch, slopesOf, smoothTwice, takePatch, usualDifference } from './adaptive-patch.ts';
import { boxAround, type BoxedMask, boxOfGrid, boxOfSlice, sharedBox } from './boxed-mask.ts';
import { bucketQueue, enqueue, leaveQueue, takeNearest } from './bucket-queue.ts';
import type { Grid, Mask } from './grid.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';

export interface AdaptiveBrush {
  readonly radiusMm: number;
  /** The axis that runs through the slice of a disc; null: a ball. */
  readonly axis: AxisIndex | null;
  /** The weakest edge that stops the brush: a step in value, in standard deviations of the noise. Small: fine pieces. */
  readonly granularity: number;
  /** Passes of smoothing between edges; 0: the image as it is. */
  readonly smoothness: number;
}

export const usualGranularity = 2.5;
export const usualSmoothness = 8;

/** A path of the cost of one whole crossing has this many units. */
const crossing = 1024;

/**
 * @param centre fractional voxel position
 * @returns over a box around the brush, cut to the grid; the voxel at the centre belongs to it always. Nothing where the
 *   centre lies outside the grid
 */
export function adaptiveRegion(values: VoxelArray, grid: Grid, centre: Vec3, brush: AdaptiveBrush): BoxedMask {
  const middle: Vec3 = [Math.round(centre[0]), Math.round(centre[1]), Math.round(centre[2])];
  const whole = brush.axis === null ? boxOfGrid(grid) : boxOfSlice(grid, brush.axis, middle[brush.axis]);
  const isInside = middle.every((at, axis) => at >= 0 && at < grid.size[axis]!);
  const box = sharedBox(whole, boxAround(middle, isInside ? brush.radiusMm : -1, grid.spacingMm));
  const patch = takePatch(values, grid, box);
  const mask = new Uint8Array(patch.values.length);
  if (mask.length === 0) return { box, mask };
  const start = (middle[0] - box.first[0]) * patch.strides[0] + (middle[1] - box.first[1]) * patch.strides[1] + (middle[2] - box.first[2]) * patch.strides[2];
  const span = spanOf(patch);
  const noise = Math.max(noiseOf(patch), span * leastNoise);
  const half = Math.max((brush.granularity / 2) * noise, span * leastEdge);
  const guide = smoothTwice(patch);
  const slopes = slopesOf(guide);
  const flat = diffuse(patch, guide, brush.smoothness, smoothedEdge * noise);
  const usual = 3 * usualDifference(flat);
  const mark = (from: number): void => { markReached(flat, from, usual, half, brush.radiusMm, mask); };
  mark(start);
  const still = rest(patch, slopes, start, (smoothedEdge * noise) ** 2);
  const isRibbon = !hasInside(patch, mask);
  if (isRibbon && still !== start) mask.fill(0);
  // What was come down to is another thing where it differs by as much as the edge here is high.
  const sameThing = Math.max(3 * noise, 2 * Math.sqrt(slopes[start]!));
  if (still !== start && (isRibbon || Math.abs(flat.values[still]! - flat.values[start]!) <= sameThing)) mark(still);
  climb(patch, slopes, mask);
  keepRound(mask, patch, box.first, centre, brush.radiusMm);
  mask[start] = 1;
  return { box, mask };
}

/** Of normal noise, by the median difference of two of its values. */
function noiseOf(patch: Patch): number {
  return usualDifference(patch) / (0.6745 * Math.SQRT2);
}

/** From the lowest to the highest value. */
function spanOf({ values }: Patch): number {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return highest - lowest;
}

/** As shares of the span: an image without noise, as a drawn one, has none of these; nor is the far end of a strong edge's blur an edge. */
const leastNoise = 1 / 500;
const leastEdge = 1 / 100;

/** In standard deviations of the noise: 2.5 of what is left of it in a difference of neighbours after smoothing (0.19). */
const smoothedEdge = 0.47;

/** Whether any voxel of a region has all its neighbours in it; of the ribbon that lies on a blurred edge none has. */
function hasInside({ sides, offsets }: Patch, mask: Mask): boolean {
  for (let at = 0; at < mask.length; at++) {
    let isInside = mask[at] === 1;
    for (let side = 0; isInside && side < 6; side++) isInside = (sides[at]! & (1 << side)) === 0 || mask[at + offsets[side]!] === 1;
    if (isInside) return true;
  }
  return false;
}

/**
 * Beside an edge an image is not yet what it is within a thing: goes down to where it is flat, as water would in a
 * watershed, a few voxels at the most.
 */
function rest({ sides, offsets }: Patch, slopes: Float32Array, start: number, flat: number): number {
  let at = start;
  for (let step = 0; step < edgeReach && slopes[at]! > flat; step++) {
    let flattest = at;
    for (let side = 0; side < 6; side++) {
      const to = at + offsets[side]!;
      if ((sides[at]! & (1 << side)) !== 0 && slopes[to]! < slopes[flattest]!) flattest = to;
    }
    if (flattest === at) break;
    at = flattest;
  }
  return at;
}

/** A blurred edge begins voxels before it is steepest, where the thing ends: marks what leads up to there. */
function climb({ sides, offsets }: Patch, slopes: Float32Array, mask: Mask): void {
  for (let step = 0; step < edgeReach; step++) {
    const before = mask.slice();
    for (let at = 0; at < mask.length; at++) {
      for (let side = 0; before[at] === 0 && side < 6; side++) {
        const from = at + offsets[side]!;
        if ((sides[at]! & (1 << side)) !== 0 && before[from] === 1 && steeper * slopes[from]! < slopes[at]!) mask[at] = 1;
      }
    }
  }
}

/** Voxels from where an edge begins to where it is steepest, at the most. */
const edgeReach = 5;
/** Of squared slopes: between the two voxels beside a sharp edge, which are equally steep, noise alone makes a smaller difference. */
const steeper = 1.3;

/**
 * Marks all that a path reaches whose cost stays below one crossing: a step costs its length in thrice the radius and its
 * difference beyond what is usual in this patch in units of `half`, half of the weakest edge. Dijkstra's algorithm.
 */
function markReached({ values, spacingMm, sides, offsets }: Patch, start: number, usual: number, half: number, radiusMm: number, mask: Mask): void {
  const perValue = half > 0 ? crossing / half : 0;
  const lengths = spacingMm.map((spacing) => (crossing * spacing) / (3 * radiusMm));
  const distances = new Int32Array(values.length).fill(crossing + 1);
  const queue = bucketQueue(values.length, crossing);
  distances[start] = 0;
  enqueue(queue, start, 0);
  for (let at = takeNearest(queue); at !== -1; at = takeNearest(queue)) {
    mask[at] = 1;
    const distance = distances[at]!;
    for (let side = 0; side < 6; side++) {
      if ((sides[at]! & (1 << side)) === 0) continue;
      const to = at + offsets[side]!;
      const beyond = Math.max(Math.abs(values[to]! - values[at]!) - usual, 0);
      const now = distance + Math.max(Math.round(lengths[side >> 1]! + perValue * beyond), 1);
      const before = distances[to]!;
      if (now >= before) continue;
      if (before <= crossing) leaveQueue(queue, to, before);
      distances[to] = now;
      enqueue(queue, to, now);
    }
  }
}

function keepRound(mask: Mask, { size, spacingMm }: Patch, first: Vec3, centre: Vec3, radiusMm: number): void {
  const [columns, rows] = size;
  // A disc lies in its slice whatever the centre says across it.
  const away = (axis: AxisIndex, at: number): number => (size[axis] === 1 ? 0 : ((first[axis] + at - centre[axis]) * spacingMm[axis]) ** 2);
  for (let at = 0; at < mask.length; at++) {
    const row = Math.floor(at / columns);
    if (away(0, at % columns) + away(1, row % rows) + away(2, Math.floor(row / rows)) > radiusMm * radiusMm) mask[at] = 0;
  }
}
