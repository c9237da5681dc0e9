/**
 * What a model thinks of a case, as maps over its image: how likely each label is, how unsure the model is, how far its networks
 * disagree, and what in the image an answer was made of. What each means, and what not: docs/explanation.md.
 */
import { z } from 'zod';
import { axisIndex } from './cases.ts';
import { caseId, modelId } from './ids.ts';
import { startedJob } from './jobs.ts';
import { call, sentence } from './procedure.ts';

const count = z.number().int().nonnegative();
const lengths = z.tuple([count, count, count]);

export const mapKinds = ['probability', 'uncertainty', 'disagreement', 'explanation'] as const;
export type MapKind = (typeof mapKinds)[number];

/** A label that a model knows: its index in labelmaps, its value in files. */
const mappedLabel = z.object({ index: count, value: count, name: z.string() });

/** One map, streamed as bytes. */
export const keptMap = z.object({
  kind: z.enum(mapKinds),
  /** Whose probability or explanation it is; null for what is not of one label. */
  label: mappedLabel.nullable(),
  /** `GET` it, also in ranges: a byte for each voxel of `size`, i fastest. */
  path: z.string(),
  /**
   * A byte b stands for b / 255 · this. 1 for probabilities and for uncertainty (entropy in units of log(outputs): 0 sure, 1 all
   * outputs alike); of a disagreement (mutual information, the same units) and an explanation the highest value in this very map,
   * 0 where all of it is 0.
   */
  maximum: z.number().nonnegative(),
});
export type KeptMap = z.infer<typeof keptMap>;

/** Which part of a case's first image maps cover. */
const covered = z.object({
  caseId,
  modelId,
  /** The case's slice axis. */
  axis: axisIndex,
  /** Along it; null: the whole image. */
  slice: count.nullable(),
  /** Voxels of each map: those of the image, or of the slice alone (1 along `axis`). */
  size: lengths,
  /** What has to be known to read the maps; also why one that was asked for is not there. */
  notes: z.array(sentence),
  computedAt: z.string(),
});

export const caseMaps = covered.extend({
  /** By which the probabilities, and what was made of them, were made as sure as the model is right; 1: as the network gives them. */
  temperature: z.number().positive(),
  /** What disagreed; null where the disagreement was not asked for, or cannot be told. */
  disagreement: z.object({ between: z.enum(['models', 'masks']), networks: count }).nullable(),
  /** `probability` of each label in the plan's order, `uncertainty`, and `disagreement` where there is one. */
  maps: z.array(keptMap),
});
export type CaseMaps = z.infer<typeof caseMaps>;

const wantedSlice = z.object({
  caseId,
  /** Else the one in use. */
  model: modelId.optional(),
  /** Along the case's slice axis; null: the whole image, which takes as long as a prediction. */
  slice: count.nullable().default(null),
});

export const mapOptions = wantedSlice.extend({
  /** Of one network alone it takes some eight times as long as the other maps. */
  disagreement: z.boolean().default(false),
});
export type MapOptions = z.infer<typeof mapOptions>;

/** Whose scores are explained; within the slice, where one is named. */
export const explainedRegion = z.discriminatedUnion('kind', [
  /** Every voxel that the network calls the label. */
  z.object({ kind: z.literal('predicted') }),
  z.object({ kind: z.literal('voxel'), at: lengths }),
  /** From the first voxel up to and with the last. */
  z.object({ kind: z.literal('box'), from: lengths, to: lengths }),
  /** Every voxel that whoever asks has drawn as the label. */
  z.object({ kind: z.literal('drawn') }),
]);
export type ExplainedRegion = z.infer<typeof explainedRegion>;

export const explainOptions = wantedSlice.extend({
  /** Index of a label that the model knows; 0: the background. */
  label: count,
  region: explainedRegion.default({ kind: 'predicted' }),
  /** One of `explanation.layers`; else the bottleneck. */
  layer: z.string().optional(),
});
export type ExplainOptions = z.infer<typeof explainOptions>;

/** A place in a network that can be looked at. */
export const networkLayer = z.object({
  name: z.string(),
  part: z.enum(['encoder', 'bottleneck', 'decoder']),
  /** From the top, 0. */
  level: count,
  channels: count,
  /** Voxels of what the network is fed for one of its own, along each axis: (slices,) rows, columns. */
  strides: z.array(z.number().int().positive()),
});
export type NetworkLayer = z.infer<typeof networkLayer>;

