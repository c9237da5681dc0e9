import { axes, spacingMm } from './affine.ts';
import type { AxisIndex, VolumeGeometry } from './volume-geometry.ts';

/** Spacings closer than this share are the same spacing: headers round them. */
const equalSpacingShare = 0.05;

/**
 * The axis that slices are reviewed along: the one of largest spacing, for that is how the image was
 * acquired and where neighbouring voxels have least in common; among equals the acquisition axis.
 * An image of one slice is reviewed as that slice, whatever its spacing.
 * @param acquisitionAxis from the file where it says so; else k, along which slices are stored
 */
export function chooseSliceAxis(geometry: VolumeGeometry, acquisitionAxis: AxisIndex = 2): AxisIndex {
  const single = axes.filter((axis) => geometry.size[axis] === 1);
  if (single.length === 1) return single[0] as AxisIndex;
  const spacing = spacingMm(geometry.affine);
  const largest = Math.max(...spacing);
  const candidates = axes.filter((axis) => spacing[axis] >= largest * (1 - equalSpacingShare));
  return candidates.includes(acquisitionAxis) ? acquisitionAxis : candidates.at(-1) ?? 2;
}
