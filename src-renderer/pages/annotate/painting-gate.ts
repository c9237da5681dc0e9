import type { Brush } from '#shared/labels/brush.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { keptLabels, lockedLabels, type PaintOver } from '../../editing/kept-labels.ts';
import type { PaintingRules } from '../../editing/paint-block.ts';
import type { BrushOptions } from '../../editing/tools/brush.ts';
import type { ViewedImage } from '../../viewer/slice-view.ts';

/** Bounds included. */
export interface Range {
  readonly lowest: number;
  readonly highest: number;
}

/** Real values as they are stored in the image; a falling scale turns them round. */
export function storedRange({ slope, intercept }: Pick<ViewedImage, 'slope' | 'intercept'>, { lowest, highest }: Range): Range {
  const [one, other] = [(lowest - intercept) / slope, (highest - intercept) / slope];
  return { lowest: Math.min(one, other), highest: Math.max(one, other) };
}

/** What of the image may be painted on. @param range real values; null: everything */
export function gateOf(image: ViewedImage, range: Range | null): Brush['gate'] {
  return range === null ? null : { voxels: image.voxels, ...storedRange(image, range) };
}

/** For a stroke. An eraser takes what is there: what may be painted over is no rule for it, but one label alone is. */
export function paintingRules(
  { paintOver, gate }: Rules, image: ViewedImage, erases: boolean,
): Pick<BrushOptions, 'paintOver' | 'gate'> {
  return { paintOver: erases && paintOver === 'background' ? 'everything' : paintOver, gate: gateOf(image, gate) };
}

interface Rules {
  readonly paintOver: PaintOver;
  readonly gate: Range | null;
}

/** For what is bigger than a stroke. */
export function rulesOf({ paintOver, gate }: Rules, table: LabelTable, image: ViewedImage): PaintingRules {
  return { kept: keptLabels(table, paintOver), notErased: lockedLabels(table), gate: gateOf(image, gate) };
}