export const explanation = covered.extend({
  label: mappedLabel,
  region: explainedRegion,
  layer: networkLayer,
  /** Of the network's own grid; 0 where nothing is there to be explained, and the map is empty then. */
  regionVoxels: count,
  /** Mean score before softmax of the label over the region; null for an empty one. */
  score: z.number().nullable(),
  map: keptMap,
});
export type Explanation = z.infer<typeof explanation>;

export const writeMapsOptions = wantedSlice.extend({
  kinds: z.array(z.enum(['probability', 'uncertainty', 'disagreement'])).min(1),
  /** Folder for the NIfTI files: absolute, or a grant. */
  out: z.string(),
  force: z.boolean().default(false),
});
export type WriteMapsOptions = z.infer<typeof writeMapsOptions>;

export const writeExplanationOptions = explainOptions.extend({
  /** `.nii` or `.nii.gz`; `.png` for one slice. */
  out: z.string(),
  force: z.boolean().default(false),
});
export type WriteExplanationOptions = z.infer<typeof writeExplanationOptions>;

export const writtenMaps = z.object({
  modelId,
  written: z.array(z.object({ kind: z.enum(mapKinds), label: mappedLabel.nullable(), file: z.string() })),
  notes: z.array(sentence),
});
export type WrittenMaps = z.infer<typeof writtenMaps>;

export const explanationContract = {
  /** What is kept already; null where it has to be computed. */
  maps: call.input(mapOptions).output(caseMaps.nullable()),
  /** Job (`maps`) in the engine's lane: after a training that runs. Its result is a `caseMaps`, kept until the model goes. */
  computeMaps: call.input(mapOptions).output(startedJob),
  /** Of a network, in the order in which an image passes them. */
  layers: call.input(z.object({ model: modelId.optional() })).output(z.array(networkLayer)),
  /** What is kept already; null where it has to be computed. */
  explained: call.input(explainOptions).output(explanation.nullable()),
  /** Job (`explain`), as `computeMaps`; its result is an `explanation`. */
  explain: call.input(explainOptions).output(startedJob),
  /** Job (`write-maps`): as numbers (float32) in NIfTI with the image's header; its result is a `writtenMaps`. */
  writeMaps: call.input(writeMapsOptions).output(startedJob),
  /** Job (`write-maps`); its result is a `writtenMaps`. */
  writeExplanation: call.input(writeExplanationOptions).output(startedJob),
};

const dice = z.number().min(0).max(1);

export const predictedQualities = z.object({
  /** Null without a model in use. */
  modelId: modelId.nullable(),
  /** The one to look at first comes first; cases of the test set are left out. */
  cases: z.array(z.object({
    caseId,
    name: z.string(),
    patient: z.string(),
    /** What they are put in order by, 0 … 1. */
    quality: z.number(),
    /** Expected mean Dice of the labels that are predicted, with an interval as much less as validation patients came to less; null where nothing is predicted. */
    dice: dice.nullable(),
    /** In which the Dice lies with `interval.confidence`; null where the validation does not allow to say so. */
    interval: z.object({ low: dice, high: dice }).nullable(),
    /** Of each what the probabilities promise, whatever the validation came to. */
    labels: z.array(z.object({ value: count, name: z.string(), dice: dice.nullable() })),
    /** Slices that the model has read, and those of the case: complete slices are not read. */
    read: count,
    slices: count,
  })),
  /** Cases that are not wholly labelled and that the model has not read. */
  unread: z.array(z.object({ caseId, name: z.string() })),
  /** By which patients the intervals go; null where there are too few: then the order alone is told. */
  interval: z.object({ confidence: z.number(), patients: count }).nullable(),
  notes: z.array(sentence),
});
export type PredictedQualities = z.infer<typeof predictedQualities>;

const ofModel = z.object({ model: modelId.optional() });

/** How good predictions probably are where nobody has drawn a reference. */
export const qualityContract = {
  list: call.input(ofModel).output(predictedQualities),
  /** Job (`read-quality`): reads the cases that `list` calls unread; its result is the list then. */
  read: call.input(ofModel).output(startedJob),
};
