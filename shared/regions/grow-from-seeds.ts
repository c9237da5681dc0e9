import { unionBox, type VoxelBox } from '../geometry/voxel-box.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { costQueue, putIn, takeOut, type CostQueue } from './cost-queue.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { blockNeighbours, blockStep, boxOfSeeds, copyIntoBlock, copyOutOfBlock, eachRow, workingBlock, type WorkingBlock } from './working-block.ts';

export interface GrowOptions {
  /** What a millimetre of way costs beside the change of the image's values on it, in units of the image. */
  readonly localityPerMm: number;
  /** How far beyond the box of all seeds labels may grow. */
  readonly marginMm: number;
  /** Where labels may grow; everywhere where none is given. Seeds elsewhere do not count. */
  readonly allowed?: Mask;
}

/** All arrays are of the box alone. */
export interface SeedGrowth {
  readonly box: VoxelBox;
  /** The label whose seed is nearest; 0 where no seed reaches. */
  readonly labels: Uint8Array;
  /** Cost of the way from there, in units of the image; Infinity where no seed reaches. */
  readonly costs: Float32Array;
  readonly seeds: Uint8Array;
}

/**
 * Every voxel goes to the label of the seed from which the cheapest way leads to it: a step between two of 26 neighbours
 * costs the difference of their values and `localityPerMm` times its length. That is where the cellular automaton
 * GrowCut (Vezhnevets and Konushin 2005) ends, found by Dijkstra's algorithm from all seeds at once (Zhu et al. 2014,
 * "An effective interactive medical image segmentation method using fast GrowCut"). Two labels equally near: either.
 *
 * `seeds` holds a label's index a voxel of the grid, 0 where there is none; null is returned where all are 0.
 * With what was grown before from the same image with the same options, only what new seeds change is computed anew, in
 * a box that holds the earlier one too; where a seed was taken away or painted over, all of it.
 */
export function* growFromSeeds(
  image: VoxelArray,
  seeds: Uint8Array,
  grid: Grid,
  options: GrowOptions,
  before: SeedGrowth | null = null,
): RegionWork<SeedGrowth | null> {
  const needed = boxOfSeeds(seeds, grid, options.marginMm);
  if (needed === null) return null;
  const kept = before !== null && keepsSeeds(before, seeds, grid) ? before : null;
  const block = workingBlock(grid, unionBox(needed, kept?.box ?? null) ?? needed);
  const growth = startGrowth(image, seeds, grid, block, options);
  if (kept !== null) takeUp(growth, kept, block);
  plantSeeds(growth);
  yield 0;
  yield* settle(growth, block);
  const voxels = block.boxSize[0] * block.boxSize[1] * block.boxSize[2];
  const grown = { box: block.box, labels: new Uint8Array(voxels), costs: new Float32Array(voxels), seeds: new Uint8Array(voxels) };
  copyOutOfBlock(growth.labels, block, grown.labels);
  copyOutOfBlock(growth.costs, block, grown.costs);
  copyOutOfBlock(growth.seeds, block, grown.seeds);
  return grown;
}

interface Growth {
  readonly values: Float32Array;
  readonly seeds: Uint8Array;
  readonly labels: Uint8Array;
  readonly costs: Float32Array;
  /** Of a voxel: nothing grows there; its cost is to be told to its neighbours; they know it. */
  readonly states: Uint8Array;
  readonly queue: CostQueue;
  readonly steps: Int32Array;
  readonly stepCosts: Float64Array;
}
const closed = 0;
const open = 1;
const told = 2;

