import { describe, expect, it } from 'vitest';
import { slicePlane, sliceSteps } from '#shared/geometry/slice-plane.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { cutLinear, patientPlane } from '#shared/voxels/resample-plane.ts';
import { finish } from '#shared/regions/grid.ts';
import { projections, projectCuts, projectSlab, projectValues, slicesAround, stepThrough } from '#shared/voxels/slab.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';

const size: Vec3 = [7, 6, 5];
const geometry = { size, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const };
const count = 7 * 6 * 5;
const whole = Int16Array.from({ length: count }, (_, at) => ((at * 7919) % 4001) - 2000);
const holes = Float32Array.from(whole, (value, at) => (at % 11 === 0 ? NaN : value / 7));
const arrays = { whole, holes };
const first = 1;
const last = 3;

const asked = `
import warnings
warnings.simplefilter('ignore')
def slabs(name):
    data = array(name).reshape((5, 6, 7)).astype(numpy.float64)
    return [[kind(data.take(range(1, 4), 2 - axis), axis=2 - axis).ravel().tolist() for kind in (numpy.nanmax, numpy.nanmin, numpy.nanmean)] for axis in (0, 1, 2)]
answer({name: slabs(name) for name in ('whole', 'holes')})
`;

/** As stored, row by row along the slower of the two axes, which is numpy's order. */
function ours(voxels: Int16Array | Float32Array, axis: AxisIndex, projection: (typeof projections)[number], base: number, sign: 1 | -1): number[] {
  const plane = slicePlane(geometry, axis, false);
  const into = new Float32Array(plane.right.count * plane.down.count);
  finish(projectSlab(voxels, sliceSteps(plane, size, first), stepThrough(plane, size), last - first + 1, plane.right.count, plane.down.count, base, sign, projection, into));
  return Array.from(into, (value) => value * sign + base);
}

describe.skipIf(!pythonAvailable)(`numpy${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(asked, arrays, []) as Record<keyof typeof arrays, number[][][]>;
  for (const name of ['whole', 'holes'] as const) {
    it.each([0, 1, 2] as const)(`has the same largest, smallest and mean values, of ${name}, along axis %d`, (axis) => {
      projections.forEach((projection, at) => {
        const wanted = theirs[name][axis]![at]!;
        ours(arrays[name], axis, projection, 100, 1).forEach((value, pixel) => expect(value).toBeCloseTo(wanted[pixel]!, 2));
      });
    });
  }

  it.each([0, 1, 2] as const)('has the same values of the same grid cut slice by slice, along axis %d', (axis) => {
    const plane = slicePlane(geometry, axis, false);
    const planes = [1, 2, 3].map((slice) => patientPlane(geometry, plane, slice));
    projections.forEach((projection, at) => {
      const into = new Float32Array(plane.right.count * plane.down.count);
      finish(projectCuts({ voxels: whole, geometry, slope: 1, intercept: 0 }, planes, projection, into));
      into.forEach((value, pixel) => expect(value).toBeCloseTo(theirs.whole[axis]![at]![pixel]!, 2));
    });
  });

  it('finds largest real values where they fall as stored ones grow', () => {
    const smallestStored = theirs.whole[2]![1]!;
    ours(arrays.whole, 2, 'max', 0, -1).forEach((value, pixel) => expect(value).toBeCloseTo(smallestStored[pixel]!, 2));
  });
});

describe('a slab', () => {
  it('of another grid is what its cuts are together, and nothing where none of them has a value', () => {
    const other = { size: [5, 5, 4] as Vec3, affine: [1.3, 0.2, 0, 1.1, -0.2, 1.3, 0.1, 0.7, 0, -0.1, 1.2, 0.4] as const };
    const image = { voxels: whole.subarray(0, 100), geometry: other, slope: -2, intercept: 5 };
    const plane = slicePlane(geometry, 1, false);
    const planes = [0, 1, 2, 3, 4].map((slice) => patientPlane(geometry, plane, slice));
    const cuts = planes.map((one) => {
      const into = new Float32Array(35);
      cutLinear(image, one, into);
      return into;
    });
    for (const projection of projections) {
      const into = new Float32Array(35);
      const shares = [...projectCuts(image, planes, projection, into)];
      expect(shares.length).toBeGreaterThan(1);
      expect(shares.at(-1)).toBe(1);
      into.forEach((value, pixel) => {
        const wanted = projectValues(cuts.map((cut) => cut[pixel]!), projection);
        if (Number.isNaN(wanted)) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(wanted, 2);
      });
      expect(into.some(Number.isNaN) && !into.every(Number.isNaN)).toBe(true);
    }
  });

  it('holds the slices whose centres lie no further than half its thickness, and none beyond the volume', () => {
    expect(slicesAround(100, 50, 2.5, 10)).toEqual({ first: 48, last: 52 });
    expect(slicesAround(100, 50, 2.5, 9.9)).toEqual({ first: 49, last: 51 });
    expect(slicesAround(100, 50, 0.1, 0.6)).toEqual({ first: 47, last: 53 });
    expect(slicesAround(100, 50, 3, 1)).toEqual({ first: 50, last: 50 });
    expect(slicesAround(100, 1, 1, 10)).toEqual({ first: 0, last: 6 });
  });

  it('reads as one value what is no number where nothing else is', () => {
    expect(projectValues([NaN, 3, -1], 'mean')).toBe(1);
    expect(projectValues([NaN, 3, -1], 'min')).toBe(-1);
    expect(projectValues([NaN], 'max')).toBeNaN();
  });
});
