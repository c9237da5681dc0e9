/** Surfaces of a whole label array joined from their bricks, and what can be measured on such a mesh. */
import { indexToWorld } from '../../../shared/geometry/affine.ts';
import type { Affine, Vec3 } from '../../../shared/geometry/volume-geometry.ts';
import { brickLayout, surfaceBlock } from '../../../shared/regions/surface-bricks.ts';
import { surfacesOf, type LabelSurface } from '../../../shared/regions/surface.ts';

export const voxelSpace: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/** By brick number; bricks without a surface are left out. */
export function surfacesByBrick(labels: Uint8Array, size: Vec3, affine: Affine, edge: number): Map<number, LabelSurface[]> {
  const layout = brickLayout(size, edge);
  const bricks = new Map<number, LabelSurface[]>();
  for (let brick = 0; brick < layout.count; brick++) {
    const block = surfaceBlock(labels, layout, brick);
    const surfaces = block === null ? [] : surfacesOf(block, affine);
    if (surfaces.length > 0) bricks.set(brick, surfaces);
  }
  return bricks;
}

/** Triangles of one label as nine numbers each, all bricks together. */
export function trianglesOf(bricks: Iterable<readonly LabelSurface[]>, label: number): number[][] {
  const triangles: number[][] = [];
  for (const surfaces of bricks) {
    for (const { triangles: corners, positions } of surfaces.filter((surface) => surface.label === label)) {
      for (let at = 0; at < corners.length; at += 3) {
        triangles.push([...corners.subarray(at, at + 3)].flatMap((point) => [...positions.subarray(3 * point, 3 * point + 3)]));
      }
    }
  }
  return triangles;
}

export interface MeshFacts {
  /** By the divergence theorem; positive where triangles face outwards. */
  readonly volume: number;
  readonly area: number;
  /** Points − edges + triangles, points being one where they coincide exactly. */
  readonly euler: number;
  /** How often an edge is used; { 2 } where the mesh is closed. */
  readonly usesOfEdges: ReadonlySet<number>;
  /** Edges that are not passed as often in one direction as in the other. */
  readonly unbalanced: number;
}

export function factsOf(triangles: readonly number[][]): MeshFacts {
  const numbers = new Map<string, number>();
  const numberOf = (point: readonly number[]): number => {
    const key = point.join();
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  const edges = new Map<string, { uses: number; balance: number }>();
  let volume = 0;
  let area = 0;
  for (const nine of triangles) {
    const [a, b, c] = [0, 3, 6].map((at) => nine.slice(at, at + 3)) as [number[], number[], number[]];
    const normal = cross(minus(b, a), minus(c, a));
    volume += dot(a, cross(b, c)) / 6;
    area += Math.hypot(...normal) / 2;
    const corners = [a, b, c].map(numberOf);
    for (let side = 0; side < 3; side++) {
      const [from, to] = [corners[side]!, corners[(side + 1) % 3]!];
      const key = from < to ? `${from},${to}` : `${to},${from}`;
      const edge = edges.get(key) ?? { uses: 0, balance: 0 };
      edges.set(key, { uses: edge.uses + 1, balance: edge.balance + (from < to ? 1 : -1) });
    }
  }
  return {
    volume,
    area,
    euler: numbers.size - edges.size + triangles.length,
    usesOfEdges: new Set([...edges.values()].map(({ uses }) => uses)),
    unbalanced: [...edges.values()].filter(({ balance }) => balance !== 0).length,
  };
}

/** 1 where a place in mm, measured from the volume's middle, belongs to the body. */
export function bodyLabels(size: Vec3, affine: Affine, contains: (fromMiddle: Vec3) => boolean): Uint8Array {
  const labels = new Uint8Array(size[0] * size[1] * size[2]);
  const middle = indexToWorld(affine, [(size[0] - 1) / 2 + 0.3, (size[1] - 1) / 2 - 0.2, (size[2] - 1) / 2 + 0.1]);
  for (let p = 0; p < labels.length; p++) {
    const row = Math.floor(p / size[0]);
    const place = indexToWorld(affine, [p % size[0], row % size[1], Math.floor(row / size[1])]);
    labels[p] = Number(contains([place[0] - middle[0], place[1] - middle[1], place[2] - middle[2]]));
  }
  return labels;
}

const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, axis) => value - b[axis]!);
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, axis) => sum + value * b[axis]!, 0);
const cross = (a: readonly number[], b: readonly number[]): number[] =>
  [a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!];
