/** Which connected components of a region stay, or become regions of their own. */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import { findComponents, type Components, type Neighbours } from './components.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';

/** Every component with a number of its own. */
export interface ComponentMap {
  /** 0 outside the region, else 1 …, in the order of the components' first voxels (i fastest). */
  readonly labels: Int32Array;
  /** Of each component: that of number 1 first. */
  readonly voxels: Int32Array;
}

/** What a component needs in order to stay. */
export type SmallestIsland = { readonly voxels: number } | { readonly mm3: number };

export function* componentMap(mask: Mask, { size }: Grid, neighbours: Neighbours): RegionWork<ComponentMap> {
  const { first, behind, component, voxels } = yield* findComponents(mask, 1, size, neighbours);
  const labels = new Int32Array(mask.length);
  for (let run = 0; run < first.length; run++) labels.fill((component[run] as number) + 1, first[run], behind[run]);
  return { labels, voxels };
}

/** Of equally large components the one whose first voxel comes first. */
export function* largestIsland(mask: Mask, grid: Grid, neighbours: Neighbours): RegionWork<Mask> {
  return yield* splitIslands(mask, grid, neighbours, 1);
}

/** The component that holds a voxel; empty where the voxel is not of the region. */
export function* islandAt(mask: Mask, { size }: Grid, neighbours: Neighbours, [i, j, k]: Vec3): RegionWork<Mask> {
  const components = yield* findComponents(mask, 1, size, neighbours);
  const wanted = componentOf(components, i + size[0] * (j + size[1] * k));
  const values = new Uint8Array(components.voxels.length);
  if (wanted !== null) values[wanted] = 1;
  return painted(components, values);
}

export function* withoutSmallIslands(mask: Mask, { size, spacingMm }: Grid, neighbours: Neighbours, smallest: SmallestIsland): RegionWork<Mask> {
  const components = yield* findComponents(mask, 1, size, neighbours);
  const fewest = 'voxels' in smallest ? smallest.voxels : voxelsOfVolume(smallest.mm3, spacingMm);
  return painted(components, Uint8Array.from(components.voxels, (voxels) => Number(voxels >= fewest)));
}

/**
 * @param most 1 … 255
 * @returns 1 in the largest component, 2 in the second …, 0 in those that come behind `most`; of equally large ones that
 * whose first voxel comes first is before the other
 */
export function* splitIslands(mask: Mask, { size }: Grid, neighbours: Neighbours, most: number): RegionWork<Uint8Array> {
  if (!(Number.isInteger(most) && most >= 1 && most <= 255)) throw new RangeError(`${most} islands of a byte`);
  const components = yield* findComponents(mask, 1, size, neighbours);
  return painted(components, ranked(components.voxels, most));
}

/** The place of each component by size, 1 …; 0 behind the last that is wanted. */
function ranked(voxels: Int32Array, most: number): Uint8Array {
  const places = new Uint8Array(voxels.length);
  const order = Array.from(largest(voxels, most)).sort((a, b) => (voxels[b] as number) - (voxels[a] as number) || a - b);
  order.forEach((component, place) => { places[component] = place + 1; });
  return places;
}

/** Noise has millions of components: they are passed over once, without sorting them all. */
function largest(voxels: Int32Array, most: number): Iterable<number> {
  const sizes = voxels.slice().sort();
  const enough = sizes[Math.max(0, sizes.length - most)] ?? 0;
  const above = new Set<number>();
  voxels.forEach((count, component) => { if (count > enough) above.add(component); });
  for (let component = 0; component < voxels.length && above.size < most; component++) {
    if (voxels[component] === enough) above.add(component);
  }
  return above;
}

function componentOf({ first, behind, component }: Components, voxel: number): number | null {
  let [low, high] = [0, first.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((behind[middle] as number) <= voxel) low = middle + 1;
    else high = middle;
  }
  return low < first.length && (first[low] as number) <= voxel ? component[low] as number : null;
}

/** As many voxels as it takes to reach a volume, though a product of spacings is off in its last digit. */
function voxelsOfVolume(mm3: number, [i, j, k]: Vec3): number {
  const voxels = mm3 / (i * j * k);
  const whole = Math.round(voxels);
  return Math.abs(voxels - whole) <= 1e-9 * whole ? whole : voxels;
}

/** @param values what each component is painted with */
export function painted({ size, first, behind, component }: Components, values: Uint8Array): Uint8Array {
  const result = new Uint8Array(size[0] * size[1] * size[2]);
  for (let run = 0; run < first.length; run++) {
    const value = values[component[run] as number] as number;
    if (value !== 0) result.fill(value, first[run], behind[run]);
  }
  return result;
}
