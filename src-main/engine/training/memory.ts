/** What a training remembers beside its weights, as its checkpoints keep it. */
import type { ValidationScores } from '#main/engine-client/protocol.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { MeasuredSeconds, TrainingSchedule } from './schedule.ts';
import type { TrainingTime } from './timetable.ts';

export interface TrainingMemory {
  /** With the number of steps that it follows. */
  readonly plan: Plan;
  readonly schedule: TrainingSchedule;
  readonly measured: MeasuredSeconds;
  /** Null: as long as it takes. Checkpoints of earlier versions have none. */
  readonly time?: TrainingTime | null;
  /** Steps done. */
  readonly step: number;
  /** Where it ended within an epoch: the step that was its last. */
  readonly endedAt?: number;
  /** Of the epoch that it is in, or has just done. */
  readonly epoch: Sums;
  readonly cut: boolean;
  /** The best validation so far; only where a training may end early. */
  readonly best: { readonly meanDice: number; readonly epoch: number } | null;
  readonly validation: ValidationScores | null;
}

export interface Sums {
  readonly loss: number;
  readonly accuracy: number;
  readonly steps: number;
}

export const noSums: Sums = { loss: 0, accuracy: 0, steps: 0 };

export function addStep({ loss, accuracy, steps }: Sums, step: { readonly loss: number; readonly accuracy: number }): Sums {
  return { loss: loss + step.loss, accuracy: accuracy + step.accuracy, steps: steps + 1 };
}
