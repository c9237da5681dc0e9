/**
 * Where a region's surface runs through a block of labels: the cells between eight voxel centres that the surface
 * crosses. Cells that it crosses hold one point of it each (surface nets: S. F. F. Gibson, "Constrained elastic surface
 * nets", MICCAI 1998).
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';

/** Corner (dx, dy, dz) of a cell is this bit of its code: 1 where the voxel there belongs to the region. */
export const cornerBit = (dx: number, dy: number, dz: number): number => 1 << ((dx << 2) | (dz << 1) | dy);

/** Bits of the corners on each face: towards smaller and larger i, j, k. */
const faces = [0x0f, 0xf0, 0x55, 0xaa, 0x33, 0xcc] as const;

export interface CrossedCells {
  readonly count: number;
  /** Index of each in the block, by its corner of the smallest i, j, k; ascending. */
  readonly at: Int32Array;
  /** Which of its corners belong to the region. */
  readonly codes: Uint8Array;
  /** Per cell six cells of this list, by `faces`: those behind a face that the surface crosses, else −1. */
  readonly neighbours: Int32Array;
}

/**
 * @param labels of the block, i fastest
 * @param box voxels of the block that hold the region; nothing else is looked at but their neighbours
 * @param cellOf as long as the block, −1 everywhere: holds each crossed cell's place in the list, until `forgetCells`
 */
export function crossedCells(labels: Uint8Array, size: Vec3, label: number, { first, last }: VoxelBox, cellOf: Int32Array): CrossedCells {
  const [ni, nj, nk] = size;
  const layer = ni * nj;
  let at = new Int32Array(1024);
  let count = 0;
  const [fromI, toI] = [Math.max(first[0] - 1, 0), Math.min(last[0], ni - 2)];
  for (let k = Math.max(first[2] - 1, 0); k <= Math.min(last[2], nk - 2); k++) {
    for (let j = Math.max(first[1] - 1, 0); j <= Math.min(last[1], nj - 2); j++) {
      let p = fromI + ni * j + layer * k;
      let near = column(labels, p, ni, layer, label);
      for (let i = fromI; i <= toI; i++, p++) {
        const far = column(labels, p + 1, ni, layer, label);
        const code = near | (far << 4);
        near = far;
        if (code === 0 || code === 0xff) continue;
        if (count === at.length) at = grown(at);
        cellOf[p] = count;
        at[count++] = p;
      }
    }
  }
  return linked(labels, size, label, at, count, cellOf);
}

/** Leaves the array as it was before `crossedCells`: quicker than to fill it. */
export function forgetCells({ at, count }: CrossedCells, cellOf: Int32Array): void {
  for (let cell = 0; cell < count; cell++) cellOf[at[cell]!] = -1;
}

/** Four corners of a cell: those of one i. */
function column(labels: Uint8Array, p: number, ni: number, layer: number, label: number): number {
  return Number(labels[p] === label) | (Number(labels[p + ni] === label) << 1)
    | (Number(labels[p + layer] === label) << 2) | (Number(labels[p + ni + layer] === label) << 3);
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

function linked(labels: Uint8Array, [ni, nj]: Vec3, label: number, at: Int32Array, count: number, cellOf: Int32Array): CrossedCells {
  const layer = ni * nj;
  const steps = [-1, 1, -ni, ni, -layer, layer] as const;
  const codes = new Uint8Array(count);
  const neighbours = new Int32Array(6 * count);
  for (let cell = 0; cell < count; cell++) {
    const p = at[cell]!;
    const code = column(labels, p, ni, layer, label) | (column(labels, p + 1, ni, layer, label) << 4);
    codes[cell] = code;
    for (let face = 0; face < 6; face++) {
      const onFace = code & faces[face]!;
      // Beyond the block's edge there is nothing: undefined, as good as none.
      neighbours[6 * cell + face] = onFace === 0 || onFace === faces[face] ? -1 : cellOf[p + steps[face]!] ?? -1;
    }
  }
  return { count, at, codes, neighbours };
}
