/** What is known of the project's models beside their figures, and what can be done with one. */
import { z } from 'zod';
import { locales } from '../text/sentence.ts';
import { axisIndex } from './cases.ts';
import { modelId } from './ids.ts';
import { startedJob } from './jobs.ts';
import { call, sentence } from './procedure.ts';

const count = z.number().int().nonnegative();

/** Those of a snapshot that had one part in a training. */
export const snapshotPart = z.object({
  cases: count,
  patients: count,
  /** Complete, of all that these cases have along the axis that they are drawn along. */
  slices: count,
  ofSlices: count,
  /** Of the complete ones, those that another person has confirmed by now. */
  reviewed: count,
});
export type SnapshotPart = z.infer<typeof snapshotPart>;

const range = z.object({ low: z.number(), high: z.number() });

export const snapshotFacts = z.object({
  takenAt: z.string(),
  /** sha256 of the manifest, which names every file by its own. */
  manifestHash: z.string(),
  /** Number of the last edit that it holds. */
  upToEdit: count,
  teaching: snapshotPart,
  /** Of a cross-validation the same ones: each patient judges one network and teaches the others. */
  judging: snapshotPart.nullable(),
  testing: snapshotPart.nullable(),
  modalities: z.array(z.string()),
  /** Of the images that labels lie on: within a slice, and from slice to slice; null where no file says it. */
  spacingMm: z.object({ within: range, between: range }).nullable(),
  /** Cases whose files do not say their spacing, or only a placeholder. */
  spacingUnknown: count,
  /** Fewest and most voxels along each axis of the images' own grids. */
  size: z.tuple([range, range, range]),
});
export type SnapshotFacts = z.infer<typeof snapshotFacts>;

const namedModel = z.object({ id: modelId, name: z.string(), removed: z.boolean() });

export const modelFacts = z.object({
  id: modelId,
  /** Null where its list of cases is missing or was changed. */
  snapshot: snapshotFacts.nullable(),
  seed: z.number().int(),
  /** What it started from, what that started from, and so on. */
  ancestors: z.array(namedModel),
  /** Models that started from it. */
  children: z.array(namedModel),
  bytes: count,
  /** Of the model in use: the one that was in use before it and is still there. */
  before: namedModel.nullable(),
  /** Why it cannot be deleted now; null where it can be. */
  neededBy: sentence.nullable(),
});
export type ModelFacts = z.infer<typeof modelFacts>;

const interval = z.object({ low: z.number(), high: z.number(), level: z.number() });
const difference = z.object({
  first: z.number(),
  second: z.number(),
  /** second − first */
  difference: z.number(),
  patients: count,
  /** Percentile bootstrap over patients, both models on the same ones in each resample. */
  interval,
});

export const comparedCase = z.object({
  caseId: z.string(),
  name: z.string(),
  patient: z.string(),
  /** Mean over the labels of either model. */
  first: z.number().nullable(),
  second: z.number().nullable(),
  labels: z.array(z.object({ value: z.number(), first: z.number().nullable(), second: z.number().nullable() })),
  /** The slice on which most is wrong, by each of them. Pictures are at `/judged/{model}/{case}`. */
  worst: z.object({ first: z.object({ axis: axisIndex, slice: count }).nullable(), second: z.object({ axis: axisIndex, slice: count }).nullable() }),
});
export type ComparedCase = z.infer<typeof comparedCase>;

/** On the cases that judged both against the same reference. */
export const comparedOn = z.object({
  judgedBy: z.enum(['validation', 'test']),
  /** Slices kept apart of patients who taught judged one of the two or both: on new patients both figures will be lower. */
  bySlabs: z.boolean(),
  patients: count,
  /** The one in which the second model loses most first. */
  cases: z.array(comparedCase),
  /** Mean of the labels' means; null under two patients. */
  mean: difference.nullable(),
  labels: z.array(z.object({ value: z.number(), name: z.string(), compared: difference.nullable() })),
  /** How many cases tell nothing of the difference. */
  leftOut: z.object({ firstAlone: count, secondAlone: count, otherReference: count }),
});
export type ComparedOn = z.infer<typeof comparedOn>;

export const modelComparison = z.object({
  first: modelId,
  second: modelId,
  on: z.array(comparedOn),
  /** Values of labels that only one of the two knows. */
  labelsOfOne: z.array(z.number()),
});
export type ModelComparison = z.infer<typeof modelComparison>;

export const cardFormats = ['html', 'markdown'] as const;

export const modelCard = z.object({
  /** Of a file. */
  name: z.string(),
  text: z.string(),
  /** The newest hash of the project's log, which stands on the card. */
  logHead: z.string().nullable(),
});
export type ModelCard = z.infer<typeof modelCard>;

/** The result of a training that was repeated. */
export const repeatReport = z.object({
  model: modelId,
  /** Whether every loss and every weight is the same to the last bit. */
  same: z.boolean(),
  /** Epochs whose losses were compared. */
  epochs: count,
  /** The first epoch whose loss is another one. */
  firstDifference: z.object({ epoch: count, then: z.number(), now: z.number() }).nullable(),
  /** The largest difference of two losses of the same epoch. */
  largest: z.number(),
  /** Whether the files of weights are the same; null where the training ended early, or its weights are gone. */
  weights: z.boolean().nullable(),
  computedWith: z.object({ then: z.string(), now: z.string() }),
  /** What is to be borne in mind. */
  notes: z.array(sentence),
});
export type RepeatReport = z.infer<typeof repeatReport>;

const pair = z.object({ first: modelId, second: modelId });
const one = z.object({ id: modelId });

export const modelsContract = {
  /** @throws `not-found` */
  facts: call.input(one).output(modelFacts),
  /** @throws `not-found`; `corrupt` where the list of cases of one is missing or was changed */
  compare: call.input(pair).output(modelComparison),
  /** Makes the model active that was so before the present one. @throws `conflict` where there is none */
  rollBack: call.output(namedModel),
  /** Gives it a name, a note, or both. @throws `not-found` */
  describe: call.input(one.extend({ name: z.string().trim().min(1).max(200).optional(), note: z.string().trim().max(10_000).optional() })).output(z.object({})),
  /** Deletes its files; what the log tells of it stays. @throws `not-found`; `conflict` where something needs it */
  remove: call.input(one).output(z.object({})),
  /** All that is known of it, for people. @throws `not-found` */
  card: call.input(one.extend({ format: z.enum(cardFormats).default('html'), locale: z.enum(locales).default('en') })).output(modelCard),
  /** Trains again from its snapshot and plan and compares; keeps nothing. Job, its result is a `repeatReport`. @throws `not-found` */
  repeat: call.input(one).output(startedJob),
};
