import { type ContourBand } from './contour-band.ts';

/** What moves a contour, all speeds in mm a unit of time. */
export interface ContourForces {
  /** Of each voxel, as a speed image: outwards where it is above 0. */
  readonly speed: Float32Array;
  /** The balloon: times the speed image, along the outward normal. */
  readonly propagation: number;
  /** In mm² a unit of time: times the sum of the two principal curvatures (the curvature, in a slice), inwards where it bulges. */
  readonly curvature: number;
  /** Times the downward gradient of the speed image: pulls to its valleys, which an edge-based one has along edges. */
  readonly advection: number;
  /** Whether curvature, too, counts as much as the speed image says. */
  readonly curvatureTimesSpeed: boolean;
}

/**
 * How fast the distance in each voxel of the band changes: −P|∇d| + βκ|∇d| − A·∇d, the first and the last upwind and of
 * first order (Osher and Sethian 1988, doi 10.1016/0021-9991(88)90002-2), curvature by central differences.
 * Only the innermost voxels move, so that stencils stay inside the band: all but the last layer, and by curvature all but
 * the last two. Rates are given in the order of the band's voxels.
 * @returns the fastest rate of the first two terms, in mm a unit of time
 */
export function contourRates(band: ContourBand, forces: ContourForces, last: number, rates: Float32Array): number {
  const { size, spacingMm, steps, distances: d, layers, voxels, count } = band;
  const { speed, propagation, curvature, advection, curvatureTimesSpeed } = forces;
  const [ni, nj, nk] = size;
  const [si, sj, sk] = steps;
  const [ri, rj, rk] = [1 / spacingMm[0], 1 / spacingMm[1], 1 / spacingMm[2]];
  let fastest = 0;
  for (let n = 0; n < count; n++) {
    const v = voxels[n] as number;
    rates[n] = 0;
    const layer = layers[v] as number;
    if (layer >= last) continue;
    const i = v % ni;
    const row = (v - i) / ni;
    const j = row % nj;
    const k = (row - j) / nj;
    // Beyond the border of the volume everything goes on as at it.
    const [il, ir] = [i > 0 ? si : 0, i < ni - 1 ? si : 0];
    const [jl, jr] = [j > 0 ? sj : 0, j < nj - 1 ? sj : 0];
    const [kl, kr] = [k > 0 ? sk : 0, k < nk - 1 ? sk : 0];
    const here = d[v] as number;
    const [iBack, iOn] = [(here - (d[v - il] as number)) * ri, ((d[v + ir] as number) - here) * ri];
    const [jBack, jOn] = [(here - (d[v - jl] as number)) * rj, ((d[v + jr] as number) - here) * rj];
    const [kBack, kOn] = [(here - (d[v - kl] as number)) * rk, ((d[v + kr] as number) - here) * rk];
    const value = speed[v] as number;
    let rate = 0;

    const outwards = propagation * value;
    if (outwards > 0) {
      rate -= outwards * Math.sqrt(
        Math.max(iBack, 0) ** 2 + Math.min(iOn, 0) ** 2 + Math.max(jBack, 0) ** 2 + Math.min(jOn, 0) ** 2 + Math.max(kBack, 0) ** 2 + Math.min(kOn, 0) ** 2,
      );
    } else if (outwards < 0) {
      rate -= outwards * Math.sqrt(
        Math.min(iBack, 0) ** 2 + Math.max(iOn, 0) ** 2 + Math.min(jBack, 0) ** 2 + Math.max(jOn, 0) ** 2 + Math.min(kBack, 0) ** 2 + Math.max(kOn, 0) ** 2,
      );
    }
    let pace = Math.abs(outwards);

    if (advection !== 0) {
      const [ai, aj, ak] = [
        -advection * 0.5 * ri * ((speed[v + ir] as number) - (speed[v - il] as number)),
        -advection * 0.5 * rj * ((speed[v + jr] as number) - (speed[v - jl] as number)),
        -advection * 0.5 * rk * ((speed[v + kr] as number) - (speed[v - kl] as number)),
      ];
      rate -= ai * (ai > 0 ? iBack : iOn) + aj * (aj > 0 ? jBack : jOn) + ak * (ak > 0 ? kBack : kOn);
      pace += Math.sqrt(ai * ai + aj * aj + ak * ak);
    }
    if (pace > fastest) fastest = pace;

    if (curvature !== 0 && layer <= last - 2) {
      const [di, dj, dk] = [0.5 * (iBack + iOn), 0.5 * (jBack + jOn), 0.5 * (kBack + kOn)];
      const [dii, djj, dkk] = [(iOn - iBack) * ri, (jOn - jBack) * rj, (kOn - kBack) * rk];
      const dij = 0.25 * ri * rj * ((d[v + ir + jr] as number) - (d[v - il + jr] as number) - (d[v + ir - jl] as number) + (d[v - il - jl] as number));
      const dik = 0.25 * ri * rk * ((d[v + ir + kr] as number) - (d[v - il + kr] as number) - (d[v + ir - kl] as number) + (d[v - il - kl] as number));
      const djk = 0.25 * rj * rk * ((d[v + jr + kr] as number) - (d[v - jl + kr] as number) - (d[v + jr - kl] as number) + (d[v - jl - kl] as number));
      const squared = di * di + dj * dj + dk * dk;
      if (squared > 1e-12) {
        const bend = (dii * (dj * dj + dk * dk) + djj * (di * di + dk * dk) + dkk * (di * di + dj * dj)
          - 2 * (di * dj * dij + di * dk * dik + dj * dk * djk)) / squared;
        rate += curvature * (curvatureTimesSpeed ? value : 1) * bend;
      }
    }
    rates[n] = rate;
  }
  return fastest;
}
