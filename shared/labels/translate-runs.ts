import { decodeRuns, encodeRuns } from './runs.ts';

/**
 * One tile in the label indices of another table.
 * @param count voxels of the tile
 * @param indexThere by index of this table; 0 for background, and for an index that the other table lacks
 * @throws MalformedRuns; RangeError for an index that the other table lacks
 */
export function translateRuns(runs: Uint8Array, count: number, indexThere: Uint8Array): Uint8Array {
  const voxels = decodeRuns(runs, count);
  for (const [at, index] of voxels.entries()) {
    const there = indexThere[index]!;
    if (there === 0 && index !== 0) throw new RangeError(`no label ${index}`);
    voxels[at] = there;
  }
  return encodeRuns(voxels);
}
