import fc from 'fast-check';
import { expect, it } from 'vitest';
import { composeAffines, indexToWorld } from '../../../../shared/geometry/affine.ts';
import type { Affine, Vec3 } from '../../../../shared/geometry/volume-geometry.ts';
import { finish } from '../../../../shared/regions/grid.ts';
import { renderingPresets } from '../../../../shared/voxels/rendering-presets.ts';
import { nearestVoxel, offsetOfVoxel } from '../../../../shared/voxels/voxel-value.ts';
import { pickedVoxel } from '../../../../src-renderer/pages/annotate/picked-voxel.ts';
import { sliceEdges, voxelsDragged } from '../../../../src-renderer/viewer/volume/overlay-geometry.ts';
import { fittingCamera, rotated, seenAt } from '../../../../src-renderer/viewer/volume/orbit-camera.ts';
import { boundsOf, nearestHit } from '../../../../src-renderer/viewer/volume/pick-surface.ts';
import { distanceInVolume } from '../../../../src-renderer/viewer/volume/pick-volume.ts';
import { reducedVolume } from '../../../../src-renderer/viewer/volume/reduced-volume.ts';
import { asSeen } from '../../../../src-renderer/viewer/volume/rendered-volume.ts';
import { along, dot, minus, unit } from '../../../../src-renderer/viewer/volume/vector.ts';
import { ballAround, boxFaces, cornersMm, faceCentreMm, facePlane, wholeBox, withFaceMoved } from '../../../../src-renderer/viewer/volume/volume-bounds.ts';
import { opacityTable, resolvedPreset, throughWindow } from '../../../../src-renderer/viewer/volume/volume-presets.ts';
import { bodyLabels, surfacesByBrick } from '../../../shared/regions/surface-mesh.ts';

const sheared: Affine = [1.1, 0.2, 0, -30, -0.1, -0.9, 0.4, 12, 0, 0.1, 2.2, 300];
const size: Vec3 = [60, 66, 30];
const direction = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }))
  .filter((candidate) => Math.hypot(...candidate) > 0.1).map((candidate) => unit(candidate));
const middle = indexToWorld(sheared, [29.8, 32.3, 14.6]);
const ballLabels = bodyLabels(size, sheared, (offset) => Math.hypot(...offset) <= 18);

it('a ray meets the ball where geometry says, within a voxel, from every side', () => {
  const surfaces = [...surfacesByBrick(ballLabels, size, sheared, 16).values()].flat().map((surface) => ({ surface, bounds: boundsOf(surface) }));
  fc.assert(fc.property(direction, direction, fc.double({ min: 0, max: 0.9, noNaN: true }), (from, sideways, aside) => {
    const origin = along(along(middle, 200, from), 18 * aside, sideways);
    const ray = { origin, direction: unit(minus(along(middle, 18 * aside, sideways), origin)) };
    const toMiddle = minus(middle, origin);
    const nearest = dot(toMiddle, ray.direction);
    const missesBy = Math.sqrt(Math.max(0, dot(toMiddle, toMiddle) - nearest ** 2));
    const hit = nearestHit(ray, surfaces);
    if (missesBy > 19.5) expect(hit).toBeNull();
    if (missesBy < 16) expect(Math.abs(Math.hypot(...minus(along(origin, hit!.distance, ray.direction), middle)) - 18)).toBeLessThan(1.2);
    if (hit !== null) expect(hit.label).toBe(1);
  }));
  // From inside nothing faces the eye.
  expect(nearestHit({ origin: middle, direction: [1, 0, 0] }, surfaces)).toBeNull();
});

