/** The grid on which a network is shown an image, from what is known of it before any voxel is read. */
import { spacingMm, voxelCount } from '../geometry/affine.ts';
import { orderToRas, reorderSize, type AxisOrder } from '../geometry/axis-order.ts';
import type { Plan } from './plan.ts';
import { resampledLength, type GridSize } from './resample.ts';
import { stackAxes, stackOrder } from './slice-stack.ts';
import type { VolumeFile } from './snapshot-manifest.ts';

export type PlacedImage = Pick<VolumeFile, 'geometry' | 'trust'>;
export type GridPlan = Pick<Plan, 'sliceAxis' | 'targetSpacingMm'>;

/** @param own the image's grid, laid out as the stack. @param order from its axes to the stack's */
export function networkGrid(own: GridSize, { geometry, trust }: PlacedImage, order: AxisOrder, { sliceAxis, targetSpacingMm }: GridPlan): GridSize {
  // A spacing that nobody knows is no reason to change a voxel.
  if (trust === 'spacing-unknown') return own;
  const [column, row, slice] = reorderSize(spacingMm(geometry.affine), order);
  const axes = stackAxes(sliceAxis);
  return [
    resampledLength(own[0], slice, targetSpacingMm[axes.slice]),
    resampledLength(own[1], row, targetSpacingMm[axes.row]),
    resampledLength(own[2], column, targetSpacingMm[axes.column]),
  ];
}

/** What a training holds of an image at the most: as the network is shown it, and its labels where it judges on its own grid. */
export function heldVoxels(image: PlacedImage, plan: GridPlan): number {
  const { size, affine } = image.geometry;
  const order = stackOrder(orderToRas(affine), plan.sliceAxis);
  const [columns, rows, slices] = reorderSize(size, order);
  return Math.max(voxelCount(size), gridVoxels(networkGrid([slices, rows, columns], image, order, plan)));
}

export function gridVoxels(grid: GridSize): number {
  return grid[0] * grid[1] * grid[2];
}
