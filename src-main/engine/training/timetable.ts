/** Whether a training keeps to its minutes, and what is done where it does not: pure arithmetic. */

export interface Pace {
  /** @param seconds that a step took */
  stepTook(seconds: number): void;
  /** For all that is left after this many steps, of `steps`. */
  secondsLeft(step: number, steps: number): number;
  /** What follows the last step, however many there are. */
  readonly atEnd: number;
}

/**
 * @param perStep as measured
 * @param beside seconds of the whole training that are not steps, but lie between them: validations, checkpoints
 * @param atEnd seconds that follow the last step
 */
export function watchPace(perStep: number, beside: number, atEnd: number, window: number): Pace {
  let present = perStep;
  return {
    stepTook(took) { present += (took - present) / window; },
    secondsLeft: (step, steps) => (steps - step) * present + beside * (1 - step / steps) + atEnd,
    atEnd,
  };
}

/** Of the minutes, how much may be missed before the number of steps is cut … */
const tolerated = 0.03;
/** … and what of them must have gone before that is judged: later a slow moment is not taken for a slow machine, and the rates still fall to nothing. */
const judgedAfter = 0.6;

/** What a training does at a checkpoint. */
export type Verdict =
  | { readonly kind: 'goes-on' }
  /** Ends after so many epochs. */
  | { readonly kind: 'cut'; readonly epochs: number };

export interface Standing {
  /** Epochs done and planned. */
  readonly done: number;
  readonly epochs: number;
  readonly secondsUsed: number;
  readonly secondsLeft: number;
  /** Of these, what fewer epochs do not shorten. */
  readonly atEnd: number;
  /** Null: as long as it takes. */
  readonly budgetSeconds: number | null;
  /** Whether it was cut before: that happens once, but a training that is far too late ends. */
  readonly cutBefore: boolean;
}

/** Beyond this multiple of its minutes a training ends with its epoch, whatever was planned. */
const timeLimit = 1.2;

export function judgePace({ done, epochs, secondsUsed, secondsLeft, atEnd, budgetSeconds, cutBefore }: Standing): Verdict {
  if (budgetSeconds === null || done >= epochs) return { kind: 'goes-on' };
  if (secondsUsed > timeLimit * budgetSeconds) return { kind: 'cut', epochs: done };
  if (cutBefore || secondsUsed < judgedAfter * budgetSeconds) return { kind: 'goes-on' };
  if (secondsUsed + secondsLeft <= (1 + tolerated) * budgetSeconds) return { kind: 'goes-on' };
  const affordable = Math.floor(((budgetSeconds - secondsUsed - atEnd) / (secondsLeft - atEnd)) * (epochs - done));
  return { kind: 'cut', epochs: done + Math.max(0, affordable) };
}

/**
 * Whether as many validations as the plan waits for have passed without a better one (Prechelt 1998, doi
 * 10.1007/3-540-49430-8_3).
 * @param validated epochs that have a validation
 * @param best epoch of the best one; 0: none yet
 * @param now epoch that has just been validated
 */
export function outOfPatience(patience: number | null, validated: readonly number[], best: number, now: number): boolean {
  return patience !== null && best > 0 && validated.filter((epoch) => epoch > best && epoch <= now).length >= patience;
}
