import type { Mask, RegionWork } from './grid.ts';
import { inPieces } from './stages.ts';

/** @param upTo what a voxel becomes whose value is the limit or less; the others become the other */
export function* maskOfValues(values: Float32Array, limit: number, upTo: 0 | 1): RegionWork<Mask> {
  const mask = new Uint8Array(values.length);
  yield* inPieces(values.length, (first, behind) => {
    for (let at = first; at < behind; at++) mask[at] = (values[at] as number) <= limit ? upTo : 1 - upTo;
  });
  return mask;
}
