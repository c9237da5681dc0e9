/** Changes the values of a patch as was drawn for it, in place, in the order of nnU-Net (Isensee et al. 2021, supplementary note 2). */
import type { IntensityChange } from './augment.ts';
import { alongEachAxis, gaussianTaps, lowResolutionTaps } from './line-taps.ts';
import type { StackVector } from './patch-geometry.ts';
import type { RandomDraws } from './random.ts';

/**
 * @param values of one image: slices × rows × columns × channels
 * @param flat axis that blur and resolution leave alone
 */
export function changeIntensities(
  values: Float32Array, lengths: StackVector, flat: 0 | 1 | 2 | null, change: IntensityChange, draws: RandomDraws,
): void {
  const { noise, blur, brightness, contrast, lowResolution, gamma } = change;
  if (noise > 0) addNoise(values, noise, draws);
  if (blur > 0) alongEachAxis(values, lengths, flat, (length) => gaussianTaps(length, blur));
  if (contrast !== 1 || brightness !== 0) {
    let sum = 0;
    for (const value of values) sum += value;
    const mean = sum / values.length;
    for (let at = 0; at < values.length; at++) values[at] = ((values[at] as number) - mean) * contrast + mean + brightness;
  }
  if (lowResolution > 1) alongEachAxis(values, lengths, flat, (length) => lowResolutionTaps(length, lowResolution));
  if (gamma !== 1) applyGamma(values, gamma);
}

/** Steps of the curve that stands for a power, between which it is straight: a power of each voxel takes ten times as long. */
const curveSteps = 1024;

/** Within the patch's own range. */
function applyGamma(values: Float32Array, gamma: number): void {
  let smallest = Infinity;
  let largest = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  const range = largest - smallest;
  if (!(range > 0)) return;
  const curve = Float64Array.from({ length: curveSteps + 2 }, (_, step) => smallest + range * Math.min(1, step / curveSteps) ** gamma);
  for (let at = 0; at < values.length; at++) {
    const place = (((values[at] as number) - smallest) / range) * curveSteps;
    const step = Math.floor(place);
    const value = curve[step] as number;
    values[at] = value + ((curve[step + 1] as number) - value) * (place - step);
  }
}

/**
 * Normal numbers of deviation 1 at 65,536 evenly spread probabilities, nearly (Shore 1982, "Simple approximations for the
 * inverse cumulative function, the density function and the loss integral of the normal distribution"): noise
 * needs no better tails, but speed.
 */
const normalAt = ((): Float32Array => {
  const count = 2 ** 16;
  const values = Float64Array.from({ length: count }, (_, at) => {
    const odds = (at + 0.5) / (count - at - 0.5);
    return odds >= 1 ? 1 - odds ** -0.1186 : odds ** 0.1186 - 1;
  });
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / count);
  return Float32Array.from(values, (value) => value / deviation);
})();

function addNoise(values: Float32Array, deviation: number, draws: RandomDraws): void {
  for (let at = 0; at < values.length; at += 2) {
    const word = draws.word();
    values[at] = (values[at] as number) + deviation * (normalAt[word & 0xffff] as number);
    // Beyond its end a typed array takes nothing.
    values[at + 1] = (values[at + 1] as number) + deviation * (normalAt[word >>> 16] as number);
  }
}
