import type { ToolOptions } from '#shared/contract/tool-options.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { GreyWindow } from '#shared/voxels/grey-statistics.ts';
import { offsetOfVoxel } from '#shared/voxels/voxel-value.ts';
import type { ViewedImage } from '../../viewer/slice-view.ts';
import { storedRange, type Range } from './painting-gate.ts';

/** What a person has not chosen: a tenth of the window that is shown. */
export function toleranceOf({ tolerance }: Pick<ToolOptions['fill'], 'tolerance'>, { width }: GreyWindow): number {
  return tolerance ?? Number((width / 10).toPrecision(2));
}

/** What a person has not chosen: from the middle of the window to its end. */
export function rangeOf({ range }: Pick<ToolOptions['fill'], 'range'>, { centre, width }: GreyWindow): Range {
  return range ?? { lowest: Math.round(centre), highest: Math.round(centre + width / 2) };
}

/** Stored values that a fill takes; those that may not be painted stop it, too. @returns null where it goes by labels */
export function fillRange(
  fill: Pick<ToolOptions['fill'], 'by' | 'tolerance' | 'range'>, { greyWindow, gate }: { readonly greyWindow: GreyWindow; readonly gate: Range | null },
  { voxels, geometry, ...image }: ViewedImage, seed: Vec3,
): Range | null {
  if (fill.by === 'label') return null;
  const limits = gate === null ? { lowest: -Infinity, highest: Infinity } : storedRange(image, gate);
  const within = ({ lowest, highest }: Range): Range => ({ lowest: Math.max(lowest, limits.lowest), highest: Math.min(highest, limits.highest) });
  if (fill.by === 'range') return within(storedRange(image, rangeOf(fill, greyWindow)));
  const value = voxels[offsetOfVoxel(geometry.size, seed)]!;
  const away = toleranceOf(fill, greyWindow) / Math.abs(image.slope);
  return within({ lowest: value - away, highest: value + away });
}
