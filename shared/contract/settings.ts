/** What this person's copy of Lamina remembers from one start to the next; kept by the host, because a page at a random port forgets. */
import { z } from 'zod';
import { axisIndex } from './cases.ts';
import { call } from './procedure.ts';

export const settings = z.object({
  /** `system`: the language of the browser or the desktop. */
  language: z.enum(['system', 'en', 'zh-CN']),
  theme: z.enum(['dark', 'light', 'system']),
  /** Newest first, at most ten; a folder that is gone stays until it is forgotten. */
  recentProjects: z.array(z.object({ folder: z.string(), name: z.string() })),
  /** Beside the picture of the annotate page: what it shows of tools, image, measurements or history. */
  panel: z.object({ shown: z.boolean(), widthPx: z.number().int().min(160).max(800), tab: z.enum(['draw', 'image', 'measure', 'history']) }),
  labelStyle: z.object({ drawing: z.enum(['fill', 'outline']), opacity: z.number().min(0).max(1) }),
  brushRadiusVoxels: z.number().min(0.5).max(200),
  /** Views of a case: one plane; three planes and 3D in quarters; one plane or 3D large with the others beside it; 3D alone. */
  layout: z.enum(['one', 'four', 'one-and-three', 'volume-and-three', 'volume']),
  /** In 3D: how much the surfaces of labels hide, and whether the edges of the slices are drawn. */
  view3d: z.object({ opacity: z.number().min(0).max(1), slices: z.boolean() }),
  /** On which side of the screen the patient's right is. */
  display: z.enum(['radiological', 'neurological']),
  /** Whether the place that all views share is marked in them. */
  crosshair: z.boolean(),
  /** Whether to zoom one view zooms the others. */
  linkedZoom: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

/** What holds before a person has chosen anything. */
export const defaultSettings: Settings = {
  language: 'system',
  theme: 'dark',
  recentProjects: [],
  panel: { shown: true, widthPx: 320, tab: 'draw' },
  labelStyle: { drawing: 'fill', opacity: 0.5 },
  brushRadiusVoxels: 8,
  layout: 'one',
  view3d: { opacity: 1, slices: false },
  display: 'radiological',
  crosshair: true,
  linkedZoom: true,
};

/** Where a person left a project: kept for each project folder. */
export const lastPlace = z.object({
  caseId: z.uuid(),
  sliceAxis: axisIndex,
  sliceIndex: z.number().int().nonnegative(),
});

export const settingsContract = {
  get: call.output(settings),
  /** Only what is given changes. */
  change: call.input(settings.omit({ recentProjects: true }).partial()).output(settings),
  forgetProject: call.input(z.object({ folder: z.string() })).output(settings),
  /** Of the open project; null where nothing was remembered. */
  lastPlace: call.output(lastPlace.nullable()),
  rememberPlace: call.input(lastPlace).output(z.object({})),
};
