/** How a measurement is drawn and taken hold of: its lines and its handles, in the space of its points. */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { MeasuredShape } from './measure.ts';
import { crossProduct, minus } from './vectors.ts';

export interface DrawnLine {
  readonly points: readonly Vec3[];
  /** The last point is joined to the first. */
  readonly isClosed: boolean;
}

const ellipseSteps = 72;

/** Nothing for a place with a text, nor for an ellipse that has too few points yet. */
export function linesOf({ kind, points }: MeasuredShape): readonly DrawnLine[] {
  switch (kind) {
    case 'distance': return [{ points, isClosed: false }];
    case 'angle': return points.length === 4
      ? [{ points: points.slice(0, 2), isClosed: false }, { points: points.slice(2), isClosed: false }]
      : [{ points, isClosed: false }];
    case 'polygon':
    case 'rectangle': return [{ points, isClosed: true }];
    case 'ellipse': return points.length < 3 ? [] : [{ points: ellipseLine(points), isClosed: true }];
    case 'text': return [];
  }
}

/** c + cos t · a + sin t · b. */
function ellipseLine([centre, one, other]: readonly Vec3[]): Vec3[] {
  const [a, b] = [minus(one!, centre!), minus(other!, centre!)];
  return Array.from({ length: ellipseSteps }, (_, step) => {
    const turn = (2 * Math.PI * step) / ellipseSteps;
    return plus(plus(centre!, a, Math.cos(turn)), b, Math.sin(turn));
  });
}

/** What `withHandleAt` counts: of a rectangle its corners, of an ellipse its centre and the ends of both axes, of all others their points. */
export function handlesOf({ kind, points }: MeasuredShape): readonly Vec3[] {
  if (kind !== 'ellipse' || points.length < 3) return points;
  const [centre, one, other] = points as [Vec3, Vec3, Vec3];
  return [centre, one, other, plus(centre, minus(centre, one), 1), plus(centre, minus(centre, other), 1)];
}

/** The points after one handle was dragged elsewhere: a rectangle stays one, and the axes of an ellipse stay upright on each other. */
export function withHandleAt({ kind, points }: MeasuredShape, handle: number, to: Vec3): readonly Vec3[] {
  switch (kind) {
    case 'ellipse': return ellipseAfter(points as readonly [Vec3, Vec3, Vec3], handle, to);
    case 'rectangle': return rectangleAfter(points, handle, to);
    default: return points.map((point, at) => (at === handle ? to : point));
  }
}

export function movedBy(points: readonly Vec3[], by: Vec3): readonly Vec3[] {
  return points.map((point) => plus(point, by, 1));
}

function ellipseAfter([centre, one, other]: readonly [Vec3, Vec3, Vec3], handle: number, to: Vec3): readonly Vec3[] {
  if (handle === 0) return movedBy([centre, one, other], minus(to, centre));
  const isFirst = handle % 2 === 1;
  // The far ends are the mirrored near ones.
  const along = handle > 2 ? minus(centre, to) : minus(to, centre);
  const [before, across] = isFirst ? [minus(one, centre), minus(other, centre)] : [minus(other, centre), minus(one, centre)];
  const normal = crossProduct(before, across);
  const turned = crossProduct(normal, along);
  const length = Math.hypot(...turned);
  // An axis without a length has no direction to stand upright on.
  const upright = length === 0 ? across : scaled(turned, Math.hypot(...across) / length);
  const [ofDragged, ofOther] = [plus(centre, along, 1), plus(centre, upright, 1)];
  return isFirst ? [centre, ofDragged, ofOther] : [centre, ofOther, ofDragged];
}

/** The opposite corner stays, and so do the directions of the edges. */
function rectangleAfter(points: readonly Vec3[], handle: number, to: Vec3): readonly Vec3[] {
  const at = (step: number): Vec3 => points[(handle + step) % 4]!;
  const opposite = at(2);
  const diagonal = minus(to, opposite);
  const part = (direction: Vec3): Vec3 => {
    const squared = dot(direction, direction);
    return squared === 0 ? [0, 0, 0] : scaled(direction, dot(diagonal, direction) / squared);
  };
  const [next, before] = [plus(opposite, part(minus(at(1), opposite)), 1), plus(opposite, part(minus(at(3), opposite)), 1)];
  const corners = [plus(next, minus(before, opposite), 1), next, opposite, before];
  return points.map((_, place) => corners[(place - handle + 4) % 4]!);
}

function plus(a: Vec3, b: Vec3, times: number): Vec3 {
  return [a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2]];
}

function scaled(vector: Vec3, times: number): Vec3 {
  return [times * vector[0], times * vector[1], times * vector[2]];
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
