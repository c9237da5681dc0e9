import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNifti } from '#main/import/read-nifti.ts';
import { slicePlane, sliceSteps, voxelAtPoint, type PlaneName } from '#shared/geometry/slice-plane.ts';
import { indexToWorld } from '#shared/geometry/affine.ts';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import { copyGreys } from '#shared/voxels/slice-pixels.ts';

const folder = path.join(import.meta.dirname, '../../../../shared/data/nifti/orientation');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.nii.gz')) : [];

/** The plane's slice that lies farthest to the patient's left, back or top but 20, as a screen shows it. */
function shown({ geometry, voxels }: ImageVolume, name: PlaneName): { readonly pixels: Float32Array; readonly width: number } {
  const axis = ([0, 1, 2] as const).find((candidate) => slicePlane(geometry, candidate).name === name) as AxisIndex;
  const plane = slicePlane(geometry, axis);
  const world = { sagittal: 0, coronal: 1, axial: 2 }[name];
  const place = (slice: number): number => indexToWorld(geometry.affine, voxelAtPoint(plane, slice, { column: 0, row: 0 }))[world]!;
  const slice = place(1) > place(0) ? plane.slices - 21 : 20;
  const pixels = new Float32Array(plane.right.count * plane.down.count);
  copyGreys(voxels, sliceSteps(plane, geometry.size, slice), plane.right.count, plane.down.count, 0, 1, pixels);
  return { pixels, width: plane.right.count };
}

describe.skipIf(files.length === 0)(`one head stored in ${files.length} orders${files.length === 0 ? ' (../shared/data/nifti is not here)' : ''}`, () => {
  it('gives the same picture in each plane, whatever the order', async () => {
    const volumes = await Promise.all(files.map(async (name) => (await readNifti({ name, files: [path.join(folder, name)] } as never, {})).volumes[0]!));
    expect(volumes.length).toBe(24);
    for (const name of ['axial', 'coronal', 'sagittal'] as const) {
      const [first, ...others] = volumes.map((volume) => shown(volume, name));
      expect(new Set(first!.pixels).size).toBeGreaterThan(50);
      for (const other of others) expect(other).toEqual(first);
    }
  });
});
