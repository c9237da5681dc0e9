import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Brush } from '#shared/labels/brush.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { EditingSession, StrokeOptions } from '../editing-session.ts';
import { isLocked, keptLabels, type PaintOver } from '../kept-labels.ts';

export interface BrushOptions {
  /** In voxels of the finer axis of the slice. */
  readonly radiusVoxels: number;
  /** The axis that runs through the slice. */
  readonly axis: AxisIndex;
  readonly table: LabelTable;
  readonly paintOver?: PaintOver;
  /** Round and flat where nothing is said. */
  readonly shape?: 'round' | 'square';
  /** Also the slices around: a ball or a cube. */
  readonly isThrough?: boolean;
  /** Where given, only image values within are painted. */
  readonly gate?: Brush['gate'];
}

/**
 * Begins to paint a label; `session.strokeTo` and `endStroke` go on with it.
 * @returns false where nothing is drawn: the label is locked, or the session takes no stroke now
 */
export function beginBrush(session: EditingSession, label: number, options: BrushOptions, at: Vec3): boolean {
  if (isLocked(options.table, label)) return false;
  return session.beginStroke({ tool: 'brush', label, ...strokeOf(options) }, at);
}

/** What a stroke needs of the options of brush and eraser. */
export function strokeOf({ table, paintOver = 'everything', gate = null, ...brush }: BrushOptions): Omit<StrokeOptions, 'tool' | 'label'> {
  return { ...brush, kept: keptLabels(table, paintOver), gate };
}
