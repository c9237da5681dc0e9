import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Affine, Vec3 } from '../../../shared/geometry/volume-geometry.ts';
import { brickLayout, bricksAround } from '../../../shared/regions/surface-bricks.ts';
import { bodyLabels, factsOf, surfacesByBrick, trianglesOf, voxelSpace } from './surface-mesh.ts';

const length = (place: Vec3): number => Math.hypot(...place);
const joined = (labels: Uint8Array, size: Vec3, affine: Affine, edge: number, label = 1): number[][] =>
  trianglesOf(surfacesByBrick(labels, size, affine, edge).values(), label);

describe('a ball', () => {
  it.each([10, 12.5, 15, 20])('of radius %d has the volume and the area of a ball, and no hole', (radius) => {
    const size: Vec3 = [48, 46, 44];
    const facts = factsOf(joined(bodyLabels(size, voxelSpace, (place) => length(place) <= radius), size, voxelSpace, 16));
    expect(facts).toMatchObject({ euler: 2, usesOfEdges: new Set([2]), unbalanced: 0 });
    expect(facts.volume / (4 / 3 * Math.PI * radius ** 3)).toBeGreaterThan(0.965);
    expect(facts.volume / (4 / 3 * Math.PI * radius ** 3)).toBeLessThan(1.01);
    expect(Math.abs(facts.area / (4 * Math.PI * radius ** 2) - 1)).toBeLessThan(0.02);
  });

  // Turned by 30 degrees, slices 2.5 mm apart; and the same seen in a mirror, as a file with left-handed axes has it.
  const [cosine, sine] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const turned: Affine = [0.8 * cosine, -0.7 * sine, 0, -40, 0.8 * sine, 0.7 * cosine, 0, 31, 0, 0, 2.5, 900];
  const mirrored = turned.map((value, at) => (at % 4 === 0 ? -value : value)) as unknown as Affine;
  it.each([['turned and with thick slices', turned], ['left-handed', mirrored]])('is a ball in patient space: %s', (_name, affine) => {
    const size: Vec3 = [58, 66, 20];
    const facts = factsOf(joined(bodyLabels(size, affine, (place) => length(place) <= 20), size, affine, 32));
    expect(facts).toMatchObject({ euler: 2, usesOfEdges: new Set([2]), unbalanced: 0 });
    expect(Math.abs(facts.volume / (4 / 3 * Math.PI * 20 ** 3) - 1)).toBeLessThan(0.03);
    expect(Math.abs(facts.area / (4 * Math.PI * 20 ** 2) - 1)).toBeLessThan(0.03);
  });

  it('has normals that point away from its middle, of length 1', () => {
    const size: Vec3 = [40, 40, 40];
    const middle = [19.8, 19.3, 19.6];
    const labels = bodyLabels(size, voxelSpace, (place) => length(place) <= 14);
    let squares = 0;
    let count = 0;
    for (const { positions, normals } of [...surfacesByBrick(labels, size, voxelSpace, 16).values()].flat()) {
      for (let at = 0; at < positions.length; at += 3) {
        const away = middle.map((value, axis) => positions[at + axis]! - value);
        const normal = [...normals.subarray(at, at + 3)];
        expect(Math.hypot(...normal)).toBeCloseTo(1, 5);
        const cosine = away.reduce((sum, value, axis) => sum + value * normal[axis]!, 0) / Math.hypot(...away);
        squares += Math.acos(Math.min(cosine, 1)) ** 2;
        count++;
      }
    }
    // The faces of voxels would be 28 degrees off on average.
    expect(Math.sqrt(squares / count) * 180 / Math.PI).toBeLessThan(5);
  });
});

it('a torus has one hole, and a hollow ball two surfaces', () => {
  const size: Vec3 = [50, 50, 24];
  const torus = factsOf(joined(bodyLabels(size, voxelSpace, ([x, y, z]) => Math.hypot(Math.hypot(x, y) - 14, z) <= 6), size, voxelSpace, 16));
  expect(torus).toMatchObject({ euler: 0, usesOfEdges: new Set([2]), unbalanced: 0 });
  expect(Math.abs(torus.volume / (2 * Math.PI ** 2 * 14 * 6 ** 2) - 1)).toBeLessThan(0.05);
  const hollow = factsOf(joined(bodyLabels([40, 40, 40], voxelSpace, (place) => length(place) <= 16 && length(place) > 8), [40, 40, 40], voxelSpace, 32));
  expect(hollow).toMatchObject({ euler: 4, usesOfEdges: new Set([2]) });
  expect(Math.abs(hollow.volume / (4 / 3 * Math.PI * (16 ** 3 - 8 ** 3)) - 1)).toBeLessThan(0.03);
});

