import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeError, writeWhole } from '#main/files/write-whole.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'lamina-files-')); });
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});

const isRoot = process.getuid?.() === 0;

describe('a file that is written as a whole', () => {
  it('replaces the old one, makes missing folders, and leaves nothing else behind', async () => {
    await mkdir(join(folder, 'a'));
    await writeFile(join(folder, 'a', 'file'), 'old');
    await writeWhole(join(folder, 'a', 'file'), 'new');
    await writeWhole(join(folder, 'b', 'c', 'file'), Uint8Array.of(1, 2));
    expect(await readFile(join(folder, 'a', 'file'), 'utf8')).toBe('new');
    expect(await readdir(join(folder, 'a'))).toEqual(['file']);
    expect(await readFile(join(folder, 'b', 'c', 'file'))).toEqual(Buffer.from([1, 2]));
  });

  it('leaves what was there where it fails', async () => {
    await mkdir(join(folder, 'name'));
    await expect(writeWhole(join(folder, 'name'), 'text')).rejects.toMatchObject({ code: 'bad-input' });
    expect(await readdir(folder)).toEqual(['name']);
  });

  it('may have a name as long as the disk allows, and one sentence says so where it is longer', async () => {
    const longest = join(folder, `${'x'.repeat(248)}.nii.gz`);
    await writeWhole(longest, 'text');
    expect(await readFile(longest, 'utf8')).toBe('text');
    await expect(writeWhole(`${longest}x`, 'text')).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('long') as string });
    expect(await readdir(folder)).toHaveLength(1);
  });

  it.skipIf(process.platform !== 'linux')('is refused where the system makes no folders at all (/proc)', async () => {
    await expect(writeWhole('/proc/scans/case/mask.nii', 'text')).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('/proc') as string });
  });

  it.skipIf(isRoot)('names the folder that may not be written to (not as root, who may write anywhere)', async () => {
    await chmod(folder, 0o500);
    await expect(writeWhole(join(folder, 'file'), 'text')).rejects.toThrow(folder);
  });

  it.skipIf(process.platform !== 'linux')('says that the disk is full (needs /dev/full)', async () => {
    const { open } = await import('node:fs/promises');
    const full = await open('/dev/full', 'w');
    const reported: unknown = await full.writeFile('x'.repeat(4096)).then(() => null, (error: unknown) => error);
    await full.close().catch(() => undefined);
    const error = writeError(reported, '/scans/mask.nii.gz');
    expect(error).toBeInstanceOf(UserFacingError);
    expect(error).toMatchObject({ code: 'disk-full', message: expect.stringContaining('/scans/mask.nii.gz') as string });
  });
});