function startGrowth(image: VoxelArray, seeds: Uint8Array, grid: Grid, block: WorkingBlock, options: GrowOptions): Growth {
  const values = new Float32Array(block.count);
  copyIntoBlock(image, grid.size, block, values);
  const states = new Uint8Array(block.count);
  if (options.allowed === undefined) eachRow(block, (at) => states.fill(open, at, at + block.boxSize[0]));
  else copyIntoBlock(options.allowed, grid.size, block, states);
  const inBlock = new Uint8Array(block.count);
  copyIntoBlock(seeds, grid.size, block, inBlock);
  const neighbours = blockNeighbours(block);
  const stepCosts = Float64Array.from(neighbours, ({ lengthMm }) => options.localityPerMm * lengthMm);
  let [lowest, highest] = [Infinity, -Infinity];
  for (let at = 0; at < block.count; at++) {
    if (states[at] === closed) continue;
    const value = values[at] as number;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return {
    values,
    seeds: inBlock,
    labels: new Uint8Array(block.count),
    costs: new Float32Array(block.count).fill(Infinity),
    states,
    queue: costQueue(highest - lowest + Math.max(0, ...stepCosts)),
    steps: Int32Array.from(neighbours, ({ offset }) => blockStep(block, offset)),
    stepCosts,
  };
}

/** Whether every seed of before is still there, the same. */
function keepsSeeds(before: SeedGrowth, seeds: Uint8Array, grid: Grid): boolean {
  const { first, last } = before.box;
  const columns = last[0] - first[0] + 1;
  for (let k = first[2], at = 0; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++) {
      const row = first[0] + grid.size[0] * (j + grid.size[1] * k);
      for (let i = 0; i < columns; i++, at++) {
        if (before.seeds[at] !== 0 && before.seeds[at] !== seeds[row + i]) return false;
      }
    }
  }
  return true;
}

/** Puts what was grown before into a block that holds it; what lies on its faces has new neighbours to tell. */
function takeUp(growth: Growth, before: SeedGrowth, block: WorkingBlock): void {
  const { first, last } = before.box;
  const shift = [0, 1, 2].map((axis) => (first[axis] as number) - (block.box.first[axis] as number) + (block.rim[axis] as number)) as [number, number, number];
  const [columns, rows, slices] = [0, 1, 2].map((axis) => (last[axis] as number) - (first[axis] as number) + 1) as [number, number, number];
  const grewLarger = before.labels.length !== block.boxSize[0] * block.boxSize[1] * block.boxSize[2];
  for (let k = 0, at = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = shift[0] + block.size[0] * (shift[1] + j + block.size[1] * (shift[2] + k));
      const rowOnFace = k === 0 || k === slices - 1 || j === 0 || j === rows - 1;
      for (let i = 0; i < columns; i++, at++) {
        if (before.labels[at] === 0) continue;
        const here = row + i;
        growth.labels[here] = before.labels[at] as number;
        growth.costs[here] = before.costs[at] as number;
        const isOnFace = rowOnFace || i === 0 || i === columns - 1;
        if (!grewLarger || !isOnFace) growth.states[here] = told;
        else putIn(growth.queue, here, growth.costs[here]);
      }
    }
  }
}

function plantSeeds({ seeds, labels, costs, states, queue }: Growth): void {
  for (let at = 0; at < seeds.length; at++) {
    const seed = seeds[at] as number;
    if (seed === 0 || states[at] === closed) continue;
    if (labels[at] === seed && costs[at] === 0) continue;
    labels[at] = seed;
    costs[at] = 0;
    states[at] = open;
    putIn(queue, at, 0);
  }
}

const voxelsBetweenYields = 1 << 15;

function* settle(growth: Growth, block: WorkingBlock): RegionWork<void> {
  const voxels = block.boxSize[0] * block.boxSize[1] * block.boxSize[2];
  for (let settled = 0; ;) {
    const more = settleSome(growth, voxelsBetweenYields);
    settled += more;
    if (more < voxelsBetweenYields) return;
    yield Math.min(0.99, settled / voxels);
  }
}

/** Returns how many voxels told their cost: fewer than asked for at the end. */
function settleSome(growth: Growth, most: number): number {
  const { values, labels, costs, states, queue, steps, stepCosts } = growth;
  const ways = steps.length;
  for (let settled = 0; settled < most;) {
    const here = takeOut(queue);
    if (here === -1) return settled;
    if (states[here] !== open) continue;
    states[here] = told;
    settled++;
    const value = values[here] as number;
    const cost = costs[here] as number;
    const label = labels[here] as number;
    for (let way = 0; way < ways; way++) {
      const there = here + (steps[way] as number);
      if (states[there] === closed) continue;
      const through = Math.fround(cost + Math.abs((values[there] as number) - value) + (stepCosts[way] as number));
      if (through >= (costs[there] as number)) continue;
      costs[there] = through;
      labels[there] = label;
      states[there] = open;
      putIn(queue, there, through);
    }
  }
  return most;
}
