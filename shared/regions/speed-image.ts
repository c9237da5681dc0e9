import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { smoothValues } from './gaussian.ts';
import type { Grid, RegionWork } from './grid.ts';
import { stage } from './stages.ts';

export interface RegionSpeedOptions {
  /** In the image's units; −Infinity where only the upper one counts. */
  readonly lower: number;
  /** Infinity where only the lower one counts. */
  readonly upper: number;
  /** The larger, the sharper: half-way between the thresholds the speed is 1 − 2 · 10^−smoothness. */
  readonly smoothness: number;
}

/**
 * From −1 (surely outside) over 0 at the thresholds to 1 (surely inside): the in-out function of ITK-SNAP's region
 * competition (Yushkevich et al. 2006), tanh(s(v − lower)) + tanh(s(upper − v)) − 1, or one of the first two alone where
 * there is one threshold. tanh reaches 1 − 10^−smoothness half-way between the thresholds; with one alone, at a sixth of
 * the image's range.
 */
export function* regionSpeed(image: VoxelArray, { size }: Grid, options: RegionSpeedOptions): RegionWork<Float32Array> {
  const { lower, upper, smoothness } = options;
  const hasLower = lower !== -Infinity;
  const hasUpper = upper !== Infinity;
  const range = hasLower && hasUpper ? upper - lower : (yield* rangeOf(image, size)) / 3;
  const speed = new Float32Array(image.length);
  const steepness = range > 0 ? (2 * Math.atanh(1 - 10 ** -smoothness)) / range : Infinity;
  const slice = size[0] * size[1];
  for (let first = 0; first < image.length; first += slice) {
    for (let v = first; v < first + slice; v++) {
      const value = image[v] as number;
      speed[v] = (hasLower ? Math.tanh(steepness * (value - lower)) : 1) + (hasUpper ? Math.tanh(steepness * (upper - value)) : 1) - 1;
    }
    yield 0.5 + 0.5 * (first / image.length);
  }
  return speed;
}

function* rangeOf(image: VoxelArray, size: Vec3): RegionWork<number> {
  let [lowest, highest] = [Infinity, -Infinity];
  const slice = size[0] * size[1];
  for (let first = 0; first < image.length; first += slice) {
    for (let v = first; v < first + slice; v++) {
      const value = image[v] as number;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
    yield 0.5 * (first / image.length);
  }
  return highest - lowest;
}

export interface EdgeSpeedOptions {
  /** Standard deviation of the Gaussian before the gradient is taken; 0: none. */
  readonly scaleMm: number;
  /** The gradient, in the image's units a mm, at which a contour has half its speed. */
  readonly contrast: number;
  /** How abruptly it is held up there. */
  readonly exponent: number;
}

/**
 * From 1 where the image is even down to 0 on its edges: 1 / (1 + (|∇I| / contrast)^exponent), as for geodesic active
 * contours (Caselles, Kimmel and Sapiro 1997, doi 10.1023/A:1007979827043) and in ITK-SNAP, which takes the contrast as
 * a share of the image's largest gradient; here it is that of the tissue's edge, whatever else is in the image.
 */
export function* edgeSpeed(image: VoxelArray, grid: Grid, { scaleMm, contrast, exponent }: EdgeSpeedOptions): RegionWork<Float32Array> {
  return slowedByEdges(yield* gradientMagnitude(image, grid, scaleMm), { contrast, exponent });
}

/** The same of gradients that are known, in their place. */
export function slowedByEdges(gradients: Float32Array, { contrast, exponent }: Pick<EdgeSpeedOptions, 'contrast' | 'exponent'>): Float32Array {
  for (let v = 0; v < gradients.length; v++) gradients[v] = 1 / (1 + ((gradients[v] as number) / contrast) ** exponent);
  return gradients;
}

/** Of the image smoothed by a Gaussian, in its units a mm, by central differences; one-sided at the border. */
export function* gradientMagnitude(image: VoxelArray, grid: Grid, scaleMm: number): RegionWork<Float32Array> {
  const { size: [ni, nj, nk], spacingMm: [hi, hj, hk] } = grid;
  const smooth = Float32Array.from(image);
  if (scaleMm > 0) yield* stage(smoothValues(smooth, grid.size, grid.spacingMm, scaleMm), 0, 0.7);
  const magnitude = new Float32Array(image.length);
  for (let k = 0, v = 0; k < nk; k++) {
    const [kl, kr] = [k > 0 ? ni * nj : 0, k < nk - 1 ? ni * nj : 0];
    const spanK = hk * (Number(kl > 0) + Number(kr > 0)) || 1;
    for (let j = 0; j < nj; j++) {
      const [jl, jr] = [j > 0 ? ni : 0, j < nj - 1 ? ni : 0];
      const spanJ = hj * (Number(jl > 0) + Number(jr > 0)) || 1;
      for (let i = 0; i < ni; i++, v++) {
        const [il, ir] = [i > 0 ? 1 : 0, i < ni - 1 ? 1 : 0];
        const di = ((smooth[v + ir] as number) - (smooth[v - il] as number)) / (hi * (il + ir) || 1);
        const dj = ((smooth[v + jr] as number) - (smooth[v - jl] as number)) / spanJ;
        const dk = ((smooth[v + kr] as number) - (smooth[v - kl] as number)) / spanK;
        magnitude[v] = Math.sqrt(di * di + dj * dj + dk * dk);
      }
    }
    yield 0.7 + 0.3 * (k / nk);
  }
  return magnitude;
}
