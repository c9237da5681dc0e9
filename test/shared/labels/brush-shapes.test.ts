import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { emptyTouchedBox, paintSwept, sweptBox, type Brush } from '#shared/labels/brush.ts';

const size: Vec3 = [15, 13, 11];
const count = size[0] * size[1] * size[2];
const nothingKept = new Uint8Array(256);
const voxelOf = (index: number): Vec3 => [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))];

/** @returns what was painted and the box that was told; null where nothing was */
function painted(brush: Omit<Brush, 'label' | 'kept' | 'gate'>, from: Vec3, to: Vec3): { readonly labels: Uint8Array; readonly box: readonly number[] } | null {
  const labels = new Uint8Array(count);
  const box = emptyTouchedBox();
  const whole: Brush = { ...brush, label: 1, kept: nothingKept, gate: null };
  return sweptBox(whole, size, from, to, box) && paintSwept(labels, size, whole, from, to, box) ? { labels, box: [...box] } : null;
}
const sumOf = (labels: Uint8Array): number => labels.reduce((sum, label) => sum + label, 0);

const spacing = fc.constantFrom(0.5, 1, 1.7, 4);
const arbitraryPress = fc.record({
  axis: fc.constantFrom<AxisIndex>(0, 1, 2),
  place: fc.tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 10 })),
  radiusVoxels: fc.double({ min: 0.6, max: 6, noNaN: true }),
  spacingMm: fc.tuple(spacing, spacing, spacing),
});
const finestOf = (axis: AxisIndex, spacingMm: Vec3): number => Math.min(...spacingMm.filter((_, along) => along !== axis));

describe('a brush through the slices', () => {
  it('is a ball in millimetres, whatever the spacing', () => {
    fc.assert(fc.property(arbitraryPress, ({ axis, place, radiusVoxels, spacingMm }) => {
      const found = painted({ axis, radiusVoxels, spacingMm, isThrough: true }, place, place);
      const radiusMm = radiusVoxels * finestOf(axis, spacingMm);
      let wrong = 0;
      for (let index = 0; index < count; index += 1) {
        const awayMm = Math.hypot(...voxelOf(index).map((at, along) => (at - place[along]!) * spacingMm[along]!));
        if (Math.abs(awayMm - radiusMm) < 1e-6) continue;
        const isIn = awayMm < radiusMm || index === place[0] + size[0] * (place[1] + size[1] * place[2]);
        if ((found?.labels[index] ?? 0) !== Number(isIn)) wrong += 1;
      }
      expect(wrong).toBe(0);
    }), { numRuns: 60 });
  });

  it('is a cube, which holds its ball and is held by that of its corners', () => {
    // A side of 5 voxels, and of 5 mm along an axis on which voxels lie 2 mm apart: 3 slices.
    expect(sumOf(painted({ axis: 2, radiusVoxels: 2.5, spacingMm: [1, 1, 1], shape: 'square', isThrough: true }, [7, 6, 5], [7, 6, 5])!.labels)).toBe(125);
    const coarse = painted({ axis: 2, radiusVoxels: 2.5, spacingMm: [1, 1, 2], shape: 'square', isThrough: true }, [7, 6, 5], [7, 6, 5])!;
    expect(sumOf(coarse.labels)).toBe(75);
    expect(coarse.box).toEqual([5, 4, 4, 9, 8, 6]);
    // Seen from the side it is another one: 2 mm are 1 voxel there.
    expect(painted({ axis: 0, radiusVoxels: 2.5, spacingMm: [1, 1, 2], shape: 'square', isThrough: true }, [7, 6, 5], [7, 6, 5])!.box).toEqual([5, 4, 4, 9, 8, 6]);
  });

  it('touches one slice where its radius reaches no other', () => {
    expect(sumOf(painted({ axis: 2, radiusVoxels: 3, spacingMm: [1, 1, 4], isThrough: true }, [7, 6, 5], [7, 6, 5])!.labels))
      .toBe(sumOf(painted({ axis: 2, radiusVoxels: 3, spacingMm: [1, 1, 4] }, [7, 6, 5], [7, 6, 5])!.labels));
  });

  it('is cut at the ends of the volume', () => {
    const found = painted({ axis: 2, radiusVoxels: 3, spacingMm: [1, 1, 1], isThrough: true }, [0, 0, 0], [0, 0, 0])!;
    expect(found.box).toEqual([0, 0, 0, 3, 3, 2]);
  });
});

describe('a square brush', () => {
  it('has as many voxels a side as its size says, wherever in a voxel the pointer is', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.double({ min: 5, max: 8, noNaN: true }), fc.double({ min: 5, max: 7, noNaN: true }), (side, i, j) => {
      expect(sumOf(painted({ axis: 2, radiusVoxels: side / 2, spacingMm: [1, 1, 1], shape: 'square' }, [i, j, 5], [i, j, 5])!.labels)).toBe(side * side);
    }));
  });

  it('paints what it passes over, as trying many places of its way finds', () => {
    fc.assert(fc.property(arbitraryPress, fc.tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 10 })), ({ axis, place, radiusVoxels, spacingMm }, other) => {
      const to = other.map((at, along) => (along === axis ? place[axis] : at)) as unknown as Vec3;
      const found = painted({ axis, radiusVoxels, spacingMm, shape: 'square' }, place, to)!;
      const finest = finestOf(axis, spacingMm);
      /** @param slack in voxels: as far as the way goes between two places that are tried */
      const isUnder = (index: number, middle: Vec3, slack: number): boolean => voxelOf(index).every((at, along) => (along === axis
        ? at === place[along]
        : Math.abs(at - middle[along]!) < Math.max((radiusVoxels * finest) / spacingMm[along]!, 0.5) + slack));
      const tried = Array.from({ length: 401 }, (_, step) => place.map((at, along) => at + ((to[along]! - at) * step) / 400) as unknown as Vec3);
      let wrong = 0;
      for (let index = 0; index < count; index += 1) {
        if (voxelOf(index)[axis] !== place[axis] && found.labels[index] === 0) continue;
        const isPainted = found.labels[index] === 1;
        if (tried.some((middle) => isUnder(index, middle, isPainted ? 0.04 : -1e-9)) !== isPainted) wrong += 1;
      }
      expect(wrong).toBe(0);
    }), { numRuns: 15 });
  });
});
