/**
 * A closed surface as the zero level of a function that is kept only near it (narrow band: Adalsteinsson and Sethian
 * 1995, doi 10.1006/jcph.1995.1098): in each voxel of a few layers the signed distance, elsewhere only the side.
 * Knows nothing of what makes the surface move.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import { solveEikonal } from './eikonal.ts';
import type { Grid, Mask } from './grid.ts';

export interface ContourBand {
  readonly size: Vec3;
  readonly spacingMm: Vec3;
  /** To the next voxel along each axis in the array; 0 along an axis that is one voxel thick. */
  readonly steps: Vec3;
  /** Signed distance from the surface in mm, below 0 inside; outside the band a number of the right sign. */
  readonly distances: Float32Array;
  /** 0 outside the band; 1 for voxels beside the surface, 2 for their neighbours, and so on. */
  readonly layers: Uint8Array;
  /** The voxels of the band, layer after layer; only the first `count`. */
  voxels: Int32Array;
  count: number;
  insideVoxels: number;
}

/** So many that the stencils of the innermost three stay inside; see contour-rates.ts. */
export const layersOfBand = 5;
const far = 1e6;

/**
 * @param distances of either sign, right at least beside the surface; becomes the band's own
 * @param box outside which all of them are above 0; null: everywhere
 * @param areSmooth whether they are distances, and not just sides as those of a mask
 */
export function contourBand({ size, spacingMm }: Grid, distances: Float32Array, box: VoxelBox | null, areSmooth: boolean): ContourBand {
  const steps: Vec3 = [size[0] > 1 ? 1 : 0, size[1] > 1 ? size[0] : 0, size[2] > 1 ? size[0] * size[1] : 0];
  const band: ContourBand = {
    size, spacingMm, steps, distances,
    layers: new Uint8Array(distances.length), voxels: new Int32Array(1024), count: 0, insideVoxels: 0,
  };
  const beside = noSurface();
  if (box !== null) {
    eachOfBox(box, size, (v) => {
      if ((distances[v] as number) < 0) band.insideVoxels++;
      addBeside(band, v, areSmooth, beside);
    });
    eachOfBox(box, size, (v) => { distances[v] = (distances[v] as number) < 0 ? -far : far; });
  }
  layOut(band, beside);
  return band;
}

export function eachOfBox({ first, last }: VoxelBox, size: Vec3, work: (v: number, i: number, j: number, k: number) => void): void {
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++) {
      for (let i = first[0], v = i + size[0] * (j + size[1] * k); i <= last[0]; i++, v++) work(v, i, j, k);
    }
  }
}

/** After the surface has moved: finds it anew, gives the voxels beside it their distances, and lays the layers around it. */
export function renewBand(band: ContourBand): void {
  const { distances, layers, voxels } = band;
  const beside = noSurface();
  for (let n = 0; n < band.count; n++) addBeside(band, voxels[n] as number, true, beside);
  for (let n = 0; n < band.count; n++) {
    const v = voxels[n] as number;
    distances[v] = (distances[v] as number) < 0 ? -far : far;
    layers[v] = 0;
  }
  layOut(band, beside);
}

/** What is inside: a copy, at any moment. */
export function insideOf(band: ContourBand): Mask {
  const mask = new Uint8Array(band.distances.length);
  for (let v = 0; v < mask.length; v++) mask[v] = Number((band.distances[v] as number) < 0);
  return mask;
}

/** Voxels with a neighbour on the other side, and how far they are from the surface. */
interface Surface {
  voxels: Int32Array;
  distances: Float32Array;
  count: number;
}

function noSurface(): Surface {
  return { voxels: new Int32Array(1024), distances: new Float32Array(1024), count: 0 };
}

