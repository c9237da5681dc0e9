/** How many voxels each label has: counted in parts, so that a big case holds up nothing. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelExtent } from '../../stores/label-place.ts';

/** About ten milliseconds of counting. */
const part = 1 << 23;

/** @returns 256 counts by label index; null where the signal stopped it */
export async function countVoxels(labels: Uint8Array, signal: AbortSignal): Promise<Float64Array | null> {
  const counts = new Float64Array(256);
  for (let from = 0; from < labels.length; from += part) {
    if (from > 0) await new Promise((resolve) => { setTimeout(resolve); });
    if (signal.aborted) return null;
    const end = Math.min(from + part, labels.length);
    for (let at = from; at < end; at += 1) counts[labels[at]!]! += 1;
  }
  return counts;
}

/** What one label has, and in how many slices. @returns null where the signal stopped it */
export async function countInSlices(labels: Uint8Array, [ni, nj, nk]: Vec3, axis: AxisIndex, label: number, signal: AbortSignal): Promise<LabelExtent | null> {
  const holds = new Uint8Array([ni, nj, nk][axis]!);
  let voxels = 0;
  let counted = 0;
  for (let k = 0, at = 0; k < nk; k += 1) {
    for (let j = 0; j < nj; j += 1) {
      for (let i = 0; i < ni; i += 1, at += 1) {
        if (labels[at] !== label) continue;
        voxels += 1;
        holds[axis === 0 ? i : axis === 1 ? j : k] = 1;
      }
    }
    if (at - counted < part) continue;
    counted = at;
    await new Promise((resolve) => { setTimeout(resolve); });
    if (signal.aborted) return null;
  }
  return signal.aborted ? null : { voxels, slices: holds.reduce((sum, one) => sum + one, 0) };
}
