import { z } from 'zod';
import { noChange, usualOptimiser } from '../learning/complete-plan.ts';
import { lossNames, networkNames, type Plan } from '../learning/plan.ts';
import { modelCalibration } from './calibration.ts';
import { axisIndex, modality } from './cases.ts';
import { modelId } from './ids.ts';
import { startedJob } from './jobs.ts';
import { judgedTogether, judgement } from './judgement.ts';
import { call, sentence } from './procedure.ts';
import { promotionInfo } from './promotion.ts';
import { testSetInfo, testSetOptions } from './test-set.ts';

const positive = z.number().positive();
const count = z.number().int().positive();

/** A level of a network for slices or volumes: whether the lengths agree is judged by `checkPlan`. */
const networkLevel = z.strictObject({
  filters: count.max(1024),
  kernel: z.array(count.max(7).refine((n) => n % 2 === 1, 'an odd number')).min(2).max(3),
  stride: z.array(z.literal([1, 2])).min(2).max(3),
});

const normalisation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('z-score'), lowPercentile: z.number().min(0).max(50), highPercentile: z.number().min(50).max(100) }),
  z.strictObject({ kind: z.literal('foreground'), low: z.number(), high: z.number(), mean: z.number(), deviation: positive }),
  z.strictObject({ kind: z.literal('window'), low: z.number(), high: z.number() }),
]);
const share = z.number().min(0).max(1);
const spacing = positive.max(1000).nullable();
const output = z.number().int().min(1).max(255);

const augmentation = z.strictObject({
  rotationDegrees: z.number().min(0).max(180),
  scale: z.number().min(0).max(0.9),
  mirrorAxes: z.array(axisIndex),
  mirrorPairs: z.array(z.tuple([output, output])).default([]),
  elastic: z.number().min(0).max(0.5).default(noChange.elastic),
  gamma: z.number().min(0).max(0.9),
  brightness: z.number().min(0),
  contrast: z.number().min(0).max(0.9),
  noise: z.number().min(0),
  blur: z.number().min(0).max(10).default(noChange.blur),
  lowResolution: z.number().min(0).max(7).default(noChange.lowResolution),
});

export const plan = z.strictObject({
  version: z.literal(1),
  network: z.discriminatedUnion('name', [
    z.strictObject({ name: z.literal('unet-classic') }),
    z.strictObject({ name: z.literal('unet-2d'), filters: z.array(count).min(2).max(7) }),
    z.strictObject({
      name: z.literal('unet'), dimensions: z.literal([2, 3]), levels: z.array(networkLevel).min(2).max(7),
      residual: z.boolean(), deepSupervision: z.boolean(),
    }),
    z.strictObject({ name: z.literal(['fcn-32s', 'fcn-16s', 'fcn-8s']), width: z.number().min(1 / 64).max(2) }),
    z.strictObject({ name: z.literal('vnet'), filters: z.array(count.max(1024)).min(2).max(6) }),
  ]),
  modality,
  normalisation,
  furtherInputs: z.array(z.strictObject({ role: z.string().min(1), modality, normalisation })).max(8),
  targetSpacingMm: z.tuple([spacing, spacing, spacing]),
  sliceAxis: axisIndex,
  contextSlices: count.refine((n) => n % 2 === 1, 'an odd number'),
  patch: z.array(count.max(4096)).min(2).max(3),
  medianSpacingMm: z.tuple([positive, positive, positive]),
  outputs: z.array(z.strictObject({ index: z.number().int().min(0).max(255), value: z.number().int().nonnegative(), name: z.string() })).min(2),
  loss: z.union([
    z.enum(lossNames),
    z.strictObject({
      voxels: z.strictObject({
        focus: z.number().min(0).max(10),
        classWeights: z.array(z.number().min(0)).nullable(),
        boundary: z.strictObject({ weight: positive, width: positive.max(100) }).nullable(),
      }).nullable(),
      overlap: z.strictObject({ falsePositives: positive.max(10), falseNegatives: positive.max(10) }).nullable(),
    }),
  ]),
  optimiser: z.strictObject({
    kind: z.enum(['adam', 'adamw', 'sgd']), learningRate: positive, schedule: z.enum(['constant', 'polynomial']),
    weightDecay: share.default(usualOptimiser.weightDecay),
    momentum: share.default(usualOptimiser.momentum),
    clipNorm: positive.nullable().default(usualOptimiser.clipNorm),
  }),
  averageDecay: z.number().gt(0).lt(1).nullable(),
  dropout: z.number().min(0).max(0.9),
  patience: count.nullable(),
  start: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('scratch') }),
    z.strictObject({ kind: z.literal('transfer'), model: modelId, frozenEpochs: z.number().int().nonnegative() }),
    z.strictObject({ kind: z.literal('shrink-and-perturb'), model: modelId, shrink: share, perturb: share }),
  ]),
  prediction: z.strictObject({ mirror: z.boolean(), largestComponents: z.array(output) }),
  // A larger one than this is a slip of the finger that would fill the memory.
  batch: count.max(1024),
  microBatch: count.max(1024),
  stepsPerEpoch: count,
  epochs: count,
  foregroundShare: share,
  augmentation,
  seed: z.number().int().nonnegative(),
}) satisfies z.ZodType<Plan>;

