/** Random but honest geometries for property tests: rotated, anisotropic, sheared up to a gantry's tilt. */
import fc from 'fast-check';
import type { Affine, AxisIndex, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { AxisOrder } from '#shared/geometry/axis-order.ts';

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });

/** Rotation (unit quaternion) × shear of k over j × spacing, any handedness. */
const affineWithShear = (shear: fc.Arbitrary<number>): fc.Arbitrary<Affine> => fc
  .record({
    quaternion: fc.tuple(finite(-1, 1), finite(-1, 1), finite(-1, 1), finite(-1, 1)).filter((q) => Math.hypot(...q) > 0.1),
    spacing: fc.tuple(finite(0.2, 8), finite(0.2, 8), finite(0.2, 8)),
    shear,
    mirrored: fc.boolean(),
    origin: fc.tuple(finite(-500, 500), finite(-500, 500), finite(-500, 500)),
  })
  .map(({ quaternion, spacing, shear, mirrored, origin }) => {
    const length = Math.hypot(...quaternion);
    const [w, x, y, z] = quaternion.map((q) => q / length) as [number, number, number, number];
    const columns = [
      [1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)],
      [2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w)],
      [2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)],
    ] as [Vec3, Vec3, Vec3];
    const sign = mirrored ? -1 : 1;
    const row = (r: AxisIndex): [number, number, number, number] => [
      columns[0][r] * spacing[0] * sign,
      columns[1][r] * spacing[1],
      (columns[2][r] + shear * columns[1][r]) * spacing[2],
      origin[r],
    ];
    return [...row(0), ...row(1), ...row(2)] as Affine;
  });

export const arbitraryAffine = affineWithShear(finite(-0.5, 0.5));
/** Axes at right angles. */
export const arbitraryRectangularAffine = affineWithShear(fc.constant(0));

export const arbitrarySize: fc.Arbitrary<Vec3> =
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));

export const arbitraryGeometry: fc.Arbitrary<VolumeGeometry> = fc.record({ size: arbitrarySize, affine: arbitraryAffine });

export const arbitraryOrder: fc.Arbitrary<AxisOrder> = fc.record({
  from: fc.shuffledSubarray<AxisIndex>([0, 1, 2], { minLength: 3, maxLength: 3 }).map((axes) => axes as unknown as [AxisIndex, AxisIndex, AxisIndex]),
  flip: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
});
