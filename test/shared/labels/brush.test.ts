import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { emptyTouchedBox, paintSwept, sweptBox, type Brush } from '#shared/labels/brush.ts';

const size: Vec3 = [17, 13, 11];
const count = size[0] * size[1] * size[2];
const planeAxes = (axis: AxisIndex): readonly [AxisIndex, AxisIndex] => (axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1]);
const nothingKept = new Uint8Array(256);

function paint(labels: Uint8Array, brush: Brush, from: Vec3, to: Vec3): { changed: boolean; box: number[] } {
  const box = emptyTouchedBox();
  const changed = sweptBox(brush, size, from, to, box) && paintSwept(labels, size, brush, from, to, box);
  return { changed, box: [...box] };
}

/** Distance of a voxel's centre from the segment, in voxels of the finer axis, by trying many points of the segment. */
function distance(brush: Brush, centre: readonly [number, number], from: Vec3, to: Vec3): { least: number; passes: boolean } {
  const [u, v] = planeAxes(brush.axis);
  const finest = Math.min(brush.spacingMm[u], brush.spacingMm[v]);
  let least = Infinity;
  let passes = false;
  const steps = 600;
  for (let step = 0; step <= steps; step += 1) {
    const pu = from[u] + ((to[u] - from[u]) * step) / steps;
    const pv = from[v] + ((to[v] - from[v]) * step) / steps;
    least = Math.min(least, Math.hypot(((pu - centre[0]) * brush.spacingMm[u]) / finest, ((pv - centre[1]) * brush.spacingMm[v]) / finest));
    passes ||= Math.floor(pu + 0.5) === centre[0] && Math.floor(pv + 0.5) === centre[1];
  }
  return { least, passes };
}

const position = fc.tuple(fc.double({ min: -4, max: 20, noNaN: true }), fc.double({ min: -4, max: 16, noNaN: true }), fc.double({ min: -4, max: 14, noNaN: true }));
const spacing = fc.constantFrom(0.5, 1, 1.7, 4);
const arbitraryStroke = fc.record({
  axis: fc.constantFrom<AxisIndex>(0, 1, 2),
  slice: fc.nat(10),
  from: position,
  to: position,
  radiusVoxels: fc.double({ min: 0.1, max: 8, noNaN: true }),
  spacingMm: fc.tuple(spacing, spacing, spacing),
});

describe('a brush swept over a slice', () => {
  it('paints the voxels whose centres lie within its radius of the path, and those that the path runs through', () => {
    fc.assert(fc.property(arbitraryStroke, ({ axis, slice, from, to, radiusVoxels, spacingMm }) => {
      const at = (point: Vec3): Vec3 => point.map((value, a) => (a === axis ? slice : value)) as unknown as Vec3;
      const brush: Brush = { label: 3, radiusVoxels, axis, spacingMm, kept: nothingKept, gate: null };
      const labels = new Uint8Array(count);
      paint(labels, brush, at(from), at(to));
      const [u, v] = planeAxes(axis);
      const tolerance = 0.02;
      for (let index = 0; index < count; index += 1) {
        const voxel = [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))] as const;
        const isPainted = labels[index] === 3;
        if (voxel[axis] !== slice) {
          expect(isPainted).toBe(false);
          continue;
        }
        const { least, passes } = distance(brush, [voxel[u], voxel[v]], at(from), at(to));
        if (least < radiusVoxels - tolerance || passes) expect(isPainted).toBe(true);
        if (least > radiusVoxels + tolerance && !passes && isPainted) {
          // The tried points may step over the corner of a voxel that the path cuts: its centre is near, then.
          expect(least).toBeLessThan(Math.hypot(spacingMm[u], spacingMm[v]) / 2 / Math.min(spacingMm[u], spacingMm[v]) + tolerance);
        }
      }
    }), { numRuns: 60 });
  });

  it('tells exactly the box of what it changed', () => {
    fc.assert(fc.property(arbitraryStroke, fc.uint8Array({ minLength: count, maxLength: count, max: 3 }), ({ axis, slice, from, to, radiusVoxels, spacingMm }, before) => {
      const at = (point: Vec3): Vec3 => point.map((value, a) => (a === axis ? slice : value)) as unknown as Vec3;
      const labels = before.slice();
      const { changed, box } = paint(labels, { label: 3, radiusVoxels, axis, spacingMm, kept: nothingKept, gate: null }, at(from), at(to));
      const expected = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
      for (let index = 0; index < count; index += 1) {
        if (labels[index] === before[index]) continue;
        [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))].forEach((place, a) => {
          expected[a] = Math.min(expected[a]!, place);
          expected[3 + a] = Math.max(expected[3 + a]!, place);
        });
      }
      expect(changed).toBe(Number.isFinite(expected[0]));
      if (changed) expect(box).toEqual(expected);
    }), { numRuns: 60 });
  });

  it('leaves labels that are kept, and values outside the gate, also where a value is not a number', () => {
    const labels = new Uint8Array(count);
    const voxels = new Float32Array(count).fill(10);
    const kept = new Uint8Array(256);
    kept[7] = 1;
    labels.fill(7, 0, 5);
    voxels[6] = 9.99;
    voxels[7] = NaN;
    voxels[8] = 20.01;
    const { changed } = paint(labels, { label: 2, radiusVoxels: 0.5, axis: 2, spacingMm: [1, 1, 1], kept, gate: { voxels, lowest: 10, highest: 20 } }, [0, 0, 0], [16, 0, 0]);
    expect(changed).toBe(true);
    expect([...labels.subarray(0, 17)]).toEqual([7, 7, 7, 7, 7, 2, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it('of one voxel draws an unbroken line, however thick the voxels are along one axis', () => {
    for (const spacingMm of [[1, 1, 1], [1, 6, 1], [6, 1, 1]] as const) {
      const labels = new Uint8Array(count);
      paint(labels, { label: 1, radiusVoxels: 0.5, axis: 2, spacingMm, kept: nothingKept, gate: null }, [0.2, 0.3, 5], [15.7, 11.6, 5]);
      for (let i = 0; i <= 15; i += 1) expect(Array.from({ length: 13 }, (_, j) => labels[i + 17 * (j + 13 * 5)])).toContain(1);
      for (let j = 0; j <= 11; j += 1) expect(Array.from({ length: 17 }, (_, i) => labels[i + 17 * (j + 13 * 5)])).toContain(1);
    }
  });

  it('is a circle in millimetres: 4 voxels of 1 mm are 2 of 2 mm', () => {
    const labels = new Uint8Array(count);
    paint(labels, { label: 1, radiusVoxels: 4, axis: 2, spacingMm: [1, 2, 1], kept: nothingKept, gate: null }, [8, 6, 0], [8, 6, 0]);
    const at = (i: number, j: number): number => labels[i + 17 * j]!;
    expect([at(4, 6), at(12, 6), at(8, 4), at(8, 8)]).toEqual([1, 1, 1, 1]);
    expect([at(3, 6), at(13, 6), at(8, 3), at(8, 9)]).toEqual([0, 0, 0, 0]);
  });

  it('misses where it is beyond the volume', () => {
    expect(paint(new Uint8Array(count), { label: 1, radiusVoxels: 2, axis: 2, spacingMm: [1, 1, 1], kept: nothingKept, gate: null }, [-5, 5, 5], [-3, 9, 5]).changed).toBe(false);
    expect(paint(new Uint8Array(count), { label: 1, radiusVoxels: 2, axis: 2, spacingMm: [1, 1, 1], kept: nothingKept, gate: null }, [5, 5, 11], [5, 5, 11]).changed).toBe(false);
  });
});