it('what begins behind a hit is not looked through, in whatever order surfaces come', () => {
  const wall = (z: number, label: number) => ({ label, positions: Float32Array.of(-9, -9, z, 9, -9, z, 0, 9, z), normals: new Float32Array(9), triangles: Uint32Array.of(0, 1, 2) });
  const ray = { origin: [0, 0, 10] as Vec3, direction: [0, 0, -1] as Vec3 };
  const seen = (surface: ReturnType<typeof wall>) => ({ surface, bounds: boundsOf(surface) });
  const far = { ...seen(wall(-5, 2)), surface: { ...wall(-5, 2), get triangles(): Uint32Array { throw new Error('looked through'); } } };
  expect(nearestHit(ray, [far, seen(wall(3, 1))] as never)).toEqual({ distance: 7, label: 1 });
});

it('a place on a surface is read in the voxel that has its label, though the surface runs between voxels', () => {
  const surfaces = [...surfacesByBrick(ballLabels, size, sheared, 16).values()].flat().map((surface) => ({ surface, bounds: boundsOf(surface) }));
  const geometry = { size, affine: sheared };
  fc.assert(fc.property(direction, (from) => {
    const ray = { origin: along(middle, 200, from), direction: along([0, 0, 0], -1, from) };
    const { distance, label } = nearestHit(ray, surfaces)!;
    const placeMm = along(ray.origin, distance, ray.direction);
    const voxel = pickedVoxel(geometry, ballLabels, { placeMm, label })!;
    expect(ballLabels[offsetOfVoxel(size, voxel)]).toBe(1);
    expect(Math.hypot(...minus(indexToWorld(sheared, voxel), placeMm))).toBeLessThan(3);
    // Of the volume there is no label to go by.
    expect(pickedVoxel(geometry, ballLabels, { placeMm, label: null })).toEqual(nearestVoxel(size, indexToWorld(inverseOf(sheared), placeMm)));
  }));
});

it('a ray through the volume stops where it becomes opaque, and a projection where it is brightest', () => {
  const voxels = Int16Array.from(ballLabels, (label) => (label === 1 ? 1500 : -1000));
  const image = { voxels, geometry: { size, affine: sheared }, slope: 1, intercept: 0, orientationKnown: true };
  const window = { centre: 250, width: 2500 };
  const sorted = Float64Array.from([-1000, 1500]);
  const seen = (preset: 'ct-bone' | 'mip', cropping: Parameters<typeof asSeen>[2] = null): Parameters<typeof distanceInVolume>[1] => {
    const resolved = resolvedPreset(preset, sorted, window);
    return asSeen({ volume: finish(reducedVolume(image, resolved.window, resolved.of, 256)), preset: resolved }, image, cropping);
  };
  const bone = seen('ct-bone');
  const halves = { first: [0, 0, 0] as Vec3, last: [29, 65, 29] as Vec3 };
  const cropped = seen('ct-bone', halves);
  const projection = seen('mip');
  fc.assert(fc.property(direction, (from) => {
    const ray = { origin: along(middle, 150, from), direction: along([0, 0, 0], -1, from) };
    expect(Math.abs(distanceInVolume(ray, bone)! - 132)).toBeLessThan(2.5);
    expect(Math.abs(distanceInVolume(ray, projection)! - 150)).toBeLessThan(18.5);
    const place = along(ray.origin, distanceInVolume(ray, cropped)!, ray.direction);
    expect(indexToWorld(inverseOf(sheared), place)[0]).toBeLessThan(31);
  }), { numRuns: 40 });
  expect(distanceInVolume({ origin: along(middle, 150, [1, 0, 0]), direction: [0, 1, 0] }, bone)).toBeNull();
});

