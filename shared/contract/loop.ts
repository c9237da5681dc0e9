/**
 * The loop of labelling and training: what to label next, when to train again, and what each training brought. Figures of
 * validation patients decide which model is used; those of the test set are shown, and decide nothing.
 */
import { z } from 'zod';
import { strategyNames } from '../learning/selection/strategies.ts';
import type { EffortToGo } from '../learning/statistics/dice-curve.ts';
import { axisIndex } from './cases.ts';
import { caseId, modelId } from './ids.ts';
import { startedJob } from './jobs.ts';
import { call } from './procedure.ts';
import { interval } from './promotion.ts';
import { validationKinds } from './training.ts';

const count = z.number().int().nonnegative();
const dice = z.number().min(0).max(1);
const strategy = z.enum(strategyNames);

export const loopState = z.object({
  /** Why a training is suggested; null: it is not. `batch-done`: nothing of the queue is left for anybody. */
  suggested: z.enum(['enough-new', 'batch-done']).nullable(),
  /** Slices that would teach now and that the newest model does not know; without the test set. */
  newSlices: count,
  /** From so many on a training is suggested. */
  enough: count,
  /** The newest model, in use or not; null before the first. */
  newest: modelId.nullable(),
  /** What the newest training brought; null before the first. `before` and `after` are mean Dice on the patients that judged both. */
  lastRound: z.object({
    modelId, at: z.string(), before: dice.nullable(), after: dice.nullable(), patients: count,
    outcome: z.enum(['promoted', 'held-back', 'overruled']).nullable(),
  }).nullable(),
  /** What chooses the next slices. */
  strategy,
  batchSlices: count,
  /** Whether the queue is filled again after each training. */
  refill: z.boolean(),
});
export type LoopState = z.infer<typeof loopState>;

export const fillOptions = z.object({
  /** In place of the project's own. */
  strategy: strategy.optional(),
  slices: count.min(1).max(1000).optional(),
  seed: count.optional(),
});
export type FillOptions = z.infer<typeof fillOptions>;

/** Result of the job. */
export const fillReport = z.object({
  /** The model that read the pool; null: there was none, and slices were chosen by how they look. */
  model: modelId.nullable(),
  strategy,
  /** Slices in the pool, and how many of them were read just now: those that the model had read before are not read again. */
  pool: count,
  read: count,
  /** In the queue now. */
  queued: count,
});
export type FillReport = z.infer<typeof fillReport>;

/** Dice, and its 95 % interval where there are enough patients and slices. */
export const testFigure = z.object({ dice: dice.nullable(), interval: interval.nullable() });

export const testOutcomes = ['figures', 'too-few', 'seen', 'not-scored', 'no-test-set'] as const;

export const round = z.object({
  modelId,
  name: z.string(),
  at: z.string(),
  active: z.boolean(),
  /** Its files were deleted: what it cost and came to stays told. */
  removed: z.boolean(),
  /** Where its first weights came from. */
  start: z.enum(['cold', 'warm']),
  parentId: modelId.nullable(),
  /** Complete slices when it was trained: those that taught and judged it, and of them all those of the test set. */
  slices: count,
  testSlices: count,
  /** Of annotation until then, with the test set's; null where nobody labelled by hand. */
  minutes: z.number().nonnegative().nullable(),
  validation: z.object({ kind: z.enum(validationKinds), patients: count, dice: dice.nullable() }),
  /**
   * On the test set as it is labelled now. `too-few`: under 5 patients or 30 slices. `seen`: patients of it taught the model before
   * they were set aside. `not-scored`: not yet, or not since the test set or the label table was changed (`loop.score`).
   */
  test: z.object({
    outcome: z.enum(testOutcomes),
    patients: count,
    slices: count,
    /** Null but where `outcome` is `figures` or `too-few`; the intervals of `too-few` are null. */
    mean: testFigure.nullable(),
    labels: z.array(testFigure.extend({ value: z.number(), name: z.string() })),
  }),
  /** Null: put to use without a decision, as by programs of before. */
  outcome: z.enum(['promoted', 'held-back', 'overruled']).nullable(),
});
export type Round = z.infer<typeof round>;

const curve = z.object({ asymptote: z.number(), drop: z.number(), power: z.number() });

/** How much more effort a wanted Dice takes, in slices or in minutes. */
export const effortToGo = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('cannot-be-told-yet'), rounds: count, fewestRounds: count }),
  z.object({ outcome: z.literal('reached'), curve: curve.nullable() }),
  z.object({ outcome: z.literal('not-with-this-method'), curve, chance: z.number().min(0).max(1) }),
  z.object({ outcome: z.literal('estimated'), curve, more: z.number(), low: z.number(), high: z.number().nullable(), level: z.number() }),
]) satisfies z.ZodType<EffortToGo>;

export const rounds = z.object({
  /** As they were trained, oldest first. */
  rounds: z.array(round),
  /** To the wanted Dice, by the validation's figures of the rounds judged as the newest was; `reached` goes by the model in use. Null where none is wanted. */
  effort: z.object({ wanted: dice, slices: effortToGo, minutes: effortToGo }).nullable(),
  testSet: z.object({
    patients: count,
    /** Complete ones. */
    slices: count,
    fewestPatients: count,
    fewestSlices: count,
    /** Kept models that are to be scored, or scored again. */
    toScore: count,
  }).nullable(),
});
export type Rounds = z.infer<typeof rounds>;

/** A slice of the test set that is to be painted by hand, without any prediction in view. */
export const testSlice = z.object({ caseId, caseName: z.string(), patient: z.string(), axis: axisIndex, index: count, complete: z.boolean() });

export const testSlices = z.object({
  /** Of each patient. */
  perPatient: count,
  complete: count,
  /** In the order in which they are to be painted: a patient's first, then the next one's. */
  slices: z.array(testSlice),
  /** Complete slices of the same cases that judge nothing: neither drawn nor imported, or a prediction was accepted in them. */
  notJudging: z.array(testSlice.omit({ complete: true })),
});
export type TestSlices = z.infer<typeof testSlices>;

export const loopContract = {
  state: call.output(loopState),
  /** Reads what is not labelled with the model in use, and fills the queue anew; job, its result is a `fillReport`. */
  fill: call.input(fillOptions).output(startedJob),
  /** Scores kept models on the test set, where they were not or it was changed since; job, its result is `{ models }`. */
  score: call.output(startedJob),
  rounds: call.input(z.object({ wanted: dice.optional() })).output(rounds),
  /** Drawn blindly, as many of each patient; empty without a test set. Those of cases that whoever asks reads blind are left out. */
  testSlices: call.output(testSlices),
};
