import { describe, expect, it } from 'vitest';
import { fillHoles } from '#shared/regions/fill-holes.ts';
import { finish } from '#shared/regions/grid.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { asked, differing, phantoms } from './phantoms.ts';

/** Without the axes of one voxel, along which SciPy would find everything open; the axis is one of ours: 0 is SciPy's last. */
const filled = `
from scipy import ndimage
def fill(mask, most):
    flat = numpy.squeeze(mask)
    full = ndimage.binary_fill_holes(flat)
    holes, count = ndimage.label(full & ~flat)
    small = numpy.bincount(holes.ravel(), minlength=count + 1) <= most
    small[0] = False
    return (flat | small[holes]).reshape(mask.shape)
def fill_slices(mask, axis, most):
    return numpy.stack([fill(mask.take(at, 2 - axis), most) for at in range(mask.shape[2 - axis])], 2 - axis)
answer({each['name']: [[fill(mask, most).ravel().astype(int)] + [fill_slices(mask, axis, most).ravel().astype(int) for axis in (0, 1, 2)]
  for most in (10**9, 2) for mask in [array(each['name']).reshape(each['shape']) > 0]] for each in parameters})
`;

describe.skipIf(!pythonAvailable)(`SciPy${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(filled, asked.arrays, asked.parameters) as Record<string, number[][][]>;
  let holes = 0;

  for (const { name, grid, mask } of phantoms) {
    it(`fills the same holes of the ${name}, in the volume and in slices of each axis, all or those up to two voxels`, () => {
      const [all, small] = theirs[name]!;
      const voxelMm3 = grid.spacingMm.reduce((product, step) => product * step, 1);
      for (const slices of [null, 0, 1, 2] as const) {
        const at = slices === null ? 0 : slices + 1;
        const largest = 2 * (slices === null ? voxelMm3 : voxelMm3 / grid.spacingMm[slices]);
        expect(differing(finish(fillHoles(mask, grid, { slices, largest: null })), all![at]!)).toBe(0);
        expect(differing(finish(fillHoles(mask, grid, { slices, largest })), small![at]!)).toBe(0);
        expect(differing(finish(fillHoles(mask, grid, { slices, largest: 0.9 * largest / 2 })), mask)).toBe(0);
        holes += all![at]!.filter((value, voxel) => value !== small![at]![voxel]).length;
      }
    });
  }

  it('was asked about larger holes too', () => {
    expect(holes).toBeGreaterThan(50);
  });
});
