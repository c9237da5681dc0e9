/** Which slices of a labelmap hold a prediction that somebody took over. Pure; what was drawn over it since does not count: it was in view. */

/** Tools that write what a model predicts; `bundle-accepted` joins labels that hold such, of which it is not known any more where. */
export const toolsThatTakeOver = ['accept-prediction', 'accept-label', 'accept-component', 'paint-prediction', 'bundle-accepted'] as const;
const takesOver: ReadonlySet<string> = new Set(toolsThatTakeOver);

export const isTakenOver = (tool: string): boolean => takesOver.has(tool);

export interface TakingOver {
  readonly number: number;
  readonly tool: string;
  /** Numbers of the edit that it takes back, and of the one whose state it brings back. */
  readonly reverts: number | null;
  readonly restores: number | null;
  /** First and last slice that it changed, along the case's slice axis; null: it may have changed any. */
  readonly slices: readonly [number, number] | null;
}

/**
 * @param edits of one labelmap, ascending; those that neither take over nor bring back may be missing
 * @param count slices of the case
 */
export function slicesTakenOver(edits: readonly TakingOver[], count: number): ReadonlySet<number> {
  // Each state that something brings back is looked at once: states that bring back states would be looked at again and again.
  const states = new Map<number, ReadonlySet<number>>();
  const stateAfter = (newest: number): ReadonlySet<number> => {
    const known = states.get(newest);
    if (known !== undefined) return known;
    const until = edits.filter(({ number }) => number <= newest);
    const takenBack = new Set<number>();
    // From the newest: whether an edit still holds is known before what it takes back is looked at.
    for (const { number, reverts } of until.toReversed()) if (reverts !== null && !takenBack.has(number)) takenBack.add(reverts);
    const found = new Set<number>();
    for (const { number, tool, restores, slices } of until) {
      if (takenBack.has(number) || (restores === null && !isTakenOver(tool))) continue;
      const brought = restores === null ? null : stateAfter(restores);
      const [first, last] = slices ?? [0, count - 1];
      for (let slice = first; slice <= last; slice += 1) if (brought === null || brought.has(slice)) found.add(slice);
    }
    states.set(newest, found);
    return found;
  };
  return stateAfter(Number.MAX_SAFE_INTEGER);
}