it('the copy keeps what an image is: its mean, its centre of mass, and its brightest voxel for projections', () => {
  const bright: Vec3 = [41, 3, 28];
  const voxels = Float32Array.from(ballLabels, (label, at) => (at === 41 + 60 * (3 + 66 * 28) ? 400 : label * 200));
  const image = { voxels, geometry: { size, affine: sheared }, slope: 0.5, intercept: -10, orientationKnown: true };
  const window = { centre: 90, width: 200 };
  for (const most of [256, 30, 15]) {
    const copy = finish(reducedVolume(image, window, 'mean', most));
    expect(Math.max(...copy.size)).toBeLessThanOrEqual(most);
    // Ranges: −10 becomes 0, 190 becomes 255; the label's 200 is 90, half way.
    const sums = [0, 0, 0, 0];
    copy.values.forEach((value, at) => {
      const row = Math.floor(at / copy.size[0]);
      const place = indexToWorld(copy.affine, [at % copy.size[0], row % copy.size[1], Math.floor(row / copy.size[1])]);
      for (const axis of [0, 1, 2]) sums[axis]! += place[axis]! * value;
      sums[3]! += value;
    });
    for (const axis of [0, 1, 2] as const) expect(Math.abs(sums[axis]! / sums[3]! - middle[axis])).toBeLessThan(0.3);
    const largest = finish(reducedVolume(image, window, 'largest', most));
    const factor = Math.ceil(66 / most);
    expect(largest.values[Math.floor(bright[0] / Math.ceil(60 / most)) + largest.size[0] * (Math.floor(bright[1] / factor) + largest.size[1] * Math.floor(bright[2] / Math.ceil(30 / most)))]).toBe(255);
    expect(largest.values.filter((value) => value === 255)).toHaveLength(1);
  }
});

it('a falling line, and what is not a number, are taken for what they mean', () => {
  const image = { voxels: Float64Array.of(0, 100, NaN, -Infinity), geometry: { size: [4, 1, 1] as Vec3, affine: sheared }, slope: -1, intercept: 50, orientationKnown: true };
  expect([...finish(reducedVolume(image, { centre: 0, width: 100 }, 'mean')).values]).toEqual([255, 0, 0, 255]);
});

it('every preset begins and ends with its copy, and hides more where more is', () => {
  const sorted = Float64Array.from({ length: 1000 }, (_, at) => at < 500 ? 0 : at - 500);
  for (const name of renderingPresets) {
    const { window, points } = resolvedPreset(name, sorted, { centre: 40, width: 400 });
    expect(window.width).toBeGreaterThan(0);
    expect([points[0]!.value, points.at(-1)!.value]).toEqual([0, 255]);
    expect(points.map(({ value }) => value)).toEqual(points.map(({ value }) => value).toSorted((a, b) => a - b));
    const table = opacityTable(points);
    for (const { value, opacity } of points) if (Number.isInteger(value)) expect(table[value]).toBeCloseTo(opacity, 6);
    expect(table[0]).toBe(0);
    // Air and the body around the lung hide nothing, whatever is chosen.
    if (name !== 'ct-lung') expect(table[255]).toBe(Math.max(...table));
  }
  const bone = resolvedPreset('ct-bone', sorted, { centre: 0, width: 1 });
  const at = (value: number): number => opacityTable(bone.points)[Math.min(Math.max(Math.round((value - bone.window.centre) / bone.window.width * 255 + 127.5), 0), 255)]!;
  expect(at(60), 'muscle').toBe(0);
  expect(at(1200), 'cortical bone').toBeGreaterThan(0.5);
});

it('a shift moves what a preset shows upwards, also through a copy that was made for another', () => {
  const sorted = Float64Array.from({ length: 100 }, (_, at) => at);
  const plain = resolvedPreset('ct-bone', sorted, { centre: 0, width: 1 });
  // Bone from 100 to 1600 HU: a fifth of 1500.
  const shifted = resolvedPreset('ct-bone', sorted, { centre: 0, width: 1 }, 0.2);
  const real = ({ points, window }: typeof plain): number[] => points.map(({ value }) => window.centre + (value / 255 - 0.5) * window.width);
  const near = (some: readonly number[], others: readonly number[]): void => some.forEach((value, at) => expect(value).toBeCloseTo(others[at]!, 6));
  near(real(shifted), real(plain).map((value) => value + 300));
  near(real(throughWindow(shifted, plain.window)), real(shifted));
  const table = opacityTable(throughWindow(shifted, plain.window).points);
  expect(table[Math.round((399 - 100) / 1500 * 255)]).toBe(0);
  expect(table[Math.round((600 - 100) / 1500 * 255)]).toBeCloseTo(0.5, 1);
});

