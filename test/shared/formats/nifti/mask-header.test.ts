import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMaskVoxels, maskHeader, maskTypeFor, parseHeader, placeVolume } from '#shared/formats/nifti/nifti.ts';
import { cornerShiftVoxels } from '#shared/geometry/affine.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { viewVoxels } from '#shared/voxels/voxel-type.ts';
import { arbitraryAffine, arbitraryRectangularAffine } from '../../geometry/arbitrary-geometry.ts';
import { niftiHeader } from './nifti-bytes.ts';

/** [first byte, number of elements] of what places an image, from nifti1.h and nifti2.h; elements of 4 or 8 bytes. */
const placing = {
  1: { floats: [[76, 4], [256, 6], [280, 12]], codes: [[252, 2], [254, 2]], size: 4, all: 348 },
  2: { floats: [[104, 4], [352, 6], [400, 12]], codes: [[344, 4], [348, 4]], size: 8, all: 540 },
} as const;

const geometry = { size: [4, 3, 2] as const, affine: affineFromOrientation('RAS', [1, 1, 1]) };
const likeImage = (header: Uint8Array): Uint8Array => maskHeader(header, { geometry, trust: 'known' }, maskTypeFor(2));
const little = (bytes: Uint8Array, swapped: boolean): readonly number[] => (swapped ? [...bytes].reverse() : [...bytes]);

describe('the header of a mask for a NIfTI image', () => {
  it('places it by the image’s own numbers, bit for bit, also where they are NaN or their code is 0', () => {
    fc.assert(fc.property(
      fc.constantFrom<1 | 2>(1, 2), fc.boolean(), fc.uint8Array({ minLength: 540, maxLength: 540 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 7 }),
      (version, littleEndian, noise, qformCode, sformCode, unit) => {
        const image = niftiHeader({ version, littleEndian, qformCode, sformCode, units: unit | 8 });
        const { floats, codes, size, all } = placing[version];
        for (const [start, count] of floats) image.set(noise.subarray(start, start + count * size), start);
        const mask = likeImage(image.slice(0, all));
        for (const [start, count] of floats) for (let n = 0; n < count; n++) {
          const at = start + n * size;
          expect(little(mask.subarray(at, at + size), false)).toEqual(little(image.subarray(at, at + size), !littleEndian));
        }
        for (const [at, bytes] of codes) {
          expect(little(mask.subarray(at, at + bytes), false)).toEqual(little(image.subarray(at, at + bytes), !littleEndian));
        }
        expect(mask[version === 1 ? 123 : 500]).toBe(unit);
      },
    ), { numRuns: 60 });
  });

  it('says nothing else of the image: whatever its other bytes were, the mask’s are the same', () => {
    fc.assert(fc.property(fc.constantFrom<1 | 2>(1, 2), fc.uint8Array({ minLength: 540, maxLength: 540 }), (version, noise) => {
      const plain = niftiHeader({ version });
      const { floats, codes, all } = placing[version];
      const busy = plain.slice();
      busy.set(noise.subarray(0, all));
      // What makes it a NIfTI header, and what places it, stays.
      const keep = version === 1 ? [[0, 4], [123, 1], [344, 4]] : [[0, 12], [500, 4]];
      const elements = floats.map(([start, count]) => [start, count * placing[version].size]);
      for (const [start, bytes] of [...keep, ...codes, ...elements]) busy.set(plain.subarray(start, start + bytes), start);
      expect(likeImage(busy.slice(0, all))).toEqual(likeImage(plain.slice(0, all)));
    }), { numRuns: 60 });
  });

  it.each<[1 | 2, string, number]>([[1, 'n+1\0', 352], [2, 'n+2\0\r\n\x1a\n', 544]])('NIfTI-%i stays what it is: a single file of three dimensions that holds labels', (version, magic, offset) => {
    const mask = likeImage(niftiHeader({ version, slope: 3, intercept: 4, dim: [4, 4, 3, 2, 9], magic: version === 1 ? 'ni1\0' : 'ni2\0\r\n\x1a\n' }));
    expect(mask).toHaveLength(offset);
    const start = version === 1 ? 344 : 4;
    expect(String.fromCharCode(...mask.subarray(start, start + magic.length))).toBe(magic);
    expect(parseHeader(mask, 'mask')).toMatchObject({
      storage: 'single', size: [4, 3, 2], timePoints: 1, slope: 1, intercept: 0, voxelOffset: offset, stored: { name: 'uint8' },
    });
    const view = new DataView(mask.buffer);
    expect(version === 1 ? view.getInt16(68, true) : view.getInt32(504, true)).toBe(1002);
    expect(version === 1 ? view.getFloat32(112, true) : view.getFloat64(176, true)).toBe(1);
    // The flag of extensions, after the header.
    expect([...mask.subarray(-4)]).toEqual([0, 0, 0, 0]);
  });
});

