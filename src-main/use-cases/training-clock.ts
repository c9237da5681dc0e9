/** How long a training has computed, over all its runs: what lies between them is not counted, nor what is only read again. */
import type { EngineEvent } from '../engine-client/protocol.ts';

export interface TrainingClock {
  /** Of computing, with that of earlier runs. */
  seconds(): number;
  leaveOut(seconds: number): void;
}

export function startClock(secondsBefore: number, now: () => number = () => performance.now()): TrainingClock {
  const began = now();
  let leftOut = 0;
  return {
    seconds: () => secondsBefore - leftOut + (now() - began) / 1000,
    leaveOut: (seconds) => { leftOut += seconds; },
  };
}

/** @returns to be told the engine's events @param over called once, with the seconds until all cases were read */
export function watchReading(clock: TrainingClock, over: (seconds: number) => void): (event: EngineEvent) => void {
  const began = clock.seconds();
  let isOver = false;
  return (event) => {
    // The test set is read when all is learnt.
    if (isOver || event.kind !== 'progress' || event.phase !== 'reading' || event.done < event.total) return;
    isOver = true;
    over(clock.seconds() - began);
  };
}
