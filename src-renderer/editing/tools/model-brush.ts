import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { emptyTouchedBox, paintSwept, sweptBox, type Brush } from '#shared/labels/brush.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { boxSize, countedFrom, cutOut } from '#shared/regions/region-box.ts';
import type { EditingSession } from '../editing-session.ts';
import { canDraw } from '../kept-labels.ts';
import type { LabelBlock, PaintingRules } from '../paint-block.ts';
import type { NamedHelp } from '../unsent-edits.ts';

export interface ModelStroke extends Omit<Brush, 'label' | 'kept' | 'gate'> {
  readonly size: Vec3;
  readonly table: LabelTable;
  /** A label index a voxel, i fastest. */
  readonly prediction: Uint8Array;
  /** Whose it is. */
  readonly helped?: NamedHelp | undefined;
  /** Whether to erase where nothing is predicted. */
  readonly withBackground: boolean;
  readonly rules: PaintingRules;
}

const nothingKept = new Uint8Array(256);

/**
 * Begins to take over what a model predicts, where the brush passes; labels that are locked or unknown stay out.
 * @returns false where the session takes no stroke now
 */
export function beginModelBrush(session: EditingSession, { size, table, prediction, withBackground, rules, helped, ...shape }: ModelStroke, at: Vec3): boolean {
  const taken = Uint8Array.from({ length: 256 }, (_, label) => Number(label === 0 ? withBackground : canDraw(table, label)));
  const brush: Brush = { ...shape, label: 1, kept: nothingKept, gate: null };
  return session.beginBlocks('paint-prediction', {
    rules,
    helped,
    find(from, to) {
      const block = sweptBlock(brush, size, from, to);
      if (block === null) return [];
      const label = cutOut(prediction, size, block.box);
      const { where } = block;
      for (let voxel = 0; voxel < where.length; voxel += 1) where[voxel]! &= taken[label[voxel]!]!;
      return [{ ...block, label }];
    },
  }, at);
}

/** What a brush passes over, as a block of its own. */
function sweptBlock(brush: Brush, size: Vec3, from: Vec3, to: Vec3): LabelBlock | null {
  // The slice was turned while the pointer was down: nothing is swept from one slice to another.
  const start = Math.round(from[brush.axis]) === Math.round(to[brush.axis]) ? from : to;
  const touched = emptyTouchedBox();
  if (!sweptBox(brush, size, start, to, touched)) return null;
  const [i, j, k, lastI, lastJ, lastK] = touched as unknown as readonly [number, number, number, number, number, number];
  const box = { first: [i, j, k], last: [lastI, lastJ, lastK] } as const;
  const extent = boxSize(box);
  const where = new Uint8Array(extent[0] * extent[1] * extent[2]);
  const own = ([a, b, c]: Vec3): Vec3 => [a - i, b - j, c - k];
  const inside = countedFrom(box.first, box);
  paintSwept(where, extent, brush, own(start), own(to), Int32Array.of(...inside.first, ...inside.last));
  return { box, where, label: 0 };
}
