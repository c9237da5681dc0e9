import { z } from 'zod';
import { call, sentence } from './procedure.ts';

export const projectSettings = z.object({
  conflictingForms: z.enum(['sform', 'qform']),
  modality: z.enum(['mr', 'ct', 'other']).nullable(),
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
  /** Makes an empty project in a folder that does not exist or is empty, and opens it. */
  create: call.input(z.object({ folder: z.string().min(1), name: z.string().optional() })).output(projectInfo),
  open: call.input(z.object({ folder: z.string().min(1) })).output(projectInfo),
  close: call.output(z.object({})),
  current: call.output(projectInfo.nullable()),
  changeSettings: call.input(projectSettings.partial()).output(projectInfo),
};
