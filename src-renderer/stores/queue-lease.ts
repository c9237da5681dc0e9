/** When a slice of the queue is asked for a while longer. Pure. */

/** A third of the host's half hour: one that is missed is made up for by the next. */
export const renewAfterMs = 10 * 60 * 1000;

export interface LeaseTimes {
  readonly nowMs: number;
  /** When the slice was given, or given for longer, last. */
  readonly renewedMs: number;
  /** When the person did anything last. */
  readonly activeMs: number;
}

/** Only for whoever has done something since: what lies open on a desk goes to somebody else in the end. */
export function isToRenew({ nowMs, renewedMs, activeMs }: LeaseTimes): boolean {
  return activeMs > renewedMs && nowMs - renewedMs >= renewAfterMs;
}
