/** Steps whose voxels the tools find by themselves, from labels or from the image: as fast-check makes them, and what the tools' own code finds. */
import fc from 'fast-check';
import { defaultToolOptions } from '#shared/contract/tool-options.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish } from '#shared/regions/grid.ts';
import { parallelProjection } from '#shared/regions/projection.ts';
import { sliceFrame, takeSlice, voxelsOfPath } from '#shared/regions/slice.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { EditingSession } from '../../../src-renderer/editing/editing-session.ts';
import type { BlockBrush } from '../../../src-renderer/editing/open-stroke.ts';
import type { LabelBlock, PaintingRules } from '../../../src-renderer/editing/paint-block.ts';
import type { Operation } from '../../../src-renderer/editing/regions/operation.ts';
import { runPointerOperation, type PointerOperation } from '../../../src-renderer/editing/regions/pointer-operation.ts';
import { runOperation } from '../../../src-renderer/editing/regions/run-operation.ts';
import { beginAdaptive } from '../../../src-renderer/editing/tools/adaptive.ts';
import { beginModelBrush } from '../../../src-renderer/editing/tools/model-brush.ts';
import { outlineBlock } from '../../../src-renderer/editing/tools/outline.ts';
import { wiresIn, type Wires } from '../../../src-renderer/editing/wire/wires.ts';
import { image, placeOf, voxelCount } from './plain-labels.ts';
import { size } from './window-at-host.ts';

/** Blobs in every label, another one for each seed. */
export const predictions = [0, 1, 2, 3].map((seed) => Uint8Array.from({ length: voxelCount }, (_, at) => {
  const [i, j, k] = placeOf(at);
  return Math.hypot(i - 30 - 12 * seed, j - 30, 4 * (k - 2)) < 20 ? 1 + ((seed + (i > 40 ? 1 : 0)) % 3) : 0;
}));

const axis = fc.constantFrom<AxisIndex>(0, 1, 2);
const label = fc.integer({ min: 1, max: 3 });
const corner = fc.tuple(fc.nat(size[0] - 1), fc.nat(size[1] - 1), fc.nat(size[2] - 1));
const points = fc.array(corner, { minLength: 1, maxLength: 3 });
const seed = fc.nat(predictions.length - 1);
const mm = fc.constantFrom(0.7, 1.3, 2.6);
const share = fc.boolean();
const valueRange = { lowest: fc.nat(90), highest: fc.integer({ min: 10, max: 99 }) };
const only = <Kind extends string>(...kinds: Kind[]): fc.Arbitrary<Kind> => fc.constantFrom(...kinds);