it('the edges of slices run round the volume where the slices lie', () => {
  const edges = sliceEdges({ size, affine: sheared }, [10, 60, 3]);
  expect(edges).toHaveLength(12);
  for (const [axis, at] of [10, 60, 3].entries()) {
    for (const [from, to] of edges.slice(4 * axis, 4 * axis + 4)) {
      const [a, b] = [from, to].map((place) => indexToWorld(inverseOf(sheared), place)) as [Vec3, Vec3];
      expect([a[axis], b[axis]]).toEqual([expect.closeTo(at, 9), expect.closeTo(at, 9)]);
      // Along one of the other axes, from end to end, at the edge of the third.
      const [u, v] = [0, 1, 2].filter((other) => other !== axis).map((other) => [Math.min(a[other]!, b[other]!), Math.max(a[other]!, b[other]!), size[other]!] as const);
      const whole = [u!, v!].filter(([low, high, count]) => Math.abs(low + 0.5) < 1e-9 && Math.abs(high - count + 0.5) < 1e-9);
      expect(whole).toHaveLength(1);
    }
  }
});

it('the planes of a box hold its corners and look inwards, also where axes are not at right angles', () => {
  const box = { first: [3, 4, 5] as Vec3, last: [20, 44, 9] as Vec3 };
  for (const face of boxFaces) {
    const { originMm, normal } = facePlane(sheared, box, face);
    const sides = cornersMm(sheared, box).map((corner) => dot(minus(corner, originMm), normal));
    expect(sides.filter((side) => Math.abs(side) < 1e-9)).toHaveLength(4);
    expect(sides.filter((side) => side > 0.1)).toHaveLength(4);
  }
  const { centre, radiusMm } = ballAround({ size, affine: sheared });
  for (const corner of cornersMm(sheared, wholeBox({ size }))) expect(Math.hypot(...minus(corner, centre))).toBeLessThanOrEqual(radiusMm + 1e-9);
});

it('a handle follows the pointer along its axis and never leaves the volume', () => {
  const view = { width: 500, height: 400 };
  const box = wholeBox({ size });
  const camera = rotated(fittingCamera(ballAround({ size, affine: sheared }), 'anterior'), view, 60, 40);
  for (const face of boxFaces) {
    const voxels = face.isLast ? -7 : 7;
    const moved = withFaceMoved(box, face, voxels, size);
    expect([...moved.first, ...moved.last].filter((value, at) => value !== [...box.first, ...box.last][at])).toHaveLength(1);
    const [from, to] = [box, moved].map((which) => seenAt(camera, view, faceCentreMm(sheared, which, face))!);
    // Perspective: a voxel is not as many pixels everywhere.
    expect(Math.abs(voxelsDragged(camera, view, sheared, box, face, to!.x - from!.x, to!.y - from!.y) - voxels)).toBeLessThan(1);
    expect(withFaceMoved(box, face, face.isLast ? 50 : -50, size)).toEqual(box);
    const thin = withFaceMoved(box, face, face.isLast ? -500 : 500, size);
    expect(thin.last[face.axis] - thin.first[face.axis]).toBe(0);
  }
});

function inverseOf(affine: Affine): Affine {
  // By Cramer's rule on the columns, apart from the code under test.
  const column = (at: number): Vec3 => [affine[at]!, affine[4 + at]!, affine[8 + at]!];
  const [a, b, c, t] = [column(0), column(1), column(2), column(3)];
  const cross = (p: Vec3, q: Vec3): Vec3 => [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
  const rows = [cross(b, c), cross(c, a), cross(a, b)].map((row) => row.map((value) => value / dot(a, cross(b, c))) as unknown as Vec3);
  const inverse = rows.flatMap((row) => [...row, -dot(row, t)]) as unknown as Affine;
  expect(composeAffines(affine, inverse)[0]).toBeCloseTo(1, 9);
  return inverse;
}
