import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { DecodedImage } from '#main/import/decoded-image.ts';
import { findImages } from '#main/import/find-images.ts';
import { readImage } from '#main/import/read-image.ts';
import { pythonAvailable, pythonMissing, runPython } from '../../python/python.ts';
import { dataIsThere, dataNote, dataPath } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** See test/python/describe_nifti.py. */
type Described =
  | { readonly refused: string }
  | {
      readonly refused?: never;
      readonly shape: readonly number[];
      readonly affine: readonly (readonly number[])[];
      readonly codes: readonly [number, number];
      readonly zooms: readonly number[];
      readonly stored: string;
      readonly type: string;
      readonly places: readonly number[];
      readonly real: readonly number[];
    };

const script = (name: string): string => path.join(import.meta.dirname, '../../python', name);
const why = pythonMissing === undefined ? '' : ` (skipped: ${pythonMissing})`;

async function read(file: string): Promise<DecodedImage | string> {
  const { sources, refused } = await findImages([file]);
  try {
    return sources[0] === undefined ? refused[0]!.reason.en : await readImage(sources[0]);
  } catch (error) {
    if (error instanceof UserFacingError) return error.message;
    throw error;
  }
}

/** All time points one after the other, as nibabel's Fortran order has them. */
function bytesOf(image: DecodedImage): Uint8Array {
  const parts = image.volumes.map(({ voxels }) => new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength));
  return Buffer.concat(parts);
}

function expectSame(image: DecodedImage, theirs: Extract<Described, { stored: string }>, file: string): void {
  const { geometry, slope, intercept, voxels } = image.volumes[0]!;
  const shape = [...geometry.size, ...(image.volumes.length > 1 ? [image.volumes.length] : [])];
  const without1 = (lengths: readonly number[]): readonly number[] => lengths.slice(0, 3 + lengths.slice(3).findLastIndex((n) => n > 1) + 1);
  expect(shape, file).toEqual(without1(theirs.shape));
  // 64-bit integers are float64 here: the digest of their bytes would not be theirs.
  if (!/int64/.test(theirs.type)) expect(createHash('sha256').update(bytesOf(image)).digest('hex'), file).toBe(theirs.stored);
  const length = voxels.length;
  theirs.places.forEach((place, n) => {
    const stored = image.volumes[Math.floor(place / length)]!.voxels[place % length]!;
    const expected = theirs.real[n]!;
    if (Number.isNaN(expected)) expect(stored).toBeNaN();
    // nibabel scales in float32 where it deems that enough.
    else expect(Math.abs(slope * stored + intercept - expected), file).toBeLessThanOrEqual(1e-6 * (Math.abs(expected) + Math.abs(intercept)));
  });
  if (theirs.codes[0] > 0 || theirs.codes[1] > 0) {
    const lps = theirs.affine.slice(0, 3).flatMap((row, r) => row.map((value) => (r < 2 ? -value : value)));
    // Quaternions are float32 in NIfTI-1: their last digit depends on who multiplies.
    geometry.affine.forEach((value, n) => expect(Math.abs(value - lps[n]!), `${file} ${n}`).toBeLessThan(2e-5 * Math.max(1, Math.abs(lps[n]!))));
  } else {
    expect(image.volumes[0]!.trust).toBe('orientation-unknown');
  }
}

async function compareAll(files: readonly string[]): Promise<Map<string, string>> {
  const described = JSON.parse(runPython(script('describe_nifti.py'), [JSON.stringify(files)]).stdout) as readonly Described[];
  const refusals = new Map<string, string>();
  for (const [n, file] of files.entries()) {
    const [ours, theirs] = [await read(file), described[n]!];
    if (typeof ours === 'string') {
      refusals.set(path.basename(file), ours);
    } else {
      if (theirs.refused !== undefined) throw new Error(`${file} is read here and refused by nibabel: ${theirs.refused}`);
      expectSame(ours, theirs, file);
    }
  }
  return refusals;
}

describe.skipIf(!pythonAvailable || !dataIsThere)(`conformance files${dataNote}${why}`, () => {
  it('have geometry and values as nibabel has them, or are refused with the stated reason', async () => {
    const files = ['niivue', 'nifti-reader-js', 'orientation'].flatMap((folder) =>
      readdirSync(dataPath('nifti', folder)).filter((name) => /\.(nii|hdr)(\.gz)?$/.test(name)).map((name) => dataPath('nifti', folder, name)));
    expect(files.length).toBeGreaterThan(45);
    const refusals = await compareAll(files);
    const reasons: Readonly<Record<string, RegExp>> = {
      'complex_image.nii.gz': /complex numbers \(complex64\)/,
      'ct_perfusion.nii.gz': /colours \(RGB24\)/,
      '5D_small.nii': /more than one value for each voxel.*1 × 2 × 3 × 1 × 3/,
      '5D_zeros.nii.gz': /more than one value for each voxel/,
      'not-nifti.nii': /not a NIfTI file/,
    };
    expect([...refusals.keys()].sort()).toEqual(Object.keys(reasons).sort());
    for (const [name, reason] of refusals) expect(reason).toMatch(reasons[name]!);
  });

  it('says of the sheared scan that its two transforms disagree, and which one ITK-based programs use', async () => {
    const image = await read(dataPath('nifti/niivue/shear.nii.gz')) as DecodedImage;
    expect(image.warnings.map(({ en }) => en)).toEqual([expect.stringMatching(/place a corner .* voxels apart; the sform is used .* ITK .* use the qform/)]);
  });
});

describe.skipIf(!pythonAvailable)(`generated files${why}`, () => {
  const folder = temporaryFolder();

  it('with odd headers and all byte orders are read as nibabel reads them', async () => {
    const files = JSON.parse(runPython(script('make_odd_nifti.py'), [folder]).stdout) as string[];
    // nibabel leaves affines in the file's unit.
    const refusals = await compareAll(files.filter((file) => file !== 'microns.nii.gz').map((file) => path.join(folder, file)));
    expect([...refusals]).toEqual([]);
  });

  it('in microns come back in millimetres', async () => {
    const image = await read(path.join(folder, 'microns.nii.gz')) as DecodedImage;
    const { affine } = image.volumes[0]!.geometry;
    expect(Math.hypot(affine[0], affine[4], affine[8])).toBeCloseTo(2, 5);
    expect([affine[3], affine[7], affine[11]].map((mm) => Number(mm.toFixed(4)))).toEqual([20.5, -13.25, 40]);
  });
});
