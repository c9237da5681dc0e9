/** A map over its slice, as a picture: the slice in grey, and over it the map's colours, the more of them the higher it is. Knows no files. */
import type { AxisIndex, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { colourMap } from '#shared/voxels/colour-maps.ts';
import { drawThumbnail } from './thumbnail.ts';

const longestSide = 512;
/** Of the colour where the map is highest: the slice is still seen. */
const opacity = 0.75;

/**
 * @param values of the slice, and of the map over it, at least 0: of the image's two other axes the earlier one is fastest
 * @returns RGB, row by row from the top, as a radiologist looks at it
 */
export function drawHeat(values: Float32Array, map: Float32Array, geometry: VolumeGeometry, axis: AxisIndex): { readonly width: number; readonly height: number; readonly pixels: Uint8Array } {
  const grey = drawThumbnail(values, geometry, axis, longestSide);
  const highest = map.reduce((most, value) => Math.max(most, value), 0);
  const heat = drawThumbnail(map, geometry, axis, longestSide, { low: 0, high: highest || 1 });
  const colours = colourMap('inferno');
  const pixels = new Uint8Array(grey.pixels.length * 3);
  for (let pixel = 0; pixel < grey.pixels.length; pixel += 1) {
    const [shade, value] = [grey.pixels[pixel] as number, heat.pixels[pixel] as number];
    const share = (opacity * value) / 255;
    for (let channel = 0; channel < 3; channel += 1) {
      pixels[pixel * 3 + channel] = Math.round((1 - share) * shade + share * (colours[value * 3 + channel] as number));
    }
  }
  return { width: grey.width, height: grey.height, pixels };
}
