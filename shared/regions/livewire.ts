/**
 * Live wire (intelligent scissors; Mortensen, Barrett 1998, doi 10.1006/gmip.1998.0480): the cheapest way from an
 * anchor to wherever the pointer is. The tree of cheapest ways grows outwards from the anchor and can be stopped and
 * taken up again at any voxel (Falcão, Udupa, Miyazawa 2000, IEEE TMI 19, 55–62), so that the wire is there as soon
 * as the tree has reached the pointer.
 */
import { bucketQueue, type BucketQueue, enqueue, leaveQueue, takeNearest } from './bucket-queue.ts';
import type { RegionWork } from './grid.ts';
import { type StepCosts, steps } from './livewire-costs.ts';
import type { Path } from './slice.ts';

/** Cheapest ways from an anchor. It grows; nothing that is settled changes any more. */
export interface WireTree {
  readonly stepCosts: StepCosts;
  /** Of each voxel of the slice from the anchor, the sum of the costs of its steps; `unreached` where there is no way yet. */
  readonly distances: Int32Array;
  /** The number of the step that leads to each voxel, −1 at the anchor. */
  readonly arrivals: Int8Array;
  readonly isSettled: Uint8Array;
  readonly queue: BucketQueue;
}

export const unreached = 2 ** 31 - 1;

/** Settled voxels from one pause to the next: a few milliseconds. */
const settledAtOnce = 16_384;

/** @throws RangeError where the anchor is no voxel of the slice */
export function startWire(stepCosts: StepCosts, anchorU: number, anchorV: number): WireTree {
  const anchor = voxelAt(stepCosts, anchorU, anchorV);
  const count = stepCosts.width * stepCosts.height;
  const tree: WireTree = {
    stepCosts,
    distances: new Int32Array(count).fill(unreached),
    arrivals: new Int8Array(count).fill(-1),
    isSettled: new Uint8Array(count),
    queue: bucketQueue(count, stepCosts.largest),
  };
  tree.distances[anchor] = 0;
  enqueue(tree.queue, anchor, 0);
  return tree;
}

/** Grows the tree over the whole slice, to be done while the pointer moves. */
export function* growWire(tree: WireTree): RegionWork<WireTree> {
  const count = tree.distances.length;
  let settled = 0;
  while (grow(tree, settledAtOnce, -1)) {
    settled += settledAtOnce;
    yield Math.min(settled / count, 1);
  }
  return tree;
}

/**
 * The wire from the anchor to a voxel, both included; the tree grows to it first, where it has not come so far.
 * @throws RangeError where it is no voxel of the slice
 */
export function wireTo(tree: WireTree, u: number, v: number): Path {
  const { stepCosts, arrivals } = tree;
  const { width } = stepCosts;
  const target = voxelAt(stepCosts, u, v);
  grow(tree, tree.distances.length, target);
  const places: number[] = [];
  for (let at = target; ;) {
    places.push(Math.floor(at / width), at % width);
    const arrival = arrivals[at]!;
    if (arrival === -1) break;
    const [stepU, stepV] = steps[arrival]!;
    at -= stepV * width + stepU;
  }
  return Float64Array.from(places).reverse();
}

/** Dijkstra 1959 (doi 10.1007/BF01386390). @returns whether there is more to settle */
function grow({ stepCosts, distances, arrivals, isSettled, queue }: WireTree, most: number, target: number): boolean {
  const { costs, width } = stepCosts;
  const offsets = steps.map(([u, v]) => v * width + u);
  for (let settled = 0; settled < most; settled++) {
    if (target !== -1 && isSettled[target] === 1) break;
    const at = takeNearest(queue);
    if (at === -1) return false;
    isSettled[at] = 1;
    const distance = distances[at]!;
    for (let step = 0; step < 8; step++) {
      const cost = costs[8 * at + step]!;
      if (cost === 0) continue;
      const to = at + offsets[step]!;
      const before = distances[to]!;
      const now = distance + cost;
      // Never true for what is settled, which is nearer than all that is still to come.
      if (now >= before) continue;
      if (before !== unreached) leaveQueue(queue, to, before);
      distances[to] = now;
      arrivals[to] = step;
      enqueue(queue, to, now);
    }
  }
  return queue.waiting > 0;
}

function voxelAt({ width, height }: StepCosts, u: number, v: number): number {
  const isInside = Number.isInteger(u) && Number.isInteger(v) && u >= 0 && u < width && v >= 0 && v < height;
  if (!isInside) throw new RangeError(`no voxel ${u}, ${v} in a slice of ${width} × ${height}`);
  return v * width + u;
}
