import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { composeAffines, indexToWorld, invertAffine, voxelCount } from '#shared/geometry/affine.ts';
import { resampleLinear } from '#shared/geometry/resample-linear.ts';
import type { Affine, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { layOver } from '#shared/learning/lay-over.ts';
import { pythonAvailable, pythonMissing, runPython } from '../../python/python.ts';
import { arbitraryAffine, arbitraryGeometry, arbitrarySize } from '../geometry/arbitrary-geometry.ts';

/** A linear function of where a voxel lies in the patient: whatever grid samples it, linear interpolation gives it back. */
const ramp = ([x, y, z]: Vec3): number => 0.7 * x - 0.4 * y + 0.2 * z;

const indices = ({ size: [ni, nj] }: VolumeGeometry, at: number): Vec3 => [at % ni, Math.floor(at / ni) % nj, Math.floor(at / ni / nj)];

function sampled(geometry: VolumeGeometry, value: (world: Vec3) => number): Float32Array {
  return Float32Array.from({ length: voxelCount(geometry.size) }, (_, at) => value(indexToWorld(geometry.affine, indices(geometry, at))));
}

/** Where a voxel of one grid lies on another, counted in that one's voxels. */
function placeOn(from: VolumeGeometry, to: VolumeGeometry, at: number): Vec3 {
  return indexToWorld(composeAffines(invertAffine(from.affine), to.affine), indices(to, at));
}

/** Two grids about one place: random ones would seldom meet. */
const meeting = fc.tuple(arbitraryGeometry, arbitrarySize, arbitraryAffine).map(([from, size, affine]): { from: VolumeGeometry; to: VolumeGeometry } => {
  const middle = (geometry: VolumeGeometry): Vec3 =>
    indexToWorld(geometry.affine, geometry.size.map((length) => (length - 1) / 2) as unknown as Vec3);
  const [goal, is] = [middle(from), middle({ size, affine })];
  const moved = affine.map((value, at) => (at % 4 === 3 ? value + goal[Math.floor(at / 4)]! - is[Math.floor(at / 4)]! : value));
  return { from, to: { size, affine: moved as unknown as Affine } };
});

describe('an image on the grid of another', () => {
  it('has at every place of the patient what it had there, however oblique and differently spaced the two are', () => {
    let compared = 0;
    fc.assert(fc.property(meeting, ({ from, to }) => {
      const { values, inside } = resampleLinear(sampled(from, ramp), from, to, -9999);
      const expected = sampled(to, ramp);
      let covered = 0;
      values.forEach((value, at) => {
        const place = placeOn(from, to, at);
        const reach = Math.max(...place.map((one, axis) => Math.max(-one, one - (from.size[axis]! - 1))));
        // A number more or less on the face itself decides nothing.
        if (Math.abs(reach - 0.5) < 1e-6) return;
        if (reach <= 0) {
          compared++;
          expect(Math.abs(value - expected[at]!)).toBeLessThan(2e-3);
        }
        if (reach < 0.5) covered++;
        else expect(value).toBe(-9999);
      });
      expect(inside).toBeGreaterThanOrEqual(covered / values.length - 1e-9);
    }), { numRuns: 300 });
    expect(compared).toBeGreaterThan(1000);
  });

  it('is what it was, to the last bit, where both lie on one lattice', () => {
    fc.assert(fc.property(arbitraryGeometry, (geometry) => {
      const values = sampled(geometry, ([x, y, z]) => Math.sin(x) + Math.cos(3 * y) * z);
      expect(layOver(values, geometry, { ...geometry }, 0)).toEqual({ values, inside: 1 });
    }), { numRuns: 50 });
  });

  it('is made coarser first where it is finer, so that nothing is passed over; a ramp stays one', () => {
    const fine: VolumeGeometry = { size: [40, 40, 10], affine: [-0.5, 0, 0, 10, 0, -0.5, 0, 10, 0, 0, 2, -10] };
    const coarse: VolumeGeometry = { size: [8, 8, 8], affine: [-2, 0, 0, 7, 0, -2, 0, 7, 0, 0, 2, -8] };
    const { values, inside } = layOver(sampled(fine, ramp), fine, coarse, 0);
    expect(inside).toBe(1);
    const expected = sampled(coarse, ramp);
    values.forEach((value, at) => {
      const [i, j] = indices(coarse, at);
      if (i > 0 && i < 7 && j > 0 && j < 7) expect(value).toBeCloseTo(expected[at]!, 4);
    });
    // Stripes one fine voxel wide: samples of them would be all 0 or all 1, their mean is what a coarse voxel holds.
    const stripes = Float32Array.from({ length: voxelCount(fine.size) }, (_, at) => at % 2);
    const seen = layOver(stripes, fine, coarse, 0).values;
    for (const value of seen) expect(value).toBeCloseTo(0.5, 1);
  });

  const folder = mkdtempSync(path.join(tmpdir(), 'lamina-laid-over-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(!pythonAvailable)(`is what SimpleITK makes of it (${pythonMissing ?? 'linear, identity'})`, () => {
    const cosine = Math.cos(0.4);
    const sine = Math.sin(0.4);
    const from: VolumeGeometry = { size: [19, 23, 11], affine: [1.1 * cosine, -0.9 * sine, 0, -12, 1.1 * sine, 0.9 * cosine, 0, -9, 0, 0, 2.5, -14] };
    const to: VolumeGeometry = { size: [17, 15, 13], affine: [-1.3, 0, 0, 9, 0, 0, 1.6, -8, 0, -1.4, 0, 11] };
    const values = Float32Array.from({ length: voxelCount(from.size) }, (_, at) => Math.sin(at * 12.9898) * 100);
    writeFileSync(path.join(folder, 'from.raw'), new Uint8Array(values.buffer));
    const described = JSON.stringify({ from, to });
    runPython(`
import json, sys, numpy as np, SimpleITK as sitk
folder, described = sys.argv[1], json.loads(sys.argv[2])
def grid(g):
    A = np.array(g['affine']).reshape(3, 4)
    spacing = np.linalg.norm(A[:, :3], axis=0)
    return g['size'], A[:, 3].tolist(), spacing.tolist(), (A[:, :3] / spacing).ravel().tolist()
size, origin, spacing, direction = grid(described['from'])
image = sitk.GetImageFromArray(np.fromfile(folder + '/from.raw', '<f4').reshape(size[::-1]))
image.SetOrigin(origin); image.SetSpacing(spacing); image.SetDirection(direction)
size, origin, spacing, direction = grid(described['to'])
out = sitk.Resample(image, size, sitk.Transform(), sitk.sitkLinear, origin, spacing, direction, -1000.0, sitk.sitkFloat32)
sitk.GetArrayFromImage(out).astype('<f4').tofile(folder + '/to.raw')
`, [folder, described]);
    const bytes = readFileSync(path.join(folder, 'to.raw'));
    const expected = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const { values: found, inside } = resampleLinear(values, from, to, -1000);
    expect(expected).toHaveLength(found.length);
    let worst = 0;
    found.forEach((value, at) => { worst = Math.max(worst, Math.abs(value - expected[at]!)); });
    expect(worst).toBeLessThan(0.01);
    expect(inside).toBeCloseTo(expected.filter((value) => value !== -1000).length / expected.length, 6);
    expect(inside).toBeGreaterThan(0.3);
    expect(inside).toBeLessThan(0.95);
  });
});