function addBeside(band: ContourBand, voxel: number, areSmooth: boolean, surface: Surface): void {
  const distance = distanceBeside(band, voxel, areSmooth);
  if (distance < 0) return;
  if (surface.count === surface.voxels.length) {
    surface.voxels = enlarged(surface.voxels);
    const distances = new Float32Array(surface.voxels.length);
    distances.set(surface.distances);
    surface.distances = distances;
  }
  surface.voxels[surface.count] = voxel;
  surface.distances[surface.count++] = distance;
}

/**
 * The value over the length of its gradient, which is the distance up to second order and so leaves the surface where it
 * is (Russo and Smereka 2000, doi 10.1006/jcph.2000.6553). Where the values are no smooth function, as those of a mask
 * are not: the distance of the plane through the places where the surface crosses the lines to the neighbours, which
 * alone would draw every round surface in, a little each time. −1 where it crosses none.
 */
function distanceBeside({ size, spacingMm, steps, distances }: ContourBand, v: number, isSmooth: boolean): number {
  const here = distances[v] as number;
  const i = v % size[0];
  const row = (v - i) / size[0];
  const j = row % size[1];
  const k = (row - j) / size[1];
  let [crossings, slopes] = [0, 0];
  for (let axis = 0; axis < 3; axis++) {
    const at = axis === 0 ? i : axis === 1 ? j : k;
    const step = steps[axis] as number;
    const spacing = spacingMm[axis] as number;
    const before = at > 0 ? (distances[v - step] as number) : here;
    const behind = at < (size[axis] as number) - 1 ? (distances[v + step] as number) : here;
    const share = Math.min(crossing(here, before), crossing(here, behind));
    if (share < 2) crossings += 1 / (Math.max(share, 1e-6) * spacing) ** 2;
    slopes += ((behind - before) / (2 * spacing)) ** 2;
  }
  if (crossings === 0) return -1;
  return isSmooth && slopes > 0.25 && slopes < 4 ? Math.abs(here) / Math.sqrt(slopes) : 1 / Math.sqrt(crossings);
}

/** As a share of the way; 2 where the neighbour is on the same side. */
function crossing(here: number, there: number): number {
  return there < 0 === here < 0 ? 2 : here / (here - there);
}

/** Fills the band layer by layer, then the distances of all but the first. */
function layOut(band: ContourBand, beside: Surface): void {
  const { size, steps, distances, layers } = band;
  band.count = 0;
  for (let n = 0; n < beside.count; n++) {
    const v = beside.voxels[n] as number;
    distances[v] = (distances[v] as number) < 0 ? -(beside.distances[n] as number) || -1e-9 : (beside.distances[n] as number);
    addToBand(band, v, 1);
  }
  for (let layer = 2, first = 0; layer <= layersOfBand; layer++) {
    const behind = band.count;
    for (let n = first; n < behind; n++) {
      const v = band.voxels[n] as number;
      const i = v % size[0];
      const row = (v - i) / size[0];
      const j = row % size[1];
      const k = (row - j) / size[1];
      if (i > 0 && layers[v - 1] === 0) addToBand(band, v - 1, layer);
      if (i < size[0] - 1 && layers[v + 1] === 0) addToBand(band, v + 1, layer);
      if (j > 0 && layers[v - steps[1]] === 0) addToBand(band, v - steps[1], layer);
      if (j < size[1] - 1 && layers[v + steps[1]] === 0) addToBand(band, v + steps[1], layer);
      if (k > 0 && layers[v - steps[2]] === 0) addToBand(band, v - steps[2], layer);
      if (k < size[2] - 1 && layers[v + steps[2]] === 0) addToBand(band, v + steps[2], layer);
    }
    first = behind;
  }
  solveEikonal(band, beside.count);
}

function addToBand(band: ContourBand, voxel: number, layer: number): void {
  if (band.count === band.voxels.length) band.voxels = enlarged(band.voxels);
  band.voxels[band.count++] = voxel;
  band.layers[voxel] = layer;
}

function enlarged(list: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(list.length * 2);
  larger.set(list);
  return larger;
}
