/** A slice as a small picture, as a radiologist looks at it: values to pixels. Knows no files. */
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { spacingMm } from '#shared/geometry/affine.ts';
import { orderToRas } from '#shared/geometry/axis-order.ts';
import type { VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { rangeOf, viewingOrder } from './case-picture.ts';

export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  /** Grey, row by row from the top. */
  readonly pixels: Uint8Array;
}

const usualSide = 96;
/** Of the values, left out at either end: a few bright vessels must not make all else black. */
const leftOut = 0.01;

/**
 * @param values real values of one slice: of the image's two other axes the earlier one is fastest
 * @param sliceAxis axis of the image's own grid that the slice lies across
 * @param longestSide of the picture, in pixels
 * @param window what becomes black and white; else nearly all values lie between
 */
export function drawThumbnail(
  values: Float32Array, geometry: VolumeGeometry, sliceAxis: AxisIndex, longestSide = usualSide, window?: { readonly low: number; readonly high: number },
): Thumbnail {
  const order = viewingOrder(orderToRas(geometry.affine));
  const [across, down] = ([0, 1, 2] as const).filter((axis) => order.from[axis] !== sliceAxis) as [AxisIndex, AxisIndex];
  const spacing = spacingMm(geometry.affine);
  const side = (axis: AxisIndex): Side => {
    const own = order.from[axis];
    return { own, flipped: order.flip[axis], count: geometry.size[own], lengthMm: geometry.size[own] * spacing[own] };
  };
  const [horizontal, vertical] = [side(across), side(down)];
  const perPixel = Math.max(horizontal.lengthMm, vertical.lengthMm) / longestSide;
  const width = Math.max(1, Math.round(horizontal.lengthMm / perPixel));
  const height = Math.max(1, Math.round(vertical.lengthMm / perPixel));

  const columnIsFastest = horizontal.own < vertical.own;
  const [columnStride, rowStride] = columnIsFastest ? [1, horizontal.count] : [vertical.count, 1];
  const { low, high } = window ?? rangeOf(values, leftOut) ?? { low: 0, high: 1 };
  const [columns, rows] = [weightsOf(horizontal, width), weightsOf(vertical, height)];
  const pixels = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      let sum = 0;
      for (const row of rows[y]!) {
        for (const column of columns[x]!) {
          const value = values[row.index * rowStride + column.index * columnStride] as number;
          sum += row.weight * column.weight * (Number.isFinite(value) ? value : low);
        }
      }
      pixels[at] = Math.round(255 * Math.min(1, Math.max(0, (sum - low) / (high - low))));
    }
  }
  return { width, height, pixels };
}

interface Side {
  readonly own: AxisIndex;
  readonly flipped: boolean;
  readonly count: number;
  readonly lengthMm: number;
}

interface Weighted { readonly index: number; readonly weight: number }

/** For each pixel of a side the voxels under it: a triangle as wide as a pixel or as a voxel, so that it neither flickers nor shows steps. */
function weightsOf({ count, flipped }: Side, pixels: number): readonly (readonly Weighted[])[] {
  const ratio = count / pixels;
  const reach = Math.max(1, ratio);
  return Array.from({ length: pixels }, (_, pixel) => {
    const centre = (pixel + 0.5) * ratio - 0.5;
    const found: Weighted[] = [];
    for (let index = Math.max(0, Math.ceil(centre - reach)); index <= Math.min(count - 1, Math.floor(centre + reach)); index += 1) {
      const weight = 1 - Math.abs(index - centre) / reach;
      if (weight > 0) found.push({ index: flipped ? count - 1 - index : index, weight });
    }
    const total = found.reduce((sum, { weight }) => sum + weight, 0);
    return found.map(({ index, weight }) => ({ index, weight: weight / total }));
  });
}
