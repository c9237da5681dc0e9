import { describe, expect, it } from 'vitest';
import { decodeVoxels, parseHeader } from '#shared/formats/nifti/nifti.ts';
import { niftiBytes } from '../../src-main/tiny-nifti.ts';
import { drawHounsfieldPhantom, phantomSize } from './hounsfield-phantom.ts';
import { storeOtherwise } from './stored-scale.ts';
import { brightest } from './threshold-mask.ts';

const real = (bytes: Uint8Array): number[] => {
  const header = parseHeader(bytes, 'x.nii');
  const { timePoints: [voxels] } = decodeVoxels(header, bytes.slice(header.voxelOffset), 'x.nii');
  return Array.from(voxels!, (value) => header.slope * value + header.intercept);
};

describe('an image that is stored otherwise', () => {
  const plain = niftiBytes({ size: [3, 2, 2], voxel: (i, j, k) => i - 1000 * j + 700 * k });

  it.each([{ slope: 1, intercept: -1024 }, { slope: 0.5, intercept: 100 }])('has the same values: slope $slope, intercept $intercept', (scale) => {
    const before = plain.slice();
    const other = storeOtherwise(Buffer.from(plain), { name: 'other', ...scale });
    expect(real(other)).toEqual(real(plain));
    expect(other.subarray(352)).not.toEqual(plain.subarray(352));
    expect(plain).toEqual(before);
  });

  it('is refused where its values would not be the same', () => {
    expect(() => storeOtherwise(plain, { name: 'coarse', slope: 2, intercept: 0 })).toThrow('does not fit');
    expect(() => storeOtherwise(storeOtherwise(plain, { name: 'once', slope: 1, intercept: 5 }), { name: 'twice', slope: 1, intercept: 5 })).toThrow('plain int16');
  });

  it('leaves a buffer as it was that shares its memory when cut', () => {
    const buffer = Buffer.from(plain);
    storeOtherwise(buffer, { name: 'other', slope: 0.5, intercept: 100 });
    expect(new Uint8Array(buffer)).toEqual(plain);
  });
});

describe('a phantom in Hounsfield units', () => {
  const { image, labels, labelled } = drawHounsfieldPhantom(3);

  it('is the same each time, and another with another number', () => {
    expect(drawHounsfieldPhantom(3).image).toEqual(image);
    expect(drawHounsfieldPhantom(4).image).not.toEqual(image);
  });

  it('holds two tissues with the means that it was drawn with, apart from air and water', () => {
    const [values, label] = [real(image), labels.subarray(352)];
    expect(values).toHaveLength(phantomSize.reduce((a, b) => a * b));
    const meanOf = (wanted: number): number => {
      const own = values.filter((_, place) => label[place] === wanted);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    expect(meanOf(1)).toBeGreaterThan(85);
    expect(meanOf(1)).toBeLessThan(95);
    expect(meanOf(2)).toBeGreaterThan(670);
    expect(meanOf(2)).toBeLessThan(730);
    expect(labelled).toHaveLength(label.filter((value) => value !== 0).length);
    // Eight of them give the 10,000 labelled voxels that constants of their own need.
    expect(8 * labelled.length).toBeGreaterThan(10_000);
  });
});

it('marks as bright what lies above the rank', () => {
  const marked = brightest(Int16Array.from({ length: 1000 }, (_, place) => (place * 7) % 1000), 0.98);
  expect(marked.reduce((sum, value) => sum + value, 0)).toBe(20);
});
