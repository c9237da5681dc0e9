import { describe, expect, it } from 'vitest';
import { parseHeader } from '#shared/formats/nifti/nifti.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { niftiHeader, type NiftiParts } from './nifti-bytes.ts';

function refusal(bytes: Uint8Array): UserFacingError {
  try {
    parseHeader(bytes, 'scan.nii');
  } catch (error) {
    if (error instanceof UserFacingError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a header is refused with its reason', () => {
  it.each<[string, NiftiParts, string, RegExp]>([
    ['no slices', { dim: [3, 4, 3, 0] }, 'corrupt', /dimensions 4 × 3 × 0/],
    ['a negative dimension', { dim: [3, 4, -3, 2] }, 'corrupt', /4 × -3 × 2/],
    ['no dimensions at all', { dim: [0] }, 'corrupt', /dimensions 0/],
    ['eight dimensions', { dim: [8, 1, 1, 1, 1, 1, 1, 1] }, 'corrupt', /at least 1/],
    ['three values a voxel', { dim: [5, 4, 3, 2, 1, 3] }, 'unsupported-file', /more than one value/],
    ['another magic', { magic: 'n-1\0' }, 'unsupported-file', /not a NIfTI file/],
    ['the magic of the other version', { magic: 'n+2\0' }, 'unsupported-file', /not a NIfTI file/],
    ['no magic: Analyze 7.5', { magic: '\0\0\0\0' }, 'unsupported-file', /Analyze 7\.5/],
    ['line ends rewritten on the way', { version: 2, magic: 'n+2\0\n\x1a\n' }, 'corrupt', /text mode/],
    ['voxels that begin inside the header', { voxelOffset: 100 }, 'corrupt', /byte 100, inside the header/],
    ['an offset that is no number', { voxelOffset: NaN }, 'corrupt', /byte NaN/],
    ['single bits', { datatype: 1 }, 'unsupported-file', /voxel type 1,/],
    ['complex64', { datatype: 32 }, 'unsupported-file', /complex64/],
    ['complex128', { datatype: 1792 }, 'unsupported-file', /complex128/],
    ['complex256', { datatype: 2048 }, 'unsupported-file', /complex256/],
    ['RGB', { datatype: 128 }, 'unsupported-file', /RGB24/],
    ['RGBA', { datatype: 2304 }, 'unsupported-file', /RGBA32/],
    ['float128', { datatype: 1536 }, 'unsupported-file', /128-bit/],
    ['a type that no standard knows', { datatype: 77 }, 'unsupported-file', /voxel type 77/],
    ['more voxels than numbers can count', { version: 2, dim: [3, 2 ** 30, 2 ** 30, 2 ** 30] }, 'corrupt', /cannot be read/],
  ])('%s', (_name, parts, code, sentence) => {
    const error = refusal(niftiHeader(parts));
    expect(error.code).toBe(code);
    expect(error.sentence.en).toMatch(sentence);
    expect(error.sentence.en).toMatch(/^scan\.nii .*[^.]\.$/);
    expect(error.sentence['zh-CN']).toMatch(/scan\.nii.*。$/);
  });

  it.each([0, 3, 4, 100, 347])('its first %i bytes alone', (length) => {
    expect(['corrupt', 'unsupported-file']).toContain(refusal(niftiHeader().subarray(0, length)).code);
  });
});

describe('a header is read', () => {
  it.each<[string, NiftiParts]>([
    ['extra dimensions of 1', { dim: [7, 4, 3, 2, 1, 1, 1, 1] }],
    ['an offset of 0: the usual place', { voxelOffset: 0 }],
    ['an offset that leaves out the extension flag', { voxelOffset: 348 }],
    ['big-endian', { littleEndian: false }],
    ['NIfTI-2', { version: 2 }],
    ['NIfTI-2, big-endian', { version: 2, littleEndian: false }],
  ])('with %s', (_name, parts) => {
    const header = parseHeader(niftiHeader(parts), 'scan.nii');
    expect(header).toMatchObject({ size: [4, 3, 2], timePoints: 1, storage: 'single', slope: 1, intercept: 0 });
    expect(header.voxelOffset).toBe(parts.voxelOffset === 348 ? 348 : parts.version === 2 ? 544 : 352);
  });

  it('with one dimension only, and with time points', () => {
    expect(parseHeader(niftiHeader({ dim: [1, 9] }), 'a')).toMatchObject({ size: [9, 1, 1], timePoints: 1 });
    expect(parseHeader(niftiHeader({ dim: [4, 4, 3, 2, 7] }), 'a')).toMatchObject({ timePoints: 7, voxelBytes: 4 * 3 * 2 * 7 * 2 });
  });

  it('as the half of a pair, whose voxels begin at the start of their own file', () => {
    expect(parseHeader(niftiHeader({ magic: 'ni1\0', voxelOffset: 0 }), 'a')).toMatchObject({ storage: 'pair', voxelOffset: 0 });
  });

  it.each([
    [0, 9, 1, 0], [NaN, 9, 1, 0], [Infinity, 9, 1, 0], [2, 5, 2, 5], [-1, 100, -1, 100], [2, NaN, 2, 0],
  ])('slope %d and intercept %d mean %d and %d', (slope, intercept, meantSlope, meantIntercept) => {
    expect(parseHeader(niftiHeader({ slope, intercept }), 'a')).toMatchObject({ slope: meantSlope, intercept: meantIntercept });
  });

  it('with the axis along which slices were acquired', () => {
    expect([0, 0x10, 0x20, 0x30].map((dimInfo) => parseHeader(niftiHeader({ dimInfo }), 'a').acquisitionAxis)).toEqual([null, 0, 1, 2]);
  });
});
