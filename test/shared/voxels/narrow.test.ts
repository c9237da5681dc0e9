import fc from 'fast-check';
import { expect, it } from 'vitest';
import { narrowIntegers } from '#shared/voxels/narrow.ts';
import { bytesPerVoxel } from '#shared/voxels/voxel-type.ts';

it.each([
  [[0, 255], 'uint8'], [[-1, 255], 'int16'], [[0, 256], 'int16'], [[-32_768, 32_767], 'int16'],
  [[0, 32_768], 'uint16'], [[0, 65_535], 'uint16'], [[-1, 32_768], 'int32'], [[0, 65_536], 'int32'], [[], 'uint8'],
] as const)('integers %j fit %s', (values, type) => {
  expect(narrowIntegers(Int32Array.from(values)).voxelType).toBe(type);
});

it('integers keep their values, whatever type they come to', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 31 }).chain((bits) => fc.array(fc.integer({ min: -(2 ** bits), max: 2 ** bits - 1 }))), (values) => {
    const { voxelType, voxels } = narrowIntegers(Int32Array.from(values));
    expect([...voxels]).toEqual(values);
    expect(voxels.BYTES_PER_ELEMENT).toBe(bytesPerVoxel[voxelType]);
  }));
});
