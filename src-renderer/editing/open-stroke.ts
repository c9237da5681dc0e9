/** A stroke while the pointer is down: paints at once, and keeps each tile as it was before the first touch. */
import { unionBox, type VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { emptyTouchedBox, paintSwept, sweptBox, type Brush } from '#shared/labels/brush.ts';
import { readTile } from '#shared/labels/tile-layout.ts';
import { paintBlock, type LabelBlock, type PaintingRules } from './paint-block.ts';
import { writeTile, type TileGrid, type TileKey } from './tile-grid.ts';
import type { NamedHelp } from './unsent-edits.ts';

export interface OpenStroke {
  readonly tool: string;
  /** The prediction that it takes over. */
  readonly helped?: NamedHelp | undefined;
  /** The touched tiles as they were. */
  readonly before: ReadonlyMap<TileKey, Uint8Array>;
  /** Paints from the last point to this one. @returns the voxels that changed; null where none did */
  paintTo(at: Vec3): VoxelBox | null;
  /** Puts everything back. */
  restore(): void;
}

/** What a tool makes of each move of the pointer. */
export interface BlockBrush {
  /** @returns what becomes which label between two points, in the order in which it is painted */
  readonly find: (from: Vec3, to: Vec3) => readonly LabelBlock[];
  readonly rules: PaintingRules;
  /** The prediction that it takes over. */
  readonly helped?: NamedHelp | undefined;
}

/** A stroke of a tool that looks at the voxels under it and finds at every move what it paints. */
export function openBlockStroke(tool: string, { find, rules, helped }: BlockBrush, start: Vec3, labels: Uint8Array, grid: TileGrid): OpenStroke {
  const before = new Map<TileKey, Uint8Array>();
  let last = start;
  return {
    tool,
    helped,
    before,
    paintTo(at) {
      const from = last;
      last = at;
      let box: VoxelBox | null = null;
      for (const block of find(from, at)) {
        paintBlock(labels, grid, block, rules, before);
        box = unionBox(box, block.box);
      }
      return box;
    },
    restore: () => putBack(before, labels, grid),
  };
}

function putBack(before: ReadonlyMap<TileKey, Uint8Array>, labels: Uint8Array, grid: TileGrid): void {
  for (const [key, voxels] of before) writeTile(labels, grid.size, grid.rectangleOf(key), voxels);
}

export function openStroke(tool: string, brush: Brush, start: Vec3, labels: Uint8Array, grid: TileGrid): OpenStroke {
  const before = new Map<TileKey, Uint8Array>();
  const touched = emptyTouchedBox();
  const keep = (key: TileKey): void => {
    if (!before.has(key)) before.set(key, readTile(labels, grid.size, grid.rectangleOf(key)));
  };
  let last = start;
  return {
    tool,
    before,
    paintTo(at) {
      // The slice was turned while the pointer was down: nothing is swept from one slice to another.
      const from = Math.round(last[brush.axis]) === Math.round(at[brush.axis]) ? last : at;
      last = at;
      if (!sweptBox(brush, grid.size, from, at, touched)) return null;
      grid.eachIn(touched, keep);
      if (!paintSwept(labels, grid.size, brush, from, at, touched)) return null;
      return { first: [touched[0]!, touched[1]!, touched[2]!], last: [touched[3]!, touched[4]!, touched[5]!] };
    },
    restore: () => putBack(before, labels, grid),
  };
}
