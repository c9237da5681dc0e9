/** From the points of a surface net to triangles with normals, in patient space. */
import { voxelVolumeMm3 } from '../geometry/affine.ts';
import type { Affine, Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import { cornerBit, type CrossedCells } from './surface-cells.ts';

export interface PlacedCells extends CrossedCells {
  /** The list's place of each cell of the block, −1 where none is. */
  readonly cellOf: Int32Array;
  /** Voxels of the block, and where its first one lies in the volume. */
  readonly size: Vec3;
  readonly first: Vec3;
  /** Three numbers a cell: its point, from the cell's middle. */
  readonly offsets: Float64Array;
}

export interface Net {
  readonly positions: Float32Array<ArrayBuffer>;
  readonly normals: Float32Array<ArrayBuffer>;
  readonly triangles: Uint32Array<ArrayBuffer>;
}

/** Four cells each, counter-clockwise as seen from outside the label. */
interface Quads {
  readonly cells: Int32Array;
  /** 1 where the quad is the brick's own; the others are there for the normals of its edge. */
  readonly isOwn: Uint8Array;
  readonly count: number;
}

/**
 * The faces of the brick's own voxels. Every edge between a voxel inside and one outside the label is crossed by one
 * quad, between the points of the four cells around it.
 */
export function netOf(cells: PlacedCells, brick: VoxelBox, affine: Affine): Net {
  const places = placesMm(cells, affine);
  const quads = crossedEdges(cells, brick, voxelVolumeMm3(affine) < 0);
  const sums = summedNormals(quads, places, cells.count);
  const pointOf = new Int32Array(cells.count).fill(-1);
  const triangles = trianglesOf(quads, places, pointOf);
  const points = pointOf.reduce((largest, point) => Math.max(largest, point), -1) + 1;
  const positions = new Float32Array(3 * points);
  const normals = new Float32Array(3 * points);
  for (let cell = 0; cell < cells.count; cell++) {
    const to = 3 * pointOf[cell]!;
    if (to < 0) continue;
    const length = Math.hypot(sums[3 * cell]!, sums[3 * cell + 1]!, sums[3 * cell + 2]!) || 1;
    for (let axis = 0; axis < 3; axis++) {
      positions[to + axis] = places[3 * cell + axis]!;
      normals[to + axis] = sums[3 * cell + axis]! / length;
    }
  }
  return { positions, normals, triangles };
}

function placesMm({ count, at, offsets, size: [ni, nj], first }: PlacedCells, affine: Affine): Float64Array {
  const [a, b, c, x, d, e, f, y, g, h, l, z] = affine;
  const places = new Float64Array(3 * count);
  for (let cell = 0; cell < count; cell++) {
    const p = at[cell]!;
    const row = Math.floor(p / ni);
    // Whole numbers first: the same sum whatever block the cell lies in.
    const i = first[0] + (p - row * ni) + (0.5 + offsets[3 * cell]!);
    const j = first[1] + (row % nj) + (0.5 + offsets[3 * cell + 1]!);
    const k = first[2] + Math.floor(row / nj) + (0.5 + offsets[3 * cell + 2]!);
    places[3 * cell] = a * i + b * j + c * k + x;
    places[3 * cell + 1] = d * i + e * j + f * k + y;
    places[3 * cell + 2] = g * i + h * j + l * k + z;
  }
  return places;
}

/** @param mirrored whether the affine turns right-handed into left-handed, and so every quad's other side out */
function crossedEdges({ count, at, codes, cellOf, size: [ni, nj], first: start }: PlacedCells, { first, last }: VoxelBox, mirrored: boolean): Quads {
  const steps = [1, ni, ni * nj] as const;
  const ends = [cornerBit(1, 0, 0), cornerBit(0, 1, 0), cornerBit(0, 0, 1)] as const;
  const cells = new Int32Array(12 * count);
  const isOwn = new Uint8Array(3 * count);
  let found = 0;
  for (let cell = 0; cell < count; cell++) {
    const p = at[cell]!;
    const row = Math.floor(p / ni);
    const [i, j, k] = [start[0] + p - row * ni, start[1] + row % nj, start[2] + Math.floor(row / nj)];
    // One voxel around the brick's own: quads there end in points of its own quads.
    if (i < first[0] - 1 || j < first[1] - 1 || k < first[2] - 1 || i > last[0] + 1 || j > last[1] + 1 || k > last[2] + 1) continue;
    const own = Number(i >= first[0] && j >= first[1] && k >= first[2] && i <= last[0] && j <= last[1] && k <= last[2]);
    const inside = (codes[cell]! & 1) === 1;
    for (let axis = 0; axis < 3; axis++) {
      if (((codes[cell]! & ends[axis]!) !== 0) === inside) continue;
      // Around an edge along i in turn: j and k one back, k back, none, j back; likewise in turn along j and k.
      const [u, v] = [steps[(axis + 1) % 3]!, steps[(axis + 2) % 3]!];
      const to = 4 * found;
      const turned = inside === mirrored;
      cells[to] = cellOf[p - u - v]!;
      cells[to + 1] = cellOf[turned ? p - u : p - v]!;
      cells[to + 2] = cell;
      cells[to + 3] = cellOf[turned ? p - v : p - u]!;
      isOwn[found++] = own;
    }
  }
  return { cells, isOwn, count: found };
}

/** Of all quads around a point, each as long as twice the quad's area. */
function summedNormals({ cells, count }: Quads, places: Float64Array, points: number): Float64Array {
  const sums = new Float64Array(3 * points);
  for (let quad = 0; quad < 4 * count; quad += 4) {
    const [a, b, c, d] = [3 * cells[quad]!, 3 * cells[quad + 1]!, 3 * cells[quad + 2]!, 3 * cells[quad + 3]!];
    const [px, py, pz] = [places[c]! - places[a]!, places[c + 1]! - places[a + 1]!, places[c + 2]! - places[a + 2]!];
    const [qx, qy, qz] = [places[d]! - places[b]!, places[d + 1]! - places[b + 1]!, places[d + 2]! - places[b + 2]!];
    const [x, y, z] = [py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx];
    for (let corner = quad; corner < quad + 4; corner++) {
      const at = 3 * cells[corner]!;
      sums[at] = sums[at]! + x;
      sums[at + 1] = sums[at + 1]! + y;
      sums[at + 2] = sums[at + 2]! + z;
    }
  }
  return sums;
}

/** Each quad cut along its shorter diagonal. @param pointOf −1 everywhere; becomes the number of each used cell's point */
function trianglesOf({ cells, isOwn, count }: Quads, places: Float64Array, pointOf: Int32Array): Uint32Array<ArrayBuffer> {
  let own = 0;
  for (let quad = 0; quad < count; quad++) own += isOwn[quad]!;
  const triangles = new Uint32Array(6 * own);
  let points = 0;
  let to = 0;
  for (let quad = 0; quad < count; quad++) {
    if (isOwn[quad] === 0) continue;
    const from = 4 * quad;
    for (let corner = from; corner < from + 4; corner++) {
      if (pointOf[cells[corner]!] === -1) pointOf[cells[corner]!] = points++;
    }
    const turn = squaredMm(places, cells[from]!, cells[from + 2]!) <= squaredMm(places, cells[from + 1]!, cells[from + 3]!) ? 0 : 1;
    for (const corner of [0, 1, 2, 0, 2, 3]) triangles[to++] = pointOf[cells[from + ((corner + turn) & 3)]!]!;
  }
  return triangles;
}

function squaredMm(places: Float64Array, a: number, b: number): number {
  const [x, y, z] = [places[3 * a]! - places[3 * b]!, places[3 * a + 1]! - places[3 * b + 1]!, places[3 * a + 2]! - places[3 * b + 2]!];
  return x * x + y * y + z * z;
}
