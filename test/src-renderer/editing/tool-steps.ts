/** Any step that a window can take, as fast-check makes it, and both ways to take it: with the real tools, and plainly. */
import fc from 'fast-check';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { EditingSession } from '../../../src-renderer/editing/editing-session.ts';
import { finish } from '#shared/regions/grid.ts';
import { isLocked, keptLabels } from '../../../src-renderer/editing/kept-labels.ts';
import type { LabelBlock } from '../../../src-renderer/editing/paint-block.ts';
import { runPointerOperation } from '../../../src-renderer/editing/regions/pointer-operation.ts';
import { beginBrush } from '../../../src-renderer/editing/tools/brush.ts';
import { copiedSlice } from '../../../src-renderer/editing/tools/copy-slice.ts';
import { beginEraser } from '../../../src-renderer/editing/tools/eraser.ts';
import { outlineBlock } from '../../../src-renderer/editing/tools/outline.ts';
import { rulesOf } from '../../../src-renderer/pages/annotate/painting-gate.ts';
import { begin, blocksOf, computed, predictions, type Computed } from './computed-steps.ts';
import { blockWritten, image, placeOf, scattered, stroked, written, type PlainRules } from './plain-labels.ts';
import { size } from './window-at-host.ts';

export type Drawing =
  | Shape & { readonly kind: 'brush'; readonly label: number; readonly axis: AxisIndex; readonly points: readonly Vec3[] }
  | Shape & { readonly kind: 'eraser'; readonly axis: AxisIndex; readonly points: readonly Vec3[] }
  | { readonly kind: 'lasso'; readonly label: number; readonly axis: AxisIndex; readonly slice: number; readonly left: number; readonly width: number }
  | { readonly kind: 'copy-slice'; readonly label: number; readonly axis: AxisIndex; readonly from: number; readonly step: number }
  | { readonly kind: 'threshold'; readonly label: number; readonly lowest: number; readonly width: number }
  | { readonly kind: 'joint'; readonly first: Vec3; readonly seed: number }
  | { readonly kind: 'accept-prediction' | 'accept-label'; readonly label: number; readonly axis: AxisIndex; readonly slice: number | null; readonly seed: number }
  | Computed;

interface Shape {
  readonly radius: number;
  readonly shape: 'round' | 'square';
  readonly isThrough: boolean;
}

const axis = fc.constantFrom<AxisIndex>(0, 1, 2);
const label = fc.integer({ min: 1, max: 3 });
const corner = fc.tuple(fc.nat(size[0] - 1), fc.nat(size[1] - 1), fc.nat(size[2] - 1));
const slice = fc.nat(size[2] - 1);
const kind = <Kind extends Drawing['kind']>(one: Kind): fc.Arbitrary<Kind> => fc.constant(one);

/**
 * Radii at which no voxel can lie from a line between two others, so that nobody need ask on which side it counts: such a
 * distance squared is n²/h with h a sum of two squares without a common divisor, which four never divides, and these squared
 * are an odd number over a hundred. Half the side of a square is no fraction at all.
 */
const radius = fc.constantFrom(1.3, 3.3, 9.7, 17.3);
const shapes: fc.Arbitrary<Shape> = fc.record({ radius, shape: fc.constantFrom('round' as const, 'square' as const), isThrough: fc.boolean() })
  .map((one) => (one.shape === 'square' ? { ...one, radius: one.radius * Math.SQRT2 } : one));
