/**
 * Who looks at the patient, from where: one value that the picture, the pointer and everything laid over the picture are
 * computed from. The eye stays at its distance; a narrower angle brings things closer, so that it never enters what is
 * looked at.
 */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { ViewSize } from '../view-transform.ts';
import { along, cross, dot, minus, unit } from './vector.ts';

export interface OrbitCamera {
  /** What lies in the middle of the view and is turned about, LPS mm. */
  readonly focus: Vec3;
  /** From the focus to the eye; of length 1, as is `up`, at right angles to it. */
  readonly towardsEye: Vec3;
  readonly up: Vec3;
  readonly distanceMm: number;
  /** Of half the angle that the shorter side of the view spans. */
  readonly tangent: number;
}

export interface Ray {
  readonly origin: Vec3;
  /** Of length 1. */
  readonly direction: Vec3;
}

/** From where one looks: from the patient's front, back, … */
export const standardViews = ['anterior', 'posterior', 'left', 'right', 'superior', 'inferior'] as const;
export type StandardView = (typeof standardViews)[number];

/** Patient space is LPS: x to the Left, y to the Posterior, z to the Superior. From above and below the front is up. */
export const viewDirections: Readonly<Record<StandardView, { readonly towardsEye: Vec3; readonly up: Vec3 }>> = {
  anterior: { towardsEye: [0, -1, 0], up: [0, 0, 1] },
  posterior: { towardsEye: [0, 1, 0], up: [0, 0, 1] },
  left: { towardsEye: [1, 0, 0], up: [0, 0, 1] },
  right: { towardsEye: [-1, 0, 0], up: [0, 0, 1] },
  superior: { towardsEye: [0, 0, 1], up: [0, -1, 0] },
  inferior: { towardsEye: [0, 0, -1], up: [0, -1, 0] },
};

/** The eye's distance in radii of what is looked at: near enough for depth to be felt. */
const radiiAway = 4;
const margin = 1.05;
const [smallestZoom, largestZoom] = [0.25, 40];

/** @param ball around what is to be seen whole */
export function fittingCamera(ball: { readonly centre: Vec3; readonly radiusMm: number }, view: StandardView): OrbitCamera {
  return { focus: ball.centre, ...viewDirections[view], distanceMm: radiiAway * ball.radiusMm, tangent: fittingTangent };
}
const fittingTangent = margin * Math.tan(Math.asin(1 / radiiAway));

export function eyeOf({ focus, towardsEye, distanceMm }: OrbitCamera): Vec3 {
  return along(focus, distanceMm, towardsEye);
}

/** What grows to the right of the screen. */
export function rightOf({ up, towardsEye }: Pick<OrbitCamera, 'up' | 'towardsEye'>): Vec3 {
  return cross(up, towardsEye);
}

/** The whole angle between the view's upper and lower edge. */
export function verticalAngleDegrees({ tangent }: OrbitCamera, { width, height }: ViewSize): number {
  return (2 * Math.atan(tangent * Math.max(1, height / width)) * 180) / Math.PI;
}

/** What is looked at turns with the pointer: half a turn across the shorter side. */
export function rotated(camera: OrbitCamera, view: ViewSize, dxPx: number, dyPx: number): OrbitCamera {
  const perPx = Math.PI / Math.min(view.width, view.height);
  return turned(camera, dxPx * perPx, dyPx * perPx);
}

/** @param rightwards, downwards radians by which what is looked at turns */
export function turned(camera: OrbitCamera, rightwards: number, downwards: number): OrbitCamera {
  const sideways = around(camera.up, -rightwards, camera.towardsEye);
  const right = unit(cross(camera.up, sideways));
  const towardsEye = unit(around(right, -downwards, sideways));
  return { ...camera, towardsEye, up: unit(cross(towardsEye, right)) };
}

/** A direction turned about an axis of length 1 (Rodrigues' formula). */
function around(axis: Vec3, radians: number, direction: Vec3): Vec3 {
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  const scaled: Vec3 = [cosine * direction[0], cosine * direction[1], cosine * direction[2]];
  return along(along(scaled, sine, cross(axis, direction)), (1 - cosine) * dot(axis, direction), axis);
}

export function panned(camera: OrbitCamera, view: ViewSize, dxPx: number, dyPx: number): OrbitCamera {
  const mmPerPx = 1 / pixelsPerMm(camera, view);
  return { ...camera, focus: along(along(camera.focus, -dxPx * mmPerPx, rightOf(camera)), dyPx * mmPerPx, camera.up) };
}

/** What lies under (x, y) as deep as the focus stays there. @param factor above 1 brings closer */
export function zoomed(camera: OrbitCamera, view: ViewSize, factor: number, x: number, y: number): OrbitCamera {
  const tangent = Math.min(Math.max(camera.tangent / factor, fittingTangent / largestZoom), fittingTangent / smallestZoom);
  const kept = 1 - tangent / camera.tangent;
  const moved = panned(camera, view, (view.width / 2 - x) * kept, (view.height / 2 - y) * kept);
  return { ...moved, tangent };
}

/** Of the screen, at the depth of the focus. */
export function pixelsPerMm({ distanceMm, tangent }: OrbitCamera, { width, height }: ViewSize): number {
  return Math.min(width, height) / (2 * distanceMm * tangent);
}

/** From the eye through a point of the view, CSS pixels from its upper left corner. */
export function rayThrough(camera: OrbitCamera, view: ViewSize, x: number, y: number): Ray {
  const mmPerPx = 1 / pixelsPerMm(camera, view);
  const origin = eyeOf(camera);
  const target = along(along(camera.focus, (x - view.width / 2) * mmPerPx, rightOf(camera)), (view.height / 2 - y) * mmPerPx, camera.up);
  return { origin, direction: unit(minus(target, origin)) };
}

/** Where a place of the patient is seen, CSS pixels from the view's upper left corner; null where it is not before the eye. */
export function seenAt(camera: OrbitCamera, view: ViewSize, placeMm: Vec3): { readonly x: number; readonly y: number } | null {
  const offset = minus(placeMm, camera.focus);
  const depth = camera.distanceMm - dot(offset, camera.towardsEye);
  if (depth <= 0.01 * camera.distanceMm) return null;
  const scale = (pixelsPerMm(camera, view) * camera.distanceMm) / depth;
  return { x: view.width / 2 + dot(offset, rightOf(camera)) * scale, y: view.height / 2 - dot(offset, camera.up) * scale };
}

/** Row-major 4×4. */
export type Matrix4 = readonly [
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
];

/**
 * `seenAt` as a matrix: (X, Y, Z, W) = M · (x, y, z, 1) for LPS mm; what has W above 0 is seen at X/W, Y/W, CSS pixels from
 * the view's upper left corner, and Z/W grows with the distance from the eye.
 */
export function viewMatrix(camera: OrbitCamera, view: ViewSize): Matrix4 {
  const { focus, towardsEye, up, distanceMm } = camera;
  const scale = pixelsPerMm(camera, view) * distanceMm;
  const depth = [-towardsEye[0], -towardsEye[1], -towardsEye[2], distanceMm + dot(focus, towardsEye)];
  const screen = (middle: number, factor: number, direction: Vec3): number[] =>
    [...direction, -dot(focus, direction)].map((value, at) => middle * depth[at]! + factor * value);
  return [...screen(view.width / 2, scale, rightOf(camera)), ...screen(view.height / 2, -scale, up), 0, 0, 0, -distanceMm, ...depth] as unknown as Matrix4;
}
