import { describe, expect, it } from 'vitest';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { type CaseFingerprint, fingerprintCase, joinFingerprints } from '#shared/learning/fingerprint.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';

const size: Vec3 = [4, 3, 2];

function snapshotCase(orientation: string, spacing: Vec3, sliceAxis: AxisIndex, completeSlices: readonly number[]): SnapshotCase {
  return {
    caseId: '1', name: 'case', patient: 'p', role: 'train', sliceAxis, completeSlices,
    labelmap: { path: '', sha256: '' },
    image: {
      path: '', sha256: '', voxelType: 'int16', trust: 'known', modality: 'ct', slope: 2, intercept: -1000,
      geometry: { size, affine: affineFromOrientation(orientation, spacing) },
    },
  };
}

const nothing = new Uint8Array(24);

describe('one case', () => {
  it('is described in the order closest to RAS: i grows to the feet, j to the left, k to the front', () => {
    const fingerprint = fingerprintCase(snapshotCase('ILA', [5, 0.7, 0.8], 0, [0]), nothing, null);
    expect(fingerprint.size).toEqual([3, 2, 4]);
    expect(fingerprint.spacingMm).toEqual([0.7, 0.8, 5]);
    expect(fingerprint.sliceAxis).toBe(2);
  });

  it('counts only labels of complete slices', () => {
    const labels = new Uint8Array(24);
    labels[0] = 7; // i 0
    labels[1] = 9; // i 1
    const fingerprint = fingerprintCase(snapshotCase('RAS', [1, 1, 1], 0, [1, 3]), labels, null);
    expect(fingerprint.drawnLabels).toEqual([9]);
    expect(fingerprint.completeSlices).toBe(2);
  });

  it('takes the real values under the labels, not the stored ones', () => {
    const labels = new Uint8Array(24);
    labels[5] = 1;
    const voxels = new Int16Array(24).fill(1);
    voxels[5] = 520;
    expect(fingerprintCase(snapshotCase('RAS', [1, 1, 1], 2, [0, 1]), labels, voxels).foregroundValues).toEqual([40]);
  });

  it('leaves out voxels that hold no number', () => {
    const voxels = Float32Array.from({ length: 24 }, (_, at) => [NaN, Infinity, 510][at % 3]!);
    const { foregroundValues } = fingerprintCase(snapshotCase('RAS', [1, 1, 1], 2, [0, 1]), new Uint8Array(24).fill(1), voxels);
    expect(foregroundValues).toEqual(new Array(8).fill(20));
  });

  it('refuses labels of another size', () => {
    expect(() => fingerprintCase(snapshotCase('RAS', [1, 1, 1], 2, [0]), new Uint8Array(23), null)).toThrow(RangeError);
  });
});

describe('all cases together', () => {
  const one: CaseFingerprint = {
    role: 'train', modality: 'mr', size: [30, 50, 20], spacingMm: [1, 1, 3], spacingKnown: true, sliceAxis: 2, completeSlices: 20, drawnLabels: [1], foregroundValues: [], foregroundVoxels: 0,
  };

  it('judging cases do not shape the plan', () => {
    const judge: CaseFingerprint = { ...one, role: 'validation', modality: 'ct', size: [500, 500, 500], drawnLabels: [5] };
    expect(joinFingerprints([one, judge, judge])).toEqual(joinFingerprints([one]));
  });

  it('medians are taken axis by axis', () => {
    const joined = joinFingerprints([one, { ...one, size: [10, 90, 20] }, { ...one, size: [40, 40, 20] }]);
    expect(joined.medianSize).toEqual([30, 50, 20]);
  });

  it('a placeholder for a spacing counts only where nothing is known', () => {
    const placeholder: CaseFingerprint = { ...one, spacingMm: [1, 1, 1], spacingKnown: false };
    expect(joinFingerprints([placeholder, placeholder, one]).medianSpacingMm).toEqual([1, 1, 3]);
    expect(joinFingerprints([placeholder, placeholder]).medianSpacingMm).toEqual([1, 1, 1]);
  });

  it('slices are stacked along the axis that most complete slices lie along', () => {
    const coronal: CaseFingerprint = { ...one, sliceAxis: 1, completeSlices: 15 };
    expect(joinFingerprints([one, coronal]).sliceAxis).toBe(2);
    expect(joinFingerprints([one, coronal, coronal]).sliceAxis).toBe(1);
  });

  it('CT beside MR has no common scale', () => {
    expect(joinFingerprints([one, { ...one, modality: 'ct' }]).modality).toBe('other');
  });

  it('the range under the labels leaves out half a percent at each end', () => {
    const values = Array.from({ length: 1_001 }, (_, at) => 1_000 - at);
    const joined = joinFingerprints([{ ...one, foregroundValues: values, foregroundVoxels: 9_000 }, { ...one, foregroundValues: [500], foregroundVoxels: 1 }, one]);
    expect(joined.foreground).toMatchObject({ low: 5, high: 995, voxels: 9_001, cases: 2 });
    // 0 … 1000 evenly: mean 500, deviation √((1001² − 1) / 12) = 288.96; a hundredth of it is clipped.
    expect(joined.foreground?.mean).toBeCloseTo(500, 6);
    expect(joined.foreground?.deviation).toBeCloseTo(288.96, -1);
  });

  it('no case, no slices', () => {
    expect(joinFingerprints([])).toMatchObject({ trainingCases: 0, trainingSlices: 0, foreground: null });
  });
});