/** Any part of a plan, as a person writes it into a file for `train --plan`. */
export const partialPlan = plan.partial().extend({
  // Without `mirrorPairs` the labels are paired by their names.
  augmentation: augmentation.extend({ mirrorPairs: augmentation.shape.mirrorPairs.unwrap().optional() }).optional(),
});

/** What the first weights of a training are: see `StartPlan`. `auto`: from scratch where the time allows the whole schedule. */
export const startWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('auto') }),
  z.strictObject({ kind: z.literal('scratch') }),
  z.strictObject({ kind: z.literal('transfer'), model: modelId, frozenEpochs: z.number().int().nonnegative().default(0) }),
]);
export type StartWish = z.infer<typeof startWish>;

export const trainOptions = z.object({
  network: z.enum(networkNames).optional(),
  minutes: positive.optional(),
  epochs: count.optional(),
  seed: z.number().int().nonnegative().optional(),
  plan: partialPlan.optional(),
  /** Number of validation patients; 0 trains on all; without it at least 5 or 5 %, at most 20. */
  validation: z.number().int().nonnegative().optional(),
  start: startWish.optional(),
  /** Cross-validation: as many trainings, in each of which other patients judge; together they are one model. */
  folds: z.number().int().min(2).max(10).optional(),
});
export type TrainOptions = z.infer<typeof trainOptions>;

export const validationKinds = ['patients', 'slabs', 'none'] as const;

/** One epoch's figures, as a training reports them and as a model keeps them. */
export const epochFigures = z.object({
  epoch: z.number().int(),
  loss: z.number(),
  /** Mean foreground Dice of the validation, where this epoch had one. */
  validationDice: z.number().nullable(),
});
export type EpochFigures = z.infer<typeof epochFigures>;

export const readiness = z.object({
  /** Without those of the test set, as all that follows. */
  cases: z.number().int(),
  slices: z.number().int(),
  completeSlices: z.number().int(),
  /** Patients with at least one complete slice. */
  patients: z.number().int(),
  /** `slabs`: separated slabs of the same patients judge, so the Dice is not from separate patients. */
  validation: z.enum(validationKinds),
  /** Whether a training can start now. */
  ready: z.boolean(),
  /** What stands in the way, or would help: each with what to do. */
  missing: z.array(sentence),
  /** The plan in words, one sentence each; empty where nothing can be planned yet. */
  plan: z.array(sentence),
});
export type Readiness = z.infer<typeof readiness>;

export const modelInfo = z.object({
  id: modelId,
  name: z.string(),
  createdAt: z.string(),
  active: z.boolean(),
  plan,
  parameters: z.number(),
  steps: z.number(),
  /** As fixed before the first step: more than were done where time or patience ended it early; null for models of before. */
  plannedSteps: z.number().nullable(),
  seconds: z.number(),
  finalLoss: z.number(),
  /** Mean Dice over the labels on validation patients; null where there were none. */
  validationDice: z.number().nullable(),
  validationDicePerLabel: z.array(z.object({ value: z.number(), name: z.string(), dice: z.number().nullable() })),
  validationPatients: z.array(z.string()),
  validationKind: z.enum(validationKinds),
  /** What its last validation measured; null where nothing was held back, and for models of before. */
  judged: judgedTogether.nullable(),
  /** What the test set says of it as it is labelled now; null without one, where it is not scored yet, or taught the model. */
  tested: judgedTogether.nullable(),
  /** Mean Dice over the labels on the test set. */
  testDice: z.number().nullable(),
  /** Null where nothing was held back, and for models of before. */
  calibration: modelCalibration.nullable(),
  /** Of how many trainings it is the mean: those of a cross-validation, or one. */
  members: count,
  /** The model that its training started from. */
  parentId: modelId.nullable(),
  /** What it was taught with. */
  snapshotId: z.uuid(),
  /** Null for models of before. */
  trainedBy: z.string().nullable(),
  /** What people wrote about it. */
  note: z.string(),
  /** Whether it took the place of the model before; null where nobody decided, as with models of before. */
  promotion: promotionInfo.nullable(),
  curve: z.array(epochFigures),
  computedWith: z.string(),
  notes: z.array(sentence),
});
export type ModelInfo = z.infer<typeof modelInfo>;

