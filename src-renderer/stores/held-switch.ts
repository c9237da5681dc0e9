/** A key that changes what is shown: a tap changes it, a key that is held shows the other one while it is. */

/** A key that is let go later than this was held: what it showed goes with it. */
const heldMs = 350;

export interface HeldSwitch {
  readonly press: () => void;
  readonly release: () => void;
}

export function heldSwitch<Shown>(shown: { value: Shown }, next: (now: Shown) => Shown): HeldSwitch {
  /** What was shown when the key went down; null while it is up. */
  let held: { readonly at: number; readonly was: Shown } | null = null;
  return {
    press() {
      held = { at: performance.now(), was: shown.value };
      shown.value = next(shown.value);
    },
    release() {
      if (held !== null && performance.now() - held.at > heldMs) shown.value = held.was;
      held = null;
    },
  };
}
