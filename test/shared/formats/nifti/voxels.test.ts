import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeVoxels, parseHeader } from '#shared/formats/nifti/nifti.ts';
import { niftiHeader, type NiftiParts } from './nifti-bytes.ts';

type Setter = (view: DataView, at: number, value: number, littleEndian: boolean) => void;
/** Datatype code, bytes, how DataView writes it, and values at the edge of its range. */
const types: readonly (readonly [number, string, number, Setter, readonly number[]])[] = [
  [2, 'uint8', 1, (v, at, x) => v.setUint8(at, x), [0, 1, 128, 255]],
  [256, 'int8', 1, (v, at, x) => v.setInt8(at, x), [-128, -1, 0, 127]],
  [4, 'int16', 2, (v, at, x, le) => v.setInt16(at, x, le), [-32_768, -1, 258, 32_767]],
  [512, 'uint16', 2, (v, at, x, le) => v.setUint16(at, x, le), [0, 258, 32_768, 65_535]],
  [8, 'int32', 4, (v, at, x, le) => v.setInt32(at, x, le), [-(2 ** 31), -1, 66_051, 2 ** 31 - 1]],
  [768, 'uint32', 4, (v, at, x, le) => v.setUint32(at, x, le), [0, 66_051, 2 ** 31, 2 ** 32 - 1]],
  [16, 'float32', 4, (v, at, x, le) => v.setFloat32(at, x, le), [-1.5, 0, 0.15625, 2 ** 100]],
  [64, 'float64', 8, (v, at, x, le) => v.setFloat64(at, x, le), [-Math.PI, 0, 1e-300, 1e300]],
  [1024, 'float64', 8, (v, at, x, le) => v.setBigInt64(at, BigInt(x), le), [-(2 ** 53 - 1), -1, 258, 2 ** 53 - 1]],
  [1280, 'float64', 8, (v, at, x, le) => v.setBigUint64(at, BigInt(x), le), [0, 1, 258, 2 ** 53 - 1]],
];

function decode(parts: NiftiParts, bytes: Uint8Array): ReturnType<typeof decodeVoxels> {
  return decodeVoxels(parseHeader(niftiHeader(parts), 'scan.nii'), bytes, 'scan.nii');
}

describe.each(types)('datatype %i', (datatype, voxelType, bytes, set, values) => {
  it.each([true, false])(`comes back as ${voxelType}, value for value (little-endian: %s)`, (littleEndian) => {
    const stored = new Uint8Array(4 * bytes);
    values.forEach((value, n) => set(new DataView(stored.buffer), n * bytes, value, littleEndian));
    const decoded = decode({ datatype, littleEndian, dim: [3, 4, 1, 1] }, stored);
    expect(decoded.voxelType).toBe(voxelType);
    expect([...decoded.timePoints[0]!]).toEqual(values);
  });
});

describe('voxels', () => {
  it('that begin at an odd address are read all the same', () => {
    const shifted = new Uint8Array(9).subarray(1);
    new DataView(shifted.buffer, 1).setInt16(2, -7, true);
    expect([...decode({ dim: [3, 4, 1, 1] }, shifted).timePoints[0]!]).toEqual([0, -7, 0, 0]);
  });

  it('of several time points are apart, in order', () => {
    const { timePoints } = decode({ datatype: 2, dim: [4, 2, 1, 1, 3] }, Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(timePoints.map((voxels) => [...voxels])).toEqual([[1, 2], [3, 4], [5, 6]]);
  });

  it('as 64-bit integers that no double holds are refused rather than rounded', () => {
    for (const beyond of [2n ** 53n, 2n ** 53n + 1n, -(2n ** 60n)]) {
      const bytes = new Uint8Array(new BigInt64Array([beyond]).buffer);
      expect(() => decode({ datatype: 1024, dim: [3, 1, 1, 1] }, bytes)).toThrow(/2\^53/);
    }
  });

  it('that are cut short are refused with what was promised and what is there, at every length', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 47 }), (length) => {
      expect(() => decode({ dim: [3, 4, 3, 2] }, new Uint8Array(length))).toThrow(new RegExp(`promises 48 bytes of voxels and ${length} are there`));
    }));
  });

  it('that are NaN or infinite are kept and counted; an image without any number is refused', () => {
    const some = decode({ datatype: 16, dim: [3, 4, 1, 1] }, new Uint8Array(Float32Array.of(NaN, 1, -Infinity, 2).buffer));
    expect([...some.timePoints[0]!]).toEqual([NaN, 1, -Infinity, 2]);
    expect(some.warnings.map(({ en }) => en)).toEqual([expect.stringMatching(/2 voxels are NaN or infinite/)]);
    expect(() => decode({ datatype: 64, dim: [3, 2, 1, 1] }, new Uint8Array(Float64Array.of(NaN, NaN).buffer))).toThrow(/no number at all/);
  });
});
