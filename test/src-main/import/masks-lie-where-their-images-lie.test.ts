import path from 'node:path';
import { mkdirSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexToWorld, voxelCount } from '#shared/geometry/affine.ts';
import type { VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { findImages } from '#main/import/find-images.ts';
import { readImage } from '#main/import/read-image.ts';
import { writeMask } from '#main/import/write-mask.ts';
import { pythonAvailable, pythonMissing, runPython } from '../../python/python.ts';
import { dataIsThere, dataNote, dataPath } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What nibabel and SimpleITK say of a mask; see test/python/compare_masks.py. */
interface Judgement {
  readonly positionError: number;
  readonly differing: number;
  readonly drawn: readonly number[];
  readonly type: string;
  readonly intent: number;
  readonly dimensions: number;
  readonly private: readonly string[];
  readonly extensions: number;
  readonly simpleitk: 'same' | 'refused' | 'another grid' | 'other values';
}

const script = (name: string): string => path.join(import.meta.dirname, '../../python', name);
const folder = temporaryFolder();
/** Values that need three bytes between them: the mask's type must hold the largest. */
const values = [1, 2, 300] as const;

/**
 * Three arms of different length from the middle of the image: 15 mm to the patient's right, 12 mm to
 * the anterior, 20 mm up. The judge draws the same from its own idea of the image's place.
 */
function drawLetter({ size, affine }: VolumeGeometry): Uint8Array {
  const labels = new Uint8Array(voxelCount(size));
  const middle = indexToWorld(affine, [(size[0] - 1) / 2, (size[1] - 1) / 2, (size[2] - 1) / 2]);
  const thin = 4.0371;
  let at = 0;
  for (let k = 0; k < size[2]; k++) for (let j = 0; j < size[1]; j++) for (let i = 0; i < size[0]; i++, at++) {
    const place = indexToWorld(affine, [i, j, k]);
    const right = middle[0] - place[0];
    const anterior = middle[1] - place[1];
    const up = place[2] - middle[2];
    if (Math.abs(anterior) < thin && Math.abs(up) < thin && right > -thin && right < 15.0731) labels[at] = 1;
    if (Math.abs(right) < thin && Math.abs(up) < thin && anterior > thin && anterior < 12.0913) labels[at] = 2;
    if (Math.abs(right) < thin && Math.abs(anterior) < thin && up > thin && up < 20.0417) labels[at] = 3;
  }
  return labels;
}

async function maskOf(image: string, orientation?: string): Promise<string> {
  const { sources } = await findImages([image]);
  const source = sources[0]!;
  const read = await readImage(source, orientation === undefined ? {} : { orientation });
  const { geometry, trust } = read.volumes[0]!;
  const place = path.join(folder, 'masks', path.basename(path.dirname(image)));
  mkdirSync(place, { recursive: true });
  const mask = path.join(place, `${source.name}.nii.gz`);
  const written = await writeMask(mask, {
    imageHeader: read.header, geometry, trust, labels: drawLetter(geometry), values: [0, ...values],
  });
  expect(written.verdict).toBe('identical');
  return mask;
}

function judge(pairs: readonly { image: string; mask: string }[]): readonly Judgement[] {
  const { stdout } = runPython(script('compare_masks.py'), [JSON.stringify(pairs.map((pair) => ({ ...pair, values })))]);
  return JSON.parse(stdout) as Judgement[];
}

/** What holds for every mask, whatever its image was. */
function expectInPlace(judgement: Judgement, name: string): void {
  expect(judgement, name).toMatchObject({ differing: 0, type: 'int16', intent: 1002, dimensions: 3, private: ['', '', ''], extensions: 0 });
  expect(judgement.positionError, name).toBe(0);
  // Each arm was drawn: an empty mask would agree with an empty judge.
  for (const count of judgement.drawn) expect(count, name).toBeGreaterThan(2);
}

const why = pythonMissing === undefined ? '' : ` (skipped: ${pythonMissing})`;

describe.skipIf(!pythonAvailable || !dataIsThere)(`an L drawn by patient position, in one head stored in 24 orientations${dataNote}${why}`, () => {
  it('is where it was drawn for nibabel, and on the image’s grid for SimpleITK', async () => {
    const images = readdirSync(dataPath('nifti/orientation')).map((file) => dataPath('nifti/orientation', file));
    expect(images).toHaveLength(24);
    const pairs: { image: string; mask: string }[] = [];
    for (const image of images) pairs.push({ image, mask: await maskOf(image) });
    const judgements = judge(pairs);
    judgements.forEach((judgement, n) => {
      expectInPlace(judgement, images[n]!);
      expect(judgement.simpleitk).toBe('same');
      // One head, one L: the same number of voxels in every orientation.
      expect(judgement.drawn).toEqual(judgements[0]!.drawn);
    });
  });
});

describe.skipIf(!pythonAvailable)(`an L drawn by patient position, in an image with an odd header${why}`, () => {
  const judgements = new Map<string, Judgement>();
  beforeAll(async () => {
    const files = JSON.parse(runPython(script('make_odd_nifti.py'), [folder]).stdout) as string[];
    const pairs: { image: string; mask: string }[] = [];
    for (const file of files) {
      const image = path.join(folder, file);
      // nibabel takes a header without orientation for LAS around the middle; stated so here, the two agree on directions.
      pairs.push({ image, mask: await maskOf(image, file.startsWith('both-codes-0') ? 'LAS' : undefined) });
    }
    judge(pairs).forEach((judgement, n) => judgements.set(files[n]!, judgement));
  });

  it.each([
    ['qform-only.nii.gz', 'same'],
    ['forms-30-degrees-apart.nii.gz', 'same'],
    ['forms-30-degrees-apart-scanner.nii.gz', 'same'],
    ['both-codes-0.nii.gz', 'same'],
    ['qfac-minus-1.nii.gz', 'same'],
    ['microns.nii.gz', 'same'],
    ['big-endian.nii.gz', 'same'],
    ['slope.nii.gz', 'same'],
    ['pair.hdr', 'same'],
    ['time-points.nii.gz', 'same'],
    ['float32.nii.gz', 'same'],
    ['int64.nii.gz', 'same'],
    // ITK reads no NIfTI-2 …
    ['nifti-2.nii.gz', 'refused'],
    ['nifti-2-qform-only.nii', 'refused'],
    ['big-endian-nifti-2.nii', 'refused'],
    ['uint64.nii.gz', 'refused'],
    // … and holds no sheared grid.
    ['sheared.nii.gz', 'refused'],
  ] as const)('%s: exactly there for nibabel; SimpleITK: %s', (file, simpleitk) => {
    const judgement = judgements.get(file)!;
    expectInPlace(judgement, file);
    expect(judgement.simpleitk).toBe(simpleitk);
  });
});
