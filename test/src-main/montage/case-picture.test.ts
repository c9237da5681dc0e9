import { describe, expect, it } from 'vitest';
import { type CasePicture, pictureCase } from '#main/montage/case-picture.ts';
import { reorderGeometry, reorderVoxels } from '#shared/geometry/axis-order.ts';
import { everyOrder } from '#shared/geometry/lattice.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import type { Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';

const size: Vec3 = [9, 8, 5];
/** i to the patient's left, j to the back, k to the head; slices 3 mm apart. */
const geometry: VolumeGeometry = { size, affine: affineFromOrientation('LPS', [1, 1.5, 3]) };

function imageOf(where: VolumeGeometry, voxels: Int16Array, trust: ImageVolume['trust'] = 'known'): ImageVolume {
  return { geometry: where, trust, voxelType: 'int16', voxels, slope: 1, intercept: 0 };
}

const at = (i: number, j: number, k: number): number => i + size[0] * (j + size[1] * k);
const scan = Int16Array.from({ length: 360 }, (_, n) => (n * 37) % 251);
const reference = new Int32Array(360);
for (const [i, j, k] of [[1, 1, 2], [1, 2, 2], [1, 3, 2], [2, 3, 2], [1, 1, 3], [7, 6, 1]] as const) reference[at(i, j, k)] = 1;
const prediction = new Int32Array(360);
prediction[at(1, 1, 2)] = 1;

const shownAt = (picture: CasePicture, slice: number, mask: 'reference' | 'prediction'): readonly (readonly [number, number])[] =>
  [...picture.slices[slice]![mask]].flatMap((label, n) => (label === 0 ? [] : [[n % picture.width, Math.floor(n / picture.width)] as const]));

describe('a case as a radiologist sees it', () => {
  it('is the same in whichever of the 48 orders its file stores the axes', () => {
    const expected = pictureCase(imageOf(geometry, scan), reference, prediction, 3);
    for (const order of everyOrder()) {
      const [voxels, one, other] = [reorderVoxels(scan, size, order), reorderVoxels(reference, size, order), reorderVoxels(prediction, size, order)];
      expect(pictureCase(imageOf(reorderGeometry(geometry, order), voxels), one, other, 3)).toEqual(expected);
    }
  });

  it('has the patient’s right at the left and the front above', () => {
    const drawn = new Int32Array(360);
    drawn[at(0, 0, 2)] = 1; // outermost right, front
    drawn[at(8, 7, 2)] = 1;
    const picture = pictureCase(imageOf(geometry, scan), drawn, prediction, 1);
    expect(picture).toMatchObject({ plane: 'axial', sides: { left: 'R', top: 'A' }, width: 9, height: 8, pixelMm: [1, 1.5] });
    expect(shownAt(picture, 0, 'reference')).toEqual([[0, 0], [8, 7]]);
  });

  it('shows sagittal slices with the face at the left and the head above', () => {
    const sagittal: VolumeGeometry = { size, affine: affineFromOrientation('PSL', [1, 1, 4]) };
    const drawn = new Int32Array(360);
    drawn[at(0, 7, 2)] = 1; // front, head
    const picture = pictureCase(imageOf(sagittal, scan), drawn, drawn, 1);
    expect(picture).toMatchObject({ plane: 'sagittal', sides: { left: 'A', top: 'S' } });
    const [[x, y]] = shownAt(picture, 0, 'reference') as [readonly [number, number]];
    expect([x, y]).toEqual([0, 0]);
  });

  it('claims no side where nobody knows how the patient lies', () => {
    expect(pictureCase(imageOf(geometry, scan, 'orientation-unknown'), reference, prediction, 1)).toMatchObject({ plane: 'slice', sides: null });
  });
});

describe('the slices shown', () => {
  it('hold the one with most reference, and others with labels, in order', () => {
    const picture = pictureCase(imageOf(geometry, scan), reference, prediction, 3);
    const indices = picture.slices.map(({ index }) => index);
    // From the head down, as viewed: k 3, 2, 1 of 5 are 1, 2, 3.
    expect(indices).toEqual([1, 2, 3]);
    expect(picture.main).toBe(1);
  });

  it('are no more than hold a label', () => {
    expect(pictureCase(imageOf(geometry, scan), prediction, prediction, 3).slices).toHaveLength(1);
  });

  it('follow the prediction where there is no reference, else the middle', () => {
    const nothing = new Int32Array(360);
    expect(pictureCase(imageOf(geometry, scan), nothing, reference, 1).slices[0]?.index).toBe(2);
    expect(pictureCase(imageOf(geometry, scan), nothing, nothing, 3).slices.map(({ index }) => index)).toEqual([2]);
  });
});

describe('the cut', () => {
  it('holds every label of the slices shown', () => {
    const picture = pictureCase(imageOf(geometry, scan), reference, prediction, 3);
    const labelled = picture.slices.flatMap((_, slice) => shownAt(picture, slice, 'reference'));
    expect(labelled).toHaveLength(6);
    expect(shownAt(picture, picture.main, 'prediction')).toHaveLength(1);
  });

  it('stays large enough to know where one is: a third of the slice', () => {
    const wide: VolumeGeometry = { size: [90, 60, 1], affine: affineFromOrientation('LPS', [1, 1, 5]) };
    const dot = new Int32Array(5_400);
    dot[30 * 90 + 40] = 1;
    const picture = pictureCase(imageOf(wide, new Int16Array(5_400)), dot, dot, 3);
    expect([picture.width, picture.height]).toEqual([30, 20]);
  });
});

describe('the window', () => {
  it('is drawn around the values of the labels, not over all that the scan holds', () => {
    const flat: VolumeGeometry = { size: [30, 30, 1], affine: affineFromOrientation('LPS', [1, 1, 5]) };
    // Air, soft tissue 0 to 80, bone; as Hounsfield units stored with an intercept.
    const voxels = Int16Array.from({ length: 900 }, (_, n) => (n < 300 ? 24 : n < 600 ? 1024 + (n % 81) : 2524));
    const organ = Int32Array.from({ length: 900 }, (_, n) => Number(n >= 300 && n < 600));
    const { window } = pictureCase({ ...imageOf(flat, voxels), intercept: -1024 }, organ, organ, 1);
    expect(window.low).toBeGreaterThan(-200);
    expect(window.low).toBeLessThan(0);
    expect(window.high).toBeGreaterThan(80);
    expect(window.high).toBeLessThan(300);
  });

  it('is never empty, even where every voxel is the same', () => {
    const { window } = pictureCase(imageOf(geometry, new Int16Array(360).fill(7)), reference, prediction, 1);
    expect(window.high).toBeGreaterThan(window.low);
  });
});
