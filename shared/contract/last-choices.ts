/** What a person had set when they left a project, beyond where they were: a part of the place that is kept for each project folder. */
import { z } from 'zod';
import { measuringKinds } from '../measurements/measure.ts';
import { colourMapNames } from '../voxels/colour-maps.ts';
import { renderingPresets } from '../voxels/rendering-presets.ts';
import { projections } from '../voxels/slab.ts';
import { axisIndex } from './cases.ts';

const finite = z.number().min(-1e12).max(1e12);
const amount = z.number().min(0).max(1e12);
const share = z.number().min(0).max(1);
/** A name that is looked up: one that is not known means nothing. */
const name = z.string().max(64);
/** What is out of bounds, or has another form in another version of Lamina, is forgotten and takes nothing else with it. */
const orForgotten = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/** Of operations on a whole label: real values of the image, mm and mm³. */
const regionNumbers = z.object({
  mm: amount,
  smallestMm3: amount,
  radiusVoxels: amount,
  lowest: finite,
  highest: finite,
  /** Where values count: `label:2` on the label 2, `box` around the chosen one. */
  within: z.union([z.enum(['volume', 'slice', 'box']), z.templateLiteral(['label:', z.number().int()])]),
  /** Which part of the values an automatic threshold takes. */
  part: z.enum(['brighter', 'darker', 'between']),
  side: z.enum(['inside', 'outside', 'both']),
  how: z.enum(['union', 'intersection', 'difference']),
  /** Index of a label. */
  other: z.number().int(),
  /** Holes of the shown plane's slices, or of the volume. */
  bySlice: z.boolean(),
  /** Islands that become labels of their own. */
  mostIslands: amount,
});

const seedNumbers = z.object({
  method: z.enum(['shortest', 'walk']),
  /** Of the values' standard deviation, a millimetre. */
  localityPercent: amount,
  edges: amount,
  marginMm: amount,
  /** Index of a label; 0: none. */
  background: z.number().int(),
  /** Grows anew whenever something was drawn. */
  follows: z.boolean(),
});

const contourNumbers = z.object({
  speed: z.enum(['region', 'edge']),
  ends: z.enum(['both', 'lower', 'upper']),
  smoothness: finite,
  scaleMm: finite,
  contrastPercent: finite,
  exponent: finite,
  bubbleMm: amount,
  fromLabel: z.boolean(),
  marginMm: amount,
  propagation: finite,
  curvature: finite,
  advection: finite,
  iterationsPerLook: amount,
});

export const lastChoices = z.object({
  /** Thick slabs; null: a slice alone. */
  slab: orForgotten(z.object({ projection: z.enum(projections).nullable(), thicknessMm: z.number().positive().max(10_000) })),
  /** Another image of each case, known by its role; null: none. */
  second: orForgotten(z.object({ role: name.nullable(), opacity: share, colours: z.enum(colourMapNames), hidesBelow: z.boolean(), beside: z.boolean() })),
  oblique: orForgotten(z.object({ isShown: z.boolean(), axis: axisIndex, tiltDegrees: finite, turnDegrees: finite })),
  volume: orForgotten(z.object({ isRendered: z.boolean(), preset: z.enum(renderingPresets), shift: z.number().min(-1).max(1) })),
  measuring: orForgotten(z.enum(measuringKinds)),
  /** Which operation on a whole label, and the numbers of all of them. */
  regions: orForgotten(z.object({ kind: name, numbers: regionNumbers, seeds: seedNumbers, contour: contourNumbers })),
});
export type LastChoices = z.infer<typeof lastChoices>;
export type RegionChoices = NonNullable<LastChoices['regions']>;

/** Ends of greys that images were left with, the newest last. */
export const lastWindows = z.array(z.object({ imageId: z.uuid(), centre: finite, width: finite })).max(100);
