/** Whether a training keeps to its minutes, and what is done where it does not: pure arithmetic. */
import type { MeasuredSeconds, TrainingSchedule } from './schedule.ts';

export interface Pace {
  /** @param seconds that a step took */
  stepTook(seconds: number): void;
  /** For all that is left after this many steps, of `steps`. */
  secondsLeft(step: number, steps: number): number;
  /** What follows the last step, however many there are. */
  readonly atEnd: number;
  /** Told at each checkpoint whether it is late. @returns for how many seconds it has been, without a break */
  lateFor(late: boolean, secondsUsed: number): number;
}

/**
 * @param perStep as measured
 * @param beside seconds of the whole training that are not steps, but lie between them: validations, checkpoints
 * @param atEnd seconds that follow the last step
 */
export function watchPace(perStep: number, beside: number, atEnd: number, window: number): Pace {
  let present = perStep;
  let lateSince: number | null = null;
  return {
    stepTook(took) { present += (took - present) / window; },
    secondsLeft: (step, steps) => (steps - step) * present + beside * (1 - step / steps) + atEnd,
    atEnd,
    lateFor(late, secondsUsed) {
      lateSince = late ? lateSince ?? secondsUsed : null;
      return lateSince === null ? 0 : secondsUsed - lateSince;
    },
  };
}

/** From the first step on: what came before it is not charged again. */
export function paceOf(schedule: TrainingSchedule, { perStep, beginning, perCheckpoint }: MeasuredSeconds): Pace {
  const steps = schedule.epochs * schedule.stepsPerEpoch;
  const beside = schedule.expectedSeconds - schedule.lastSeconds - steps * perStep - beginning - perCheckpoint;
  return watchPace(perStep, Math.max(0, beside), schedule.lastSeconds, paceWindow(steps));
}

/** Steps whose speed is taken for the machine's. */
export function paceWindow(steps: number): number {
  return Math.max(1, Math.min(50, steps / 4));
}

/** Of the minutes, how much may be missed before the number of steps is cut … */
const tolerated = 0.03;
/** … and what of them must have gone before that is judged: the rates still fall to nothing … */
const judgedAfter = 0.6;
/** … and for how much of them it must have been late: a slow moment is no slow machine, and there is one cut. */
const lateShare = 0.05;

/** What a training does at a checkpoint. */
export type Verdict =
  | { readonly kind: 'goes-on' }
  /** Ends after so many epochs. */
  | { readonly kind: 'cut'; readonly epochs: number };

/** As it stands at a checkpoint, at the present speed. */
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
  /** For how long it has been late, without a break. */
  readonly lateSeconds: number;
  /** Whether it was cut before: that happens once, but a training that is far too late ends. */
  readonly cutBefore: boolean;
}

/** Beyond this multiple of its minutes a training ends with its epoch, whatever was planned. */
const timeLimit = 1.2;

/** Of a whole training, however often it stopped. */
export interface TrainingTime {
  /** What it was given, and what it was planned to take longer: that is not late. */
  readonly givenSeconds: number;
  readonly overrunSeconds: number;
}

export function timeOf(givenSeconds: number, expectedSeconds: number): TrainingTime {
  return { givenSeconds, overrunSeconds: Math.max(0, expectedSeconds - givenSeconds) };
}

/** @param minutes that this run has left @returns seconds that it may take */
export function budgetOf(minutes: number | null, time: TrainingTime | null | undefined): number | null {
  return minutes === null ? null : minutes * 60 + (time?.overrunSeconds ?? 0);
}

/** @returns seconds after which this run ends even within an epoch */
export function mostSeconds(minutes: number | null, time: TrainingTime | null | undefined): number {
  const budget = budgetOf(minutes, time);
  return budget === null || time == null ? Infinity : budget + (timeLimit - 1) * (time.givenSeconds + time.overrunSeconds);
}

export function isLate({ secondsUsed, secondsLeft, budgetSeconds }: Pick<Standing, 'secondsUsed' | 'secondsLeft' | 'budgetSeconds'>): boolean {
  return budgetSeconds !== null && secondsUsed + secondsLeft > (1 + tolerated) * budgetSeconds;
}

export function judgePace(standing: Standing): Verdict {
  const { done, epochs, secondsUsed, secondsLeft, atEnd, budgetSeconds, lateSeconds, cutBefore } = standing;
  if (budgetSeconds === null || done >= epochs) return { kind: 'goes-on' };
  if (secondsUsed > timeLimit * budgetSeconds) return { kind: 'cut', epochs: done };
  if (cutBefore || secondsUsed < judgedAfter * budgetSeconds) return { kind: 'goes-on' };
  if (!isLate(standing) || lateSeconds < lateShare * budgetSeconds) return { kind: 'goes-on' };
  // As close to the time as whole epochs come.
  const affordable = done + Math.max(0, Math.round(((budgetSeconds - secondsUsed - atEnd) / (secondsLeft - atEnd)) * (epochs - done)));
  return affordable < epochs ? { kind: 'cut', epochs: affordable } : { kind: 'goes-on' };
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
