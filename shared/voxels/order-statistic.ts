/**
 * Exact order statistics of large arrays without sorting: two counting passes over the upper and the
 * lower half of each number's bits (radix selection, Knuth, TAOCP 3, 5.2.5). 512³ voxels take well
 * under a second each pass, where sorting takes half a minute, and outliers cost no precision, as they
 * do with a histogram of equal bins.
 */

const bins = 65_536;

/**
 * The values that would stand at these places, were the array sorted ascending.
 * @param ranks 0 … length − 1, in any order
 * @throws RangeError where a rank is outside, or the array holds NaN
 */
export function valuesAtRanks(values: Float32Array, ranks: readonly number[]): number[] {
  const keys = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const upper = new Uint32Array(bins);
  for (let at = 0; at < keys.length; at++) {
    const bin = sortableKey(keys[at] as number) >>> 16;
    upper[bin] = (upper[bin] as number) + 1;
  }
  return ranks.map((rank) => {
    const high = binOfRank(upper, rank);
    const lower = new Uint32Array(bins);
    for (let at = 0; at < keys.length; at++) {
      const key = sortableKey(keys[at] as number);
      if (key >>> 16 === high.bin) lower[key & 0xffff] = (lower[key & 0xffff] as number) + 1;
    }
    const low = binOfRank(lower, rank - high.before);
    const value = valueOfKey(((high.bin << 16) | low.bin) >>> 0);
    if (Number.isNaN(value)) throw new RangeError('the array holds NaN');
    return value;
  });
}

/** Unsigned order of the keys = order of the numbers: negative floats are reversed, positive ones moved above them. */
function sortableKey(bits: number): number {
  // The sign as a mask of 32 bits: no branch to be guessed wrong for every other voxel.
  return (bits ^ ((bits >> 31) | 0x80000000)) >>> 0;
}

function valueOfKey(key: number): number {
  const bits = (key & 0x80000000) !== 0 ? key & 0x7fffffff : ~key >>> 0;
  return new Float32Array(Uint32Array.of(bits).buffer)[0] as number;
}

function binOfRank(counts: Uint32Array, rank: number): { readonly bin: number; readonly before: number } {
  let before = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin] as number;
    if (rank >= 0 && rank < before + count) return { bin, before };
    before += count;
  }
  throw new RangeError(`rank ${rank} of ${before} values`);
}
