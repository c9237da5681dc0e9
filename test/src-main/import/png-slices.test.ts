import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { findImages } from '#main/import/find-images.ts';
import { headerRecord } from '#main/import/image-header.ts';
import { readImage } from '#main/import/read-image.ts';
import { matchLabels, readLabels } from '#main/import/read-labels.ts';
import { dataIsThere, dataNote, dataPath } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const write = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const sourceOf = async (file: string) => (await findImages([file])).sources[0]!;
const imageOf = async (file: string) => readImage(await sourceOf(file));
const valuesOf = async (file: string): Promise<number[]> => [...(await imageOf(file)).volumes[0]!.voxels];

/** A PNG by hand, for what the encoder does not write (PNG specification, 11.2). */
function handMade(width: number, height: number, depth: number, colourType: number, rows: readonly (readonly number[])[], palette?: readonly number[]): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colourType], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head),
    ...(palette === undefined ? [] : [chunk('PLTE', Uint8Array.from(palette))]),
    chunk('IDAT', deflateSync(Uint8Array.from(rows.flatMap((row) => [0, ...row])))), chunk('IEND', new Uint8Array()),
  ]);
}

describe('a gray PNG', () => {
  it('of 8 or 16 bits is a volume of one slice, i along its rows', async () => {
    const eight = await imageOf(write('eight.png', encode({ width: 3, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 255), channels: 1, depth: 8 })));
    expect(eight).toMatchObject({ format: 'png', name: 'eight', header: null, patient: null, modality: { guess: 'other' } });
    expect(eight.volumes[0]).toMatchObject({ trust: 'spacing-unknown', voxelType: 'uint8', geometry: { size: [3, 2, 1] } });
    expect([...eight.volumes[0]!.voxels]).toEqual([1, 2, 3, 4, 5, 255]);
    const sixteen = write('sixteen.png', encode({ width: 2, height: 1, data: Uint16Array.of(258, 65_535), channels: 1, depth: 16 }));
    expect((await imageOf(sixteen)).volumes[0]!.voxelType).toBe('uint16');
    expect(await valuesOf(sixteen)).toEqual([258, 65_535]);
  });

  it.each([
    [1, [0b1011_0010, 0b0100_0000], [1, 0, 1, 1, 0, 0, 1, 0, 0, 1]],
    [2, [0b0001_1011, 0b1100_0000], [0, 1, 2, 3, 3]],
    [4, [0x1f, 0x20], [1, 15, 2]],
  ])('of %i bits a pixel is unpacked row by row', async (depth, row, pixels) => {
    const file = write(`bits-${depth}.png`, handMade(pixels.length, 2, depth, 0, [row, row]));
    expect(await valuesOf(file)).toEqual([...pixels, ...pixels]);
  });

  it('saved in colour is gray all the same, as long as every pixel is', async () => {
    expect(await valuesOf(write('rgb.png', encode({ width: 2, height: 1, data: Uint8Array.of(7, 7, 7, 200, 200, 200), channels: 3, depth: 8 })))).toEqual([7, 200]);
    expect(await valuesOf(write('rgba.png', encode({ width: 1, height: 1, data: Uint8Array.of(9, 9, 9, 255), channels: 4, depth: 8 })))).toEqual([9]);
    expect(await valuesOf(write('gray-palette.png', handMade(2, 1, 8, 3, [[1, 0]], [10, 10, 10, 99, 99, 99])))).toEqual([99, 10]);
  });

  it('that is in truth coloured or transparent is refused', async () => {
    const colour = encode({ width: 1, height: 1, data: Uint8Array.of(9, 9, 10), channels: 3, depth: 8 });
    await expect(imageOf(write('colour.png', colour))).rejects.toThrow(/colour picture/);
    await expect(imageOf(write('colour-palette.png', handMade(1, 1, 8, 3, [[0]], [255, 0, 0])))).rejects.toThrow(/colour picture/);
    const clear = encode({ width: 1, height: 1, data: Uint8Array.of(9, 128), channels: 2, depth: 8 });
    await expect(imageOf(write('clear.png', clear))).rejects.toThrow(/transparent/);
  });

  it('that is damaged, or promises more pixels than it can hold, is refused', async () => {
    const good = encode({ width: 30, height: 20, data: new Uint8Array(600).map((_, n) => n % 251), channels: 1, depth: 8 });
    await expect(imageOf(write('cut.png', good.subarray(0, good.length / 2)))).rejects.toThrow(/no whole PNG/);
    const flipped = good.slice();
    flipped[60]! ^= 0xff;
    await expect(imageOf(write('flipped.png', flipped))).rejects.toThrow(/no whole PNG/);
    const huge = handMade(60_000, 60_000, 8, 0, [[0]]);
    await expect(imageOf(write('huge.png', huge))).rejects.toThrow(/no whole PNG/);
  });

  it('is recognised without its ending, and tells its header', async () => {
    const file = write('unnamed', encode({ width: 3, height: 2, data: new Uint8Array(6), channels: 1, depth: 8 }));
    expect(await headerRecord(await imageOf(file))).toEqual({ width: 3, height: 2, bitDepth: 8, colourType: 0, interlace: 0 });
  });
});

describe('a PNG mask', () => {
  it('with a palette names labels by index, whatever colours show them', async () => {
    const file = write('mask.png', handMade(4, 1, 8, 3, [[0, 2, 1, 2]], [0, 0, 0, 255, 0, 0, 0, 255, 0]));
    expect([...(await readLabels(await sourceOf(file))).values]).toEqual([0, 2, 1, 2]);
  });

  it('in colours without a palette is refused', async () => {
    const file = write('painted.png', encode({ width: 1, height: 1, data: Uint8Array.of(255, 0, 0), channels: 3, depth: 8 }));
    await expect(readLabels(await sourceOf(file))).rejects.toThrow(/colours that are no label numbers/);
  });

  it.skipIf(!dataIsThere)(`lies on its picture’s grid: heart slices and lung patches${dataNote}`, async () => {
    for (const set of ['heart-2d', 'lung-nodule']) {
      const name = readdirSync(dataPath(set, 'labels')).find((entry) => entry.endsWith('.png'))!;
      const image = await imageOf(dataPath(set, 'images', name));
      const labels = await readLabels(await sourceOf(dataPath(set, 'labels', name)));
      expect(matchLabels(labels, { name, geometry: image.volumes[0]!.geometry }).note).toBeNull();
    }
  });
});
