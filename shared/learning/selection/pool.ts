/** Which slices may be chosen at all. */
import { sliceKey } from './in-line.ts';
import type { SliceName, SlicePlace } from './slice-reading.ts';

/** A slice that somebody has before them. */
export interface SliceLease {
  readonly slice: SliceName;
  /** From this moment on it is nobody's any more. Same clock as `nowMs`. */
  readonly untilMs: number;
}

export interface OutOfThePool {
  /** Those who judge and do not teach: the test set's patients at any rate, all their slices. */
  readonly patients: Iterable<string>;
  readonly complete: Iterable<SliceName>;
  readonly skipped: Iterable<SliceName>;
  readonly leases: Iterable<SliceLease>;
}

/** @returns the slices that are left, in the order given */
export function pool<Slice extends SlicePlace>(slices: readonly Slice[], out: OutOfThePool, nowMs: number): readonly Slice[] {
  const patients = new Set(out.patients);
  const closed = new Set<string>();
  for (const slice of out.complete) closed.add(sliceKey(slice));
  for (const slice of out.skipped) closed.add(sliceKey(slice));
  for (const { slice, untilMs } of out.leases) if (untilMs > nowMs) closed.add(sliceKey(slice));
  return slices.filter((slice) => !patients.has(slice.patient) && !closed.has(sliceKey(slice)));
}
