/** What page and statistics worker say to each other. */
import type { Grid } from '#shared/regions/grid.ts';
import type { RegionStatistics } from '#shared/regions/statistics.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';

/** Labels and stored values of the same grid. */
export interface StatisticsRequest {
  readonly labels: Uint8Array;
  readonly image: VoxelArray;
  readonly grid: Grid;
}

export type StatisticsAnswer =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly found: ReadonlyMap<number, RegionStatistics> };
