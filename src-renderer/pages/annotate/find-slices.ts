/** Slices that somebody looks for along an axis: pure. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';

/**
 * The next slice from here, in a direction, that is wanted; beyond the end it goes on from the other.
 * @returns null where none is wanted but perhaps the one that is shown
 */
export function nextSlice(from: number, step: 1 | -1, slices: number, wanted: (slice: number) => boolean): number | null {
  for (let away = 1; away < slices; away += 1) {
    const slice = (((from + step * away) % slices) + slices) % slices;
    if (wanted(slice)) return slice;
  }
  return null;
}

/** Whether a slice holds anything but background. @param labels i fastest */
export function holdsLabels(labels: Uint8Array, [ni, nj, nk]: Vec3, axis: AxisIndex, slice: number): boolean {
  if (axis === 2) return labels.subarray(slice * ni * nj, (slice + 1) * ni * nj).some((label) => label !== 0);
  for (let k = 0; k < nk; k += 1) {
    const first = k * ni * nj;
    if (axis === 1) {
      if (labels.subarray(first + slice * ni, first + (slice + 1) * ni).some((label) => label !== 0)) return true;
      continue;
    }
    for (let at = first + slice; at < first + ni * nj; at += ni) if (labels[at] !== 0) return true;
  }
  return false;
}
