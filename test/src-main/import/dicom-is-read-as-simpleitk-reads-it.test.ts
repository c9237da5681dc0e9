import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import { findImages } from '#main/import/find-images.ts';
import { readImage } from '#main/import/read-image.ts';
import { matchLabels, readLabels } from '#main/import/read-labels.ts';
import { pythonAvailable, pythonMissing, runPython } from '../../python/python.ts';
import { writeMask } from '#main/import/write-mask.ts';
import { dataIsThere, dataNote, dataPath } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const why = pythonMissing === undefined ? '' : ` (skipped: ${pythonMissing})`;

/** Each is decoded once: several tests look at the larger ones. */
const volumes = new Map<string, Promise<ImageVolume>>();
function volumeOf(...parts: readonly string[]): Promise<ImageVolume> {
  const key = parts.join('/');
  const volume = volumes.get(key) ?? readVolume(parts);
  volumes.set(key, volume);
  return volume;
}
async function readVolume(parts: readonly string[]): Promise<ImageVolume> {
  const { sources } = await findImages([dataPath(...parts)]);
  expect(sources).toHaveLength(1);
  return (await readImage(sources[0]!)).volumes[0]!;
}
function realOf({ voxels, slope, intercept }: ImageVolume): Float64Array {
  const real = new Float64Array(voxels.length);
  for (let n = 0; n < real.length; n++) real[n] = voxels[n]! * slope + intercept;
  return real;
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let n = 0; n < a.length; n++) largest = Math.max(largest, Math.abs(a[n]! - b[n]!));
  return largest;
}

describe.skipIf(!dataIsThere)(`one slice in every transfer syntax${dataNote}`, () => {
  it('of lossless kind decodes to identical values, of near-lossless kind to values as near as was promised', async () => {
    const files = readdirSync(dataPath('dicom/cornerstone3d')).filter((name) => name.startsWith('CTImage.dcm_'));
    const plain = realOf(await volumeOf('dicom/cornerstone3d/CTImage.dcm'));
    // By the last numbers of the transfer syntax; the rest of them are lossy and differ by design.
    const allowed = new Map([['1.2', 0], ['1.2.1', 0], ['1.2.2', 0], ['1.2.1.99', 0], ['1.2.5', 0], ['1.2.4.57', 0], ['1.2.4.70', 0], ['1.2.4.80', 0], ['1.2.4.90', 0], ['1.2.4.81', 1], ['1.2.4.91', 5]]);
    let compared = 0;
    for (const file of files) {
      const syntax = /1\.2\.840\.10008\.(1\.2[.\d]*)\.dcm$/.exec(file)?.[1] ?? '';
      const tolerance = allowed.get(syntax);
      if (tolerance === undefined) continue;
      expect(largestDifference(plain, realOf(await volumeOf('dicom/cornerstone3d', file))), file).toBeLessThanOrEqual(tolerance);
      compared++;
    }
    expect(compared).toBe(11);
  });

  it.each(['CT1', 'MR4'])('%s equals its uncompressed form in JPEG lossless, JPEG-LS, JPEG 2000 and RLE', async (name) => {
    const plain = realOf(await volumeOf(`dicom/nema_wg04/${name}_UNC.dcm`));
    for (const syntax of ['JPLL', 'JLSL', 'J2KR', 'RLE']) {
      expect(largestDifference(plain, realOf(await volumeOf(`dicom/nema_wg04/${name}_${syntax}.dcm`))), syntax).toBe(0);
    }
  });

  it('colours and objects of several frames are refused, each with its reason', async () => {
    const names = ['dicom/cornerstone3d/TestPattern_RGB.dcm', 'dicom/cornerstone3d/TestPattern_Palette.dcm', 'dicom/cornerstone3d/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm', 'dicom/dcmqi/liver.dcm', 'dicom/cornerstone3d/no-pixel-data.dcm', 'nifti/niivue/enh.dcm'];
    const { sources, refused } = await findImages(names.map((name) => dataPath(name)));
    expect(sources).toEqual([]);
    expect(refused.map(({ reason }) => /colour|frames|segmentation|without an image/.exec(reason.en)?.[0])).toEqual(['colour', 'colour', 'frames', 'segmentation', 'without an image', 'frames']);
  });
});

