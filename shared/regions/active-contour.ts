import type { Vec3 } from '../geometry/volume-geometry.ts';
import { unionBox, type VoxelBox } from '../geometry/voxel-box.ts';
import { boxAround } from './boxed-mask.ts';
import { contourBand, eachOfBox, insideOf, layersOfBand, renewBand, type ContourBand } from './contour-band.ts';
import { contourRates, type ContourForces } from './contour-rates.ts';
import type { Grid, Mask } from './grid.ts';
import { boxOf, roomAround } from './region-box.ts';

export interface Bubble {
  /** In voxels, may be fractional. */
  readonly centre: Vec3;
  readonly radiusMm: number;
}

/** Where a contour begins: a mask, bubbles, or both together. */
export interface ContourStart {
  readonly mask?: Mask;
  readonly bubbles?: readonly Bubble[];
}

/** A contour on its way: the same object from beginning to end. */
export interface ActiveContour {
  readonly iteration: number;
  /** Units of time since the start: a contour of speed 1 mm a unit has moved so many mm. */
  readonly elapsed: number;
  /** Voxels that changed sides in this iteration. */
  readonly changedVoxels: number;
  readonly insideVoxels: number;
  /** What is inside now: a copy. */
  readonly inside: () => Mask;
}

/** Of the largest step at which the schemes stay stable. */
const courantShare = 0.8;
/**
 * The layers are laid anew after so many shortest voxel edges of movement, and after so many iterations, since curvature
 * smooths the distances to the band's border, where they stand still: with 60 iterations in between a sphere shrinks 8 %
 * too fast, with 5 it is within 1 %.
 */
const voxelsBetweenRenewals = 1;
const iterationsBetweenRenewals = 5;
/** After so many iterations it is asked whether the volume still changes by more than this share. */
const iterationsBetweenLooks = 50;
const stillShare = 1e-4;

/**
 * The contour of ITK-SNAP (Yushkevich et al. 2006, doi 10.1016/j.neuroimage.2006.01.015): a surface that forces move
 * along its normal, as the zero level of a signed distance (see contour-band.ts and contour-rates.ts). Each
 * step is as long as stability allows (Courant, Friedrichs and Lewy), so that the surface moves by less than a voxel.
 * Distances are mm on every axis; in a single slice the contour is a curve.
 *
 * Yields after each iteration, so that whoever runs it can show the contour and stop whenever it pleases; ends by itself
 * after `iterations`, when 50 of them have changed its volume by less than a ten-thousandth (single voxels flicker for
 * ever), or when nothing is left.
 */
export function* evolveContour(grid: Grid, start: ContourStart, forces: ContourForces, iterations: number): Generator<ActiveContour, ActiveContour, void> {
  const { distances, box } = startDistances(grid, start);
  const band = contourBand(grid, distances, box, start.mask === undefined);
  const contour = {
    iteration: 0, elapsed: 0, changedVoxels: 0, insideVoxels: band.insideVoxels,
    inside: () => insideOf(band),
  };
  const axes = ([0, 1, 2] as const).filter((axis) => grid.size[axis] > 1);
  const shortest = Math.min(...axes.map((axis) => grid.spacingMm[axis]));
  const curvaturePace = 2 * forces.curvature * axes.reduce<number>((sum, axis) => sum + 1 / grid.spacingMm[axis] ** 2, 0) * (forces.curvatureTimesSpeed ? highest(forces.speed) : 1);
  let rates: Float32Array = new Float32Array(band.voxels.length);
  let [moved, insideAtLook] = [0, -1];
  while (contour.iteration < iterations && band.count > 0) {
    if (rates.length < band.count) rates = new Float32Array(band.voxels.length);
    const fastest = contourRates(band, forces, layersOfBand, rates);
    const pace = (fastest * Math.sqrt(axes.length)) / shortest + curvaturePace;
    if (pace === 0) break;
    const step = courantShare / pace;
    const largest = move(band, rates, step, contour);
    moved += largest / shortest;
    contour.iteration++;
    contour.elapsed += step;
    contour.insideVoxels = band.insideVoxels;
    if (moved >= voxelsBetweenRenewals || contour.iteration % iterationsBetweenRenewals === 0) {
      renewBand(band);
      moved = 0;
    }
    yield contour;
    if (contour.iteration % iterationsBetweenLooks > 0) continue;
    if (Math.abs(band.insideVoxels - insideAtLook) <= stillShare * band.insideVoxels) break;
    insideAtLook = band.insideVoxels;
  }
  return contour;
}

/** Returns the largest change in mm. */
function move(band: ContourBand, rates: Float32Array, step: number, contour: { changedVoxels: number }): number {
  const { distances, voxels, count } = band;
  let [largest, changed] = [0, 0];
  for (let n = 0; n < count; n++) {
    const change = step * (rates[n] as number);
    if (change === 0) continue;
    const v = voxels[n] as number;
    const before = distances[v] as number;
    const after = before + change;
    distances[v] = after;
    largest = Math.max(largest, Math.abs(change));
    if (before < 0 === after < 0) continue;
    changed++;
    band.insideVoxels += after < 0 ? 1 : -1;
  }
  contour.changedVoxels = changed;
  return largest;
}

/** Distances where a contour begins, and the box outside which they are all Infinity. */
interface Start {
  readonly distances: Float32Array;
  readonly box: VoxelBox | null;
}

function startDistances(grid: Grid, { mask, bubbles = [] }: ContourStart): Start {
  const { size, spacingMm } = grid;
  const distances = new Float32Array(size[0] * size[1] * size[2]).fill(Infinity);
  const half = 0.5 * Math.min(...spacingMm);
  const maskBox = mask === undefined ? null : boxOf(mask, size);
  let box = maskBox && roomAround(maskBox, [2, 2, 2], size);
  if (mask !== undefined && box !== null) {
    eachOfBox(box, size, (v) => { distances[v] = mask[v] === 1 ? -half : half; });
  }
  for (const { centre, radiusMm } of bubbles) {
    const around = roomAround(boxAround(centre, radiusMm, spacingMm), [2, 2, 2], size);
    eachOfBox(around, size, (v, i, j, k) => {
      const away = Math.hypot((i - centre[0]) * spacingMm[0], (j - centre[1]) * spacingMm[1], (k - centre[2]) * spacingMm[2]);
      distances[v] = Math.min(distances[v] as number, away - radiusMm);
    });
    box = unionBox(box, around);
  }
  return { distances, box };
}

function highest(values: Float32Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}
