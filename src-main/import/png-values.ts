/** One number a pixel from what a PNG decoder gives, or the reason why there is none. Pure. */

export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  readonly channels: number;
  readonly palette?: readonly (readonly number[])[];
}

export type PngValues = Uint8Array | Uint16Array | 'colour' | 'transparent';

/**
 * Gray values, for images: gray as it is; colours and palettes only where they are gray in every pixel.
 */
export function grayValues(png: PngPixels): PngValues {
  if (png.palette === undefined) return fromChannels(png);
  const { palette } = png;
  const indices = singleChannel(png);
  const used = new Set(indices);
  for (const index of used) {
    const [red, green, blue, alpha = 255] = palette[index] ?? [];
    if (red === undefined || red !== green || red !== blue) return 'colour';
    if (alpha !== 255) return 'transparent';
  }
  return Uint8Array.from(indices, (index) => (palette[index] as readonly number[])[0] as number);
}

/** Label values, for masks: of a palette picture the index is the label, whatever colour shows it. */
export function labelValues(png: PngPixels): PngValues {
  return png.palette === undefined ? fromChannels(png) : singleChannel(png);
}

function fromChannels(png: PngPixels): PngValues {
  const { data, channels } = png;
  if (channels === 1) return singleChannel(png);
  const gray = channels <= 2 ? 1 : 3;
  const opaque = png.depth === 16 ? 0xffff : 0xff;
  const count = png.width * png.height;
  const values = png.depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const start = n * channels;
    const value = data[start] as number;
    for (let c = 1; c < gray; c++) if (data[start + c] !== value) return 'colour';
    if (channels > gray && data[start + gray] !== opaque) return 'transparent';
    values[n] = value;
  }
  return values;
}

/** Samples of fewer than 8 bits lie packed in a byte, first pixel highest; each row begins a new byte. */
function singleChannel({ width, height, data, depth }: PngPixels): Uint8Array | Uint16Array {
  if (data instanceof Uint16Array) return data;
  if (depth === 8) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  const rowBytes = Math.ceil((width * depth) / 8);
  const mask = (1 << depth) - 1;
  const values = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)] as number;
      values[y * width + x] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return values;
}
