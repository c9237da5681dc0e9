import { describe, expect, it } from 'vitest';
import { parseHeader, type Placement, type PlacementOptions, placeVolume } from '#shared/formats/nifti/nifti.ts';
import { spacingMm } from '#shared/geometry/affine.ts';
import { orientationCode } from '#shared/geometry/orientation.ts';
import { niftiHeader, type NiftiParts } from './nifti-bytes.ts';

function place(parts: NiftiParts, options: PlacementOptions = {}): Placement {
  return placeVolume(parseHeader(niftiHeader(parts), 'scan.nii'), 'scan.nii', options);
}
const said = (placement: Placement): readonly string[] => placement.warnings.map(({ en }) => en);

/** 30° about z as a quaternion: cos 15°, 0, 0, sin 15°. */
const turned = [0, 0, Math.sin(Math.PI / 12)];
const both: NiftiParts = { dim: [3, 40, 30, 20], sformCode: 1, qformCode: 1, quaternion: turned };

describe('which transform places a volume', () => {
  it('is the sform where its code is above 0, in LPS: the first two rows change sign', () => {
    const { geometry, trust } = place({ srow: [[2, 0, 0, 5], [0, 3, 0, 6], [0, 0, 4, 7]], pixdim: [1, 9, 9, 9] });
    expect(geometry.affine).toEqual([-2, 0, 0, -5, 0, -3, 0, -6, 0, 0, 4, 7]);
    expect([orientationCode(geometry.affine), trust]).toEqual(['RAS', 'known']);
  });

  it('is the qform where only its code is above 0', () => {
    const { geometry } = place({ sformCode: 0, qformCode: 2, quaternion: turned, pixdim: [1, 2, 3, 4], qoffset: [10, 20, 30] });
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const expected = [-2 * c, 3 * s, 0, -10, -2 * s, -3 * c, 0, -20, 0, 0, 4, 30];
    geometry.affine.forEach((value, n) => expect(value).toBeCloseTo(expected[n]!, 5));
  });

  it('turns k around where qfac is −1, and not where it is 0', () => {
    const k = (qfac: number): number => place({ sformCode: 0, qformCode: 1, pixdim: [qfac, 1, 1, 5] }).geometry.affine[10];
    expect([k(-1), k(0), k(1)]).toEqual([-5, 5, 5]);
  });

  it('takes a quaternion that rounding made too long for a half turn', () => {
    const { geometry } = place({ sformCode: 0, qformCode: 1, quaternion: [0, 1.00001, 0] });
    expect(orientationCode(geometry.affine)).toBe('LAI');
    for (const mm of spacingMm(geometry.affine)) expect(mm).toBeCloseTo(1, 6);
  });

  it('is neither where both codes are 0: the sizes along the axes, not to be trusted until stated', () => {
    const unknown = place({ sformCode: 0, pixdim: [1, 2, 3, 4] });
    expect(unknown).toMatchObject({ trust: 'orientation-unknown' });
    expect(spacingMm(unknown.geometry.affine)).toEqual([2, 3, 4]);
    expect(said(unknown)).toEqual([expect.stringMatching(/does not say how the image lies/)]);
    const stated = place({ sformCode: 0, pixdim: [1, 2, 3, 4] }, { orientation: 'PIR' });
    expect(stated.trust).toBe('known');
    expect([orientationCode(stated.geometry.affine), ...spacingMm(stated.geometry.affine)]).toEqual(['PIR', 2, 3, 4]);
  });

  it.each(['RLS', 'RA', 'ras'])('takes no “%s” for an orientation', (orientation) => {
    expect(() => place({ sformCode: 0 }, { orientation })).toThrow(/is no orientation/);
  });

  it('does not listen to a stated orientation where the header has its own', () => {
    expect(orientationCode(place({}, { orientation: 'PIR' }).geometry.affine)).toBe('RAS');
  });
});

describe('two transforms that disagree', () => {
  it('are told with the distance; the sform is used, and ITK uses it too where its code is 1', () => {
    const placement = place(both);
    expect(placement.geometry.affine[0]).toBe(-1);
    // The corner (39, 29) turned by 30°: a chord of 2 · 48.6 · sin 15° = 25.2 voxels.
    expect(said(placement)).toEqual([expect.stringMatching(/25\.2 voxels apart; the sform is used .* use the sform \(sform code 1, qform code 1\)/)]);
  });

  it.each([2, 3, 4])('with sform code %i: ITK uses the qform', (sformCode) => {
    expect(said(place({ ...both, sformCode }))).toEqual([expect.stringMatching(/the sform is used .* use the qform/)]);
  });

  it('with a sheared sform, which ITK cannot hold: it uses the qform', () => {
    const sheared = [[1, 0, 0.5, 0], [0, 1, 0, 0], [0, 0, 1, 0]];
    expect(said(place({ ...both, quaternion: [0, 0, 0], srow: sheared }))).toEqual([expect.stringMatching(/use the qform/)]);
  });

  it('follow the project’s choice', () => {
    const placement = place(both, { conflictingForms: 'qform' });
    expect(placement.geometry.affine[0]).toBeCloseTo(-Math.cos(Math.PI / 6), 6);
    expect(said(placement)).toEqual([expect.stringMatching(/the qform is used/)]);
  });

  it.each([[0.09, 0], [0.11, 1]])('by %d voxel give %i warnings', (shift, warnings) => {
    expect(said(place({ ...both, quaternion: [0, 0, 0], qoffset: [shift, 0, 0] }))).toHaveLength(warnings);
  });
});

describe('units and sizes', () => {
  it.each([[1, 1000], [2, 1], [3, 0.001]])('unit code %i is %d mm', (units, millimetres) => {
    for (const parts of [{}, { sformCode: 0, qformCode: 1 }, { sformCode: 0 }]) {
      const placement = place({ ...parts, units });
      for (const mm of spacingMm(placement.geometry.affine)) expect(mm).toBeCloseTo(millimetres, 9);
      expect(said(placement).filter((text) => /unit/.test(text))).toEqual([]);
    }
  });

  it('an unknown unit is taken for mm and said, whatever the unit of time', () => {
    expect(said(place({ units: 0 }))).toEqual([expect.stringMatching(/millimetres are taken/)]);
    expect(said(place({ units: 8 }))).toHaveLength(1);
    expect(said(place({ units: 10 }))).toEqual([]);
  });

  it('a missing size is said where the affine needs it, and only there', () => {
    const missing = [1, 0, 2, 2];
    expect(place({ pixdim: missing })).toMatchObject({ trust: 'known', warnings: [] });
    expect(place({ pixdim: missing, sformCode: 0, qformCode: 1 }).trust).toBe('spacing-unknown');
    expect(place({ pixdim: missing, sformCode: 0 }, { orientation: 'RAS' }).trust).toBe('spacing-unknown');
  });

  it('a shear is kept as it is', () => {
    const srow = [[1, 0, 0.25, 0], [0, 1, 0, 0], [0, 0, 1, 0]];
    expect(place({ srow }).geometry.affine).toEqual([-1, 0, -0.25, 0, 0, -1, 0, 0, 0, 0, 1, 0]);
  });

  it('a transform that spans no space is left aside and said', () => {
    const flat = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]];
    const placement = place({ srow: flat, qformCode: 1 });
    expect(placement.trust).toBe('known');
    expect(said(placement)).toEqual([expect.stringMatching(/sform does not span space/)]);
    expect(place({ srow: flat }).trust).toBe('orientation-unknown');
    expect(place({ sformCode: 0, qformCode: 1, qoffset: [NaN, 0, 0] }).trust).toBe('orientation-unknown');
  });
});