const joined = <One, Other>([one, other]: [One, Other]): One & Other => ({ ...one, ...other });
export const drawing: fc.Arbitrary<Drawing> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(shapes, fc.record({ kind: kind('brush'), label, axis, points: fc.array(corner, { minLength: 1, maxLength: 4 }) })).map(joined) },
  { weight: 3, arbitrary: fc.tuple(shapes, fc.record({ kind: kind('eraser'), axis, points: fc.array(corner, { minLength: 1, maxLength: 3 }) })).map(joined) },
  { weight: 2, arbitrary: fc.record({ kind: kind('lasso'), label: fc.nat(3), axis, slice: fc.nat(4), left: fc.nat(40), width: fc.integer({ min: 3, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('copy-slice'), label, axis, from: slice, step: fc.constantFrom(1, -1) }) },
  // Whole regions: one label for all of it, or one for each voxel.
  { weight: 2, arbitrary: fc.record({ kind: kind('threshold'), label, lowest: fc.nat(90), width: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('joint'), first: corner, seed: fc.nat(1000) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('accept-prediction' as const, 'accept-label' as const), label, axis, slice: fc.option(slice), seed: fc.nat(3) }) },
  { weight: 14, arbitrary: computed },
);

export const ruling = fc.record({
  over: fc.oneof({ weight: 3, arbitrary: fc.constant('everything' as const) }, fc.constant('background' as const), fc.record({ label })),
  range: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.tuple(fc.nat(60), fc.integer({ min: 50, max: 99 }))),
});

/** How many sequences are tried: as many as `LAMINA_RANDOM_RUNS` says, where it says so. */
export const runs = (usual: number): number => Number(process.env['LAMINA_RANDOM_RUNS'] ?? usual);

interface Setting {
  readonly table: LabelTable;
  readonly rules: PlainRules;
}

/** With the tools of the window. @returns whether it was taken */
export function take(session: EditingSession, step: Drawing, { table, rules: { over, range } }: Setting): boolean {
  const gate = range === null ? null : { voxels: image, lowest: range[0], highest: range[1] };
  const rules = { ...rulesOf({ paintOver: over, gate: null }, table, { voxels: image, slope: 1, intercept: 0 }), gate };
  switch (step.kind) {
    case 'brush':
    case 'eraser': {
      const options = { radiusVoxels: step.radius, shape: step.shape, isThrough: step.isThrough, axis: step.axis, table, paintOver: over, gate };
      const points = inOneSlice(step.points, step.axis);
      const begun = step.kind === 'brush' ? beginBrush(session, step.label, options, points[0]!) : beginEraser(session, options, points[0]!);
      if (!begun) return false;
      for (const point of points.slice(1)) session.strokeTo(point);
      session.endStroke();
      return true;
    }
    case 'accept-prediction':
    case 'accept-label': {
      if (step.kind === 'accept-label' && isLocked(table, step.label)) return false;
      const chosen = { kind: step.kind, prediction: predictions[step.seed]!, locked: keptLabels(table), slice: step.slice === null ? null : { axis: step.axis, index: along(step.slice, step.axis) } };
      const block = finish(runPointerOperation({ grid: { size, spacingMm: [1, 1, 1] }, labels: session.labels, image, label: step.label, free: [] }, chosen));
      return block !== null && session.paintBlock(step.kind, block, rules) !== null;
    }
    case 'adaptive':
    case 'paint-prediction': {
      if (!begin(session, step, table, rules)) return false;
      for (const point of step.points.slice(1)) session.strokeTo(point);
      session.endStroke();
      return true;
    }
    case 'whole-label':
    case 'click':
    case 'polygon':
    case 'livewire': {
      const [block] = blocksOf(session.labels, step, table);
      return block !== undefined && session.paintBlock(step.kind, block, rules) !== null;
    }
    default: {
      const block = blockOf(session.labels, step);
      return block !== null && session.paintBlock(step.kind, block, rules) !== null;
    }
  }
}

