import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeAffines, cornerShiftVoxels, indexToWorld, invertAffine, spacingMm } from '#shared/geometry/affine.ts';
import { affineFromOrientation, isOrientationCode, orientationCode } from '#shared/geometry/orientation.ts';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { arbitraryAffine } from './arbitrary-geometry.ts';

const identity: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
const letters = ['RL', 'AP', 'SI'];
/** All 48 codes, written down from what a code is: one letter of each pair, in any order. */
const all48 = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].flatMap((order) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => order.map((pair, n) => (letters[pair] as string)[(bits >> n) & 1]).join('')));

describe('orientation codes', () => {
  it('name the 48 ways a grid can lie, and are read back from the affine made for them', () => {
    expect(new Set(all48).size).toBe(48);
    for (const code of all48) expect(orientationCode(affineFromOrientation(code, [0.5, 2, 7]))).toBe(code);
  });

  it('say LPS for the world axes themselves, as in DICOM', () => {
    expect(orientationCode(identity)).toBe('LPS');
  });

  it('know which letters exclude each other', () => {
    expect(['RLS', 'AAS', 'RA', 'RASI', 'XYZ', 'ras', ''].filter(isOrientationCode)).toEqual([]);
    expect(() => affineFromOrientation('RLS', [1, 1, 1])).toThrow(RangeError);
  });

  it('keep the spacing along the axis it was given for', () => {
    expect(spacingMm(affineFromOrientation('SPL', [0.5, 2, 7]))).toEqual([0.5, 2, 7]);
  });
});

describe('affines', () => {
  it('undo themselves', () => {
    fc.assert(fc.property(arbitraryAffine, (affine) => {
      composeAffines(invertAffine(affine), affine).forEach((value, place) =>
        expect(value).toBeCloseTo(identity[place] as number, 6));
    }));
  });

  it('refuse to be inverted where two axes run along each other', () => {
    expect(() => invertAffine([1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])).toThrow(RangeError);
    expect(() => invertAffine([1, 0, 0, NaN, 0, 1, 0, 0, 0, 0, 1, 0])).toThrow(RangeError);
  });

  it('move the far corner by the known amount when one is turned by 30 degrees', () => {
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const turned: Affine = [c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0];
    // A chord of 30° at the corner (9, 9): 2 · r · sin 15°.
    expect(cornerShiftVoxels([10, 10, 3], identity, turned)).toBeCloseTo(2 * Math.hypot(9, 9) * Math.sin(Math.PI / 12), 10);
  });

  it('count a shift in voxels of the reference, not in millimetres', () => {
    const coarse: Affine = [4, 0, 0, 0, 0, 4, 0, 0, 0, 0, 4, 0];
    const moved: Affine = [4, 0, 0, 2, 0, 4, 0, 0, 0, 0, 4, 0];
    expect(cornerShiftVoxels([5, 5, 5], coarse, moved)).toBeCloseTo(0.5, 12);
    expect(indexToWorld(moved, [1, 0, 0])).toEqual([6, 0, 0]);
  });
});
