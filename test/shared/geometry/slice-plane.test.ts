import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexToWorld } from '#shared/geometry/affine.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import { pointOfVoxel, slicePlane, sliceSteps, voxelAtPoint, type SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { Affine, AxisIndex, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { arbitraryGeometry } from './arbitrary-geometry.ts';

const letters = ['RL', 'AP', 'SI'];
const all48 = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].flatMap((order) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => order.map((pair, n) => (letters[pair] as string)[(bits >> n) & 1]).join('')));
const axes = [0, 1, 2] as const;
const arbitraryAxis = fc.constantFrom<AxisIndex>(0, 1, 2);

/** Patient position (LPS mm) of the place at the middle of one of the screen's edges. */
function edge(geometry: VolumeGeometry, plane: SlicePlane, side: 'left' | 'right' | 'top' | 'bottom'): Vec3 {
  const [columns, rows] = [plane.right.count - 1, plane.down.count - 1];
  const point = {
    left: { column: 0, row: rows / 2 },
    right: { column: columns, row: rows / 2 },
    top: { column: columns / 2, row: 0 },
    bottom: { column: columns / 2, row: rows },
  }[side];
  return indexToWorld(geometry.affine, voxelAtPoint(plane, 1, point));
}

describe('a slice of a volume stored in any of the 48 orders', () => {
  it.each(all48)('%s is shown as radiologists expect it', (code) => {
    const geometry: VolumeGeometry = { size: [5, 6, 7], affine: affineFromOrientation(code, [0.5, 2, 7]) };
    const names = new Set<string | null>();
    for (const axis of axes) {
      const plane = slicePlane(geometry, axis);
      names.add(plane.name);
      const [left, right, top, bottom] = (['left', 'right', 'top', 'bottom'] as const).map((side) => edge(geometry, plane, side)) as [Vec3, Vec3, Vec3, Vec3];
      // LPS: x grows to the patient's left, y to the back, z to the head.
      switch (plane.name) {
        case 'axial':
          expect(left[0]).toBeLessThan(right[0]);
          expect(top[1]).toBeLessThan(bottom[1]);
          expect(plane.letters).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
          break;
        case 'coronal':
          expect(left[0]).toBeLessThan(right[0]);
          expect(top[2]).toBeGreaterThan(bottom[2]);
          expect(plane.letters).toEqual({ left: 'R', right: 'L', top: 'S', bottom: 'I' });
          break;
        case 'sagittal':
          expect(left[1]).toBeLessThan(right[1]);
          expect(top[2]).toBeGreaterThan(bottom[2]);
          expect(plane.letters).toEqual({ left: 'A', right: 'P', top: 'S', bottom: 'I' });
          break;
        case null:
          expect.fail('the orientation is known');
      }
      expect(plane.obliqueDegrees).toBeCloseTo(0, 10);
      expect([plane.right.spacingMm, plane.down.spacingMm]).toEqual([plane.right, plane.down].map(({ axis: along }) => [0.5, 2, 7][along]));
      expect([plane.slices, plane.right.count, plane.down.count]).toEqual([axis, plane.right.axis, plane.down.axis].map((along) => geometry.size[along]));
    }
    expect(names).toEqual(new Set(['axial', 'coronal', 'sagittal']));
  });
});

describe('a tilted slice', () => {
  const turnedAboutX = (degrees: number): Affine => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return [1, 0, 0, 0, 0, c, -s * 4, 0, 0, s, c * 4, 0];
  };

  it.each([0, 10, 23, 44])('turned by %d degrees is axial, oblique by as much', (degrees) => {
    const plane = slicePlane({ size: [9, 9, 9], affine: turnedAboutX(degrees) }, 2);
    expect(plane.name).toBe('axial');
    expect(plane.obliqueDegrees).toBeCloseTo(degrees, 6);
  });

  it('turned by 67 degrees is coronal, oblique by 23', () => {
    const plane = slicePlane({ size: [9, 9, 9], affine: turnedAboutX(67) }, 2);
    expect(plane.name).toBe('coronal');
    expect(plane.obliqueDegrees).toBeCloseTo(23, 6);
  });

  it('of a tilted gantry is as oblique as the gantry, although its rows and columns of slices are sheared', () => {
    // Slices turned by 20° about x, stacked along the table (z), as CT with gantry tilt is stored.
    const [c, s] = [Math.cos(Math.PI / 9), Math.sin(Math.PI / 9)];
    const plane = slicePlane({ size: [9, 9, 9], affine: [1, 0, 0, 0, 0, c, 0, 0, 0, s, 5, 0] }, 2);
    expect(plane.name).toBe('axial');
    expect(plane.obliqueDegrees).toBeCloseTo(20, 6);
  });
});