type OfKind<All extends { readonly kind: string }, Kind> = All extends unknown ? (Kind extends All['kind'] ? All & { readonly kind: Kind } : never) : never;
/** Every kind there is: one that is added is asked for here. */
const ofKind: { readonly [Kind in Operation['kind']]: fc.Arbitrary<OfKind<Operation, Kind>> } = {
  'keep-largest': fc.record({ kind: only('keep-largest') }),
  'keep-at': fc.record({ kind: only('keep-at'), voxel: corner }),
  'remove-at': fc.record({ kind: only('remove-at'), voxel: corner }),
  'remove-small': fc.record({ kind: only('remove-small'), smallestMm3: fc.nat(400) }),
  'fill-holes': fc.record({ kind: only('fill-holes'), slices: fc.option(axis) }),
  grow: fc.record({ kind: only('grow'), mm }),
  shrink: fc.record({ kind: only('shrink'), mm }),
  open: fc.record({ kind: only('open'), mm }),
  close: fc.record({ kind: only('close'), mm }),
  gaussian: fc.record({ kind: only('gaussian'), mm }),
  joint: fc.record({ kind: only('joint'), mm }),
  hollow: fc.record({ kind: only('hollow'), mm, side: only('inside', 'outside', 'both') }),
  median: fc.record({ kind: only('median'), radiusVoxels: fc.integer({ min: 1, max: 2 }) }),
  threshold: fc.record({
    kind: only('threshold'), ...valueRange,
    within: fc.oneof(fc.record({ kind: only('volume') }), fc.record({ kind: only('slice'), axis, index: fc.nat(4) }), fc.record({ kind: only('box', 'label'), label })),
  }),
  combine: fc.record({ kind: only('combine'), how: only('union', 'intersection', 'difference'), other: label }),
  interpolate: fc.record({ kind: only('interpolate'), axis }),
  split: fc.record({ kind: only('split'), as: fc.uniqueArray(label, { minLength: 1, maxLength: 2 }) }),
  seeds: fc.record({ kind: only('seeds'), method: only('shortest', 'walk'), localityPerMm: fc.constant(0.02), edges: fc.constant(1), marginMm: fc.constant(2), background: fc.nat(3) }),
  contour: fc.record({
    kind: only('contour'),
    speed: fc.oneof(
      fc.record({ kind: only('region'), lower: fc.nat(40), upper: fc.integer({ min: 41, max: 99 }), smoothness: fc.constant(3) }),
      fc.record({ kind: only('edge'), scaleMm: fc.constant(1), contrast: fc.constant(0.5), exponent: fc.constant(2) }),
    ),
    bubbles: fc.array(fc.record({ centre: corner, radiusMm: fc.constantFrom(2.3, 5.3) }), { maxLength: 2 }),
    fromLabel: share, marginMm: fc.constant(5), propagation: fc.constant(1), curvature: fc.constant(0.2), advection: fc.constantFrom(0, 1),
    iterations: fc.integer({ min: 1, max: 4 }), goesOn: fc.constant(false),
  }),
  'cut-away': fc.record({
    kind: only('cut-away'), side: only('inside', 'outside'), from: only('label', 'all'),
    ring: fc.tuple(fc.nat(80), fc.nat(50)).map(([x, y]) => Float64Array.of(x, y, x + 21.3, y + 2.1, x + 17.2, y + 19.4, x + 1.6, y + 14.7)),
    projection: fc.tuple(fc.double({ min: -0.6, max: 0.6, noNaN: true }), share).map(([lean, across]) => (across
      ? parallelProjection([0, 0, 0], [1, 0, 0], [0, 0, 0.1], [0, 1, lean]) : parallelProjection([0, 0, 0], [1, 0, 0], [0, 1, 0], [lean, 0, 1]))),
  }),
};

const fromSeed = { seed: corner, axis: fc.option(axis), mostMm: fc.option(fc.constantFrom(6.3, 25.3)) };
const barriers = fc.constantFrom<readonly number[]>([], [1], [2, 3]).map((stop) => Uint8Array.from({ length: 256 }, (_, index) => Number(stop.includes(index))));
type Clicked = Exclude<PointerOperation, { readonly kind: 'accept-prediction' | 'accept-label' }>;
const ofClick: { readonly [Kind in Clicked['kind']]: fc.Arbitrary<OfKind<Clicked, Kind>> } = {
  'flood-fill': fc.record({ kind: only('flood-fill'), ...fromSeed, range: fc.option(fc.record(valueRange)), barriers }),
  'grow-region': fc.record({ kind: only('grow-region'), ...fromSeed, multiplier: fc.constantFrom(1, 2.5), iterations: fc.nat(3), initialRadiusVoxels: fc.integer({ min: 1, max: 3 }) }),
  'accept-component': fc.record({ kind: only('accept-component'), seed: corner, prediction: seed.map((which) => predictions[which]!) }),
  scissors: fc.record({
    kind: only('scissors'), axis, does: only('fill-inside', 'erase-inside', 'erase-outside'), erased: barriers,
    ring: fc.array(fc.tuple(fc.double({ min: 0, max: 60, noNaN: true }), fc.double({ min: 0, max: 40, noNaN: true })), { minLength: 3, maxLength: 5 }).map((ring) => Float64Array.from(ring.flat())),
  }),
};

export type Computed =
  | { readonly kind: 'whole-label'; readonly label: number; readonly operation: Operation }
  | { readonly kind: 'click'; readonly label: number; readonly operation: Clicked }
  | { readonly kind: 'polygon' | 'livewire'; readonly label: number; readonly axis: AxisIndex; readonly corners: readonly Vec3[] }
  | { readonly kind: 'adaptive'; readonly label: number; readonly axis: AxisIndex; readonly isThrough: boolean; readonly radius: number; readonly points: readonly Vec3[] }
  | { readonly kind: 'paint-prediction'; readonly seed: number; readonly withBackground: boolean; readonly axis: AxisIndex; readonly isThrough: boolean; readonly radius: number; readonly points: readonly Vec3[] };

