/** Does one piece of work after the other, tries again what fails, and says how it stands. Knows nothing of what the work is. */
import type { Sentence } from '#shared/text/sentence.ts';

export type SavingState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly sentence: Sentence };

export interface WorkLoop {
  readonly state: SavingState;
  /** There may be something to do. @param when `soon`: once the browser has drawn what waits to be drawn */
  kick(when?: 'now' | 'soon'): void;
  /** Tries at once what waits for its next try. */
  retry(): void;
  /** When nothing is left to do. @throws what made the present or next try fail */
  idle(): Promise<void>;
  dispose(): void;
}

interface Work {
  /** The next piece; null where there is none. It is asked for again after a failure. */
  readonly next: () => (() => Promise<unknown>) | null;
  readonly explain: (error: unknown) => Sentence;
  readonly onState: (state: SavingState) => void;
  /** Before the second, third, … try; the last one stays. */
  readonly delaysMs: readonly number[];
}

export function createWorkLoop({ next, explain, onState, delaysMs }: Work): WorkLoop {
  let state: SavingState = { kind: 'saved' };
  let isRunning = false;
  let isEnded = false;
  let failures = 0;
  let failure: { readonly error: unknown } | null = null;
  let wake: (() => void) | null = null;
  let waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];

  const become = (after: SavingState): void => {
    if (after.kind === state.kind && after.kind !== 'failed') return;
    state = after;
    onState(state);
  };
  const settle = (tell: (waiter: (typeof waiting)[number]) => void): void => {
    const all = waiting;
    waiting = [];
    for (const waiter of all) tell(waiter);
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    for (let piece = next(); piece !== null && !isEnded; piece = next()) {
      if (failure === null) become({ kind: 'saving' });
      try {
        await piece();
        failure = null;
        failures = 0;
      } catch (error) {
        failure = { error };
        if (isEnded) return;
        become({ kind: 'failed', sentence: explain(error) });
        settle(({ reject }) => reject(error));
        await pause(delaysMs[Math.min(failures, delaysMs.length - 1)] ?? 0);
        wake = null;
        failures += 1;
      }
    }
    // First: whoever is told below may bring new work.
    isRunning = false;
    if (isEnded) return;
    become({ kind: 'saved' });
    settle(({ resolve }) => resolve());
  };
  const kick = (when: 'now' | 'soon' = 'now'): void => {
    if (isRunning || isEnded || next() === null) return;
    isRunning = true;
    // At once is within the event that brought the work: after it the browser draws first, and a stroke would wait for a frame.
    if (when === 'now') return void run();
    if (failure === null) become({ kind: 'saving' });
    setTimeout(() => void run(), 0);
  };

  return {
    get state() {
      return state;
    },
    kick,
    retry: () => wake?.(),
    async idle() {
      if (failure !== null) throw failure.error;
      kick();
      if (!isRunning || isEnded) return;
      await new Promise<void>((resolve, reject) => { waiting.push({ resolve, reject }); });
    },
    dispose() {
      isEnded = true;
      wake?.();
      settle(({ resolve }) => resolve());
    },
  };
}
