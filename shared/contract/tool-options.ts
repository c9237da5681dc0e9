/** How a person has set the tools of the annotate page: part of the settings. Image values are real ones, not as stored. */
import { z } from 'zod';

/** Where a click takes effect: in the slice that was clicked, or in the volume. */
const where = z.enum(['slice', 'volume']);
const finite = z.number().min(-1e12).max(1e12);
/** Nothing further from the click, mm; 0: however far. */
const mostMm = z.number().min(0).max(10_000);

export const toolOptions = z.object({
  adaptive: z.object({ granularity: z.number().min(0.5).max(20), smoothness: z.number().int().min(0).max(40) }),
  /** What of a prediction is taken over: what the brush passes, or a connected part; and whether it also erases. */
  model: z.object({ by: z.enum(['brush', 'component']), withBackground: z.boolean() }),
  /** Of lines that are closed: lasso, polygon, livewire. */
  outline: z.object({
    isThrough: z.boolean(),
    does: z.enum(['fill-inside', 'erase-inside', 'erase-outside']),
    /** What may be erased. */
    of: z.enum(['label', 'all']),
  }),
  livewire: z.object({ scaleVoxels: z.number().min(0).max(20), brighter: z.enum(['left', 'right', 'either']) }),
  fill: z.object({
    where, mostMm,
    /** Values near to that of the click, values in a range, or what has the same label. */
    by: z.enum(['tolerance', 'range', 'label']),
    /** Null, as long as nobody chose: a tenth of the window that is shown, and that window. */
    tolerance: finite.min(0).nullable(),
    range: z.object({ lowest: finite, highest: finite }).nullable(),
  }),
  grow: z.object({
    where, mostMm,
    /** Standard deviations on either side of the mean. */
    multiplier: z.number().min(0.1).max(20),
    iterations: z.number().int().min(0).max(20),
    initialRadiusVoxels: z.number().int().min(0).max(20),
  }),
});
export type ToolOptions = z.infer<typeof toolOptions>;

export const defaultToolOptions: ToolOptions = {
  adaptive: { granularity: 2.5, smoothness: 8 },
  model: { by: 'brush', withBackground: false },
  outline: { isThrough: false, does: 'erase-inside', of: 'label' },
  livewire: { scaleVoxels: 1, brighter: 'either' },
  fill: { where: 'slice', mostMm: 0, by: 'tolerance', tolerance: null, range: null },
  grow: { where: 'volume', mostMm: 0, multiplier: 2.5, iterations: 4, initialRadiusVoxels: 2 },
};
