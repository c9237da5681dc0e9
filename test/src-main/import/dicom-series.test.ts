import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { spacingMm } from '#shared/geometry/affine.ts';
import type { DecodedImage } from '#main/import/decoded-image.ts';
import { findImages } from '#main/import/find-images.ts';
import { headerRecord } from '#main/import/image-header.ts';
import { readImage } from '#main/import/read-image.ts';
import { dicomSlice, type SliceParts } from './dicom-bytes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** Writes slices under names that tell nothing of their order. */
function write(name: string, slices: readonly SliceParts[]): string {
  const place = path.join(folder, name);
  mkdirSync(place, { recursive: true });
  slices.forEach((slice, n) => writeFileSync(path.join(place, `IM${(n * 7 + 3) % 97}`), dicomSlice(slice)));
  return place;
}

async function readAll(place: string): Promise<readonly DecodedImage[]> {
  const { sources } = await findImages([place]);
  const images: DecodedImage[] = [];
  for (const source of sources) images.push(await readImage(source));
  return images;
}
const readOne = async (place: string): Promise<DecodedImage> => (await readAll(place))[0]!;
const said = ({ warnings }: DecodedImage): readonly string[] => warnings.map(({ en }) => en);
const stack = (count: number, parts: (n: number) => SliceParts): readonly SliceParts[] => Array.from({ length: count }, (_, n) => parts(n));
const flat = (value: number): number[] => new Array<number>(6).fill(value);

