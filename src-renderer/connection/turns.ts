/** So many at a time, the others in the order in which they came: a browser has six connections to one origin for everything. */
export interface Turns {
  /** Resolves when it is one's turn; whoever had one leaves. */
  take(): Promise<void>;
  /** Who waits longest takes the place over; it is never free in between. */
  leave(): void;
}

export function createTurns(mostAtOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    take() {
      if (running >= mostAtOnce) return new Promise((resume) => { waiting.push(resume); });
      running += 1;
      return Promise.resolve();
    },
    leave() {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    },
  };
}