describe.skipIf(!dataIsThere || !pythonAvailable)(`series${dataNote}${why}`, () => {
  const series = ['dicom-mr/FLAIR', 'dicom-ct-jpeg2000/series', 'dicom/dcmqi/ct-3slice', 'heart/dicom/SCD0000301'];

  it('lie where SimpleITK has them and hold its values, and their masks lie there too', async () => {
    const files = series.map((name) => readdirSync(dataPath(name)).map((file) => path.join(dataPath(name), file)));
    for (const name of series) {
      const { geometry, trust, voxels } = await volumeOf(name);
      const mask = path.join(folder, `${name.replaceAll('/', '_')}.nii.gz`);
      const labels = new Uint8Array(voxels.length).map((_, n) => n % 3);
      expect((await writeMask(mask, { imageHeader: null, geometry, trust, labels, values: [0, 1, 2] })).verdict).toBe('identical');
      files.push([mask]);
    }
    const described = JSON.parse(runPython(path.join(import.meta.dirname, '../../python/describe_dicom.py'), [JSON.stringify(files)]).stdout) as readonly {
      size: number[]; affine: number[]; places: number[]; values: number[]; sum: number;
    }[];
    for (const [n, name] of series.entries()) {
      const volume = await volumeOf(name);
      const theirs = described[n]!;
      expect(volume.geometry.size, name).toEqual(theirs.size);
      // Positions are written with six digits; slice distances are means of them.
      volume.geometry.affine.forEach((value, at) => expect(Math.abs(value - theirs.affine[at]!), `${name} ${at}`).toBeLessThan(2e-3));
      const real = realOf(volume);
      expect(theirs.places.map((place) => real[place]), name).toEqual(theirs.values);
      expect(real.reduce((total, value) => total + value, 0)).toBe(theirs.sum);
      const mask = described[series.length + n]!;
      expect(mask.size).toEqual(theirs.size);
      mask.affine.forEach((value, at) => expect(Math.abs(value - theirs.affine[at]!), `mask of ${name} ${at}`).toBeLessThan(2e-3));
      expect(mask.values).toEqual(mask.places.map((place) => place % 3));
    }
  });
});

describe.skipIf(!dataIsThere)(`labels of a DICOM series${dataNote}`, () => {
  it('stored with y flipped are reordered exactly, and that is said', async () => {
    const image = await volumeOf('dicom-ct-jpeg2000/series');
    const { sources } = await findImages([dataPath('dicom-ct-jpeg2000/labels.nii.gz')]);
    const labels = await readLabels(sources[0]!);
    const { values, note } = matchLabels(labels, { name: 'series', geometry: image.geometry });
    expect(note?.en).toMatch(/another order of its axes \(L[AP]S instead of L[AP]S\); its voxels were reordered exactly/);
    expect(labels.distinct).toHaveLength(31);
    const [width, height, depth] = image.geometry.size;
    let moved = 0;
    for (let k = 0; k < depth; k++) for (let j = 0; j < height; j++) for (let i = 0; i < width; i++) {
      const here = values[i + width * (j + height * k)];
      if (here !== labels.values[i + width * (height - 1 - j + height * k)]) moved++;
    }
    expect(moved).toBe(0);
    // Were they taken as they lie, the labels would be upside down: bone is bright only where it is in place.
    expect(meanUnder(image, values)).toBeGreaterThan(meanUnder(image, labels.values) + 20);
  });

  it.each(['SCD0000101', 'SCD0000201', 'SCD0000301', 'SCD0000401'])('%s: made from the contours, they lie on the series’ grid', async (patient) => {
    const image = await volumeOf('heart/dicom', patient);
    const file = readdirSync(dataPath('heart/labels')).find((name) => name.includes(patient))!;
    const { sources } = await findImages([dataPath('heart/labels', file)]);
    const labels = await readLabels(sources[0]!);
    expect(labels.distinct).toEqual([1, 2]);
    expect(() => matchLabels(labels, { name: patient, geometry: image.geometry })).not.toThrow();
  });
});

/** Mean real value under any label. */
function meanUnder(image: ImageVolume, labels: Int32Array): number {
  let [total, count] = [0, 0];
  labels.forEach((label, n) => {
    if (label === 0) return;
    total += image.voxels[n]! * image.slope + image.intercept;
    count++;
  });
  return total / count;
}
