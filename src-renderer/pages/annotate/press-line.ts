/** A line that is drawn by hand, point by point: one way in for the pointer and for the keyboard. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { canDraw } from '../../editing/kept-labels.ts';
import type { DrawnOutline } from '../../editing/tools/outline.ts';
import type { useAnnotating } from '../../stores/annotating.ts';
import type { PointerTools } from './use-pointer-tools.ts';

export interface LineParts {
  readonly annotating: Pick<ReturnType<typeof useAnnotating>, 'outline' | 'label' | 'position'>;
  readonly table: () => LabelTable;
  readonly drawing: Pick<PointerTools, 'press' | 'linesErase' | 'setCorner'>;
}

/** The line that is being drawn on the slice that a plane shows. */
export function lineHere({ outline, position }: LineParts['annotating'], axis: AxisIndex): DrawnOutline | null {
  return outline !== null && outline.axis === axis && outline.slice === position[axis] ? outline : null;
}

export function addPoint(annotating: LineParts['annotating'], point: Vec3): void {
  const { outline } = annotating;
  if (outline !== null) annotating.outline = { ...outline, points: [...outline.points, point] };
}

/**
 * Begins a line, or sets the next corner of the one that is drawn on this slice; a lasso always begins.
 * @param again it lies where the press before did, and sets no second corner there
 * @returns false where the chosen label cannot be drawn
 */
export function pressLine({ annotating, table, drawing }: LineParts, at: Vec3, axis: AxisIndex, { erases, again }: { readonly erases: boolean; readonly again: boolean }): boolean {
  if (!erases && !drawing.linesErase && !canDraw(table(), annotating.label)) return false;
  if (drawing.press === 'wire') {
    if (!again) drawing.setCorner(at, axis);
    return true;
  }
  if (drawing.press === 'lasso' || lineHere(annotating, axis) === null) annotating.outline = { axis, slice: annotating.position[axis], points: [at], erases };
  else if (!again) addPoint(annotating, at);
  return true;
}
