/** Cases with labels and their history as one file, to another copy of the project and back. */
import { z } from 'zod';
import { caseId } from './ids.ts';
import { startedJob } from './jobs.ts';
import { call } from './procedure.ts';

const count = z.number().int().nonnegative();

export const bundleOptions = z.object({
  /** Absolute folder; made where it is missing. */
  out: z.string(),
  /** Of the file, with its ending; without it the project's. */
  name: z.string().min(1).max(200).refine((name) => !/[\\/]/.test(name), 'without a folder').optional(),
  /** Without it all of them. */
  cases: z.array(caseId).optional(),
  /** Whose labels; without it everybody's, and none of an empty list. */
  annotators: z.array(z.string()).optional(),
  images: z.boolean().default(false),
  force: z.boolean().default(false),
});
export type BundleOptions = z.infer<typeof bundleOptions>;

export const bundleReport = z.object({
  file: z.string(), bytes: count,
  /** sha256 of its manifest, by which both logs name the bundle. */
  hash: z.string(),
  cases: count, annotators: z.array(z.string()), images: z.boolean(),
});
export type BundleReport = z.infer<typeof bundleReport>;

const whose = z.enum(['mine', 'theirs']);

/** A slice of one person's labels that both copies changed since they last were alike. */
export const sliceConflict = z.object({
  slice: count,
  /** By label of this project, background left out. */
  voxels: z.array(z.object({ name: z.string(), colour: z.string(), mine: count, theirs: count })),
  /** In which the two differ. */
  different: count,
});

export const incomingLabels = z.object({
  /** Of the labels in the bundle. */
  id: z.uuid(),
  annotator: z.string(),
  /**
   * `added`: the person has none here yet; `continued`: they go on from what is here; `merged`: both went on from what both had;
   * `nothing`: all of it is here.
   */
  how: z.enum(['added', 'continued', 'merged', 'nothing']),
  /** That are not here yet. */
  edits: count,
  /** Slices that they are said to have reviewed themselves, or given back to themselves; that is no review, and comes as their own word. */
  ownReviews: count,
  /** Of `merged`: slices that become as in the bundle, because they were changed there alone. */
  theirs: z.array(count),
  conflicts: z.array(sliceConflict),
});

export const bundleLook = z.object({
  /** Names the bundle while it is held ready. */
  id: z.string(),
  hash: z.string(),
  at: z.string(),
  by: z.string(),
  project: z.string(),
  /** What the table here lacks. */
  newLabels: z.array(z.string()),
  cases: z.array(z.object({
    /** In the bundle, and here. */
    name: z.string(),
    nameHere: z.string().nullable(),
    /** `here`: its image is in the project; `comes`: in the bundle; `missing`: in neither, so the case is left out. */
    image: z.enum(['here', 'comes', 'missing']),
    labels: z.array(incomingLabels),
  })),
});
export type BundleLook = z.infer<typeof bundleLook>;

export const takeInOptions = z.object({
  id: z.string(),
  /** For each slice that both sides changed. */
  choices: z.array(z.object({ labels: z.uuid(), slice: count, whose })).default([]),
  /** For those that `choices` leaves out; without it they must all be there. */
  otherwise: whose.optional(),
});
export type TakeInOptions = z.infer<typeof takeInOptions>;

export const takenReport = z.object({
  cases: count, newCases: count, missing: z.array(z.string()), edits: count,
  /** Of notes and measurements: rows that came, and measurements that are left as they are here, since both sides changed them or their image lies elsewhere. */
  notes: count, measurements: count, measurementsKept: count,
  /** People whose labels came. */
  annotators: z.array(z.string()),
});
export type TakenReport = z.infer<typeof takenReport>;

export const bundlesContract = {
  /** Job; its result is a `bundleReport`. */
  make: call.input(bundleOptions).output(startedJob),
  /** What taking in would do; nothing is written. The file stays held ready until it was taken in, given up, or another is looked at. */
  look: call.input(z.object({ path: z.string() })).output(bundleLook),
  /** Both states of a slice that both sides changed, over the image: PNG in base64. `mine` and `theirs` lie side by side. */
  picture: call.input(z.object({ id: z.string(), labels: z.uuid(), slice: count })).output(z.object({ png: z.string() })),
  /**
   * Job; its result is a `takenReport`. One person's labels of a case after the other: what was taken in when it ends early stays, and the
   * same bundle once more does nothing about it.
   */
  takeIn: call.input(takeInOptions).output(startedJob),
  giveUp: call.input(z.object({ id: z.string() })).output(z.object({})),
};
