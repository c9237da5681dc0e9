import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { finish } from '#shared/regions/grid.ts';
import { inRealValues, labelStatistics } from '#shared/regions/statistics.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { lumps } from './phantoms.ts';

const size: Vec3 = [48, 40, 31];
const spacingMm: Vec3 = [0.7, 1.1, 2.5];
const [one, other] = [lumps(size, 1, 3, 0), lumps(size, 2, 2, 1)];
/** 1 has more voxels than are sorted, 300 and 70000 do not fit a byte, the last is a single voxel. */
const labels = Int32Array.from(one, (value, at) => (at === 5 ? 7 : other[at] === 1 ? 70_000 - 69_700 * one[at]! : value));
const draws = randomDraws(3, 'noise', 0, 0);
const noise = Float64Array.from(labels, (label) => 100 + (label % 997) + 80 * draws.normal());
const images: Record<string, VoxelArray> = {
  int16: Int16Array.from(noise),
  uint8: Uint8Array.from(noise, (value) => Math.min(255, Math.max(0, value))),
  // Far from 0, where the squares of values lose the deviation; and partly not a number.
  float32: Float32Array.from(noise, (value, at) => (at % 11 === 0 ? [NaN, Infinity, -Infinity][at % 3]! : 1e5 + value)),
  int32: Int32Array.from(noise, (value) => 4_000_000 + value),
};

const measured = `
import SimpleITK as sitk
size, spacing = parameters
labels = array('labels').reshape(size[::-1])
shapes = sitk.LabelShapeStatisticsImageFilter()
image = sitk.GetImageFromArray(labels)
image.SetSpacing(spacing)
shapes.Execute(image)
def place(label):
    first_i, first_j, first_k, ni, nj, nk = shapes.GetBoundingBox(label)
    return {'voxels': shapes.GetNumberOfPixels(label), 'mm3': shapes.GetPhysicalSize(label), 'first': [first_i, first_j, first_k],
      'last': [first_i + ni - 1, first_j + nj - 1, first_k + nk - 1], 'centroid': [mm / step for mm, step in zip(shapes.GetCentroid(label), spacing)]}
def numbers(values):
    values = values[numpy.isfinite(values)].astype(float)
    return {'mean': values.mean(), 'standardDeviation': values.std(ddof=1) if len(values) > 1 else 0, 'lowest': values.min(), 'highest': values.max(), 'median': numpy.median(values)}
answer({str(label): {'place': place(label), **{name: numbers(array(name)[labels.ravel() == label]) for name in ('int16', 'uint8', 'float32', 'int32')}} for label in shapes.GetLabels()})
`;

interface Theirs {
  readonly place: { voxels: number; mm3: number; first: number[]; last: number[]; centroid: number[] };
  readonly [image: string]: Record<string, unknown>;
}

describe.skipIf(!pythonAvailable)(`SimpleITK and numpy${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(measured, { labels, ...images }, [size, spacingMm]) as Record<string, Theirs>;

  for (const [name, image] of Object.entries(images)) {
    it(`measure the same labels of an ${name} image`, () => {
      const ours = finish(labelStatistics(labels, image, { size, spacingMm }));
      expect([...ours.keys()].map(String).sort()).toEqual(Object.keys(theirs).sort());
      expect(ours.get(1)!.voxels).toBeGreaterThan(20_000);
      for (const [label, { voxels, volumeMm3, volumeMl, centroid, box, values }] of ours) {
        const { place, [name]: wanted } = theirs[label]!;
        expect({ voxels, ...box }).toEqual({ voxels: place.voxels, first: place.first, last: place.last });
        expect(volumeMm3 / place.mm3).toBeCloseTo(1, 12);
        expect(volumeMl).toBeCloseTo(place.mm3 / 1000, 9);
        centroid.forEach((one, axis) => expect(one).toBeCloseTo(place.centroid[axis]!, 9));
        for (const [what, value] of Object.entries(values!)) expect(Math.abs((value as number) - (wanted![what] as number)), `${what} of ${label}`).toBeLessThanOrEqual(1e-9 * Math.abs(wanted![what] as number));
      }
    });
  }
});

describe('statistics', () => {
  const grid = { size: [4, 1, 1], spacingMm: [1, 1, 1] } as const;

  it('have no values without an image, or where it has none', () => {
    const two = Uint8Array.of(1, 1, 2, 0);
    expect(finish(labelStatistics(two, null, grid)).get(1)!.values).toBeNull();
    const found = finish(labelStatistics(two, Float32Array.of(3, 5, NaN, 1), grid));
    expect(found.get(2)!.values).toBeNull();
    expect(found.get(1)!.values).toEqual({ mean: 4, standardDeviation: Math.SQRT2, lowest: 3, highest: 5, median: 4 });
    expect(finish(labelStatistics(new Uint8Array(4), null, grid)).size).toBe(0);
  });

  it('become those of real values, also where the slope turns them around', () => {
    const values = { mean: 4, standardDeviation: 1, lowest: 3, highest: 6, median: 4 };
    expect(inRealValues(values, -2, 10)).toEqual({ mean: 2, standardDeviation: 2, lowest: -2, highest: 4, median: 2 });
  });
});