describe('slices in any order', () => {
  it('are stacked along their normal, the voxels with them', async () => {
    const heights = [7.5, 0, 5, 2.5];
    const image = await readOne(write('shuffled', heights.map((z) => ({ position: [10, 20, z], pixels: flat(z * 10) }))));
    expect(image).toMatchObject({ name: 'shuffled', format: 'dicom', patient: 'P1', header: null, warnings: [], acquisitionAxis: 2 });
    const { geometry, voxels } = image.volumes[0]!;
    expect(geometry).toEqual({ size: [3, 2, 4], affine: [1, 0, 0, 10, 0, 1, 0, 20, 0, 0, 2.5, 0] });
    expect([0, 1, 2, 3].map((k) => voxels[6 * k])).toEqual([0, 25, 50, 75]);
  });

  it('keep rows, columns and their spacings apart', async () => {
    // PixelSpacing names the distance between rows first.
    const image = await readOne(write('oblong', [{ spacing: [2, 0.5], pixels: [1, 2, 3, 4, 5, 6] }]));
    expect(spacingMm(image.volumes[0]!.geometry.affine).slice(0, 2)).toEqual([0.5, 2]);
    expect([...image.volumes[0]!.voxels]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('seen from the left grow to where their headers say', async () => {
    const image = await readOne(write('sagittal', stack(3, (n) => ({ orientation: [0, 1, 0, 0, 0, -1], position: [4 * n, 0, 0] }))));
    // Rows run to the posterior, columns down; their normal points to the right, so that k grows from left to right.
    expect(image.volumes[0]!.geometry.affine).toEqual([0, 0, -4, 8, 1, 0, 0, 0, 0, -1, 0, 0]);
  });
});

describe('a tilted gantry', () => {
  it('shears the grid, is kept and said', async () => {
    const image = await readOne(write('tilted', stack(5, (n) => ({ position: [0, n, 4 * n] }))));
    expect(image.volumes[0]!.geometry.affine).toEqual([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 4, 0]);
    // tan⁻¹(1 / 4)
    expect(said(image)).toEqual([expect.stringMatching(/tilted by 14\.0°/)]);
  });
});

describe('what one series may hold', () => {
  it('several images at each place are time points, in the order of their numbers', async () => {
    const slices = stack(6, (n) => ({ position: [0, 0, n % 3], number: 10 - n, pixels: flat(100 * n) }));
    const image = await readOne(write('cine', slices));
    expect(image.volumes.map(({ voxels }) => [voxels[0], voxels[6], voxels[12]])).toEqual([[300, 400, 500], [0, 100, 200]]);
  });

  it('more images at one place than at another are refused', async () => {
    const { sources } = await findImages([write('ragged', [...stack(3, (n) => ({ position: [0, 0, n] })), { position: [0, 0, 1] }])]);
    await expect(readImage(sources[0]!)).rejects.toThrow(/several images at some places and fewer at others/);
  });

  it('the same object twice counts once, and is said', async () => {
    const image = await readOne(write('copied', [{ instance: '1.9' }, { instance: '1.9' }]));
    expect(image.volumes).toHaveLength(1);
    expect(said(image)).toEqual([expect.stringMatching(/1 files of its series are copies/)]);
  });

  it('a slice that is missing is said', async () => {
    const image = await readOne(write('gap', [0, 1, 2, 4, 5].map((z) => ({ position: [0, 0, z] }))));
    expect(said(image)).toEqual([expect.stringMatching(/not evenly spaced.*may be missing/)]);
  });

  it('a localiser and a stack are two images', async () => {
    const images = await readAll(write('mixed', [
      ...stack(3, (n) => ({ position: [0, 0, n] })), { orientation: [0, 1, 0, 0, 0, -1] },
    ]));
    expect(images.map(({ name, volumes }) => [name, volumes[0]!.geometry.size[2]])).toEqual([['mixed', 3], [expect.stringMatching(/^IM/), 1]]);
  });

  it('slopes that differ from slice to slice give real values', async () => {
    const image = await readOne(write('pet', stack(3, (n) => ({ position: [0, 0, n], slope: 0.5 * (n + 1), intercept: n, pixels: flat(10), modality: 'PT' }))));
    const { voxels, voxelType, slope } = image.volumes[0]!;
    expect([voxelType, slope, voxels[0], voxels[6], voxels[12]]).toEqual(['float32', 1, 5, 11, 17]);
  });

  it('one slope that is no whole number stays beside small integers', async () => {
    const image = await readOne(write('scaled', stack(2, (n) => ({ position: [0, 0, n], slope: 2.37, intercept: -7.5, pixels: [-3, 0, 1, 255, 256, 32_767] }))));
    const { voxels, slope, intercept } = image.volumes[0]!;
    expect([slope, intercept, ...voxels.subarray(0, 6)]).toEqual([2.37, -7.5, -3, 0, 1, 255, 256, 32_767]);
  });
});

describe('several series', () => {
  it('under one path are several images, with names that tell them apart', async () => {
    for (const patient of ['anna', 'berta']) {
      write(`archive/${patient}/series`, stack(2, (n) => ({ position: [0, 0, n], series: `1.${patient.length}`, patient })));
    }
    const images = await readAll(path.join(folder, 'archive'));
    expect(images.map(({ name, patient }) => [name, patient])).toEqual([['anna_series', 'anna'], ['berta_series', 'berta']]);
  });

  it('in one folder are told apart by a number, and anonymised ones are held together by it', async () => {
    const place = write('together', [...stack(2, (n) => ({ position: [0, 0, n], series: '1.1' })), ...stack(2, (n) => ({ position: [0, 0, n], series: '1.2' }))]);
    expect((await findImages([place])).sources.map(({ name, files }) => [name, files.length])).toEqual([['together', 2], ['together_2', 2]]);
    const anonymous = write('anonymous', stack(4, (n) => ({ position: [0, 0, n], series: '' })));
    expect((await findImages([anonymous])).sources.map(({ files }) => files.length)).toEqual([4]);
  });

  it('whose files are named one by one is one image', async () => {
    const place = write('listed', stack(3, (n) => ({ position: [0, 0, n] })));
    const { sources } = await findImages(['IM3', 'IM10', 'IM17'].map((name) => path.join(place, name)));
    expect(sources.map(({ name, files }) => [name, files.length])).toEqual([['listed', 3]]);
  });
});

describe('what a header leaves open', () => {
  it('no spacing, no place: taken for 1 mm and for nothing known, and said', async () => {
    const image = await readOne(write('bare', stack(2, (n) => ({ spacing: null, position: null, number: 2 - n, pixels: flat(n) }))));
    expect(image.volumes[0]).toMatchObject({ trust: 'orientation-unknown', geometry: { size: [3, 2, 2] } });
    // Stacked by instance number.
    expect(image.volumes[0]!.voxels[0]).toBe(1);
    expect(said(image)).toEqual([expect.stringMatching(/does not say how the image lies/), expect.stringMatching(/size of a pixel; 1 mm/)]);
    expect((await readOne(write('spaceless', [{ spacing: null }]))).volumes[0]).toMatchObject({ trust: 'spacing-unknown' });
  });

  it.each([
    ['zeros', [0, 0, 0, 0, 0, 0]],
    ['one direction twice', [1, 0, 0, 1, 0, 0]],
  ])('directions that are none (%s) are not believed', async (name, orientation) => {
    const image = await readOne(write(`directions ${name}`, stack(3, (n) => ({ orientation, position: [0, 0, 2 * n] }))));
    expect(image.volumes).toHaveLength(1);
    expect(image.volumes[0]).toMatchObject({ trust: 'orientation-unknown', geometry: { size: [3, 2, 3], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] } });
    expect(said(image)).toEqual([expect.stringMatching(/does not say how the image lies/)]);
  });

  it('directions that are rounded or too long are brought to length 1, and spacing stays that of the header', async () => {
    const image = await readOne(write('long directions', stack(3, (n) => ({ orientation: [0.9999, 0, 0, 0, 2, 0], spacing: [0.5, 0.25], position: [0, 0, 2 * n] }))));
    expect(image.volumes[0]!.geometry.affine).toEqual([0.25, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 2, 0]);
  });

  it('the patient in the file’s own letters, or nobody', async () => {
    const utf8 = await readOne(write('letters', [{ patient: '王-7', characterSet: 'ISO_IR 192' }]));
    const latin = await readOne(write('umlaut', [{ patient: Uint8Array.of(0x4d, 0xfc, 0x37), characterSet: 'ISO_IR 100' }]));
    expect([utf8.patient, latin.patient, (await readOne(write('nobody', [{ patient: '' }]))).patient]).toEqual(['王-7', 'Mü7', null]);
  });

  it('the modality from its tag, with the reason', async () => {
    for (const [tag, guess] of [['CT', 'ct'], ['MR', 'mr'], ['US', 'other']] as const) {
      const { modality } = await readOne(write(`modality ${tag}`, [{ modality: tag }]));
      expect([modality.guess, modality.reason.en]).toEqual([guess, `the DICOM header says ${tag}`]);
    }
  });

  it('the header is shown by the names of the standard', async () => {
    const image = await readOne(write('shown', [{ modality: 'CT' }]));
    expect(await headerRecord(image)).toMatchObject({ Modality: 'CT', Rows: 2, Columns: 3, PatientID: 'P1', PixelSpacing: '1\\1' });
  });
});

describe('what is not read', () => {
  it.each<[string, SliceParts, RegExp]>([
    ['several frames in one object', { frames: 4 }, /4 frames/],
    ['an object without pixels', { pixels: null }, /without an image/],
  ])('%s is refused where it is named', async (name, parts, sentence) => {
    const place = write(name, [parts]);
    const { sources, refused } = await findImages([path.join(place, 'IM3')]);
    expect(sources).toEqual([]);
    expect(refused).toEqual([{ file: path.join(place, 'IM3'), code: 'unsupported-file', reason: expect.objectContaining({ en: expect.stringMatching(sentence) as string }) as unknown }]);
  });

  it('pixels that are cut short, where a decoder would fill up with black', async () => {
    const place = path.join(folder, 'cut');
    mkdirSync(place);
    writeFileSync(path.join(place, 'IM1'), dicomSlice({ rows: 64, columns: 64 }).subarray(0, 3000));
    const { sources } = await findImages([place]);
    await expect(readImage(sources[0]!)).rejects.toMatchObject({ code: 'corrupt', message: expect.stringMatching(/ends before its pixels do/) as string });
  });
});
