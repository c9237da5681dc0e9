import { expect, it } from 'vitest';
import { colourMap, colourMapNames } from '#shared/voxels/colour-maps.ts';
import { fuseColours } from '#shared/voxels/fused-colours.ts';

const at = (name: (typeof colourMapNames)[number], step: number): number[] => [...colourMap(name).subarray(3 * step, 3 * step + 3)];
const luminance = ([r, g, b]: readonly number[]): number => {
  const linear = [r!, g!, b!].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
};

it('have the colours that were published', () => {
  // viridis and its kin: first, middle and last, as d3-scale-chromatic and matplotlib's documentation give them.
  expect([at('viridis', 0), at('viridis', 128), at('viridis', 255)]).toEqual([[0x44, 0x01, 0x54], [0x21, 0x91, 0x8c], [0xfd, 0xe7, 0x25]]);
  expect([at('inferno', 0), at('inferno', 255)]).toEqual([[0, 0, 4], [0xfc, 0xff, 0xa4]]);
  expect([at('magma', 0), at('magma', 255)]).toEqual([[0, 0, 4], [0xfc, 0xfd, 0xbf]]);
  // DICOM PS3.6, B.1.1.
  expect([0, 64, 128, 192].map((step) => at('hot-iron', step))).toEqual([[0, 0, 0], [128, 0, 0], [255, 0, 0], [255, 128, 0]]);
});

it('grow lighter all the way, but for the inverted one', () => {
  for (const name of colourMapNames) {
    const lights = Array.from({ length: 256 }, (_, step) => luminance(at(name, step)));
    const sign = name === 'inverted' ? -1 : 1;
    for (let step = 8; step < 256; step += 8) expect(sign * (lights[step]! - lights[step - 8]!), `${name} ${step}`).toBeGreaterThan(0);
  }
});

it('are mixed by the opacity of the upper image, which hides nothing where it has nothing', () => {
  const below = { values: Float32Array.of(100, 100, 100, NaN), centre: 100, width: 200, colours: colourMap('grey') };
  const over = { values: Float32Array.of(10, NaN, -5, 10), centre: 5, width: 10, colours: colourMap('red') };
  const mixed = new Uint8Array(16);
  fuseColours(below, over, 0.25, false, mixed);
  // Grey 127 or 128 and red 255, three parts and one.
  expect(Math.abs(mixed[0]! - (0.75 * 127.5 + 0.25 * 255))).toBeLessThanOrEqual(1);
  expect(Math.abs(mixed[1]! - 0.75 * 127.5)).toBeLessThanOrEqual(1);
  expect([...mixed.subarray(4, 7)].every((value) => Math.abs(value - 127.5) <= 1)).toBe(true);
  expect(Math.abs(mixed[8]! - 0.75 * 127.5)).toBeLessThanOrEqual(1);
  expect([...mixed.subarray(12)]).toEqual([64, 0, 0, 255]);
  fuseColours(below, over, 0.25, true, mixed);
  expect(Math.abs(mixed[8]! - 127.5)).toBeLessThanOrEqual(1);
});
