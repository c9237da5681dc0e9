import { describe, expect, it } from 'vitest';
import { indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import type { Affine, AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { areaInSlice } from '#shared/measurements/area-in-slice.ts';
import { measure } from '#shared/measurements/measure.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';

/** Turned about an axis that is none of the patient's, voxels of 0.7 × 1.1 × 2.5 mm. */
const size: Vec3 = [37, 29, 23];
const direction: readonly Vec3[] = turn([1, 2, 3], 0.6);
const spacing: Vec3 = [0.7, 1.1, 2.5];
const column = (axis: AxisIndex): Vec3 => [0, 1, 2].map((row) => direction[row]![axis] * spacing[axis]) as unknown as Vec3;
const origin: Vec3 = [-31.5, 12.25, 80];
const affine: Affine = [0, 1, 2].flatMap((row) => [column(0)[row]!, column(1)[row]!, column(2)[row]!, origin[row]!]) as unknown as Affine;
const draws = randomDraws(11, 'noise', 0, 0);
const voxels = Int16Array.from({ length: size[0] * size[1] * size[2] }, () => 300 + 200 * draws.normal());
const [slope, intercept] = [0.5, -1000];

/** Rodrigues' formula; rows of the matrix. */
function turn(axis: Vec3, angle: number): Vec3[] {
  const length = Math.hypot(...axis);
  const [x, y, z] = axis.map((part) => part / length) as unknown as Vec3;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [
    [c + x * x * (1 - c), x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
    [y * x * (1 - c) + z * s, c + y * y * (1 - c), y * z * (1 - c) - x * s],
    [z * x * (1 - c) - y * s, z * y * (1 - c) + x * s, c + z * z * (1 - c)],
  ];
}

interface Drawn {
  readonly kind: 'ellipse' | 'polygon';
  readonly axis: AxisIndex;
  readonly slice: number;
  /** In millimetres along the two axes of the slice, from its voxel 0, 0. */
  readonly mm: readonly (readonly [number, number])[];
}

const drawn: readonly Drawn[] = [
  { kind: 'ellipse', axis: 2, slice: 9, mm: [[12, 15], [19, 18], [9, 22]] },
  { kind: 'ellipse', axis: 0, slice: 20, mm: [[15, 30], [15, 44], [8.5, 30]] },
  { kind: 'polygon', axis: 1, slice: 14, mm: [[2, 3], [22, 6], [20, 51], [11, 20], [4, 44]] },
  // Partly beyond the image.
  { kind: 'polygon', axis: 2, slice: 0, mm: [[-8, -5], [14, 7], [3, 60]] },
  { kind: 'ellipse', axis: 1, slice: 28, mm: [[24, 2], [30, 2], [24, 14]] },
];
const inPlane = (axis: AxisIndex): readonly [AxisIndex, AxisIndex] => [axis === 0 ? 1 : 0, axis === 2 ? 1 : 2];
const worldOf = ({ axis, slice, mm }: Drawn): Vec3[] => mm.map((place) => {
  const [u, v] = inPlane(axis);
  const index: [number, number, number] = [slice, slice, slice];
  [index[u], index[v]] = [place[0] / spacing[u], place[1] / spacing[v]];
  return indexToWorld(affine, index);
});

// In patient space alone, without a grid: which voxel centres lie in the slice's plane and inside the shape.
const theirs = `
shape, slope, intercept, rows, drawn = parameters
values = array('voxels').reshape(shape[::-1]).transpose(2, 1, 0) * slope + intercept
matrix = numpy.array(rows).reshape(3, 4)
index = numpy.stack(numpy.meshgrid(*[numpy.arange(n) for n in shape], indexing='ij'), -1)
world = index @ matrix[:, :3].T + matrix[:, 3]
def holds(one):
    points = numpy.array(one['points'])
    chosen = index[..., one['axis']] == one['slice']
    if one['kind'] == 'ellipse':
        # Of a shear of the circle: the coordinates along both conjugate half axes.
        a, b = points[1] - points[0], points[2] - points[0]
        parts = numpy.linalg.lstsq(numpy.stack([a, b], 1), (world[chosen] - points[0]).T, rcond=None)[0]
        inside = (parts ** 2).sum(0) <= 1
    else:
        # Winding by the angles under which the edges are seen.
        normal = numpy.cross(matrix[:, (one['axis'] + 1) % 3], matrix[:, (one['axis'] + 2) % 3])
        normal /= numpy.linalg.norm(normal)
        seen = numpy.zeros(chosen.sum())
        for here, there in zip(points, numpy.roll(points, -1, 0)):
            p, q = here - world[chosen], there - world[chosen]
            seen += numpy.arctan2(numpy.cross(p, q) @ normal, (p * q).sum(-1))
        inside = numpy.round(seen / (2 * numpy.pi)).astype(int) % 2 != 0
    return values[chosen][inside]
def numbers(found):
    return {'samples': len(found), 'mean': found.mean(), 'standardDeviation': found.std(ddof=1), 'lowest': found.min(), 'highest': found.max(), 'median': numpy.median(found)}
def area(one):
    points = numpy.array(one['points'])
    if one['kind'] == 'ellipse':
        gram = numpy.array([[p @ q for q in points[1:] - points[0]] for p in points[1:] - points[0]])
        return numpy.pi * numpy.sqrt(numpy.linalg.det(gram))
    # Fans of triangles, signed, by Heron's three sides and the side of the plane.
    total = numpy.zeros(3)
    for p, q in zip(points[1:], points[2:]):
        total += numpy.cross(p - points[0], q - points[0]) / 2
    return numpy.linalg.norm(total)
answer([{'statistics': numbers(holds(one)), 'area': area(one)} for one in drawn])
`;

describe.skipIf(!pythonAvailable)(`areas on an oblique grid, as numpy finds them in patient space${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const shapes = drawn.map((one) => ({ ...one, points: worldOf(one) }));
  const found = askAboutArrays(theirs, { voxels }, [size, slope, intercept, affine, shapes]) as { statistics: Record<string, number>; area: number }[];
  const toIndex = invertAffine(affine);

  it.each(shapes.map((shape, n) => [`${shape.kind} across axis ${shape.axis}`, shape, found[n]!] as const))('%s', (_, { kind, axis, slice, points }, wanted) => {
    const statistics = areaInSlice(kind, points.map((point) => indexToWorld(toIndex, point)), axis, slice, { voxels, size, slope, intercept })!;
    expect(wanted.statistics['samples']).toBeGreaterThan(15);
    for (const [name, value] of Object.entries(statistics)) expect(value, name).toBeCloseTo(wanted.statistics[name]!, 6);
    expect(measure({ kind, points }, { affine, trust: 'known' })).toEqual({ value: expect.closeTo(wanted.area, 8) as number, unit: 'mm2' });
  });
});

describe('lengths and angles on an oblique grid', () => {
  it('are those of the millimetres that voxels are apart', () => {
    const at = (...index: Vec3): Vec3 => indexToWorld(affine, index);
    // 10 voxels of 0.7 mm and 6 of 2.5 mm at a right angle: legs of 7 and 15 mm.
    expect(measure({ kind: 'distance', points: [at(3, 4, 5), at(13, 4, 11)] }, { affine, trust: 'known' })!.value).toBeCloseTo(Math.sqrt(7 ** 2 + 15 ** 2), 9);
    expect(measure({ kind: 'angle', points: [at(13, 4, 5), at(3, 4, 5), at(13, 4, 11)] }, { affine, trust: 'known' })!.value).toBeCloseTo((Math.atan2(15, 7) * 180) / Math.PI, 9);
  });
});