/** The same, voxel by voxel. */
export function plainly(labels: Uint8Array, step: Drawing, { table, rules }: Setting): Uint8Array {
  switch (step.kind) {
    case 'brush': return rules.locked.has(step.label) ? labels : stroked(labels, { ...step, points: inOneSlice(step.points, step.axis) }, rules);
    case 'eraser': return stroked(labels, { ...step, label: 0, points: inOneSlice(step.points, step.axis) }, rules);
    case 'lasso': return written(labels, rules, (at) => (isInLasso(placeOf(at), step) ? step.label : null));
    case 'copy-slice': {
      const to = step.from + step.step;
      return written(labels, rules, (at) => {
        const voxel = placeOf(at);
        if (voxel[step.axis] !== to) return null;
        const beside = at - step.step * (step.axis === 0 ? 1 : step.axis === 1 ? size[0] : size[0] * size[1]);
        return labels[beside] === step.label ? step.label : null;
      });
    }
    case 'threshold': return written(labels, rules, (at) => (image[at]! >= step.lowest && image[at]! <= step.lowest + step.width ? step.label : null));
    case 'joint': return written(labels, rules, (at) => (isInBox(placeOf(at), step.first) ? scattered(step.seed, at) % 4 : null));
    case 'accept-prediction':
    case 'accept-label': {
      const predicted = predictions[step.seed]!;
      if (step.kind === 'accept-prediction') return written(labels, rules, (at) => (isInSlices(at, step) && !rules.locked.has(predicted[at]!) ? predicted[at]! : null));
      if (rules.locked.has(step.label)) return labels;
      return written(labels, rules, (at) => (!isInSlices(at, step) ? null : predicted[at] === step.label ? step.label : labels[at] === step.label ? 0 : null));
    }
    // What the tools find is tested elsewhere; here, that it becomes of the labels what the rules leave of it, and is undone and stored so.
    default: return blocksOf(labels, step, table).reduce((now, block) => blockWritten(now, rules, block), labels);
  }
}

/** Along every axis there are slices of these numbers. */
const along = (slice: number, axis: AxisIndex): number => (axis === 2 ? slice : 10 * slice + 5);
type Accepting = Extract<Drawing, { readonly seed: number; readonly slice: unknown }>;
const isInSlices = (at: number, { slice, axis }: Accepting): boolean => slice === null || placeOf(at)[axis] === along(slice, axis);
const inOneSlice = (points: readonly Vec3[], through: AxisIndex): readonly Vec3[] =>
  points.map((point) => point.map((place, one) => (one === through ? points[0]![through] : place)) as unknown as Vec3);

type InSlices = Extract<Drawing, { readonly kind: 'lasso' }>;
/** A square whose sides run between the voxels, so that nobody need ask on which side of a line a centre lies. */
const isInLasso = (voxel: Vec3, { axis: through, slice: shown, left, width }: InSlices): boolean =>
  voxel[through] === shown && voxel.every((place, one) => one === through || (place >= left && place < left + width));
const isInBox = (voxel: Vec3, first: Vec3): boolean => voxel.every((place, one) => place >= first[one]! && place <= lastOf(first)[one]!);
const lastOf = (first: Vec3): Vec3 => [Math.min(first[0] + 25, size[0] - 1), Math.min(first[1] + 20, size[1] - 1), Math.min(first[2] + 1, size[2] - 1)];

function blockOf(labels: Uint8Array, step: Extract<Drawing, { readonly kind: 'lasso' | 'copy-slice' | 'threshold' | 'joint' }>): LabelBlock | null {
  const everything = { first: [0, 0, 0], last: [size[0] - 1, size[1] - 1, size[2] - 1] } as const;
  switch (step.kind) {
    case 'lasso': {
      const [low, high] = [step.left - 0.5, step.left + step.width - 0.5];
      const points = [[low, low], [high, low], [high, high], [low, high]].map(([u, v]) => {
        const point = [u!, v!];
        point.splice(step.axis, 0, step.slice);
        return point as unknown as Vec3;
      });
      return outlineBlock({ axis: step.axis, slice: step.slice, points }, size, step.label);
    }
    case 'copy-slice': {
      const to = step.from + step.step;
      return to < 0 || to >= size[step.axis] ? null : copiedSlice(labels, size, { axis: step.axis, from: step.from, to, label: step.label });
    }
    case 'threshold': return { box: everything, where: image.map((value) => (value >= step.lowest && value <= step.lowest + step.width ? 1 : 0)), label: step.label };
    case 'joint': {
      const last = lastOf(step.first);
      const inside = [...labels.keys()].filter((at) => isInBox(placeOf(at), step.first));
      return { box: { first: step.first, last }, where: new Uint8Array(inside.length).fill(1), label: Uint8Array.from(inside, (at) => scattered(step.seed, at) % 4) };
    }
  }
}