describe('the header of a mask for an image that is no NIfTI', () => {
  const place = (affine: Affine) =>
    placeVolume(parseHeader(maskHeader(null, { geometry: { size: [40, 30, 20], affine }, trust: 'known' }, maskTypeFor(1)), 'm'), 'm');

  it('places it where its image lies, whatever the tilt', () => {
    fc.assert(fc.property(arbitraryAffine, (affine) => {
      const placement = place(affine);
      expect(placement).toMatchObject({ trust: 'known', warnings: [] });
      // Rows are float32: seven digits.
      placement.geometry.affine.forEach((value, n) => expect(Math.abs(value - affine[n]!)).toBeLessThan(1e-4));
    }));
  });

  it('has a qform wherever that says the same, and never one that says something else', () => {
    let withQform = 0;
    fc.assert(fc.property(arbitraryRectangularAffine, (affine) => {
      const size = [512, 512, 400] as const;
      const mask = maskHeader(null, { geometry: { size, affine }, trust: 'known' }, maskTypeFor(1));
      expect(placeVolume(parseHeader(mask, 'm'), 'm').warnings).toEqual([]);
      // sform code 0: only the qform, where there is one, is left to place it.
      const view = new DataView(mask.buffer);
      view.setInt16(254, 0, true);
      const placement = placeVolume(parseHeader(mask, 'm'), 'm');
      if (placement.trust !== 'known') return;
      withQform++;
      expect(cornerShiftVoxels(size, affine, placement.geometry.affine)).toBeLessThan(0.06);
    }), { numRuns: 200 });
    expect(withQform).toBeGreaterThan(100);
  });

  it('has both where a scanner’s axes run along the patient’s', () => {
    for (const code of ['RAS', 'LPS', 'LAS', 'SPL', 'AIR', 'PIL']) {
      const affine = affineFromOrientation(code, [0.7, 1.3, 5]);
      const mask = maskHeader(null, { geometry: { size: [512, 512, 400], affine }, trust: 'known' }, maskTypeFor(1));
      const view = new DataView(mask.buffer);
      expect([view.getInt16(252, true), view.getInt16(254, true)], code).toEqual([1, 1]);
    }
  });

  it('claims no left and right where the image tells none, and keeps the voxel size', () => {
    const mask = maskHeader(null, { geometry: { size: [40, 30, 1], affine: affineFromOrientation('LPS', [1, 1, 1]) }, trust: 'spacing-unknown' }, maskTypeFor(1));
    expect(placeVolume(parseHeader(mask, 'm'), 'm')).toMatchObject({ trust: 'orientation-unknown', geometry: { affine: affineFromOrientation('LPS', [1, 1, 1]) } });
  });

  it('is NIfTI-2 where an axis is too long for 16 bits', () => {
    const wide = { geometry: { size: [40_000, 2, 1] as const, affine: affineFromOrientation('LPS', [1, 1, 1]) }, trust: 'spacing-unknown' as const };
    expect(parseHeader(maskHeader(null, wide, maskTypeFor(1)), 'm')).toMatchObject({ size: [40_000, 2, 1], raw: { version: 2 } });
  });
});

describe('the voxels of a mask', () => {
  it.each([[0, 'uint8'], [255, 'uint8'], [256, 'int16'], [32_767, 'int16'], [32_768, 'uint16'], [65_535, 'uint16'], [65_536, 'int32'], [2 ** 31 - 1, 'int32']])(
    'values up to %i fit %s', (largest, name) => {
      const type = maskTypeFor(largest);
      expect(type.name).toBe(name);
      const bytes = encodeMaskVoxels(Uint8Array.of(0, 1, 2), [0, 1, largest], type);
      expect([...viewVoxels(type.name, bytes.buffer, 0, 3)]).toEqual([0, 1, largest]);
    });

  it('an index that the table does not know is background, and a value beyond 2³¹ − 1 has no type', () => {
    expect([...encodeMaskVoxels(Uint8Array.of(7), [0, 1], maskTypeFor(1))]).toEqual([0]);
    expect(() => maskTypeFor(2 ** 31)).toThrow(RangeError);
  });
});
