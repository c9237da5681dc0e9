import path from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { drawThumbnail } from '#main/montage/thumbnail.ts';
import { everyOrder } from '#shared/geometry/lattice.ts';
import { reorderGeometry, reorderVoxels } from '#shared/geometry/axis-order.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import type { AxisIndex, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { writeBalls, writeNifti } from '../tiny-nifti.ts';
import { hostInTest, type HostInTest } from './host-in-test.ts';

const thumbnailOf = async ({ host }: HostInTest, id: string): Promise<{ width: number; height: number; data: Uint8Array }> => {
  const reply = await host.fetch(new Request(`http://lamina.invalid/thumbnails/${id}`));
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'image/png']);
  return decode(await reply.arrayBuffer()) as { width: number; height: number; data: Uint8Array };
};

describe('a thumbnail', () => {
  it('shows the patient’s right at the left and the front above, whichever of the 48 orders the file has', () => {
    const size: Vec3 = [20, 16, 3];
    // i to the left, j to the back: bright at the right front.
    const geometry: VolumeGeometry = { size, affine: affineFromOrientation('LPS', [2, 1, 5]) };
    const volume = Float32Array.from({ length: 960 }, (_, at) => (at % 20 < 5 && Math.floor(at / 20) % 16 < 4 ? 100 : 0));
    for (const order of everyOrder()) {
      const axis = order.from.indexOf(2) as AxisIndex;
      const stored = reorderVoxels(volume, size, order);
      const where = reorderGeometry(geometry, order);
      const { width, height, pixels } = drawThumbnail(sliceOf(stored, where.size, axis), where, axis);
      // 40 × 16 mm.
      expect([width, height]).toEqual([96, 38]);
      const bright = [...pixels.keys()].filter((at) => pixels[at]! > 128);
      expect(Math.max(...bright.map((at) => at % width))).toBeCloseTo(23, -1);
      expect(bright.every((at) => at % width < 28 && Math.floor(at / width) < 12)).toBe(true);
    }
  });

  it('is in the window of all but the outermost hundredths: one hot voxel does not make it black', () => {
    const geometry: VolumeGeometry = { size: [40, 40, 1], affine: affineFromOrientation('LPS', [1, 1, 1]) };
    const values = Float32Array.from({ length: 1600 }, (_, at) => (at % 40 < 20 ? 10 : 30));
    values[0] = 1e6;
    values[1] = NaN;
    const { pixels, width } = drawThumbnail(values, geometry, 2);
    expect([pixels[50 * width + 10], pixels[50 * width + 90]]).toEqual([0, 255]);
  });

  it('of a case is the middle one of its finished slices, else the middle one', async () => {
    const place = await hostInTest();
    const { client, folder, run } = place;
    const file = writeNifti(path.join(folder, 'steps.nii.gz'), { size: [6, 6, 9], voxel: (i, _j, k) => (i < 3 ? 0 : k), spacing: [1, 1, 4] });
    const ramp = writeNifti(path.join(folder, 'ramp.nii.gz'), { size: [6, 6, 9], voxel: (i, _j, k) => (i === k % 6 ? 50 : 0), spacing: [1, 1, 4] });
    await run(client.cases.import({ paths: [file, ramp] }));
    const [, of] = (await client.cases.list()).sort((a, b) => b.name.localeCompare(a.name));
    const brightest = async (): Promise<number> => {
      const { width, data } = await thumbnailOf(place, of!.id);
      return data.indexOf(Math.max(...data)) % width;
    };
    // The file stores i to the right: column 5 − k of six, 16 pixels each.
    const column = (slice: number): number => 16 * (5 - (slice % 6)) + 8;
    expect(Math.abs(await brightest() - column(4))).toBeLessThan(8);
    const { labelmapId } = await client.labels.open({ caseId: of!.id });
    await client.labels.mark({ labelmapId, slices: [0, 1, 8], state: 'complete' });
    expect(Math.abs(await brightest() - column(1))).toBeLessThan(8);
  });

  it.each([['i', [5, 1, 1]], ['j', [1, 5, 1]], ['k', [1, 1, 5]]] as const)('lies across the axis of the slices, also %s, with true proportions', async (axis, spacing) => {
    const place = await hostInTest();
    const size = [12, 10, 8] as const;
    const file = writeNifti(path.join(place.folder, 'scan.nii'), { size, voxel: (i, j, k) => ({ i, j, k })[axis] * 100 + ((i * 7 + j * 3 + k) % 5), spacing });
    await place.run(place.client.cases.import({ paths: [file] }));
    const [one] = await place.client.cases.list();
    const { width, height, data } = await thumbnailOf(place, one!.id);
    const [across, down] = { i: [10, 8], j: [12, 8], k: [12, 10] }[axis];
    expect([width, height]).toEqual([96, Math.round((96 * down!) / across!)]);
    // Neighbouring slices differ by 100, what lies in one by at most 4: another slice among them would leave two greys alone.
    expect(new Set(data).size).toBeGreaterThan(5);
  });

  it('is not to be had of what is no case', async () => {
    const place = await hostInTest();
    writeBalls(place.folder, 1);
    const get = async (id: string): Promise<number> => (await place.host.fetch(new Request(`http://lamina.invalid/thumbnails/${id}`))).status;
    expect([await get('00000000-0000-4000-8000-000000000000'), await get('x')]).toEqual([404, 404]);
  });
});

/** The slice 0 of a volume that is the same along `axis`, the earlier of the other axes fastest. */
function sliceOf(voxels: Float32Array, [ni, nj, nk]: Vec3, axis: AxisIndex): Float32Array {
  const values: number[] = [];
  for (let k = 0; k < (axis === 2 ? 1 : nk); k += 1) {
    for (let j = 0; j < (axis === 1 ? 1 : nj); j += 1) {
      for (let i = 0; i < (axis === 0 ? 1 : ni); i += 1) values.push(voxels[i + ni * (j + nj * k)]!);
    }
  }
  return Float32Array.from(values);
}