it('labels at the border of the volume are closed there, also where the volume is one slice', () => {
  for (const size of [[9, 20, 33], [40, 17, 1], [1, 1, 1]] as const) {
    const facts = factsOf(joined(new Uint8Array(size[0] * size[1] * size[2]).fill(1), size, voxelSpace, 16));
    expect(facts).toMatchObject({ euler: 2, usesOfEdges: new Set([2]), unbalanced: 0 });
    expect(facts.volume).toBeGreaterThan(0);
    expect(facts.volume).toBeLessThanOrEqual(size[0] * size[1] * size[2] + 1e-6);
  }
});

/** Small volumes of a few labels in clumps, as strokes make them, and single voxels. */
const clumps = fc.record({
  size: fc.tuple(fc.integer({ min: 1, max: 26 }), fc.integer({ min: 1, max: 22 }), fc.integer({ min: 1, max: 20 })),
  strokes: fc.array(fc.record({ at: fc.tuple(fc.nat(25), fc.nat(21), fc.nat(19)), reach: fc.nat(6), label: fc.nat(3) }), { minLength: 1, maxLength: 6 }),
});
type Stroke = { readonly at: Vec3; readonly reach: number; readonly label: number };

function paint(labels: Uint8Array, size: Vec3, { at, reach, label }: Stroke): void {
  for (let p = 0; p < labels.length; p++) {
    const row = Math.floor(p / size[0]);
    const place = [p % size[0], row % size[1], Math.floor(row / size[1])];
    if (place.every((value, axis) => Math.abs(value - at[axis]!) <= reach)) labels[p] = label;
  }
}

it('joined from bricks of any size it is the same surface to the last bit, and every way along an edge has its way back', () => {
  fc.assert(fc.property(clumps, ({ size, strokes }) => {
    const labels = new Uint8Array(size[0] * size[1] * size[2]);
    for (const stroke of strokes) paint(labels, size, stroke);
    const [whole, ...parts] = [64, 8, 5].map((edge) => surfacesByBrick(labels, size, voxelSpace, edge));
    for (const label of [1, 2, 3]) {
      const triangles = trianglesOf(whole!.values(), label);
      expect(factsOf(triangles).unbalanced).toBe(0);
      for (const part of parts) expect(trianglesOf(part.values(), label).map(String).sort()).toEqual(triangles.map(String).sort());
      // Never out of its cell: between the eight voxels around each point there are some of the label and some not.
      for (const place of triangles.flatMap((nine) => [nine.slice(0, 3), nine.slice(3, 6), nine.slice(6, 9)])) {
        const low = place.map(Math.floor);
        const corners = Array.from({ length: 8 }, (_, corner) => {
          const voxel = low.map((value, axis) => value + ((corner >> axis) & 1));
          const isOutside = voxel.some((value, axis) => value < 0 || value >= size[axis]!);
          return !isOutside && labels[voxel[0]! + size[0] * (voxel[1]! + size[1] * voxel[2]!)] === label;
        });
        expect(new Set(corners).size).toBe(2);
      }
    }
  }), { numRuns: 40 });
});

it('a stroke changes no brick but those that are named', () => {
  fc.assert(fc.property(clumps, ({ size, strokes }) => {
    const edge = 8;
    const labels = new Uint8Array(size[0] * size[1] * size[2]);
    for (const stroke of strokes.slice(1)) paint(labels, size, stroke);
    const before = surfacesByBrick(labels, size, voxelSpace, edge);
    const { at, reach } = strokes[0]!;
    paint(labels, size, strokes[0]!);
    const after = surfacesByBrick(labels, size, voxelSpace, edge);
    const layout = brickLayout(size, edge);
    const named = bricksAround(layout, { first: at.map((value) => value - reach) as unknown as Vec3, last: at.map((value) => value + reach) as unknown as Vec3 });
    for (let brick = 0; brick < layout.count; brick++) {
      if (!named.includes(brick)) expect(after.get(brick)).toEqual(before.get(brick));
    }
  }), { numRuns: 40 });
});
