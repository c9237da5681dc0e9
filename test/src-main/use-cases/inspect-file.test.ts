import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { expect, it, onTestFinished } from 'vitest';
import { inspectFile } from '#main/use-cases/inspect-file.ts';
import { dicomSlice } from '../import/dicom-bytes.ts';
import { niftiBytes } from '../tiny-nifti.ts';

function write(name: string, bytes: Uint8Array): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-inspect-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

it('the values told of a file are those of all its time points', async () => {
  const bytes = niftiBytes({ size: [3, 2, 4], voxel: (i, j, k) => (k < 2 ? 10 : 1000) + i + 3 * j });
  const header = new DataView(bytes.buffer);
  // Two time points of two slices instead of one of four.
  [4, 3, 2, 2, 2].forEach((length, n) => header.setInt16(40 + 2 * n, length, true));
  expect(await inspectFile(write('cine.nii', bytes))).toMatchObject({ size: [3, 2, 2], timePoints: 2, range: { minimum: 10, maximum: 1005 }, header: { sform_code: 1 } });
});

it('a DICOM slice shows its header by the keywords of the standard, and whose it is', async () => {
  const file = write('series/IM1', dicomSlice({ patient: 'P7', modality: 'MR' }));
  expect(await inspectFile(path.dirname(file))).toMatchObject({ format: 'dicom', patient: 'P7', modality: { guess: 'mr' }, header: { PatientID: 'P7', Modality: 'MR', Rows: 2, Columns: 3 } });
});

it('a picture shows its header, and claims no left and right', async () => {
  const file = write('slice.png', encode({ width: 3, height: 2, data: Uint8Array.of(7, 2, 3, 4, 5, 6), channels: 1, depth: 8 }));
  expect(await inspectFile(file)).toMatchObject({ size: [3, 2, 1], orientation: '???', range: { minimum: 2, maximum: 7 }, patient: null, header: { width: 3, height: 2, bitDepth: 8 } });
});

it('a folder of several images is asked to be named more closely', async () => {
  const file = write('a.nii', niftiBytes({ size: [2, 2, 2], voxel: () => 1 }));
  writeFileSync(path.join(path.dirname(file), 'b.nii'), niftiBytes({ size: [2, 2, 2], voxel: () => 2 }));
  await expect(inspectFile(path.dirname(file))).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('2 images') as string });
});
