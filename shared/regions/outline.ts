/** The edge of a mask in a slice as closed lines between voxels, to be shown or to be edited as a polygon. */
import type { Mask } from './grid.ts';
import type { Path } from './slice.ts';

// Directions in the order of a turn to the right where v grows downwards; opposite ones lie two apart.
const right = 0;
const down = 1;
const left = 2;
const up = 3;
const closed = -1;

/**
 * All closed lines along voxel edges between the mask and what is outside it, corners only: they lie at halves. With
 * v downwards they run clockwise around what belongs to the mask and counter-clockwise around holes, the mask on
 * their right. Voxels that share but a corner have lines of their own, so that no line crosses itself or another.
 * `rasterisePolygon` of the lines is the mask again.
 * @param mask of a slice, u fastest
 */
export function outlineOfMask(mask: Mask, width: number, height: number): Path[] {
  const leaving = leavingEdges(mask, width, height);
  const paths: Path[] = [];
  // Every closed line has an edge that runs to the right.
  for (let corner = 0; corner < leaving.length; corner++) {
    while ((leaving[corner]! & (1 << right)) !== 0) paths.push(follow(leaving, width + 1, corner));
  }
  return paths;
}

/** For each corner between voxels, a bit for each direction in which an edge leaves it with the mask on its right. */
function leavingEdges(mask: Mask, width: number, height: number): Uint8Array {
  const corners = width + 1;
  const leaving = new Uint8Array(corners * (height + 1));
  for (let v = 0, at = 0; v < height; v++) {
    for (let u = 0; u < width; u++, at++) {
      if (mask[at] === 0) continue;
      const corner = v * corners + u;
      if (v === 0 || mask[at - width] === 0) leaving[corner]! |= 1 << right;
      if (u === width - 1 || mask[at + 1] === 0) leaving[corner + 1]! |= 1 << down;
      if (v === height - 1 || mask[at + width] === 0) leaving[corner + corners + 1]! |= 1 << left;
      if (u === 0 || mask[at - 1] === 0) leaving[corner + corners]! |= 1 << up;
    }
  }
  return leaving;
}

/** Walks one closed line from a corner that an edge leaves to the right, and takes its edges away. */
function follow(leaving: Uint8Array, corners: number, start: number): Path {
  const steps = [1, corners, -1, -corners] as const;
  const places: number[] = [];
  let corner = start;
  let direction = right;
  let isTurn = true;
  do {
    if (isTurn) places.push((corner % corners) - 0.5, Math.floor(corner / corners) - 0.5);
    leaving[corner]! &= ~(1 << direction);
    corner += steps[direction]!;
    // Around one voxel from its left side to its top: closed, also where another line touches this corner.
    if (corner === start && direction === up) break;
    const next = turn(leaving[corner]!, direction);
    isTurn = next !== direction;
    direction = next;
  } while (direction !== closed);
  return Float64Array.from(places);
}

/** Where two voxels touch in a corner two edges leave it: a turn to the right stays at the same voxel. */
function turn(edges: number, direction: number): number {
  for (const change of [1, 0, 3]) {
    const next = (direction + change) & 3;
    if ((edges & (1 << next)) !== 0) return next;
  }
  return closed;
}
