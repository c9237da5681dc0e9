import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { adaptiveRegion, type AdaptiveBrush } from '#shared/regions/adaptive-brush.ts';
import type { Grid } from '#shared/regions/grid.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import type { EditingSession } from '../editing-session.ts';
import type { LabelBlock, PaintingRules } from '../paint-block.ts';

export interface AdaptiveStroke extends AdaptiveBrush {
  readonly grid: Grid;
  /** Stored values. */
  readonly image: VoxelArray;
  /** 0 erases. */
  readonly label: number;
  readonly rules: PaintingRules;
}

/** Shares of the radius from one look at the image to the next. */
const stepOfRadius = 0.5;
/** Voxels that are looked at within one move of the pointer without a person noticing. */
const mostVoxels = 16_384;

/**
 * Begins to paint what belongs to the thing under the pointer.
 * @returns false where the session takes no stroke now
 */
export function beginAdaptive(session: EditingSession, { grid, image, label, rules, ...brush }: AdaptiveStroke, at: Vec3): boolean {
  const find = (place: Vec3): LabelBlock[] => {
    const { box, mask } = adaptiveRegion(image, grid, place, brush);
    // Outside the volume nothing is looked at.
    return mask.length === 0 ? [] : [{ box, where: mask, label }];
  };
  const stepMm = brush.radiusMm * stepOfRadius;
  let isFirst = true;
  /** How far the pointer went since the last look. */
  let walkedMm = 0;
  return session.beginBlocks(label === 0 ? 'adaptive-eraser' : 'adaptive-brush', {
    rules,
    find(from, to) {
      if (isFirst) {
        isFirst = false;
        return find(to);
      }
      // A slice was turned meanwhile: what lies between was not seen.
      if (brush.axis !== null && Math.round(from[brush.axis]) !== Math.round(to[brush.axis])) {
        walkedMm = 0;
        return find(to);
      }
      const lengthMm = Math.hypot(...([0, 1, 2] as const).map((axis) => (to[axis] - from[axis]) * grid.spacingMm[axis]));
      const blocks: LabelBlock[] = [];
      let nextMm = stepMm - walkedMm;
      for (; nextMm <= lengthMm; nextMm += stepMm) {
        const share = nextMm / lengthMm;
        blocks.push(...find([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]), from[2] + share * (to[2] - from[2])]));
      }
      walkedMm = lengthMm - (nextMm - stepMm);
      return blocks;
    },
  }, at);
}

/** A radius that can be looked at while the pointer moves: that which was chosen, or the largest for which this is so. */
export function adaptiveRadius(radiusVoxels: number, axis: AxisIndex, isThrough: boolean, spacingMm: Vec3): number {
  const inSlice = ([0, 1, 2] as const).filter((along) => along !== axis);
  const finest = Math.min(...inSlice.map((along) => spacingMm[along]));
  const looked = isThrough ? [...inSlice, axis] : inSlice;
  const voxels = looked.reduce<number>((product, along) => (product * 2 * finest) / spacingMm[along], 1);
  return Math.min(radiusVoxels, (mostVoxels / voxels) ** (1 / looked.length));
}
