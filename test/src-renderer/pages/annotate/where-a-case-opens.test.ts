import { describe, expect, it } from 'vitest';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import { closestSlice } from '../../../../src-renderer/pages/annotate/first-view.ts';

const geometry = { size: [4, 5, 9] as const, affine: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 3, 0] as const };
const opened = (completeSlices: readonly number[]) => ({
  info: { sliceAxis: 2 } as CaseInfo,
  planes: [slicePlane(geometry, 0), slicePlane(geometry, 1), slicePlane(geometry, 2)] as const,
  completeSlices,
});

describe('a case that was never shown opens', () => {
  it('in the middle, where nothing is done', () => {
    expect(closestSlice(opened([]))).toBe(4);
  });
  it('at its first slice that is not complete, where some are', () => {
    expect(closestSlice(opened([0, 1, 3]))).toBe(2);
  });
  it('in the middle, where all is done', () => {
    expect(closestSlice(opened([0, 1, 2, 3, 4, 5, 6, 7, 8]))).toBe(4);
  });
});
