import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ball, writeNifti } from '../../src-main/tiny-nifti.ts';
import { CommandFailed, createLamina, Interrupted } from './lamina.ts';

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'quality-lamina-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (interrupted: AbortSignal = new AbortController().signal) =>
  createLamina({ folder, person: join(folder, 'person'), log: join(folder, 'told.log'), interrupted });

it('answers with what it prints, in the folder of the run', async () => {
  writeNifti(join(folder, 'scan.nii.gz'), ball(1).image);
  expect(await start()(['inspect', 'scan.nii.gz'])).toMatchObject({ format: 'nifti', size: [12, 10, 6], spacingMm: [1, 1, 2] });
  expect(readFileSync(join(folder, 'told.log'), 'utf8')).toContain('$ lamina inspect scan.nii.gz');
});

it('fails with the sentence that a person reads', async () => {
  const asked = start()(['inspect', 'nowhere.nii.gz', '--lang', 'en']);
  await expect(asked).rejects.toThrow(CommandFailed);
  await expect(asked).rejects.toThrow('nowhere.nii.gz');
});

it('starts nothing after an interruption', async () => {
  await expect(start(AbortSignal.abort('SIGINT'))(['inspect', 'scan.nii.gz'])).rejects.toThrow(Interrupted);
});
