import { z } from 'zod';
import { strategyNames } from '../learning/selection/strategies.ts';
import { startedJob } from './jobs.ts';
import { eventOptions, loggedEvents } from './log.ts';
import { call, sentence } from './procedure.ts';
import { verifyOptions } from './verification.ts';

export const projectSettings = z.object({
  conflictingForms: z.enum(['sform', 'qform']),
  modality: z.enum(['mr', 'ct', 'other']).nullable(),
  /** What its annotator alone has confirmed neither teaches nor judges. */
  onlyReviewedTeach: z.boolean(),
  /** What chooses the slices of the queue; null: Lamina's own choice. */
  nextSliceBy: z.enum(strategyNames).nullable(),
  batchSlices: z.number().int().min(1).max(1000),
  /** Whether the queue is filled again after each training. */
  refillQueue: z.boolean(),
});

export const projectInfo = z.object({
  folder: z.string(),
  id: z.string(),
  name: z.string(),
  /** Why nothing can be written, e.g. on a network drive; null where it can. */
  readOnly: sentence.nullable(),
  settings: projectSettings,
  cases: z.number(),
  models: z.number(),
});
export type ProjectInfo = z.infer<typeof projectInfo>;

export const projectContract = {
  /**
   * Makes an empty project in a folder that does not exist or is empty, and opens it. `instead`: another one
   * that is open is closed first (its jobs end), and stays open where this fails.
   */
  create: call.input(z.object({ folder: z.string().min(1), name: z.string().optional(), instead: z.boolean().default(false) })).output(projectInfo),
  open: call.input(z.object({ folder: z.string().min(1), instead: z.boolean().default(false) })).output(projectInfo),
  /** What was open last, opened again; null where nothing was, or it is gone. */
  openLast: call.output(projectInfo.nullable()),
  /** Makes the example project in the user's data folder where it is not there yet, and opens it; job, its result is a `projectInfo`. */
  openExample: call.output(startedJob),
  close: call.output(z.object({})),
  current: call.output(projectInfo.nullable()),
  /** Whether database and files of a project are what its log tells; changes nothing. Job, its result is a `verification`. */
  verify: call.input(verifyOptions).output(startedJob),
  /** What was done, oldest first, a page at a time; whoever reads a case blind is told nothing of it but their own work. */
  events: call.input(eventOptions).output(loggedEvents),
  changeSettings: call.input(projectSettings.partial()).output(projectInfo),
};
