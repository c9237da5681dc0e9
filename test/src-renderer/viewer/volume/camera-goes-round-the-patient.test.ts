import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../../shared/geometry/volume-geometry.ts';
import { eyeOf, fittingCamera, panned, rayThrough, rightOf, rotated, seenAt, standardViews, viewMatrix, zoomed, type OrbitCamera, type StandardView } from '../../../../src-renderer/viewer/volume/orbit-camera.ts';
import { cubeFace } from '../../../../src-renderer/viewer/volume/orientation-cube.ts';
import { along, dot, minus } from '../../../../src-renderer/viewer/volume/vector.ts';

const ball = { centre: [10, -20, 900] as Vec3, radiusMm: 80 };
const view = { width: 640, height: 400 };
const place = fc.tuple(fc.double({ min: -70, max: 70, noNaN: true }), fc.double({ min: -70, max: 70, noNaN: true }), fc.double({ min: -70, max: 70, noNaN: true }))
  .map(([x, y, z]): Vec3 => [x + 10, y - 20, z + 900]);
const step = fc.oneof(
  fc.record({ does: fc.constant('turn' as const), dx: fc.integer({ min: -300, max: 300 }), dy: fc.integer({ min: -300, max: 300 }) }),
  fc.record({ does: fc.constant('pan' as const), dx: fc.integer({ min: -30, max: 30 }), dy: fc.integer({ min: -30, max: 30 }) }),
  fc.record({ does: fc.constant('zoom' as const), dx: fc.integer({ min: 0, max: 640 }), dy: fc.integer({ min: 0, max: 400 }) }),
);
const camera = fc.tuple(fc.constantFrom(...standardViews), fc.array(step, { maxLength: 8 })).map(([from, steps]) => steps.reduce<OrbitCamera>((now, { does, dx, dy }) => {
  if (does === 'turn') return rotated(now, view, dx, dy);
  return does === 'pan' ? panned(now, view, dx, dy) : zoomed(now, view, 1.3, dx, dy);
}, fittingCamera(ball, from)));

// LPS: as a person stands before the patient, the patient's left hand is on the right of the screen.
it.each<[StandardView, right: Vec3, up: Vec3]>([
  ['anterior', [1, 0, 0], [0, 0, 1]], ['posterior', [-1, 0, 0], [0, 0, 1]], ['left', [0, 1, 0], [0, 0, 1]],
  ['right', [0, -1, 0], [0, 0, 1]], ['superior', [-1, 0, 0], [0, -1, 0]], ['inferior', [1, 0, 0], [0, -1, 0]],
])('from %s the right things are to the right and up, and all of the volume is seen', (from, right, up) => {
  const looking = fittingCamera(ball, from);
  const middle = seenAt(looking, view, ball.centre)!;
  expect(middle).toEqual({ x: 320, y: 200 });
  expect(seenAt(looking, view, along(ball.centre, 30, right))!.x).toBeGreaterThan(340);
  expect(seenAt(looking, view, along(ball.centre, 30, up))!.y).toBeLessThan(180);
  for (const axis of [right, up]) {
    const rim = seenAt(looking, view, along(ball.centre, 80, axis))!;
    expect(Math.max(Math.abs(rim.x - 320), Math.abs(rim.y - 200))).toBeGreaterThan(160);
    expect(Math.max(Math.abs(rim.x - 320), Math.abs(rim.y - 200))).toBeLessThanOrEqual(200);
  }
  // The cube's face of this side is upright in the middle, and the only one.
  expect(standardViews.filter((face) => cubeFace(looking, face) !== null)).toEqual([from]);
  expect(cubeFace(looking, from, 17)!.map((value) => value + 0)).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 17, 1]);
});

