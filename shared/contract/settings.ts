/** What this person's copy of Lamina remembers from one start to the next; kept by the host, because a page at a random port forgets. */
import { z } from 'zod';
import { colourMapNames } from '../voxels/colour-maps.ts';
import { axisIndex } from './cases.ts';
import { lastChoices, lastWindows } from './last-choices.ts';
import { call } from './procedure.ts';
import { defaultToolOptions, toolOptions } from './tool-options.ts';

/** In the order in which work goes through them. */
export const guideSteps = ['look', 'label', 'paint', 'complete', 'train', 'accept', 'export'] as const;

/** What the table of cases can be ordered by, in the order of its columns. */
export const caseColumns = ['name', 'patient', 'modality', 'size', 'complete', 'prediction', 'quality', 'note', 'changed'] as const;

/** How the views are laid out, in the order in which a key goes through them. */
export const layouts = ['one', 'four', 'one-and-three', 'volume-and-three', 'volume'] as const;

export const settings = z.object({
  /** `system`: the language of the browser or the desktop. */
  language: z.enum(['system', 'en', 'zh-CN']),
  theme: z.enum(['dark', 'light', 'system']),
  /** Newest first, at most ten; a folder that is gone stays until it is forgotten. */
  recentProjects: z.array(z.object({ folder: z.string(), name: z.string() })),
  /** Beside the picture of the annotate page: what it shows of tools, image, measurements or history. */
  panel: z.object({ shown: z.boolean(), widthPx: z.number().int().min(160).max(800), tab: z.enum(['draw', 'image', 'measure', 'history']).default('draw') }),
  labelStyle: z.object({ drawing: z.enum(['fill', 'outline']), opacity: z.number().min(0).max(1) }),
  brushRadiusVoxels: z.number().min(0.5).max(200),
  /** Of brush and eraser: a circle or a square, in the slice or, as a ball or cube, also through those around it. */
  brushShape: z.enum(['round', 'square']),
  brushThrough: z.boolean(),
  tools: toolOptions,
  /** Views of a case: one plane; three planes and 3D in quarters; one plane or 3D large with the others beside it; 3D alone. */
  layout: z.enum(layouts),
  /** In 3D: how much the surfaces of labels hide, and whether the edges of the slices are drawn. */
  view3d: z.object({ opacity: z.number().min(0).max(1), slices: z.boolean() }),
  /** On which side of the screen the patient's right is. */
  display: z.enum(['radiological', 'neurological']),
  /** Whether the place that all views share is marked in them. */
  crosshair: z.boolean(),
  /** Whether to zoom one view zooms the others. */
  linkedZoom: z.boolean(),
  /** How images are shown: colours from the lower to the upper end of a window, greys between voxels, and what share of values the automatic window leaves out at each end. */
  image: z.object({ colours: z.enum(colourMapNames), interpolation: z.enum(['linear', 'nearest']), leftOut: z.number().min(0).max(0.1) }),
  /** Of places in the patient: named by their side, or signed, towards left, posterior and superior or right, anterior and superior. */
  coordinates: z.enum(['letters', 'LPS', 'RAS']),
  caseOrder: z.object({ by: z.enum(caseColumns), descending: z.boolean() }),
  /** What the buttons of the mouse do on a picture: as Lamina has it, or as a program that a person is used to. */
  mouse: z.enum(['lamina', 'itk-snap', 'slicer']),
  /** Commands whose keys were changed, each with all keys that it has now, which may be none. */
  keys: z.record(z.string().max(60), z.array(z.string().max(40)).max(4)),
  /** The guide through the first steps: whether it is open, and what was done. */
  guide: z.object({ shown: z.boolean(), done: z.array(z.enum(guideSteps)) }),
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
  brushShape: 'round',
  brushThrough: false,
  tools: defaultToolOptions,
  layout: 'one',
  view3d: { opacity: 1, slices: false },
  display: 'radiological',
  crosshair: true,
  linkedZoom: true,
  image: { colours: 'grey', interpolation: 'linear', leftOut: 0.01 },
  coordinates: 'letters',
  caseOrder: { by: 'name', descending: false },
  mouse: 'lamina',
  keys: {},
  guide: { shown: true, done: [] },
};

const voxelIndex = z.number().int().nonnegative();

/** Where a person left a project: kept for each project folder. */
export const lastPlace = z.object({
  caseId: z.uuid(),
  sliceAxis: axisIndex,
  sliceIndex: z.number().int().nonnegative(),
  /** The voxel that all views go through, the tool in the hand, and the label that it writes. */
  position: z.tuple([voxelIndex, voxelIndex, voxelIndex]).optional(),
  tool: z.string().max(40).optional(),
  label: z.number().int().positive().optional(),
  /** Planes that are zoomed: what of the slice lies in the middle of the view, in mm from its upper left corner, and CSS pixels per mm. */
  zooms: z.array(z.object({ axis: axisIndex, centreXMm: z.number(), centreYMm: z.number(), pixelsPerMm: z.number().positive() })).max(3).optional(),
  /** Of the window. */
  page: z.enum(['cases', 'annotate', 'train', 'review', 'readings', 'export']).optional(),
  windows: lastWindows.optional().catch(undefined),
  choices: lastChoices.optional(),
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
