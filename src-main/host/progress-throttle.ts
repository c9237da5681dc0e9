/** Lets the first value through, then at most one in an interval; the last one is never lost. */
export interface Throttle<Value> {
  readonly push: (value: Value) => void;
  /** Sends what is still held back. */
  readonly flush: () => void;
}

export function throttle<Value>(send: (value: Value) => void, intervalMs: number, now: () => number = Date.now): Throttle<Value> {
  let held: { readonly value: Value } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let lastSent = -Infinity;
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (held === null) return;
    const { value } = held;
    held = null;
    lastSent = now();
    send(value);
  };
  return {
    push(value) {
      held = { value };
      const wait = lastSent + intervalMs - now();
      if (wait <= 0) flush();
      else timer ??= setTimeout(flush, wait);
    },
    flush,
  };
}
