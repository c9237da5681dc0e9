/** The strokes of all tools that paint under the pointer: one way in for the pointer and for the keyboard. */
import { spacingMm } from '#shared/geometry/affine.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { canDraw, type PaintOver } from '../../editing/kept-labels.ts';
import { adaptiveRadius, beginAdaptive } from '../../editing/tools/adaptive.ts';
import { beginBrush } from '../../editing/tools/brush.ts';
import { beginEraser } from '../../editing/tools/eraser.ts';
import { beginModelBrush } from '../../editing/tools/model-brush.ts';
import type { Tool } from '../../stores/annotating.ts';
import type { Preferences } from '../../stores/preferences.ts';
import type { OpenCase } from './open-case.ts';
import { paintingRules, rulesOf, type Range } from './painting-gate.ts';

export interface StrokeParts {
  readonly opened: Pick<OpenCase, 'session' | 'viewed' | 'prediction' | 'predictedBy'>;
  readonly chosen: { readonly tool: Tool; readonly label: number; readonly paintOver: PaintOver; readonly gate: Range | null };
  readonly settings: Pick<Preferences, 'brushRadiusVoxels' | 'brushShape' | 'brushThrough' | 'tools'>;
  readonly table: LabelTable;
}

/** `not-now`: another stroke is open, labels are being loaded, or the tool draws no strokes. */
export type Begun = 'begun' | 'not-now' | 'no-label' | 'no-prediction';

/** Without the right button, which erases with every tool that does not close a line. */
const strokes: ReadonlySet<Tool> = new Set<Tool>(['brush', 'eraser', 'adaptive', 'model']);

/** Begins a stroke; the session's `strokeTo` and `endStroke` go on with it. @param at fractional voxel position */
export function beginStrokeOf({ opened: { session, viewed, prediction, predictedBy }, chosen, settings, table }: StrokeParts, erases: boolean, axis: AxisIndex, at: Vec3): Begun {
  if (!erases && !strokes.has(chosen.tool)) return 'not-now';
  const said = (begun: boolean): Begun => (begun ? 'begun' : 'not-now');
  const { size, affine } = viewed.geometry;
  const spacing = spacingMm(affine);
  const brush = { axis, radiusVoxels: settings.brushRadiusVoxels, shape: settings.brushShape, isThrough: settings.brushThrough };
  if (chosen.tool === 'model' && !erases) {
    if (prediction.value === null) return 'no-prediction';
    return said(beginModelBrush(session, {
      ...brush, size, spacingMm: spacing, table, prediction: prediction.value, helped: predictedBy,
      withBackground: settings.tools.model.withBackground, rules: rulesOf(chosen, table, viewed),
    }, at));
  }
  if (!erases && !canDraw(table, chosen.label)) return 'no-label';
  if (chosen.tool === 'adaptive') {
    const radiusMm = adaptiveRadius(brush.radiusVoxels, axis, brush.isThrough, spacing) * finestAcross(axis, spacing);
    return said(beginAdaptive(session, {
      ...settings.tools.adaptive, radiusMm, axis: brush.isThrough ? null : axis, grid: { size, spacingMm: spacing }, image: viewed.voxels,
      label: erases ? 0 : chosen.label, rules: rulesOf(chosen, table, viewed),
    }, at));
  }
  const options = { ...brush, table, ...paintingRules(chosen, viewed, erases) };
  return said(erases ? beginEraser(session, options, at) : beginBrush(session, chosen.label, options, at));
}

/** What the ring around the pointer shows. */
export function ringOf({ opened: { viewed }, chosen, settings }: Omit<StrokeParts, 'table'>, axis: AxisIndex): { readonly radiusVoxels: number; readonly shape: 'round' | 'square' } {
  const { brushRadiusVoxels: radiusVoxels, brushShape: shape, brushThrough } = settings;
  if (chosen.tool !== 'adaptive') return { radiusVoxels, shape };
  return { radiusVoxels: adaptiveRadius(radiusVoxels, axis, brushThrough, spacingMm(viewed.geometry.affine)), shape: 'round' };
}

function finestAcross(axis: AxisIndex, spacing: Vec3): number {
  return Math.min(...spacing.filter((_, along) => along !== axis));
}
