/** What follows from a training's failure: it goes on with less at a time, it can go on later, or it is over. */
import type { KeptTraining } from '#shared/contract/training.ts';
import { smallerMicroBatch } from '#shared/learning/smaller-micro-batch.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import { EngineCrash, ranOutOfMemory } from '../engine-client/engine-crash.ts';
import { programCloses, Stopped } from './long-work.ts';
import type { TrainingRecord } from './training-record.ts';
import { trainingSentences } from './training-sentences.ts';

export interface Lowered {
  readonly change: Pick<TrainingRecord, 'plan' | 'followed'>;
  readonly warning: Sentence;
}

/** The same batch in smaller parts; null where that is not what went wrong, or there are none. @param step after which it goes on */
export function afterOutOfMemory(error: unknown, { plan, followed }: TrainingRecord, step: number): Lowered | null {
  if (!ranOutOfMemory(error)) return null;
  const { microBatch: before } = followed ?? plan;
  const fewer = smallerMicroBatch(followed ?? plan);
  if (fewer === null) return null;
  return {
    change: { plan: { ...plan, microBatch: fewer }, followed: followed === null ? null : { ...followed, microBatch: fewer } },
    warning: fill(trainingSentences.fewerAtATime, { step, fewer, before }),
  };
}

export interface Stop extends KeptTraining {
  /** Whether there is a checkpoint, or a model without a row. */
  readonly hasLearnt: boolean;
  /** Whether it was ended because the program closes. */
  readonly closes: boolean;
}

/**
 * `Stopped` where it can go on later, else what is to be thrown. Kept is what has learnt something, and what
 * a crash ended; not what would fail in the same way again.
 */
export function stoppedShort(error: unknown, { hasLearnt, closes, ...kept }: Stop): unknown {
  if (closes) return new Stopped('interrupted', kept, programCloses);
  const forMemory = ranOutOfMemory(error);
  const reason = forMemory ? failure('out-of-memory', trainingSentences.tooLarge, {}, error) : error;
  const code = reason instanceof UserFacingError ? reason.code : null;
  const crashed = !forMemory && (error instanceof EngineCrash || code === 'cancelled');
  if (!crashed && (!hasLearnt || code === 'bad-input')) return reason;
  return new Stopped('interrupted', kept, reason instanceof UserFacingError ? saidWith(reason, kept.step) : reason);
}

/** The reason, and that nothing is lost. */
function saidWith(error: UserFacingError, step: number): UserFacingError {
  const reason = error instanceof EngineCrash ? fill(trainingSentences.crashed, { reason: error.reason }) : error.sentence;
  return new UserFacingError(error.code, fill(trainingSentences.kept, { reason, step }), { cause: error });
}