/** A training that was paused or cut short; it goes on from its last checkpoint. */
export const unfinishedTraining = z.object({
  /** That of the model which it becomes. */
  id: modelId,
  startedAt: z.string(),
  /** Learnt so far, as its last checkpoint holds it. */
  step: z.number().int().nonnegative(),
  /** Null where the number was not fixed yet. */
  steps: count.nullable(),
  minutesUsed: z.number().nonnegative(),
  /** As the person asked; null: the plan's own number of epochs, however long they take. */
  minutes: positive.nullable(),
  /** Null where it cannot be read. */
  plan: plan.nullable(),
  curve: z.array(epochFigures),
  /** Why it cannot go on; null: it can. */
  obstacle: sentence.nullable(),
});
export type UnfinishedTraining = z.infer<typeof unfinishedTraining>;

/** The result of a training's job that ended as `paused` or `interrupted`. */
export const keptTraining = z.object({ training: modelId, step: z.number().int().nonnegative(), steps: count.nullable() });
export type KeptTraining = z.infer<typeof keptTraining>;

export const plannedTraining = z.object({
  plan,
  /** In plain words, with reasons. */
  words: z.array(sentence),
  /** What the choices bring about that nobody may have wanted. */
  warnings: z.array(sentence),
  /** The network that is chosen where nobody names one. */
  automatic: z.enum(networkNames),
  /** What each network would cost; the minutes are those of its whole schedule. */
  networks: z.array(z.object({ name: z.enum(networkNames), minutes: z.number(), memoryBytes: z.number(), words: z.array(sentence) })),
});
export type PlannedTraining = z.infer<typeof plannedTraining>;

export const trainingContract = {
  readiness: call.output(readiness),
  /** What a training with these options would be; computes and changes nothing. */
  plan: call.input(trainOptions).output(plannedTraining),
  testSet: call.output(testSetInfo),
  /** Once for each project. @throws `conflict` where there is one */
  drawTestSet: call.input(testSetOptions).output(testSetInfo),
  /** Job; its result is a `modelInfo`. */
  start: call.input(trainOptions).output(startedJob),
  /** Newest first; without the one that is being computed. */
  unfinished: call.output(z.array(unfinishedTraining)),
  /** Job as of `start`. @throws `not-found`; `conflict` where it runs already, or cannot go on */
  resume: call.input(z.object({ id: modelId })).output(startedJob),
  /** Removes what it has learnt. @throws `not-found`; `conflict` where it runs */
  discard: call.input(z.object({ id: modelId })).output(z.object({})),
  models: call.output(z.array(modelInfo)),
  /** What a model was judged by, case by case. */
  judgement: call.input(z.object({ id: modelId })).output(judgement),
  /** Whatever was decided: the log notes who wants it. */
  activate: call.input(z.object({ id: modelId })).output(z.object({})),
};

export const segmentOptions = z.object({
  /** Files or folders, absolute; they need not be imported. */
  paths: z.array(z.string()).min(1),
  out: z.string(),
  model: modelId.optional(),
  orientation: z.string().regex(/^[RLAPSI]{3}$/).optional(),
  force: z.boolean().default(false),
});
export const segmentReport = z.object({
  written: z.array(z.object({ input: z.string(), mask: z.string(), warnings: z.array(sentence) })),
  refused: z.array(z.object({ file: z.string(), reason: sentence })),
  model: modelId,
});
export type SegmentOptions = z.infer<typeof segmentOptions>;
export type SegmentReport = z.infer<typeof segmentReport>;

export const predictionsContract = {
  /** Masks of files; job, its result is a `segmentReport`. */
  segmentFiles: call.input(segmentOptions).output(startedJob),
  /** Predicts imported cases into the model's own labelmaps; job. */
  predictCases: call.input(z.object({ cases: z.array(z.uuid()).min(1), model: modelId.optional() })).output(startedJob),
};
