/** What every long request of the engine is given: whom to tell, when to stop. */
import type { EngineEvent, EnginePhase } from '#main/engine-client/protocol.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { engineSentences } from './engine-sentences.ts';

export interface Work {
  readonly signal: AbortSignal;
  /** Aborted where the person wants to go on later; only a training heeds it. */
  readonly pause: AbortSignal;
  /** Seconds since the request came. */
  readonly seconds: () => number;
  readonly tell: (event: EngineEvent) => void;
  readonly warn: (sentence: Sentence) => void;
  /** At most ten a second; the last one of a phase is always told. */
  readonly progress: (phase: EnginePhase, done: number, total: number) => void;
  /** Whether a tenth of a second has passed since this last said yes. */
  readonly mayTell: () => boolean;
  /**
   * Awaited between two batches: TensorFlow computes on this thread, so that messages are only read here.
   * @throws UserFacingError `cancelled`
   */
  readonly breathe: () => Promise<void>;
}

const intervalSeconds = 0.1;

export function beginWork(tell: (event: EngineEvent) => void, signal: AbortSignal, pause: AbortSignal = new AbortController().signal, now: () => number = () => performance.now()): Work {
  const began = now();
  const seconds = (): number => (now() - began) / 1000;
  let lastTold = -Infinity;
  const mayTell = (): boolean => {
    if (seconds() - lastTold < intervalSeconds) return false;
    lastTold = seconds();
    return true;
  };
  return {
    signal, pause, seconds, tell, mayTell,
    warn: (sentence) => tell({ kind: 'warning', sentence }),
    progress: (phase, done, total) => {
      if (done === total || mayTell()) tell({ kind: 'progress', phase, done, total });
    },
    async breathe() {
      await new Promise<void>((resolve) => { setImmediate(resolve); });
      if (signal.aborted) throw new UserFacingError('cancelled', engineSentences.cancelled);
    },
  };
}