it('what is seen at a point of the view lies on the ray through it', () => {
  fc.assert(fc.property(camera, place, (looking, at) => {
    const seen = seenAt(looking, view, at)!;
    const { origin, direction } = rayThrough(looking, view, seen.x, seen.y);
    const offset = minus(at, origin);
    expect(Math.hypot(...minus(offset, along([0, 0, 0], dot(offset, direction), direction)))).toBeLessThan(1e-6);
    expect(origin).toEqual(eyeOf(looking));
    const matrix = viewMatrix(looking, view);
    const [x, y, z, w] = [0, 4, 8, 12].map((row) => matrix[row]! * at[0] + matrix[row + 1]! * at[1] + matrix[row + 2]! * at[2] + matrix[row + 3]!) as [number, number, number, number];
    expect(x / w).toBeCloseTo(seen.x, 6);
    expect(y / w).toBeCloseTo(seen.y, 6);
    expect(w).toBeCloseTo(dot(minus(origin, at), looking.towardsEye), 6);
    expect(z / w).toBeLessThan(0);
  }));
});

it('however it is turned, up, right and the way to the eye stay at right angles, and the focus in the middle', () => {
  fc.assert(fc.property(camera, fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }), (looking, dx, dy) => {
    const turned = rotated(looking, view, dx, dy);
    const axes = [turned.towardsEye, turned.up, rightOf(turned)];
    for (const [a, first] of axes.entries()) for (const [b, second] of axes.entries()) expect(dot(first, second)).toBeCloseTo(Number(a === b), 9);
    expect(seenAt(turned, view, turned.focus)!.x).toBeCloseTo(320, 6);
    // The eye stays where nothing is: outside of what is looked at.
    expect(Math.hypot(...minus(eyeOf(turned), turned.focus))).toBeCloseTo(320, 6);
  }));
});

it('what is near goes where the pointer goes', () => {
  fc.assert(fc.property(camera, (looking) => {
    const near = along(looking.focus, 40, looking.towardsEye);
    expect(seenAt(rotated(looking, view, 20, 0), view, near)!.x).toBeGreaterThan(seenAt(looking, view, near)!.x);
    expect(seenAt(rotated(looking, view, 0, 20), view, near)!.y).toBeGreaterThan(seenAt(looking, view, near)!.y);
    const shifted = seenAt(panned(looking, view, 13, -7), view, looking.focus)!;
    expect(shifted.x).toBeCloseTo(333, 6);
    expect(shifted.y).toBeCloseTo(193, 6);
  }));
});

it('what lies under the pointer stays there while zooming, however far, and zooming ends somewhere', () => {
  fc.assert(fc.property(camera, fc.integer({ min: 0, max: 640 }), fc.integer({ min: 0, max: 400 }), fc.double({ min: 0.1, max: 100, noNaN: true }), (looking, x, y, factor) => {
    const { origin, direction } = rayThrough(looking, view, x, y);
    const atFocus = along(origin, looking.distanceMm / -dot(direction, looking.towardsEye), direction);
    const seen = seenAt(zoomed(looking, view, factor, x, y), view, atFocus)!;
    expect(seen.x).toBeCloseTo(x, 5);
    expect(seen.y).toBeCloseTo(y, 5);
  }));
  const closest = zoomed(fittingCamera(ball, 'left'), view, 1e9, 320, 200);
  expect(zoomed(closest, view, 2, 320, 200).tangent).toBe(closest.tangent);
});

describe('the cube', () => {
  it('shows at most three faces, each turned as the patient is', () => {
    fc.assert(fc.property(camera, (looking) => {
      const shown = standardViews.filter((face) => cubeFace(looking, face) !== null);
      expect(shown.length).toBeGreaterThanOrEqual(1);
      expect(shown.length).toBeLessThanOrEqual(3);
      for (const face of shown) {
        const matrix = cubeFace(looking, face, 10)!;
        // A turn and nothing else: columns of length 1 at right angles, right-handed as the browser's screen is.
        const [x, y, z] = [0, 4, 8].map((from) => matrix.slice(from, from + 3) as unknown as Vec3) as [Vec3, Vec3, Vec3];
        expect(dot(x, y)).toBeCloseTo(0, 9);
        expect(x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0]) + x[2] * (y[0] * z[1] - y[1] * z[0])).toBeCloseTo(1, 9);
      }
    }));
  });
});
