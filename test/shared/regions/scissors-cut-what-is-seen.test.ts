import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexToWorld } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish } from '#shared/regions/grid.ts';
import { isInsidePolygon } from '#shared/regions/polygon.ts';
import { parallelProjection, type Projection, projectionOfVoxels } from '#shared/regions/projection.ts';
import { cutThrough, type DepthRange } from '#shared/regions/scissors.ts';
import type { Path } from '#shared/regions/slice.ts';

const size = [9, 7, 6] as const;
const grid = { size, spacingMm: [1, 1, 1] } as const;
/** Never whole, so that no corner is seen exactly at a voxel's centre, where rounding decides. */
const number = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min: 1000 * min, max: 1000 * max }).map((thousandths) => (thousandths + 0.37) / 1000);
const ring = (min: number, max: number): fc.Arbitrary<Path> => fc.array(number(min, max), { minLength: 6, maxLength: 20 }).map((of) => Float64Array.from(of.slice(0, of.length & ~1)));

function eachVoxel(visit: (voxel: Vec3) => number): number[] {
  const found: number[] = [];
  for (let k = 0; k < size[2]; k++) for (let j = 0; j < size[1]; j++) for (let i = 0; i < size[0]; i++) found.push(visit([i, j, k]));
  return found;
}

/** Every voxel by itself. */
function projected(rings: readonly Path[], projection: Projection, depths: DepthRange | null): number[] {
  return eachVoxel((voxel) => {
    const [x, y, depth, w] = [0, 4, 8, 12].map((row) => projection[row]! * voxel[0] + projection[row + 1]! * voxel[1] + projection[row + 2]! * voxel[2] + projection[row + 3]!) as [number, number, number, number];
    if (w <= 0) return 0;
    if (depths !== null && (depth / w < depths.nearest || depth / w > depths.furthest)) return 0;
    return Number(isInsidePolygon(rings, x / w, y / w));
  });
}

const direction = fc.tuple(number(-1, 1), number(-1, 1), number(-1, 1));
const depthRange = fc.option(fc.tuple(number(-8, 8), number(0, 8)).map(([nearest, more]) => ({ nearest, furthest: nearest + more })));

describe('cutting along the direction of view', () => {
  it('takes the voxels that are seen inside, one by one, in parallel', () => {
    fc.assert(fc.property(fc.array(ring(-8, 12), { minLength: 1, maxLength: 2 }), direction, direction, direction, depthRange, (rings, right, down, viewing, depths) => {
      const spans = Math.abs(right[0] * (down[1] * viewing[2] - down[2] * viewing[1]) + right[1] * (down[2] * viewing[0] - down[0] * viewing[2]) + right[2] * (down[0] * viewing[1] - down[1] * viewing[0]));
      fc.pre(spans > 0.01);
      const projection = parallelProjection([4, 3, 2], right, down, viewing);
      expect([...finish(cutThrough(grid, rings, projection, depths))]).toEqual(projected(rings, projection, depths));
    }), { numRuns: 400 });
  });

  it('and in perspective, what lies behind the eye left alone', () => {
    fc.assert(fc.property(ring(-4, 4), fc.array(number(-1, 1), { minLength: 16, maxLength: 16 }), depthRange, (path, numbers, depths) => {
      const projection = numbers.map((value, at) => (at % 4 === 3 ? 4 * value : value)) as unknown as Projection;
      expect([...finish(cutThrough(grid, [path], projection, depths))]).toEqual(projected([path], projection, depths));
    }), { numRuns: 400 });
  });

  it('is the polygon of a slice in every slice where it looks along an axis', () => {
    const axes: readonly Vec3[] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    fc.assert(fc.property(ring(-2, 10), fc.constantFrom(0, 1, 2), (path, axis) => {
      const [u, v] = [axis === 0 ? 1 : 0, axis === 2 ? 1 : 2];
      const mask = finish(cutThrough(grid, [path], parallelProjection([0, 0, 0], axes[u]!, axes[v]!, axes[axis]!)));
      expect([...mask]).toEqual(eachVoxel((voxel) => Number(isInsidePolygon([path], voxel[u]!, voxel[v]!))));
    }), { numRuns: 200 });
  });
});

describe('projections', () => {
  it('a place of the plane is seen where it lies on it, and one before it at its depth', () => {
    const [origin, right, down, viewing] = [[1, 2, 3], [0.5, 0.5, 0], [0, 0, 2], [1, -1, 0.5]] as const;
    const p = parallelProjection(origin, right, down, viewing);
    const voxel = [0, 1, 2].map((axis) => origin[axis]! + 3 * right[axis]! - 2 * down[axis]! + 7 * viewing[axis]!);
    const seen = [0, 4, 8, 12].map((row) => p[row]! * voxel[0]! + p[row + 1]! * voxel[1]! + p[row + 2]! * voxel[2]! + p[row + 3]!);
    [3, -2, 7, 1].forEach((expected, at) => { expect(seen[at]).toBeCloseTo(expected, 12); });
    expect(() => parallelProjection(origin, right, down, [1, 1, 2])).toThrow(RangeError);
  });

  it('a camera in patient space sees a voxel where it sees the voxel’s millimetres', () => {
    const affine: Affine = [0.7, 0.1, 0, -20, 0, -0.7, 0.2, 35, 0.1, 0, 3, -400];
    const camera = [1, 0.2, 0, 3, 0, 1, -0.1, 2, 0, 0, 1, 1, 0.01, 0, 0.02, 9] as unknown as Projection;
    const p = projectionOfVoxels(camera, affine);
    const world = [...indexToWorld(affine, [4, 5, 6]), 1];
    for (const row of [0, 4, 8, 12]) {
      expect(p[row]! * 4 + p[row + 1]! * 5 + p[row + 2]! * 6 + p[row + 3]!).toBeCloseTo(world.reduce((sum, part, at) => sum + camera[row + at]! * part, 0), 9);
    }
  });
});

it('a closed line of places that are no numbers is refused', () => {
  expect(() => finish(cutThrough(grid, [Float64Array.of(0, 0, NaN, 1, 1, 1)], parallelProjection([0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1])))).toThrow(RangeError);
});
