/** Thresholds that follow from a volume's values alone. */
import type { Histogram } from '../voxels/grey-statistics.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import type { Mask, RegionWork } from './grid.ts';
import { inPieces, stage } from './stages.ts';

/**
 * Counts of all finite values of a volume, or of a region of it, in bins of equal width from the smallest to the largest.
 * @param within as long as the values; null: all
 * @throws RangeError where there is no finite value
 */
export function* histogramOfVoxels(values: VoxelArray, bins: number, within: Mask | null = null): RegionWork<Histogram> {
  let [lowest, highest] = [Infinity, -Infinity];
  yield* stage(inPieces(values.length, (first, behind) => {
    for (let at = first; at < behind; at++) {
      const value = values[at]!;
      if ((within !== null && within[at] === 0) || !Number.isFinite(value)) continue;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  }), 0, 0.5);
  if (lowest > highest) throw new RangeError('no finite value');
  const counts = new Uint32Array(bins);
  const perUnit = highest > lowest ? bins / (highest - lowest) : 0;
  yield* stage(inPieces(values.length, (first, behind) => {
    for (let at = first; at < behind; at++) {
      const value = values[at]!;
      if ((within !== null && within[at] === 0) || !Number.isFinite(value)) continue;
      counts[Math.min(Math.floor((value - lowest) * perUnit), bins - 1)]! += 1;
    }
  }), 0.5, 1);
  return { lowest, highest, counts };
}

/**
 * The value that parts darker from brighter voxels so that the variance between the two classes is largest (Otsu 1979,
 * doi 10.1109/TSMC.1979.4310076): the upper end of the darker class's last bin.
 */
export function otsuThreshold(histogram: Histogram): number {
  const { upTo, bins, ends } = moments(histogram);
  let best = { bin: 0, merit: -1 };
  for (let bin = 0; bin < bins - 1; bin++) {
    const merit = upTo(-1, bin) + upTo(bin, bins - 1);
    if (merit > best.merit) best = { bin, merit };
  }
  return ends(best.bin);
}

/** The two values that part three classes in the same sense; ascending. */
export function twoOtsuThresholds(histogram: Histogram): readonly [number, number] {
  const { upTo, bins, ends } = moments(histogram);
  let best = { low: 0, high: 0, merit: -1 };
  for (let low = 0; low < bins - 2; low++) {
    const darkest = upTo(-1, low);
    for (let high = low + 1; high < bins - 1; high++) {
      const merit = darkest + upTo(low, high) + upTo(high, bins - 1);
      if (merit > best.merit) best = { low, high, merit };
    }
  }
  return [ends(best.low), ends(best.high)];
}

interface Moments {
  readonly bins: number;
  /** Of the class of the bins behind one up to another: (sum of values)² / count, 0 where it is empty; their sum over the classes grows with the variance between them. */
  readonly upTo: (behind: number, last: number) => number;
  /** The value at the upper end of a bin. */
  readonly ends: (bin: number) => number;
}

function moments({ counts, lowest, highest }: Histogram): Moments {
  const bins = counts.length;
  const width = (highest - lowest) / bins;
  const voxels = new Float64Array(bins + 1);
  const sums = new Float64Array(bins + 1);
  counts.forEach((count, bin) => {
    voxels[bin + 1] = voxels[bin]! + count;
    // In bins from the middle of the first: a large offset (as of CT) would cost the differences their precision.
    sums[bin + 1] = sums[bin]! + count * bin;
  });
  return {
    bins,
    upTo: (behind, last) => {
      const count = voxels[last + 1]! - voxels[behind + 1]!;
      const sum = sums[last + 1]! - sums[behind + 1]!;
      return count > 0 ? (sum * sum) / count : 0;
    },
    ends: (bin) => lowest + (bin + 1) * width,
  };
}
