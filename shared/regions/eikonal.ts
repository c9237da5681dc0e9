import type { ContourBand } from './contour-band.ts';

const mostPasses = 4;
/** Voxels that are not of the band hold larger values. */
const farthest = 1e5;

/**
 * Gives the voxels of a band behind the `known` first ones the distances that solve |∇d| = 1, upwind (Rouy and Tourin
 * 1992, doi 10.1137/0729053), on each side of the surface apart. Differences are of second order where two voxels in a
 * row are nearer (Sethian 1999, doi 10.1137/S0036144598347059): with those of first order, what is taken from the band
 * again and again would shift the surface. The band's order, layer after layer, is nearly that of rising distance, so
 * that two or three passes over it do what a sorted front would.
 */
export function solveEikonal({ size, spacingMm, steps, distances, voxels, count }: ContourBand, known: number): void {
  const tolerance = 1e-3 * Math.min(...spacingMm);
  const near = new Float64Array(3);
  const spacing = new Float64Array(3);
  for (let pass = 0; pass < mostPasses; pass++) {
    let changed = 0;
    for (let n = known; n < count; n++) {
      const v = voxels[n] as number;
      const before = distances[v] as number;
      const side = before < 0 ? -1 : 1;
      let rest = v;
      for (let axis = 0; axis < 3; axis++) {
        const length = size[axis] as number;
        const at = rest % length;
        rest = (rest - at) / length;
        near[axis] = Infinity;
        const step = steps[axis] as number;
        if (step === 0) continue;
        const back = at > 0 ? side * (distances[v - step] as number) : Infinity;
        const on = at < length - 1 ? side * (distances[v + step] as number) : Infinity;
        const one = Math.min(back, on);
        if (one >= side * before) continue;
        const isBack = back < on;
        const hasTwo = isBack ? at > 1 : at < length - 2;
        const two = hasTwo ? side * (distances[isBack ? v - 2 * step : v + 2 * step] as number) : Infinity;
        const isSecond = two < one && two > -farthest;
        near[axis] = isSecond ? (4 * one - two) / 3 : one;
        spacing[axis] = (spacingMm[axis] as number) * (isSecond ? 2 / 3 : 1);
      }
      const distance = upwindDistance(near[0] as number, spacing[0] as number, near[1] as number, spacing[1] as number, near[2] as number, spacing[2] as number);
      if (Math.abs(distance - side * before) < tolerance || distance === Infinity) continue;
      distances[v] = side * distance;
      changed++;
    }
    if (changed === 0) return;
  }
}

/** The distance whose differences to those of the neighbours along the axes make a gradient of length 1. */
function upwindDistance(a: number, ha: number, b: number, hb: number, c: number, hc: number): number {
  // The least two of (value, spacing), in order, by exchange.
  let t: number;
  if (b < a) { t = a; a = b; b = t; t = ha; ha = hb; hb = t; }
  if (c < b) { t = b; b = c; c = t; t = hb; hb = hc; hc = t; }
  if (b < a) { t = a; a = b; b = t; t = ha; ha = hb; hb = t; }
  let distance = a + ha;
  if (distance <= b) return distance;
  distance = rootOf(1 / ha ** 2 + 1 / hb ** 2, a / ha ** 2 + b / hb ** 2, (a / ha) ** 2 + (b / hb) ** 2);
  if (distance <= c) return distance;
  return rootOf(
    1 / ha ** 2 + 1 / hb ** 2 + 1 / hc ** 2,
    a / ha ** 2 + b / hb ** 2 + c / hc ** 2,
    (a / ha) ** 2 + (b / hb) ** 2 + (c / hc) ** 2,
  );
}

/** Larger root x of Σ ((x − value) / spacing)² = 1, from the sums of 1, value and value² over spacing². */
function rootOf(ones: number, values: number, squares: number): number {
  return (values + Math.sqrt(Math.max(0, values * values - ones * (squares - 1)))) / ones;
}
