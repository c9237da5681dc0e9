/** How long people have labelled, from when they drew and marked: nobody is asked to start a clock. */

/** A stroke or a mark. */
export interface AnnotationAct {
  /** In the log, rising. */
  readonly position: number;
  readonly person: number | string;
  readonly atMs: number;
}

/**
 * The most that one act stands for. Edit sessions of volunteers are measured alike, by the gaps between edits with something added for
 * the work before the first one (Geiger and Halfaker 2013, "Using edit sessions to measure participation in Wikipedia", CSCW).
 */
export const longestGapMs = 60_000;

/**
 * Minutes of annotation until each of some positions of the log. Each act stands for the time since the same person's act
 * before it, but for a minute at most; a person's first act for a minute. So who looks for half a minute before each
 * stroke has worked all the time, and a break counts as the minute in which the next slice was looked at. A longer gap
 * never counts for less than a shorter one: with nothing for breaks, 61 s of thought would be worth less than 59.
 * @param acts by position
 * @param positions in any order
 */
export function annotationMinutes(acts: readonly AnnotationAct[], positions: readonly number[]): readonly number[] {
  const last = new Map<number | string, number>();
  const order = positions.map((position, place) => ({ position, place })).sort((a, b) => a.position - b.position);
  const minutes = positions.map(() => 0);
  let [sumMs, next] = [0, 0];
  for (const { position, place } of order) {
    for (; next < acts.length && acts[next]!.position <= position; next += 1) {
      const { person, atMs } = acts[next]!;
      // A clock that was put back gives no time, and takes none.
      sumMs += Math.min(longestGapMs, Math.max(0, atMs - (last.get(person) ?? -Infinity)));
      last.set(person, atMs);
    }
    minutes[place] = sumMs / 60_000;
  }
  return minutes;
}
