import { describe, expect, it } from 'vitest';
import { indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { cutLinear, cutNearest, patientPlane, valueAtPlace } from '#shared/voxels/resample-plane.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';

/** Right-handed, turned about two axes, as a tilted series lies. */
function turned(spacing: Vec3, [about, tilt]: readonly [number, number], origin: Vec3): Affine {
  const [c, s, d, t] = [Math.cos(about), Math.sin(about), Math.cos(tilt), Math.sin(tilt)];
  const columns: readonly [Vec3, Vec3, Vec3] = [[c, s * d, s * t], [-s, c * d, c * t], [0, -t, d]];
  const row = (r: 0 | 1 | 2) => [columns[0][r] * spacing[0], columns[1][r] * spacing[1], columns[2][r] * spacing[2], origin[r]] as const;
  return [...row(0), ...row(1), ...row(2)];
}

const size: Vec3 = [11, 9, 7];
const voxels = Int16Array.from({ length: 11 * 9 * 7 }, (_, at) => ((at * 7919) % 2003) - 900);
const labels = Uint8Array.from(voxels, (value) => Math.abs(value) % 5);
const source = { size, affine: turned([1.7, 1.1, 2.9], [0.5, -0.3], [-8, 3, -5]) };
const slope = 2;
const intercept = -7;
// Another grid in the same place: finer, turned another way, larger than the source, so that some of it lies outside.
const middle = indexToWorld(source.affine, [5, 4, 3]);
const corner = indexToWorld(turned([1, 1.2, 1.6], [-0.4, 0.9], [0, 0, 0]), [12, 10, 8]);
const own = { size: [25, 21, 17] as Vec3, affine: turned([1, 1.2, 1.6], [-0.4, 0.9], [middle[0] - corner[0], middle[1] - corner[1], middle[2] - corner[2]]) };
const cases = ([0, 1, 2] as const).map((axis) => {
  const plane = slicePlane(own, axis);
  return { name: `slice ${axis}`, plane: patientPlane(own, plane, Math.floor(plane.slices / 2)) };
});
cases.push({ name: 'itself', plane: patientPlane(source, slicePlane(source, 2), 3) });

/** A slice as an image of one slice; SimpleITK's directions are the columns, of length one. */
const asked = `
import SimpleITK as sitk
def image(data, affine):
    matrix = numpy.array(affine).reshape(3, 4)
    spacing = numpy.linalg.norm(matrix[:, :3], axis=0)
    made = sitk.GetImageFromArray(data)
    made.SetSpacing(spacing.tolist()); made.SetOrigin(matrix[:, 3].tolist())
    made.SetDirection((matrix[:, :3] / spacing).ravel().tolist())
    return made
given = parameters[0]
data = array('voxels').reshape(given['shape'])
real = image(data.astype(numpy.float64) * 2 - 7, given['affine'])
marked = image(array('labels').reshape(given['shape']), given['affine'])
result = {}
for each in given['planes']:
    right, down = numpy.array(each['right']), numpy.array(each['down'])
    through = numpy.cross(right, down)
    spacing = [float(numpy.linalg.norm(one)) for one in (right, down)] + [1.0]
    direction = numpy.column_stack([right / spacing[0], down / spacing[1], through / numpy.linalg.norm(through)])
    to = dict(size=[each['columns'], each['rows'], 1], transform=sitk.Transform(), outputOrigin=each['origin'], outputSpacing=spacing, outputDirection=direction.ravel().tolist())
    linear = sitk.Resample(real, interpolator=sitk.sitkLinear, defaultPixelValue=-1e6, **to)
    nearest = sitk.Resample(marked, interpolator=sitk.sitkNearestNeighbor, defaultPixelValue=0, **to)
    result[each['name']] = [sitk.GetArrayFromImage(one).ravel().tolist() for one in (linear, nearest)]
answer(result)
`;

describe.skipIf(!pythonAvailable)(`SimpleITK${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(asked, { voxels, labels }, [
    { shape: [...size].reverse(), affine: source.affine, planes: cases.map(({ name, plane }) => ({ name, ...plane })) },
  ]) as Record<string, [number[], number[]]>;
  const volume = { voxels, geometry: source, slope, intercept };

  it.each(cases)('sees the same values and labels on a tilted plane: $name', ({ name, plane }) => {
    const [linear, nearest] = theirs[name]!;
    const count = plane.columns * plane.rows;
    const [values, marked] = [new Float32Array(count), new Uint8Array(count)];
    cutLinear(volume, plane, values);
    cutNearest(labels, source, plane, marked);
    expect(Math.max(...linear.map((value, at) => (value === -1e6 ? (Number.isNaN(values[at]!) ? 0 : Infinity) : Math.abs(value - values[at]!))))).toBeLessThan(1e-3);
    expect(Array.from(marked)).toEqual(nearest);
    // Both inside and outside were asked about, or the whole of the slice itself.
    const inside = linear.filter((value) => value !== -1e6).length;
    expect(inside).toBeGreaterThan(30);
    if (name !== 'itself') expect(inside).toBeLessThan(count);
    // The same, place by place.
    linear.forEach((value, at) => {
      const [column, row] = [at % plane.columns, Math.floor(at / plane.columns)];
      const place = [0, 1, 2].map((n) => plane.origin[n]! + column * plane.right[n]! + row * plane.down[n]!) as unknown as Vec3;
      const read = valueAtPlace(volume, place);
      if (value === -1e6) expect(read).toBeNull();
      else expect(read).toBeCloseTo(value, 6);
    });
  });
});

it('has the stored values themselves at the centres of voxels', () => {
  const plane = slicePlane(source, 0);
  const cut = new Float32Array(plane.right.count * plane.down.count);
  cutLinear({ voxels, geometry: source, slope, intercept }, patientPlane(source, plane, 4), cut);
  const back = invertAffine(source.affine);
  const { origin } = patientPlane(source, plane, 4);
  const [i, j, k] = indexToWorld(back, origin).map(Math.round) as unknown as Vec3;
  expect(cut[0]).toBeCloseTo(slope * voxels[i + 11 * (j + 9 * k)]! + intercept, 3);
});
