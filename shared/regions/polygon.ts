/** Closed polygons in a slice and the voxels that they hold. Knows nothing of how they were drawn. */
import type { Mask } from './grid.ts';
import type { Path } from './slice.ts';

/**
 * The voxels of a slice whose centre lies inside closed rings, by the even-odd rule: inside a ring that lies in
 * another is outside again, so that holes are rings. Scan lines through the rows of centres with sorted crossings
 * (Foley, van Dam, Feiner, Hughes, Computer Graphics, 3.6). An edge holds its lower end and not its upper one, a span
 * its left end and not its right one: polygons that share an edge neither overlap nor leave a gap.
 * @param rings each closed by itself (its last place is joined to the first); may reach beyond the slice
 * @returns one byte a voxel, u fastest
 * @throws RangeError where a place is not a finite number
 */
export function rasterisePolygon(rings: readonly Path[], width: number, height: number): Mask {
  const mask = new Uint8Array(width * height);
  const edges = risingEdges(rings);
  const starts = new Int32Array(height + 1);
  eachCrossing(edges, height, (row) => {
    starts[row + 1]! += 1;
  });
  for (let row = 0; row < height; row++) starts[row + 1]! += starts[row]!;
  const crossings = new Float64Array(starts[height]!);
  const filled = starts.slice(0, height);
  eachCrossing(edges, height, (row, u) => {
    crossings[filled[row]!++] = u;
  });
  for (let row = 0; row < height; row++) {
    const across = crossings.subarray(starts[row], starts[row + 1]).sort();
    for (let at = 0; at + 1 < across.length; at += 2) {
      const first = Math.max(Math.ceil(across[at]!), 0);
      const behind = Math.min(Math.ceil(across[at + 1]!), width);
      if (first < behind) mask.fill(1, row * width + first, row * width + behind);
    }
  }
  return mask;
}

/** Whether a place lies inside closed rings, by the rule of `rasterisePolygon`. */
export function isInsidePolygon(rings: readonly Path[], u: number, v: number): boolean {
  let isInside = false;
  const edges = risingEdges(rings);
  for (let at = 0; at < edges.length; at += 4) {
    if (edges[at + 1]! <= v && v < edges[at + 3]! && crossing(edges, at, v) <= u) isInside = !isInside;
  }
  return isInside;
}

/**
 * u and v of the lower end, u and v of the upper end, an edge after the other, without those along u. An edge has one
 * form whichever way it is walked, so that two polygons find the same crossings on an edge that they share.
 */
function risingEdges(rings: readonly Path[]): Float64Array {
  const edges = new Float64Array(2 * rings.reduce((sum, ring) => sum + ring.length, 0));
  let count = 0;
  for (const ring of rings) {
    if (!ring.every(Number.isFinite)) throw new RangeError('a place of the polygon is not a finite number');
    for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
      const [one, other] = ring[before + 1]! < ring[at + 1]! ? [before, at] : [at, before];
      if (ring[one + 1] === ring[other + 1]) continue;
      edges.set([ring[one]!, ring[one + 1]!, ring[other]!, ring[other + 1]!], count);
      count += 4;
    }
  }
  return edges.subarray(0, count);
}

function eachCrossing(edges: Float64Array, height: number, visit: (row: number, u: number) => void): void {
  for (let at = 0; at < edges.length; at += 4) {
    const first = Math.max(Math.ceil(edges[at + 1]!), 0);
    const behind = Math.min(Math.ceil(edges[at + 3]!), height);
    for (let row = first; row < behind; row++) visit(row, crossing(edges, at, row));
  }
}

function crossing(edges: Float64Array, at: number, v: number): number {
  const [lowU, lowV] = [edges[at]!, edges[at + 1]!];
  return lowU + ((v - lowV) * (edges[at + 2]! - lowU)) / (edges[at + 3]! - lowV);
}
