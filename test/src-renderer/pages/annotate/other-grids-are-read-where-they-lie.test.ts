import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { shallowRef } from 'vue';
import { indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { countInSlices } from '../../../../src-renderer/components/labels/count-voxels.ts';
import { timePointsOf } from '../../../../src-renderer/pages/annotate/case-images.ts';
import { createCutPlane } from '../../../../src-renderer/pages/annotate/cut-plane.ts';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { isOutside, readUnderCursor } from '../../../../src-renderer/pages/annotate/under-cursor.ts';
import { useImageDisplay } from '../../../../src-renderer/stores/image-display.ts';
import type { ViewedImage } from '../../../../src-renderer/viewer/slice-view.ts';
import { labelsIn } from '../../../shared/regions/painted-volumes.ts';

// Nothing here asks the host.
vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: {} }));
beforeEach(() => { setActivePinia(createPinia()); });

const size: Vec3 = [20, 18, 12];
const affine: Affine = [1, 0, 0, -10, 0, 1, 0, -9, 0, 0, 2, 5];
/** Rises evenly through the patient, so that nothing is lost between voxels. */
const rise = ([x, y, z]: Vec3): number => 3 * x - 2 * y + z;
function rising(of: Vec3, by: Affine): ViewedImage {
  const voxels = new Float32Array(of[0] * of[1] * of[2]);
  for (let k = 0, at = 0; k < of[2]; k += 1) for (let j = 0; j < of[1]; j += 1) for (let i = 0; i < of[0]; i += 1, at += 1) voxels[at] = rise(indexToWorld(by, [i, j, k]));
  return { voxels, geometry: { size: of, affine: by }, slope: 1, intercept: 0, orientationKnown: true };
}
/** Coarser, turned by a right angle, and it ends within the first image. */
const other = rising([9, 7, 6], [0, -2, 0, 8, 2.5, 0, 0, -9, 0, 0, 3, 6]);
const isWithin = (geometry: ViewedImage['geometry'], placeMm: Vec3, margin: number): boolean =>
  indexToWorld(invertAffine(geometry.affine), placeMm).every((at, axis) => at >= -margin && at <= geometry.size[axis]! - 1 + margin);

function opened(moment: ViewedImage | null, labels = new Uint8Array(size[0] * size[1] * size[2])): OpenCase {
  const viewed = rising(size, affine);
  return {
    viewed, planes: ([0, 1, 2] as const).map((axis) => slicePlane(viewed.geometry, axis, true, 'radiological')),
    session: { labels }, earlier: shallowRef(null), previewed: shallowRef(null),
    images: { second: shallowRef(null), moment: shallowRef(moment) },
  } as unknown as OpenCase;
}

describe('a time point on a grid of its own', () => {
  const image = (id: string, timePoint: number, given: Partial<{ role: string; size: Vec3 }> = {}) => ({ id, timePoint, role: 'image', size, affine, ...given });
  it('belongs to the series, in the order of time; another image of the same time, or of another role, does not', () => {
    const images = [image('late', 2, { size: [9, 7, 6] }), image('own', 0), image('twin', 0), image('middle', 1), image('t2', 1, { role: 't2' })];
    const series = timePointsOf({ info: { images }, image: images[1] } as unknown as OpenCase);
    expect(series.map(({ id }) => id)).toEqual(['own', 'middle', 'late']);
    expect(timePointsOf({ info: { images: images.slice(1, 3) }, image: images[1] } as unknown as OpenCase)).toEqual([]);
  });

  it('is read where it lies in the patient, and nowhere else', () => {
    const own = opened(null);
    const later = opened(other);
    let within = 0;
    for (let k = 0; k < size[2]; k += 1) for (let j = 0; j < size[1]; j += 1) for (let i = 0; i < size[0]; i += 1) {
      const place = indexToWorld(affine, [i, j, k]);
      expect(readUnderCursor(own, [i, j, k])!.value).toBeCloseTo(rise(place), 4);
      const { value } = readUnderCursor(later, [i, j, k])!;
      if (isWithin(other.geometry, place, 0)) {
        within += 1;
        expect(value).toBeCloseTo(rise(place), 4);
      } else if (!isWithin(other.geometry, place, 0.5)) expect(value).toBeNull();
    }
    expect(within).toBeGreaterThan(500);
  });

  it('is outside where nothing of it is shown, not where a slab reaches it', () => {
    const later = opened(other);
    const [column, row] = [9, 9];
    const reached = (k: number): boolean => readUnderCursor(later, [column, row, k], 2)!.value !== null;
    const slices = Array.from({ length: size[2] }, (_, k) => k);
    const display = useImageDisplay();
    expect(slices.map((k) => isOutside(readUnderCursor(later, [column, row, k], 2)!))).toEqual(slices.map((k) => !reached(k)));
    expect([slices.some(reached), slices.every(reached)]).toEqual([true, false]);
    // Three slices of 2 mm: those beside a reached one have its value.
    [display.projection, display.thicknessMm] = ['mean', 6];
    for (const k of slices) expect(isOutside(readUnderCursor(later, [column, row, k], 2)!), `slice ${k}`).toBe(![k - 1, k, k + 1].some((one) => slices.includes(one) && reached(one)));
  });
});

it('the oblique plane has the prediction of the nearest voxel, and a second image where it reaches', () => {
  const open = opened(null);
  const prediction = labelsIn(size, (i, j, k) => 1 + ((i + 2 * j + 3 * k) % 5));
  const free = { axis: 2, tiltDegrees: 25, turnDegrees: -15, offsetMm: 0 } as const;
  const cut = createCutPlane(open, free, () => open.viewed);
  cut.cut([9, 8, 6]);
  const laid = cut.laidOver(other);
  const labels = cut.nearest(prediction);
  const { origin, right, down, columns, rows } = cut.plane();
  let [within, labelled] = [0, 0];
  for (let row = 0; row < rows; row += 1) for (let column = 0; column < columns; column += 1) {
    const place: Vec3 = [0, 1, 2].map((axis) => origin[axis]! + column * right[axis]! + row * down[axis]!) as unknown as Vec3;
    const at = column + columns * row;
    if (isWithin(other.geometry, place, 0)) {
      within += 1;
      expect(laid.voxels[at]).toBeCloseTo(rise(place), 3);
    } else if (!isWithin(other.geometry, place, 0.5)) expect(laid.voxels[at]).toBeNaN();
    const voxel = indexToWorld(invertAffine(affine), place).map((index) => Math.floor(index + 0.5)) as unknown as Vec3;
    const isInside = voxel.every((index, axis) => index >= 0 && index < size[axis]!);
    labelled += Number(isInside);
    expect(labels[at]).toBe(isInside ? prediction[voxel[0] + size[0] * (voxel[1] + size[1] * voxel[2])] : 0);
  }
  expect(Math.min(within, labelled)).toBeGreaterThan(50);
  // Made anew each time, since a view keeps what it was given.
  expect(cut.laidOver(other)).not.toBe(laid);
});

it('a label is counted in voxels and in slices along any axis', async () => {
  const labels = labelsIn(size, (i, j, k) => Number(i < 4 && j === 2 && (k === 1 || k === 7)) * 3);
  const signal = new AbortController().signal;
  expect(await Promise.all(([0, 1, 2] as const).map((axis) => countInSlices(labels, size, axis, 3, signal)))).toEqual([4, 1, 2].map((slices) => ({ voxels: 8, slices })));
  expect(await countInSlices(labels, size, 2, 1, signal)).toEqual({ voxels: 0, slices: 0 });
  expect(await countInSlices(labels, size, 2, 3, AbortSignal.abort())).toBeNull();
});
