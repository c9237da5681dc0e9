import type { Brush } from '#shared/labels/brush.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { keptLabels, type PaintOver } from '../../editing/kept-labels.ts';
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

type Values = Pick<ViewedImage, 'voxels' | 'slope' | 'intercept'>;

/** What of the image may be painted on. @param range real values; null: everything */
export function gateOf(image: Values, range: Range | null): Brush['gate'] {
  return range === null ? null : { voxels: image.voxels, ...storedRange(image, range) };
}

interface Rules {
  readonly paintOver: PaintOver;
  readonly gate: Range | null;
}

/** An eraser takes what is there: what may be painted over is no rule for it, but one label alone is. */
const mayBeErased = (paintOver: PaintOver): PaintOver => (paintOver === 'background' ? 'everything' : paintOver);

/** For a stroke. */
export function paintingRules(
  { paintOver, gate }: Rules, image: Values, erases: boolean,
): Pick<BrushOptions, 'paintOver' | 'gate'> {
  return { paintOver: erases ? mayBeErased(paintOver) : paintOver, gate: gateOf(image, gate) };
}

/** For what a model predicts: where only empty voxels may be painted over, what a person has drawn is not erased by it either. */
export function acceptanceRules(rules: Rules, table: LabelTable, image: Values): PaintingRules {
  const { kept, gate } = rulesOf(rules, table, image);
  return { kept, notErased: kept, gate };
}

/** For a block, which may paint in one place and erase in another. */
export function rulesOf({ paintOver, gate }: Rules, table: LabelTable, image: Values): PaintingRules {
  return { kept: keptLabels(table, paintOver), notErased: keptLabels(table, mayBeErased(paintOver)), gate: gateOf(image, gate) };
}
