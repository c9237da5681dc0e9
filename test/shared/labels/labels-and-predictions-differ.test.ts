import { expect, it } from 'vitest';
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import { sliceDifference } from '#shared/labels/slice-difference.ts';
import type { AxisIndex, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';

const geometry: VolumeGeometry = { size: [3, 2, 2], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0] };
// Two slices of two rows; the second has what the first has not.
const labels = Uint8Array.from([1, 1, 0, 0, 2, 2, 0, 0, 0, 3, 3, 3]);
const prediction = Uint8Array.from([1, 0, 1, 0, 1, 2, 0, 0, 1, 0, 0, 1]);
const at = (axis: AxisIndex, slice: number, left: number[] = []) => sliceDifference(labels, prediction, slicePlane(geometry, axis), geometry.size, slice, new Set(left));

it('each voxel of a slice that differs is counted once: only drawn, only predicted, or labelled otherwise', () => {
  expect(at(2, 0)).toEqual({ drawn: 1, predicted: 1, other: 1 });
  expect(at(2, 1)).toEqual({ drawn: 2, predicted: 1, other: 1 });
});

it('whatever plane it is seen in, all slices together hold the same differences', () => {
  for (const axis of [0, 1, 2] as const) {
    const slices = Array.from({ length: geometry.size[axis] }, (_, slice) => at(axis, slice));
    const total = (kind: 'drawn' | 'predicted' | 'other') => slices.reduce((sum, one) => sum + one[kind], 0);
    expect([total('drawn'), total('predicted'), total('other')], String(axis)).toEqual([3, 2, 2]);
  }
});

it('a label that is hidden is background on both sides', () => {
  expect(at(2, 1, [3])).toEqual({ drawn: 0, predicted: 2, other: 0 });
  expect(at(2, 0, [1, 2])).toEqual({ drawn: 0, predicted: 0, other: 0 });
});
