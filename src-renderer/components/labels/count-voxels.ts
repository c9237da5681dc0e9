/** How many voxels each label has: counted in parts, so that a big case holds up nothing. */

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
