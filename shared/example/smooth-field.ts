/** Smooth randomness in space: what bends organs, mottles tissue and shades a scan. */
import type { RandomDraws } from '../learning/random.ts';

/** A value for each position (mm); mean 0, standard deviation about 1, no structure finer than the knots' distance. */
export type SmoothField = (x: number, y: number, z: number) => number;

/** Random weights on a cube of knots, joined by cubic B-splines: twice continuously differentiable. */
export function smoothField(draws: RandomDraws, knotDistanceMm: number, halfExtentMm: number): SmoothField {
  const reach = Math.ceil(halfExtentMm / knotDistanceMm) + 2;
  const side = 2 * reach + 1;
  // The four weights along one axis have a mean square sum of 0.479 (the cubic B-spline's squared norm,
  // 151/315): cubed, that is how much the splines flatten the weights' variance.
  const toUnitDeviation = (151 / 315) ** -1.5;
  const weights = Float64Array.from({ length: side ** 3 }, () => draws.normal() * toUnitDeviation);
  const [alongX, alongY, alongZ] = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];

  const knotBelow = (position: number): number =>
    Math.min(side - 3, Math.max(1, Math.floor(position / knotDistanceMm + reach)));

  return (x, y, z) => {
    const ix = knotBelow(x);
    const iy = knotBelow(y);
    const iz = knotBelow(z);
    splineWeights(alongX, x / knotDistanceMm + reach - ix);
    splineWeights(alongY, y / knotDistanceMm + reach - iy);
    splineWeights(alongZ, z / knotDistanceMm + reach - iz);
    let sum = 0;
    for (let c = 0; c < 4; c += 1) {
      for (let b = 0; b < 4; b += 1) {
        const row = ((iz + c - 1) * side + iy + b - 1) * side + ix - 1;
        const across = (alongZ[c] as number) * (alongY[b] as number);
        for (let a = 0; a < 4; a += 1) sum += across * (alongX[a] as number) * (weights[row + a] as number);
      }
    }
    return sum;
  };
}

/** Weights of the four nearest knots for a position `t` (0–1) between the middle two; their sum is 1. */
function splineWeights(into: Float64Array, position: number): void {
  const t = Math.min(1, Math.max(0, position));
  const s = 1 - t;
  const [tt, ss] = [t * t, s * s];
  into[0] = (ss * s) / 6;
  into[1] = (3 * tt * t - 6 * tt + 4) / 6;
  into[2] = (3 * ss * s - 6 * ss + 4) / 6;
  into[3] = (tt * t) / 6;
}
