import { unionBox, type VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { evolveContour, type ActiveContour, type Bubble, type ContourStart } from '#shared/regions/active-contour.ts';
import { boxAround } from '#shared/regions/boxed-mask.ts';
import type { Grid, Mask, RegionWork } from '#shared/regions/grid.ts';
import { boxOf, boxSize, cutOut, eachAxis, roomAround } from '#shared/regions/region-box.ts';
import { gradientMagnitude, regionSpeed, slowedByEdges, type RegionSpeedOptions } from '#shared/regions/speed-image.ts';
import { percentile, sampleValues } from '#shared/voxels/grey-statistics.ts';
import type { LabelBlock } from '../paint-block.ts';
import { regionSentences } from './region-sentences.ts';
import { maskOf, through, type RegionScene } from './scene.ts';

export type SpeedChoice =
  | ({ readonly kind: 'region' } & RegionSpeedOptions)
  | {
    readonly kind: 'edge';
    readonly scaleMm: number;
    /** The gradient that halves the speed, as a share of the one that 95 % of the voxels around the start stay below. */
    readonly contrast: number;
    readonly exponent: number;
  };

/** ITK-SNAP's contour: from bubbles, from what is drawn of the label, or from both. */
export interface EvolveLabel {
  readonly kind: 'contour';
  readonly speed: SpeedChoice;
  readonly bubbles: readonly Bubble[];
  /** Then it may also shrink; else it is added to what is drawn. */
  readonly fromLabel: boolean;
  /** How far beyond the start it may go. */
  readonly marginMm: number;
  readonly propagation: number;
  readonly curvature: number;
  readonly advection: number;
  readonly iterations: number;
  /** From where the last contour came to, instead of its start: another speed or other forces take over. */
  readonly goesOn: boolean;
}

/** A contour on its way. */
export interface ContourLook {
  readonly iteration: number;
  /** What the label would gain and lose now; computed when asked for. */
  block(): LabelBlock | null;
}

interface Room {
  readonly box: VoxelBox;
  readonly grid: Grid;
}

/** Where a contour has come to. */
export interface LastContour {
  readonly room: Room;
  readonly iteration: number;
  inside(): Mask;
}

/** What one contour leaves to the next, and whoever looks on. */
export interface ContourAids {
  contour: LastContour | null;
  /** Told after each iteration where it is. */
  readonly look: (look: ContourLook) => void;
}

/** The box of the start, wider by the margin; null where nothing starts. */
function roomOf({ grid }: RegionScene, mask: Mask | null, { bubbles, marginMm }: Pick<EvolveLabel, 'bubbles' | 'marginMm'>): Room | null {
  const start = bubbles.reduce<VoxelBox | null>((box, { centre, radiusMm }) => unionBox(box, boxAround(centre, radiusMm, grid.spacingMm)), mask && boxOf(mask, grid.size));
  if (start === null) return null;
  const box = roomAround(start, eachAxis((axis) => Math.ceil(marginMm / grid.spacingMm[axis])), grid.size);
  return { box, grid: { size: boxSize(box), spacingMm: grid.spacingMm } };
}

/** Of the room alone: from −1 to 1 by a range of values, from 0 on edges to 1. */
function* speedIn(scene: RegionScene, { box, grid }: Room, choice: SpeedChoice): RegionWork<Float32Array> {
  const image = cutOut(scene.image, scene.grid.size, box);
  if (choice.kind === 'region') return yield* regionSpeed(image, grid, choice);
  const gradient = yield* gradientMagnitude(image, grid, choice.scaleMm);
  const steep = percentile(sampleValues(gradient, 1, 0), 0.95);
  // An even image has no edge that could hold anything up.
  return slowedByEdges(gradient, { contrast: steep > 0 ? choice.contrast * steep : 1, exponent: choice.exponent });
}

function startOf(scene: RegionScene, room: Room, { bubbles, fromLabel }: EvolveLabel): ContourStart {
  const { box } = room;
  return {
    bubbles: bubbles.map(({ centre, radiusMm }) => ({ centre: eachAxis((axis) => centre[axis] - box.first[axis]), radiusMm })),
    ...(fromLabel ? { mask: maskOf(cutOut(scene.labels, scene.grid.size, box), scene.label) } : {}),
  };
}

/**
 * Yields after each iteration, once `look` has been told where the contour is.
 * @throws UserFacingError `bad-input` where there is neither a bubble nor, if it is to begin there, a voxel of the label
 */
export function* evolvedLabel(scene: RegionScene, operation: EvolveLabel, aids: ContourAids): RegionWork<LabelBlock | null> {
  const { label, labels } = scene;
  const last = operation.goesOn ? aids.contour : null;
  const room = last?.room ?? roomOf(scene, operation.fromLabel ? maskOf(labels, label) : null, operation);
  if (room === null) throw failure('bad-input', regionSentences.noStart, {});
  const { box, grid } = room;
  const speed = yield* speedIn(scene, room, operation.speed);
  const before = cutOut(labels, scene.grid.size, box);
  const work = evolveContour(
    grid,
    last === null ? startOf(scene, room, operation) : { mask: last.inside() },
    { speed, propagation: operation.propagation, curvature: operation.curvature, advection: operation.advection, curvatureTimesSpeed: operation.speed.kind === 'edge' },
    operation.iterations,
  );
  const blockOf = (contour: ActiveContour): LabelBlock | null => becomes(before, contour.inside(), label, operation.fromLabel, box);
  for (;;) {
    const step = work.next();
    if (step.done === true) return blockOf(step.value);
    const contour = step.value;
    const iteration = (last?.iteration ?? 0) + contour.iteration;
    aids.contour = { room, iteration, inside: () => contour.inside() };
    aids.look({ iteration, block: () => blockOf(contour) });
    yield contour.iteration / operation.iterations;
  }
}

/** What is inside becomes the label; what was of the label and is outside becomes empty, if it may shrink. */
function becomes(before: Uint8Array, inside: Mask, label: number, mayShrink: boolean, box: VoxelBox): LabelBlock | null {
  const where = new Uint8Array(before.length);
  for (let at = 0; at < where.length; at += 1) {
    const isLabel = before[at] === label;
    if (inside[at] === 1 ? !isLabel : mayShrink && isLabel) where[at] = 1;
  }
  if (!where.includes(1)) return null;
  return { box, where, label: mayShrink ? through(inside, Uint8Array.of(0, label)) : label };
}

/** Brightest where a contour is fastest. */
export interface SpeedPicture {
  /** Of the whole volume: the speed times 127; as little as there is where no contour comes. */
  readonly voxels: Int8Array<ArrayBuffer>;
  readonly lowest: -1 | 0;
}

/** What a person looks at to choose a range or a contrast. @param around where the contour has no start yet */
export function* speedPicture(scene: RegionScene, operation: EvolveLabel, around: Vec3): RegionWork<SpeedPicture> {
  const drawn = operation.fromLabel ? maskOf(scene.labels, scene.label) : null;
  const bubbles = operation.bubbles.length > 0 ? operation.bubbles : [{ centre: around, radiusMm: 1e-6 }];
  const room = roomOf(scene, drawn, { ...operation, bubbles });
  if (room === null) throw new RangeError('the crosshair lies in the volume');
  const speed = yield* speedIn(scene, room, operation.speed);
  const lowest = operation.speed.kind === 'region' ? -1 : 0;
  const { grid: { size } } = scene;
  const voxels = new Int8Array(size[0] * size[1] * size[2]).fill(127 * lowest);
  const { first, last } = room.box;
  for (let k = first[2], from = 0; k <= last[2]; k += 1) {
    for (let j = first[1]; j <= last[1]; j += 1) {
      const to = size[0] * (j + size[1] * k);
      for (let i = first[0]; i <= last[0]; i += 1, from += 1) voxels[to + i] = Math.round(127 * speed[from]!);
    }
  }
  return { voxels, lowest };
}
