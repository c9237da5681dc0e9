import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInsidePolygon, rasterisePolygon } from '#shared/regions/polygon.ts';
import { simplifyPath } from '#shared/regions/simplify-path.ts';
import { pathInSlice, type Path, takeSlice, voxelsOfPath } from '#shared/regions/slice.ts';

const [width, height] = [23, 17];
const raster = (...rings: (readonly number[])[]): Uint8Array => rasterisePolygon(rings.map((ring) => Float64Array.from(ring)), width, height);
const sum = (values: Iterable<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

/** Places on a coarse lattice too, so that corners and edges meet voxel centres. */
const place = fc.oneof(
  fc.tuple(fc.double({ min: -4, max: 27, noNaN: true }), fc.double({ min: -4, max: 21, noNaN: true })),
  fc.tuple(fc.integer({ min: -4, max: 54 }), fc.integer({ min: -4, max: 42 })).map(([u, v]) => [u / 2, v / 2] as const),
);
const ring = (least = 3, most = 12): fc.Arbitrary<Path> => fc.array(place, { minLength: least, maxLength: most }).map((places) => Float64Array.from(places.flat()));

/** How often a ring winds around a place, by the angles under which its edges are seen: no crossing is counted. */
function windings(path: Path, u: number, v: number): number {
  let angle = 0;
  for (let at = 0; at < path.length; at += 2) {
    const next = (at + 2) % path.length;
    const [a, b, c, d] = [path[at]! - u, path[at + 1]! - v, path[next]! - u, path[next + 1]! - v];
    angle += Math.atan2(a * d - b * c, a * c + b * d);
  }
  return Math.round(angle / (2 * Math.PI));
}

function distanceToEdges(path: Path, u: number, v: number): number {
  let nearest = Infinity;
  for (let at = 0; at < path.length; at += 2) {
    const next = (at + 2) % path.length;
    nearest = Math.min(nearest, distanceToSegment([u, v], [path[at]!, path[at + 1]!], [path[next]!, path[next + 1]!]));
  }
  return nearest;
}

type Place = readonly [number, number];

function distanceToSegment([u, v]: Place, [a, b]: Place, [c, d]: Place): number {
  const length2 = (c - a) ** 2 + (d - b) ** 2;
  const share = length2 === 0 ? 0 : Math.min(Math.max(((u - a) * (c - a) + (v - b) * (d - b)) / length2, 0), 1);
  return Math.hypot(u - a - share * (c - a), v - b - share * (d - b));
}

describe('the voxels of a polygon', () => {
  it('a square from centre to centre holds its upper left sides and not its lower right ones', () => {
    const mask = raster([2, 3, 5, 3, 5, 7, 2, 7]);
    expect(sum(mask)).toBe(3 * 4);
    expect([mask[3 * width + 2], mask[6 * width + 4], mask[3 * width + 5], mask[7 * width + 2]]).toEqual([1, 1, 0, 0]);
  });

  it('a ring within a ring is a hole; a bow tie is two triangles', () => {
    expect(sum(raster([1.5, 1.5, 9.5, 1.5, 9.5, 9.5, 1.5, 9.5], [3.5, 3.5, 5.5, 3.5, 5.5, 5.5, 3.5, 5.5]))).toBe(64 - 4);
    const tie = raster([0, 0.5, 10, 10.5, 10, 0.5, 0, 10.5]);
    expect([tie[5 * width + 1], tie[5 * width + 8], tie[1 * width + 5], tie[9 * width + 5]]).toEqual([1, 1, 0, 0]);
  });

  it('whatever winds an odd number of times around a centre holds it', () => {
    fc.assert(fc.property(fc.array(ring(), { minLength: 1, maxLength: 3 }), (rings) => {
      const mask = rasterisePolygon(rings, width, height);
      const wrong = [...mask].filter((inside, at) => {
        const [u, v] = [at % width, Math.floor(at / width)];
        if (isInsidePolygon(rings, u, v) !== (inside === 1)) return true;
        // On an edge itself the angles cannot tell.
        if (rings.some((path) => distanceToEdges(path, u, v) < 1e-9)) return false;
        return Math.abs(sum(rings.map((path) => windings(path, u, v)))) % 2 !== inside;
      });
      expect(wrong).toEqual([]);
    }), { numRuns: 60 });
  });

  it('pieces that share edges hold every voxel of the whole once', () => {
    // A fan of triangles around any place, which overlap where the ring is not star-shaped: an odd number of them inside.
    fc.assert(fc.property(ring(), place, (path, [u, v]) => {
      const whole = rasterisePolygon([path], width, height);
      const odd = new Uint8Array(whole.length);
      for (let at = 0; at < path.length; at += 2) {
        const next = (at + 2) % path.length;
        // Walked the other way every second time.
        const corners = at % 4 === 0 ? [u, v, path[at]!, path[at + 1]!, path[next]!, path[next + 1]!] : [path[next]!, path[next + 1]!, path[at]!, path[at + 1]!, u, v];
        raster(corners).forEach((inside, voxel) => { odd[voxel]! ^= inside; });
      }
      expect(odd).toEqual(whole);
    }), { numRuns: 200 });
  });

  it('a slice paved with quadrangles is held once by them, without gap and overlap', () => {
    const shifts = fc.array(fc.tuple(fc.double({ min: -0.9, max: 0.9, noNaN: true }), fc.constantFrom(-0.5, 0, 0.5)), { minLength: 8 * 10, maxLength: 8 * 10 });
    fc.assert(fc.property(shifts, (shift) => {
      const corner = (column: number, row: number): readonly [number, number] => [4 * column - 3 + shift[row * 8 + column]![0], 3 * row - 4 + shift[row * 8 + column]![1]];
      const times = new Uint8Array(width * height);
      for (let row = 0; row < 9; row++) {
        for (let column = 0; column < 7; column++) {
          raster([...corner(column, row), ...corner(column + 1, row), ...corner(column + 1, row + 1), ...corner(column, row + 1)])
            .forEach((inside, at) => { times[at]! += inside; });
        }
      }
      // The outer corners lie beyond the slice on all sides but the right one.
      expect([...times].filter((count, at) => at % width < 22 && count !== 1)).toEqual([]);
    }), { numRuns: 30 });
  });

  it('ever finer voxels count its area, as the shoelace formula gives it', () => {
    const fineness = 24;
    const angles = fc.array(fc.double({ min: 1, max: 8, noNaN: true }), { minLength: 3, maxLength: 14 });
    fc.assert(fc.property(angles, (radii) => {
      const path = radii.flatMap((radius, at) => {
        const angle = (2 * Math.PI * at) / radii.length;
        return [11 + radius * Math.cos(angle), 8.5 + radius * Math.sin(angle)];
      });
      let [area2, around] = [0, 0];
      for (let at = 0; at < path.length; at += 2) {
        const next = (at + 2) % path.length;
        area2 += path[at]! * path[next + 1]! - path[next]! * path[at + 1]!;
        around += Math.hypot(path[at]! - path[next]!, path[at + 1]! - path[next + 1]!);
      }
      const fine = rasterisePolygon([Float64Array.from(path, (at) => at * fineness)], width * fineness, height * fineness);
      // Only voxels that the outline runs through count wrongly, and a line as long as a voxel meets four at the most.
      expect(Math.abs(sum(fine) / fineness ** 2 - area2 / 2)).toBeLessThanOrEqual((4 * Math.ceil(around * fineness)) / fineness ** 2);
    }), { numRuns: 20 });
  });

  it('places that are no numbers are refused; fewer than three hold nothing', () => {
    expect(() => raster([0, 0, NaN, 4, 5, 5])).toThrow(RangeError);
    expect(sum(raster([0, 0, 9, 9])) + sum(raster([3, 3])) + sum(raster([]))).toBe(0);
  });
});

describe('a path drawn by hand', () => {
  it('keeps a part of its places, and no place that it leaves out lies further from the rest than the tolerance', () => {
    fc.assert(fc.property(ring(2, 40), fc.double({ min: 0, max: 5, noNaN: true }), fc.boolean(), (path, tolerance, isClosed) => {
      const simple = simplifyPath(path, tolerance, isClosed);
      const placesOf = (of: Path): Place[] => Array.from({ length: of.length / 2 }, (_, at) => [of[2 * at]!, of[2 * at + 1]!] as const);
      const kept = placesOf(simple);
      expect(simple.slice(0, 2)).toEqual(path.slice(0, 2));
      if (!isClosed) expect(simple.slice(-2)).toEqual(path.slice(-2));
      let reached = 0;
      for (const [u, v] of placesOf(path)) {
        if (kept[reached]?.[0] === u && kept[reached]?.[1] === v) { reached += 1; continue; }
        const segments = isClosed ? kept.map((from, at) => [from, kept[(at + 1) % kept.length]!] as const) : kept.slice(1).map((to, at) => [kept[at]!, to] as const);
        expect(Math.min(...segments.map(([from, to]) => distanceToSegment([u, v], from, to)))).toBeLessThanOrEqual(tolerance + 1e-9);
      }
      expect(reached).toBe(kept.length);
    }), { numRuns: 200 });
  });

  it('four corners are left of a square of many places', () => {
    const side = Array.from({ length: 10 }, (_, at) => at);
    const square = [...side.flatMap((at) => [at, 0]), ...side.flatMap((at) => [10, at]), ...side.flatMap((at) => [10 - at, 10]), ...side.flatMap((at) => [0, 10 - at])];
    expect([...simplifyPath(Float64Array.from(square), 0.1, true)]).toEqual([0, 0, 10, 0, 10, 10, 0, 10]);
  });
});

it('slices along each axis hold the voxels that their paths name', () => {
  const grid = { size: [3, 4, 5], spacingMm: [1, 1, 1] } as const;
  const values = Int16Array.from({ length: 60 }, (_, at) => at);
  for (const axis of [0, 1, 2] as const) {
    const slice = takeSlice(values, grid, axis, 2);
    const places = Float64Array.of(1, 2);
    const [[i, j, k]] = voxelsOfPath(places, axis, 2) as [readonly [number, number, number]];
    expect(slice[2 * grid.size[axis === 0 ? 1 : 0] + 1]).toBe(i + 3 * j + 12 * k);
    expect(pathInSlice([[i, j, k]], axis)).toEqual(places);
  }
  expect(() => takeSlice(values, grid, 0, 3)).toThrow(RangeError);
});
