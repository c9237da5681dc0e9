/** Which places of a grid in its plane an area holds. */
import { rasterisePolygon } from '../regions/polygon.ts';
import type { Mask } from '../regions/grid.ts';
import type { MeasurementKind } from './measure.ts';

export type AreaKind = Extract<MeasurementKind, 'polygon' | 'rectangle' | 'ellipse'>;
/** Two coordinates within the plane, in any frame: areas are the same in all of them. */
export type Place = readonly [u: number, v: number];

/** The smallest and the largest u and v of an area, edges included. */
export function areaBox(kind: AreaKind, points: readonly Place[]): { readonly first: Place; readonly last: Place } {
  if (kind === 'ellipse') {
    const [centre, one, other] = points as [Place, Place, Place];
    // c + cos t · a + sin t · b reaches √(a² + b²) from c along either axis.
    const reach = (axis: 0 | 1): number => Math.hypot(one[axis] - centre[axis], other[axis] - centre[axis]);
    return { first: [centre[0] - reach(0), centre[1] - reach(1)], last: [centre[0] + reach(0), centre[1] + reach(1)] };
  }
  const ends = (pick: (...values: number[]) => number): Place => [pick(...points.map(([u]) => u)), pick(...points.map(([, v]) => v))];
  return { first: ends(Math.min), last: ends(Math.max) };
}

/** The whole-numbered places from 0 to width and height that lie inside, u fastest; a polygon by the even-odd rule. */
export function areaMask(kind: AreaKind, points: readonly Place[], width: number, height: number): Mask {
  if (kind === 'ellipse') return ellipseMask(points, width, height);
  return rasterisePolygon([Float64Array.from(points.flat())], width, height);
}

/** c + s·a + t·b with s² + t² ≤ 1; a and b need not stand upright on each other. */
function ellipseMask(points: readonly Place[], width: number, height: number): Mask {
  const mask = new Uint8Array(width * height);
  const [[cu, cv], one, other] = points as [Place, Place, Place];
  const [a, b, c, d] = [one[0] - cu, other[0] - cu, one[1] - cv, other[1] - cv];
  const determinant = a * d - b * c;
  if (determinant === 0) return mask;
  for (let v = 0, at = 0; v < height; v += 1) {
    for (let u = 0; u < width; u += 1, at += 1) {
      const s = (d * (u - cu) - b * (v - cv)) / determinant;
      const t = (a * (v - cv) - c * (u - cu)) / determinant;
      if (s * s + t * t <= 1) mask[at] = 1;
    }
  }
  return mask;
}
