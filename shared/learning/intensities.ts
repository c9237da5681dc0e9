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
  if (noise > 0) {
    for (let at = 0; at < values.length; at++) values[at] = (values[at] as number) + noise * roughNormal(draws.word());
  }
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

/** Within the patch's own range. */
function applyGamma(values: Float32Array, gamma: number): void {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const value of values) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  const range = largest - smallest;
  if (!(range > 0)) return;
  for (let at = 0; at < values.length; at++) values[at] = (((values[at] as number) - smallest) / range) ** gamma * range + smallest;
}

/** Standard deviation of the sum of four uniform bytes. */
const deviationOfByteSum = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/** Nearly normal noise from one random word (Irwin–Hall: the sum of its four bytes): noise needs no better tails, but speed. */
function roughNormal(word: number): number {
  const sum = (word & 0xff) + ((word >>> 8) & 0xff) + ((word >>> 16) & 0xff) + (word >>> 24);
  return (sum - 510) / deviationOfByteSum;
}
