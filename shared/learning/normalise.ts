/** Brings the real values of a volume to the scale that a network is fed with, as its plan says. */
import { failure } from '../text/user-facing-error.ts';
import { valuesAtRanks } from '../voxels/order-statistic.ts';
import { normaliseSentences } from './normalise-sentences.ts';
import type { NormalisationPlan } from './plan.ts';

/**
 * Above this share of voxels with the smallest value the image stands in an empty frame (skull-stripped
 * brains, resampled volumes, detector corners), whose size must not move mean and deviation.
 */
const emptyFrameShare = 0.25;

/** In place: NaN and infinite values become the smallest finite one. @returns how many there were */
export function replaceNonFinite(values: Float32Array): number {
  let smallest = Infinity;
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!Number.isFinite(value)) count++;
    else if (value < smallest) smallest = value;
  }
  if (count === 0) return 0;
  const replacement = Number.isFinite(smallest) ? smallest : 0;
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) values[at] = replacement;
  }
  return count;
}

/**
 * In place. `z-score`: clipped to the percentiles, mean 0, standard deviation 1, all three taken over
 * the whole volume, or over the voxels above its minimum where a quarter or more of it lies there.
 * `foreground`: the same with the four numbers of the plan. `window`: low … high become −1 … 1 and what lies
 * outside is cut off.
 * @param values finite
 * @param caseName for the message
 * @throws UserFacingError `bad-input` where all values are the same, or would be once they are cut off
 */
export function normalise(values: Float32Array, plan: NormalisationPlan, caseName: string): void {
  switch (plan.kind) {
    case 'window': {
      refuseFlat(values, plan, caseName);
      const scale = 2 / (plan.high - plan.low);
      for (let at = 0; at < values.length; at++) {
        const clipped = Math.min(plan.high, Math.max(plan.low, values[at] as number));
        values[at] = (clipped - plan.low) * scale - 1;
      }
      return;
    }
    case 'foreground':
      refuseFlat(values, plan, caseName);
      return toScale(values, plan);
    case 'z-score':
      return toScale(values, scaleOf(values, plan, caseName));
  }
}

function refuseFlat(values: Float32Array, { low, high }: { readonly low: number; readonly high: number }, caseName: string): void {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (smallest === largest) throw failure('bad-input', normaliseSentences.allTheSame, { case: caseName });
  if (largest <= low || smallest >= high) throw failure('bad-input', normaliseSentences.outsideRange, { case: caseName, low: Math.round(low), high: Math.round(high) });
}

function toScale(values: Float32Array, { low, high, mean, deviation }: Scale): void {
  for (let at = 0; at < values.length; at++) values[at] = (Math.min(high, Math.max(low, values[at] as number)) - mean) / deviation;
}

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Where hardly anything stands out of the frame, or all that does has one value (a drawn shape), the
 * percentiles can fall together although there is something to see: then more of the volume is measured.
 */
function scaleOf(values: Float32Array, { lowPercentile, highPercentile }: { lowPercentile: number; highPercentile: number }, caseName: string): Scale {
  const attempts = [
    { measured: withoutEmptyFrame(values), lowest: lowPercentile, highest: highPercentile },
    { measured: values, lowest: lowPercentile, highest: highPercentile },
    { measured: values, lowest: 0, highest: 100 },
  ];
  for (const { measured, lowest, highest } of attempts) {
    if (measured.length === 0) continue;
    const rank = (percentile: number): number => Math.round((percentile / 100) * (measured.length - 1));
    const [low = 0, high = 0] = valuesAtRanks(measured, [rank(lowest), rank(highest)]);
    const { mean, deviation } = clippedMoments(measured, low, high);
    if (deviation > 0) return { low, high, mean, deviation };
  }
  throw failure('bad-input', normaliseSentences.allTheSame, { case: caseName });
}

function withoutEmptyFrame(values: Float32Array): Float32Array {
  let smallest = Infinity;
  let inFrame = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value < smallest) {
      smallest = value;
      inFrame = 0;
    }
    if (value === smallest) inFrame++;
  }
  if (inFrame < emptyFrameShare * values.length) return values;
  const above = new Float32Array(values.length - inFrame);
  for (let from = 0, to = 0; from < values.length; from++) {
    const value = values[from] as number;
    if (value > smallest) above[to++] = value;
  }
  return above;
}

/** Two passes: one pass of sums of squares loses all digits where the mean is far from zero. */
function clippedMoments(values: Float32Array, low: number, high: number): { readonly mean: number; readonly deviation: number } {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += Math.min(high, Math.max(low, values[at] as number));
  const mean = sum / values.length;
  let squares = 0;
  for (let at = 0; at < values.length; at++) {
    const distance = Math.min(high, Math.max(low, values[at] as number)) - mean;
    squares += distance * distance;
  }
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
