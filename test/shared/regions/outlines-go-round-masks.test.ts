import fc from 'fast-check';
import { expect, it } from 'vitest';
import { outlineOfMask } from '#shared/regions/outline.ts';
import { rasterisePolygon } from '#shared/regions/polygon.ts';
import type { Path } from '#shared/regions/slice.ts';

/** Coarse blots as well as single voxels, so that there are holes, islands in holes and touching corners. */
const masks = fc.tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }), fc.constantFrom(1, 2, 3)).chain(([width, height, block]) =>
  fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 }).map((bits) => ({
    width,
    height,
    mask: bits.map((_, at) => bits[Math.floor(Math.floor(at / width) / block) * width + Math.floor((at % width) / block)]!),
  })));

function shoelace(path: Path): number {
  let area2 = 0;
  for (let at = 0; at < path.length; at += 2) {
    const next = (at + 2) % path.length;
    area2 += path[at]! * path[next + 1]! - path[next]! * path[at + 1]!;
  }
  return area2 / 2;
}

it('the voxels inside the outline of a mask are the mask, holes and all', () => {
  fc.assert(fc.property(masks, ({ width, height, mask }) => {
    expect(rasterisePolygon(outlineOfMask(mask, width, height), width, height)).toEqual(mask);
  }), { numRuns: 500 });
});

it('its lines enclose the mask’s area, the holes’ taken off, and are as long as its edges', () => {
  fc.assert(fc.property(masks, ({ width, height, mask }) => {
    const lines = outlineOfMask(mask, width, height);
    expect(lines.reduce((sum, line) => sum + shoelace(line), 0)).toBe(mask.reduce((sum, bit) => sum + bit, 0));
    const at = (u: number, v: number): number => (u < 0 || v < 0 || u >= width || v >= height ? 0 : mask[v * width + u]!);
    let edges = 0;
    for (let v = -1; v <= height; v++) for (let u = -1; u <= width; u++) edges += Number(at(u, v) !== at(u + 1, v)) + Number(at(u, v) !== at(u, v + 1));
    let length = 0;
    for (const line of lines) {
      for (let corner = 0; corner < line.length; corner += 2) {
        const next = (corner + 2) % line.length;
        const [du, dv] = [line[next]! - line[corner]!, line[next + 1]! - line[corner + 1]!];
        // Along one axis, and a turn at every corner.
        expect(Math.abs(du * dv)).toBe(0);
        const after = (corner + 4) % line.length;
        expect(Math.abs(du * (line[after]! - line[next]!) + dv * (line[after + 1]! - line[next + 1]!))).toBe(0);
        length += Math.abs(du + dv);
      }
    }
    expect(length).toBe(edges);
  }), { numRuns: 200 });
});

it('a ring with an island in its hole: two lines clockwise, one counter-clockwise', () => {
  const mask = Uint8Array.from([
    1, 1, 1, 1, 1,
    1, 0, 0, 0, 1,
    1, 0, 1, 0, 1,
    1, 0, 0, 0, 1,
    1, 1, 1, 1, 1,
  ]);
  expect(outlineOfMask(mask, 5, 5).map((line) => shoelace(line)).sort((a, b) => a - b)).toEqual([-9, 1, 25]);
  expect(outlineOfMask(mask, 5, 5)[0]).toEqual(Float64Array.of(-0.5, -0.5, 4.5, -0.5, 4.5, 4.5, -0.5, 4.5));
});

it('voxels that share but a corner have lines of their own', () => {
  const lines = outlineOfMask(Uint8Array.of(1, 0, 0, 1), 2, 2);
  expect(lines.map((line) => line.length / 2)).toEqual([4, 4]);
  // Holes that share one have a line in common, which touches itself there.
  const holes = Uint8Array.of(1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1);
  expect(outlineOfMask(holes, 4, 4).map((line) => shoelace(line)).sort((a, b) => a - b)).toEqual([-2, 16]);
});
