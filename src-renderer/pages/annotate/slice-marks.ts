/** Marks of one case's slices: shown at once, stored behind, one after the other. A hand that marks slice after slice never waits. */
export type Mark = 'complete' | 'incomplete';

export interface MarkParts {
  /** How many slices there are. */
  readonly count: number;
  readonly shown: () => ReadonlySet<number>;
  readonly show: (complete: ReadonlySet<number>) => void;
  /** @returns the complete slices afterwards, as the host has them */
  readonly store: (slices: 'all' | readonly number[], mark: Mark) => Promise<readonly number[]>;
}

/** @returns marks slices; throws what `store` throws, and then shows what is stored and nothing that was only hoped for */
export function createSliceMarks({ count, shown, show, store }: MarkParts): (slices: 'all' | readonly number[], mark: Mark) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  let underway = 0;
  let stored: ReadonlySet<number> = new Set();
  return async (slices, mark) => {
    if (underway === 0) stored = shown();
    underway += 1;
    const after = new Set(shown());
    for (const index of slices === 'all' ? Array.from({ length: count }, (_, at) => at) : slices) {
      if (mark === 'complete') after.add(index);
      else after.delete(index);
    }
    show(after);
    const answer = last.then(() => store(slices, mark));
    last = answer.catch(() => undefined);
    try {
      stored = new Set(await answer);
    } finally {
      underway -= 1;
      if (underway === 0) show(stored);
    }
  };
}
