/** The image within an area, in real values. */
import { labelStatistics, type ValueStatistics } from '../regions/statistics.ts';
import { finish, type Mask } from '../regions/grid.ts';

export interface AreaStatistics extends ValueStatistics {
  /** How many voxels (of a slice), or samples of an oblique plane. */
  readonly samples: number;
}

/** @param values of the places of `mask`; what is not finite is left out. @returns null where none is left */
export function areaStatistics(mask: Mask, values: Float32Array): AreaStatistics | null {
  const inside = Uint8Array.from(mask, (within, at) => (within !== 0 && Number.isFinite(values[at]!) ? 1 : 0));
  const found = finish(labelStatistics(inside, values, { size: [inside.length, 1, 1], spacingMm: [1, 1, 1] })).get(1);
  return found === undefined || found.values === null ? null : { ...found.values, samples: found.voxels };
}
