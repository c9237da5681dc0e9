/**
 * Cutting through a volume along the direction of view: the voxels whose centre is seen inside a closed line on a
 * screen or a plane. A row of voxels is seen as a straight line, of which the closed line cuts out spans, so that no
 * voxel is projected by itself.
 */
import type { Grid, Mask, RegionWork } from './grid.ts';
import { isInsidePolygon } from './polygon.ts';
import type { Projection } from './projection.ts';
import type { Path } from './slice.ts';

/** Depths as the projection gives them, both ends included. */
export interface DepthRange {
  readonly nearest: number;
  readonly furthest: number;
}

const rowsAtOnce = 2048;

/**
 * The voxels whose centre is seen inside the closed rings (even-odd), through the whole volume or within a range of
 * depths. What lies behind the eye is not seen. For cutting away the outside, the region of all others is taken.
 * @param rings places on the plane that the projection leads to
 * @throws RangeError where a place is not a finite number
 */
export function* cutThrough(grid: Grid, rings: readonly Path[], projection: Projection, depths: DepthRange | null = null): RegionWork<Mask> {
  const [columns, rows, slices] = grid.size;
  const mask = new Uint8Array(columns * rows * slices);
  const corners = rings.reduce((sum, ring) => sum + ring.length / 2, 0);
  if (!rings.every((ring) => ring.every(Number.isFinite))) throw new RangeError('a place of the closed line is not a finite number');
  const sight: Sight = { rings, projection, depths, crossings: new Float64Array(corners) };
  for (let row = 0; row < rows * slices; row++) {
    cutRow(sight, row % rows, Math.floor(row / rows), mask.subarray(row * columns, (row + 1) * columns));
    if (row % rowsAtOnce === rowsAtOnce - 1) yield (row + 1) / (rows * slices);
  }
  return mask;
}

interface Sight {
  readonly rings: readonly Path[];
  readonly projection: Projection;
  readonly depths: DepthRange | null;
  /** Room for those of one row. */
  readonly crossings: Float64Array;
}

/** A straight line in homogeneous coordinates: start + i · step. */
interface SeenRow {
  readonly x: number; readonly stepX: number;
  readonly y: number; readonly stepY: number;
  readonly w: number; readonly stepW: number;
}

function cutRow(sight: Sight, j: number, k: number, line: Mask): void {
  const p = sight.projection;
  const at = (row: number): number => p[4 * row + 1]! * j + p[4 * row + 2]! * k + p[4 * row + 3]!;
  const seen: SeenRow = { x: at(0), stepX: p[0], y: at(1), stepY: p[4], w: at(3), stepW: p[12] };
  // Places i with a · i + b ≥ 0, one after the other: before the eye, and within the depths.
  let [low, high] = [-Infinity, Infinity];
  const keep = (step: number, start: number): void => {
    if (step > 0) low = Math.max(low, -start / step);
    else if (step < 0) high = Math.min(high, -start / step);
    else if (start < 0) high = -Infinity;
  };
  keep(seen.stepW, seen.w);
  if (sight.depths !== null) {
    const { nearest, furthest } = sight.depths;
    keep(p[8] - nearest * p[12], at(2) - nearest * seen.w);
    keep(furthest * p[12] - p[8], furthest * seen.w - at(2));
  }
  const first = Math.max(Math.ceil(low), 0);
  const behind = Math.min(Math.floor(high) + 1, line.length);
  if (first >= behind || (seen.stepW === 0 && seen.w <= 0)) return;
  if (isPoint(seen, line.length)) {
    const w = seen.w + first * seen.stepW;
    if (isInsidePolygon(sight.rings, (seen.x + first * seen.stepX) / w, (seen.y + first * seen.stepY) / w)) line.fill(1, first, behind);
    return;
  }
  fillBetween(crossingsOf(seen, sight), seen, line, first, behind);
}

/** Whether the row is seen end-on: it runs along the direction of view. */
function isPoint({ x, stepX, y, stepY, w, stepW }: SeenRow, count: number): boolean {
  const moved = Math.hypot(y * stepW - w * stepY, w * stepX - x * stepW, x * stepY - y * stepX);
  return moved * count <= 1e-9 * (Math.hypot(x, y, w) ** 2 + (count * Math.hypot(stepX, stepY, stepW)) ** 2);
}

/** Where the row's line is crossed, as fractional i, ascending. A corner counts to one side of the line, so that there is an even number. */
function crossingsOf({ x, stepX, y, stepY, w, stepW }: SeenRow, { rings, crossings }: Sight): Float64Array {
  const lineX = y * stepW - w * stepY;
  const lineY = w * stepX - x * stepW;
  const lineW = x * stepY - y * stepX;
  let count = 0;
  for (const ring of rings) {
    let fromX = ring.at(-2) ?? 0;
    let fromY = ring.at(-1) ?? 0;
    let isFromLeft = lineX * fromX + lineY * fromY + lineW < 0;
    for (let at = 0; at < ring.length; at += 2) {
      const toX = ring[at]!;
      const toY = ring[at + 1]!;
      const isToLeft = lineX * toX + lineY * toY + lineW < 0;
      if (isFromLeft !== isToLeft) {
        // The line through both corners, on which the row's place is to lie.
        const [a, b, c] = [fromY - toY, toX - fromX, fromX * toY - toX * fromY];
        crossings[count++] = -(a * x + b * y + c * w) / (a * stepX + b * stepY + c * stepW);
      }
      [fromX, fromY, isFromLeft] = [toX, toY, isToLeft];
    }
  }
  return crossings.subarray(0, count).sort();
}

/**
 * Every second span between the crossings. In perspective the row's line is seen only on one side of where it passes
 * the eye, from where on, coming from without, the spans are counted.
 */
function fillBetween(crossings: Float64Array, { w, stepW }: SeenRow, line: Mask, first: number, behind: number): void {
  const eye = stepW === 0 ? -Infinity : -w / stepW;
  let passed = 0;
  while (passed < crossings.length && crossings[passed]! <= eye) passed += 1;
  // Before the eye lie those above it, or those below it, from the highest downwards.
  const isAbove = stepW >= 0;
  let at = isAbove ? passed : passed % 2 === 1 ? -1 : 0;
  const end = isAbove ? crossings.length : passed;
  for (; at < end; at += 2) {
    const from = at < 0 ? first : Math.max(Math.ceil(crossings[at]!), first);
    const to = at + 1 < end ? Math.min(Math.ceil(crossings[at + 1]!), behind) : behind;
    if (from < to) line.fill(1, from, to);
  }
}