const stroked = { axis, isThrough: share, radius: fc.constantFrom(3.3, 9.7), points };
export const computed: fc.Arbitrary<Computed> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: only('whole-label'), label, operation: fc.oneof(...Object.values(ofKind)) }) },
  { weight: 4, arbitrary: fc.record({ kind: only('click'), label, operation: fc.oneof(...Object.values(ofClick)) }) },
  { weight: 2, arbitrary: fc.record({ kind: only('polygon', 'livewire'), label: fc.nat(3), axis, corners: fc.array(corner, { minLength: 3, maxLength: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: only('adaptive'), label: fc.nat(3), ...stroked }) },
  { weight: 2, arbitrary: fc.record({ kind: only('paint-prediction'), seed, withBackground: share, ...stroked }) },
);

const grid = { size, spacingMm: [1, 1, 1] } as const;
const nobody: PaintingRules = { kept: new Uint8Array(256), notErased: new Uint8Array(256), gate: null };

/** Begins a stroke that finds by itself what it paints. */
export function begin(session: Pick<EditingSession, 'beginBlocks'>, step: Extract<Computed, { readonly points: unknown }>, table: LabelTable, rules: PaintingRules): boolean {
  const at = step.points[0]!;
  // The methods of a session know each other.
  const full = session as EditingSession;
  if (step.kind === 'paint-prediction') {
    return beginModelBrush(full, {
      size, table, prediction: predictions[step.seed]!, withBackground: step.withBackground, rules,
      radiusVoxels: step.radius, axis: step.axis, isThrough: step.isThrough, spacingMm: grid.spacingMm,
    }, at);
  }
  return beginAdaptive(full, { ...defaultToolOptions.adaptive, radiusMm: step.radius, axis: step.isThrough ? null : step.axis, grid, image, label: step.label, rules }, at);
}

/**
 * What is to become which label, in the order in which it is painted; rules of painting come after it.
 * @param table the project's labels: locked ones do not take part where several do
 */
export function blocksOf(labels: Uint8Array, step: Computed, table: LabelTable): readonly LabelBlock[] {
  const asList = (block: LabelBlock | null): readonly LabelBlock[] => (block === null ? [] : [block]);
  switch (step.kind) {
    case 'whole-label':
    case 'click': {
      const scene = { grid, labels, image, label: step.label, free: table.filter(({ locked }) => !locked).map(({ index }) => index) };
      try {
        return asList(finish(step.kind === 'click' ? runPointerOperation(scene, step.operation) : runOperation(scene, step.operation)));
      } catch (error) {
        // No seeds, no bubbles: the person is told, and nothing happens.
        if (error instanceof UserFacingError) return [];
        throw error;
      }
    }
    case 'polygon':
    case 'livewire': {
      const slice = step.corners[0]![step.axis];
      const outline = step.kind === 'polygon' ? step.corners : wiredThrough(step.corners, step.axis, slice);
      return asList(outlineBlock({ axis: step.axis, slice, points: outline }, size, step.label));
    }
    default: {
      const found: LabelBlock[] = [];
      let brush: BlockBrush | null = null;
      begin({ beginBlocks: (_tool, given, at) => { brush = given; return found.push(...given.find(at, at)) >= 0; } }, step, table, nobody);
      step.points.forEach((to, at) => { if (at > 0) found.push(...(brush as unknown as BlockBrush).find(step.points[at - 1]!, to)); });
      return found;
    }
  }
}

const known = new Map<string, Wires>();

/** From corner to corner along the wire, and back to the first. */
function wiredThrough(corners: readonly Vec3[], along: AxisIndex, slice: number): Vec3[] {
  const { u, v, width, height, spacingUMm, spacingVMm } = sliceFrame(grid, along);
  const key = `${along} ${slice}`;
  const wires = known.get(key) ?? wiresIn({ values: takeSlice(image, grid, along, slice), width, height, spacingUMm, spacingVMm }, defaultToolOptions.livewire);
  known.set(key, wires);
  return corners.flatMap((from, at) => {
    const to = corners[(at + 1) % corners.length]!;
    return [...voxelsOfPath(wires.between([from[u], from[v]], [to[u], to[v]]), along, slice)];
  });
}
