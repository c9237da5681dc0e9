/** How a slice looks, in a few numbers that need no model: for the time before there is one. */

const blocksPerSide = 6;
/** Standard deviations to either side that are told apart. */
const reach = 3.5;
/** From −3.5 to 3.5 at even distances. */
const levels = 28;

/** Numbers in a slice's features, whatever its size. */
export const imageFeatureCount = blocksPerSide * blocksPerSide + levels;

/** What stands for 0 and for 1 in a slice's features. */
export interface GreyScale {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Means of 6 × 6 blocks (what is where), then the square roots of the shares of 28 grey levels (what there is: between those,
 * Euclidean distance is Hellinger's), both of z-scored values that end at ±3.5. Each half has a length of about 1. A slice that is
 * drawn larger has the same features, since blocks take their share of the pixels that they cut.
 * @param values rows × columns; what is not finite is left out
 * @param scale of the case, where its slices should be told apart by how bright they are; left out: the slice's own
 */
export function imageFeatures(values: ArrayLike<number>, rows: number, columns: number, scale: GreyScale = greyScale(values)): Float32Array {
  const features = new Float32Array(imageFeatureCount);
  const sums = new Float64Array(blocksPerSide * blocksPerSide);
  const weights = new Float64Array(sums.length);
  const counts = new Float64Array(levels);
  const [rowShares, columnShares] = [blockShares(rows), blockShares(columns)];
  let finite = 0;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const value = values[at] as number;
      if (!Number.isFinite(value)) continue;
      finite++;
      const z = scale.deviation > 0 ? Math.min(reach, Math.max(-reach, (value - scale.mean) / scale.deviation)) : 0;
      // Shared between two levels, so that rounding moves no pixel from one to the other.
      const level = ((z + reach) / (2 * reach)) * (levels - 1);
      const below = Math.min(levels - 2, Math.floor(level));
      counts[below]! += 1 - (level - below);
      counts[below + 1]! += level - below;
      for (const [blockRow, high] of rowShares[row] as BlockShares) {
        for (const [blockColumn, wide] of columnShares[column] as BlockShares) {
          const block = blockRow * blocksPerSide + blockColumn;
          sums[block]! += z * high * wide;
          weights[block]! += high * wide;
        }
      }
    }
  }
  sums.forEach((sum, block) => { features[block] = (weights[block] as number) > 0 ? sum / (weights[block] as number) / blocksPerSide : 0; });
  counts.forEach((count, level) => { features[sums.length + level] = Math.sqrt(count / Math.max(1, finite)); });
  return features;
}

/** Mean and standard deviation of the finite values. */
export function greyScale(values: ArrayLike<number>): GreyScale {
  let [count, mean, squares] = [0, 0, 0];
  // Welford 1962: large offsets cost no digits.
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!Number.isFinite(value)) continue;
    const before = value - mean;
    mean += before / ++count;
    squares += before * (value - mean);
  }
  return { mean, deviation: count === 0 ? 0 : Math.sqrt(squares / count) };
}

/** Blocks that a row or column lies in, and how much of it. */
type BlockShares = readonly (readonly [block: number, share: number])[];

function blockShares(length: number): readonly BlockShares[] {
  return Array.from({ length }, (_, n) => {
    const [from, to] = [(n * blocksPerSide) / length, ((n + 1) * blocksPerSide) / length];
    const shares: [number, number][] = [];
    for (let block = Math.floor(from); block < Math.min(blocksPerSide, Math.ceil(to)); block++) {
      shares.push([block, (Math.min(to, block + 1) - Math.max(from, block)) / (to - from)]);
    }
    return shares;
  });
}
