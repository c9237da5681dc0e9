/** A copy of an image for volume rendering: one byte a voxel through a window, and no more voxels than a card likes. */
import { affineFromColumns, axisStep, indexToWorld } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { RegionWork } from '#shared/regions/grid.ts';
import type { GreyWindow, ViewedImage } from '../slice-view.ts';

export interface ReducedVolume {
  readonly values: Uint8Array<ArrayBuffer>;
  readonly size: Vec3;
  /** From the copy's voxels to LPS mm. */
  readonly affine: Affine;
}

/** Along each axis: of a 512³ image an eighth of its voxels, a sixteenth of its bytes. */
export const largestSide = 256;

/** How many voxels of the image become one of the copy, along each axis. */
function reduction(size: Vec3, most: number): Vec3 {
  return [Math.ceil(size[0] / most), Math.ceil(size[1] / most), Math.ceil(size[2] / most)];
}

/** Voxels of the copy of an image of this size. */
export function copySize(size: Vec3, most = largestSide): Vec3 {
  const [fi, fj, fk] = reduction(size, most);
  return [Math.ceil(size[0] / fi), Math.ceil(size[1] / fj), Math.ceil(size[2] / fk)];
}

/**
 * Yields after each layer of the copy how much is done.
 * @param window in real values: its lower end and below become 0, its upper end and above 255
 * @param of what several voxels become together: their mean, or the largest, which a maximum projection must not lose
 */
export function* reducedVolume({ voxels, geometry, slope, intercept }: ViewedImage, window: GreyWindow, of: 'mean' | 'largest', most = largestSide): RegionWork<ReducedVolume> {
  const { size: [ni, nj, nk], affine } = geometry;
  const [fi, fj, fk] = reduction(geometry.size, most);
  const size = copySize(geometry.size, most);
  const values = new Uint8Array(size[0] * size[1] * size[2]);
  const lowest = window.centre - window.width / 2;
  const scale = 255 / Math.max(window.width, Number.MIN_VALUE);
  const row = new Float64Array(size[0]);
  for (let k = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      row.fill(of === 'mean' ? 0 : -Infinity);
      const rows = (Math.min((j + 1) * fj, nj) - j * fj) * (Math.min((k + 1) * fk, nk) - k * fk);
      for (let z = k * fk; z < Math.min((k + 1) * fk, nk); z++) {
        for (let y = j * fj; y < Math.min((j + 1) * fj, nj); y++) {
          const from = ni * (y + nj * z);
          for (let i = 0, x = 0; i < size[0]; i++) {
            let gathered = row[i]!;
            for (const end = Math.min(x + fi, ni); x < end; x++) {
              // As real values: with a falling line the largest stored value is the smallest real one.
              const value = slope * voxels[from + x]! + intercept;
              if (of === 'mean') gathered += value;
              else if (value > gathered) gathered = value;
            }
            row[i] = gathered;
          }
        }
      }
      const to = size[0] * (j + size[1] * k);
      for (let i = 0; i < size[0]; i++) {
        const count = of === 'mean' ? rows * (Math.min((i + 1) * fi, ni) - i * fi) : 1;
        // What is not a number becomes 0, as in every typed array of whole numbers.
        values[to + i] = Math.min(Math.max(Math.round((row[i]! / count - lowest) * scale), 0), 255);
      }
    }
    yield (k + 1) / size[2];
  }
  const scaled = (step: Vec3, factor: number): Vec3 => [step[0] * factor, step[1] * factor, step[2] * factor];
  const origin = indexToWorld(affine, [(fi - 1) / 2, (fj - 1) / 2, (fk - 1) / 2]);
  return { values, size, affine: affineFromColumns(scaled(axisStep(affine, 0), fi), scaled(axisStep(affine, 1), fj), scaled(axisStep(affine, 2), fk), origin) };
}
