import type { Vec3 } from '../geometry/volume-geometry.ts';
import { unionBox, type VoxelBox } from '../geometry/voxel-box.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import type { Grid } from './grid.ts';
import { boxSize, labelBoxes, roomAround, type LabelValues } from './region-box.ts';

/**
 * A box of a volume with a rim one voxel wide around it (none along an axis that is one voxel thick), so that work on
 * the box finds every neighbour at a fixed distance in the array and never asks whether it is still inside.
 */
export interface WorkingBlock {
  readonly box: VoxelBox;
  /** Of the box alone. */
  readonly boxSize: Vec3;
  readonly rim: Vec3;
  /** With the rim. */
  readonly size: Vec3;
  readonly count: number;
  readonly spacingMm: Vec3;
}

export function workingBlock(grid: Grid, box: VoxelBox): WorkingBlock {
  const inner = boxSize(box);
  const rim = eachAxis((axis) => (inner[axis] > 1 ? 1 : 0));
  const size = eachAxis((axis) => inner[axis] + 2 * rim[axis]);
  return { box, boxSize: inner, rim, size, count: size[0] * size[1] * size[2], spacingMm: grid.spacingMm };
}

/** How far a neighbour lies off in the block's array. */
export function blockStep(block: WorkingBlock, [di, dj, dk]: Vec3): number {
  return di + block.size[0] * (dj + block.size[1] * dk);
}

export interface BlockNeighbour {
  readonly offset: Vec3;
  readonly lengthMm: number;
}

/** The 26 neighbours of a voxel of a block, 8 where it is one slice, 2 where it is a row. */
export function blockNeighbours(block: WorkingBlock): readonly BlockNeighbour[] {
  const along = (axis: 0 | 1 | 2): readonly number[] => (block.rim[axis] === 0 ? [0] : [-1, 0, 1]);
  const found: BlockNeighbour[] = [];
  for (const dk of along(2)) {
    for (const dj of along(1)) {
      for (const di of along(0)) {
        const lengthMm = Math.hypot(di * block.spacingMm[0], dj * block.spacingMm[1], dk * block.spacingMm[2]);
        if (lengthMm > 0) found.push({ offset: [di, dj, dk], lengthMm });
      }
    }
  }
  return found;
}

/** The smallest box of all seeds, wider by a margin as far as the grid goes; null where there are none. */
export function boxOfSeeds(seeds: LabelValues, grid: Grid, marginMm: number): VoxelBox | null {
  const box = [...labelBoxes(seeds, grid.size).values()].reduce(unionBox, null);
  return box && roomAround(box, eachAxis((axis) => Math.ceil(marginMm / grid.spacingMm[axis])), grid.size);
}

/** Copies the box's part of a volume into an array of the block; the rim stays as it is. */
export function copyIntoBlock(volume: VoxelArray, gridSize: Vec3, block: WorkingBlock, into: VoxelArray): void {
  const { first } = block.box;
  eachRow(block, (inBlock, j, k) => {
    const from = first[0] + gridSize[0] * (first[1] + j + gridSize[1] * (first[2] + k));
    into.set(volume.subarray(from, from + block.boxSize[0]), inBlock);
  });
}

/** Copies an array of the block into one of the box alone. */
export function copyOutOfBlock(values: VoxelArray, block: WorkingBlock, into: VoxelArray): void {
  eachRow(block, (inBlock, j, k) => {
    into.set(values.subarray(inBlock, inBlock + block.boxSize[0]), block.boxSize[0] * (j + block.boxSize[1] * k));
  });
}

/** Calls with the place in the block of each row's first voxel, and the row's place in the box. */
export function eachRow(block: WorkingBlock, row: (inBlock: number, j: number, k: number) => void): void {
  for (let k = 0; k < block.boxSize[2]; k++) {
    for (let j = 0; j < block.boxSize[1]; j++) {
      row(block.rim[0] + block.size[0] * (block.rim[1] + j + block.size[1] * (block.rim[2] + k)), j, k);
    }
  }
}

function eachAxis(value: (axis: 0 | 1 | 2) => number): Vec3 {
  return [value(0), value(1), value(2)];
}