describe('a slice whose orientation is unknown', () => {
  it('lies as it is stored and claims nothing', () => {
    const geometry: VolumeGeometry = { size: [5, 6, 7], affine: affineFromOrientation('RIP', [1, 1, 1]) };
    for (const [axis, right, down] of [[2, 0, 1], [1, 0, 2], [0, 1, 2]] as const) {
      const plane = slicePlane(geometry, axis, false);
      expect(plane).toMatchObject({ right: { axis: right, flipped: false }, down: { axis: down, flipped: false }, name: null, letters: null });
    }
  });
});

describe('places of a slice', () => {
  it('are voxels and back', () => {
    fc.assert(fc.property(arbitraryGeometry, arbitraryAxis, fc.boolean(), fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true }), (geometry, axis, known, column, row) => {
      const plane = slicePlane(geometry, axis, known);
      const voxel = voxelAtPoint(plane, 3, { column, row });
      expect(voxel[axis]).toBe(3);
      const back = pointOfVoxel(plane, voxel);
      expect(back.column).toBeCloseTo(column, 9);
      expect(back.row).toBeCloseTo(row, 9);
    }));
  });

  it('lie in the array where their voxels lie', () => {
    fc.assert(fc.property(arbitraryGeometry, arbitraryAxis, (geometry, axis) => {
      const { size } = geometry;
      const plane = slicePlane(geometry, axis);
      const slice = size[axis] - 1;
      const { start, stepRight, stepDown } = sliceSteps(plane, size, slice);
      for (let row = 0; row < plane.down.count; row += 1) {
        for (let column = 0; column < plane.right.count; column += 1) {
          const [i, j, k] = voxelAtPoint(plane, slice, { column, row });
          expect(start + column * stepRight + row * stepDown).toBe(i + size[0] * (j + size[1] * k));
        }
      }
    }), { numRuns: 30 });
  });

  it('run right and down along the patient, however the volume is turned', () => {
    fc.assert(fc.property(arbitraryGeometry, arbitraryAxis, (geometry, axis) => {
      const plane = slicePlane(geometry, axis);
      const at = (column: number, row: number): Vec3 => indexToWorld(geometry.affine, voxelAtPoint(plane, 0, { column, row }));
      const [origin, right, down] = [at(0, 0), at(1, 0), at(0, 1)];
      const world = { axial: [0, 1], coronal: [0, 2], sagittal: [1, 2] }[plane.name!] as [AxisIndex, AxisIndex];
      // Each screen direction follows its world axis; where the volume is turned near 45°, at least not against it.
      expect(right[world[0]] - origin[world[0]]).toBeGreaterThan(-1e-9);
      expect((down[world[1]] - origin[world[1]]) * (world[1] === 2 ? -1 : 1)).toBeGreaterThan(-1e-9);
    }));
  });

  it('are seen from the other side in neurological display: the patient’s right is on the right, and nothing else is turned', () => {
    fc.assert(fc.property(arbitraryGeometry, arbitraryAxis, (geometry, axis) => {
      const [usual, other] = [slicePlane(geometry, axis), slicePlane(geometry, axis, true, 'neurological')];
      expect(other.down).toEqual(usual.down);
      if (usual.name === 'sagittal') {
        expect(other).toEqual(usual);
        return;
      }
      expect(other.right).toEqual({ ...usual.right, flipped: !usual.right.flipped });
      expect([other.letters!.left, other.letters!.right]).toEqual(['L', 'R']);
      expect(other.letters!.top).toBe(usual.letters!.top);
    }));
  });
});
