/** Cutting through all slices along an axis: a line that was drawn on one of them holds for each. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { unionBox, type VoxelBox } from '#shared/geometry/voxel-box.ts';
import { boxOfGrid, sharedBox } from '#shared/regions/boxed-mask.ts';
import { rasterisePolygon } from '#shared/regions/polygon.ts';
import { boxOf, boxSize, eachAxis, labelBoxes } from '#shared/regions/region-box.ts';
import { sliceFrame, type Path } from '#shared/regions/slice.ts';
import type { LabelBlock } from '../paint-block.ts';
import type { RegionScene } from './scene.ts';

export interface Scissors {
  /** The line lies across it, and the cut runs along it. */
  readonly axis: AxisIndex;
  readonly ring: Path;
  readonly does: 'fill-inside' | 'erase-inside' | 'erase-outside';
  /** 256 entries by label index: 1 where a voxel may be erased. */
  readonly erased: Uint8Array;
}

/** @returns null where nothing would change */
export function scissorsBlock({ grid, labels, label }: Pick<RegionScene, 'grid' | 'labels' | 'label'>, { axis, ring, does, erased }: Scissors): LabelBlock | null {
  const { u, v, width, height } = sliceFrame(grid, axis);
  const inside = rasterisePolygon([ring], width, height);
  const looked = does === 'erase-outside' ? boxOfGrid(grid) : throughBox(inside, width, height, axis, grid.size);
  if (looked === null) return null;
  // Of what is erased only where there is any.
  const box = does === 'fill-inside' ? looked : sharedBox(looked, boxOfErased(labels, grid.size, erased) ?? { first: [0, 0, 0], last: [-1, -1, -1] });
  const [columns, rows, slices] = boxSize(box);
  const where = new Uint8Array(columns * rows * slices);
  const isCut = does === 'erase-outside' ? 0 : 1;
  let any = 0;
  for (let k = 0, to = 0; k < slices; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      let from = box.first[0] + grid.size[0] * (box.first[1] + j + grid.size[1] * (box.first[2] + k));
      const place: [number, number, number] = [box.first[0], box.first[1] + j, box.first[2] + k];
      for (let i = 0; i < columns; i += 1, from += 1, to += 1, place[0] += 1) {
        if (inside[place[v] * width + place[u]] !== isCut) continue;
        const present = labels[from]!;
        const changes = does === 'fill-inside' ? Number(present !== label) : erased[present]!;
        where[to] = changes;
        any |= changes;
      }
    }
  }
  return any === 0 ? null : { box, where, label: does === 'fill-inside' ? label : 0 };
}

/** All slices, as far as the line reaches across them. */
function throughBox(inside: Uint8Array, width: number, height: number, axis: AxisIndex, size: Vec3): VoxelBox | null {
  const flat: Vec3 = axis === 0 ? [1, width, height] : axis === 1 ? [width, 1, height] : [width, height, 1];
  const box = boxOf(inside, flat);
  return box && { first: box.first, last: eachAxis((along) => (along === axis ? size[axis] - 1 : box.last[along])) };
}

function boxOfErased(labels: Uint8Array, size: Vec3, erased: Uint8Array): VoxelBox | null {
  return [...labelBoxes(labels, size)].filter(([label]) => erased[label] === 1).reduce<VoxelBox | null>((all, [, box]) => unionBox(all, box), null);
}
