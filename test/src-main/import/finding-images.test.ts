import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findImages } from '#main/import/find-images.ts';
import { guessModality } from '#main/import/modality.ts';
import { readImage } from '#main/import/read-image.ts';
import { allocateVoxels, type VoxelType } from '#shared/voxels/voxel-type.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import { niftiFile, niftiHeader } from '../../shared/formats/nifti/nifti-bytes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const voxels = Uint8Array.from({ length: 48 }, (_, n) => n);
const scan = niftiFile({}, voxels);

function write(...files: readonly (readonly [string, Uint8Array])[]): void {
  for (const [name, bytes] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
async function namesUnder(...names: readonly string[]): Promise<readonly string[]> {
  return (await findImages(names.map((name) => path.join(folder, name)))).sources.map(({ name }) => name);
}

describe('what is found under a folder', () => {
  it('comes in the order in which people count, from folders in folders, without what is no image', async () => {
    write(['a/scan 10.nii', scan], ['a/scan 2.nii.gz', gzipSync(scan)], ['a/deep/er/scan 3.nii', scan], ['a/README.md', voxels], ['a/table.csv', voxels], ['a/empty.txt', new Uint8Array()]);
    const { sources, refused } = await findImages([path.join(folder, 'a')]);
    expect(sources.map(({ name }) => name)).toEqual(['scan 3', 'scan 2', 'scan 10']);
    expect(refused).toEqual([]);
  });

  it('leaves out the shadows that macOS makes', async () => {
    write(['mac/scan.nii', scan], ['mac/._scan.nii', voxels], ['mac/.DS_Store', voxels]);
    expect(await namesUnder('mac')).toEqual(['scan']);
  });

  it('follows a link once, also one that leads back', async () => {
    write(['linked/scan.nii', scan]);
    symlinkSync(path.join(folder, 'linked'), path.join(folder, 'linked/round'));
    expect(await namesUnder('linked')).toEqual(['scan']);
  });

  it('knows a NIfTI file by its content where its name says nothing', async () => {
    write(['content/SCAN', scan], ['content/other.data', gzipSync(scan)]);
    expect(await namesUnder('content')).toEqual(['other.data', 'SCAN']);
  });
});

describe('the two halves of a pair', () => {
  it('are one image, whichever was named, and whether packed or not', async () => {
    const header = niftiHeader({ magic: 'ni1\0', voxelOffset: 0 }).subarray(0, 348);
    write(['pairs/plain.hdr', header], ['pairs/plain.img', voxels], ['pairs/packed.hdr.gz', gzipSync(header)], ['pairs/packed.img.gz', gzipSync(voxels)]);
    expect(await namesUnder('pairs')).toEqual(['packed', 'plain']);
    for (const name of ['plain.hdr', 'plain.img', 'packed.hdr.gz', 'packed.img.gz']) {
      const { sources } = await findImages([path.join(folder, 'pairs', name)]);
      const image = await readImage(sources[0]!);
      expect([...image.volumes[0]!.voxels]).toEqual([...new Int16Array(voxels.buffer)]);
      expect(image.files).toHaveLength(2);
    }
  });
});

describe('a path that holds nothing', () => {
  it('is refused by itself, and hinders no other', async () => {
    write(['good/scan.nii', scan], ['words/notes.txt', voxels]);
    const { sources, refused } = await findImages(['nowhere', 'words/notes.txt', 'good'].map((name) => path.join(folder, name)));
    expect(sources).toHaveLength(1);
    expect(refused.map(({ code, file }) => [code, path.basename(file)])).toEqual([['not-found', 'nowhere'], ['unsupported-file', 'notes.txt']]);
  });

  it.skipIf(process.platform === 'win32')('is refused by its own name where it lies among others, like `lost+found` on a disk', async () => {
    write(['disk/scan.nii', scan], ['disk/lost+found/x.nii', scan]);
    const closed = path.join(folder, 'disk', 'lost+found');
    chmodSync(folder, 0o755);
    chmodSync(closed, 0o000);
    // The number of nobody on Linux and macOS; root may look into everything.
    const isRoot = process.getuid!() === 0;
    if (isRoot) process.seteuid!(65534);
    onTestFinished(() => {
      if (isRoot) process.seteuid!(0);
      chmodSync(closed, 0o755);
    });
    const { sources, refused } = await findImages([path.join(folder, 'disk')]);
    expect(sources.map(({ name }) => name)).toEqual(['scan']);
    expect(refused).toMatchObject([{ file: closed, code: 'bad-input' }]);
  });

  it('gives up when it is told to', async () => {
    await expect(findImages([folder], AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a guess at the modality', () => {
  const volume = (type: VoxelType, ...values: readonly number[]): ImageVolume => {
    const array = allocateVoxels(type, values.length);
    array.set(values);
    return { geometry: { size: [values.length, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, trust: 'known', voxelType: type, voxels: array, slope: 1, intercept: 0 };
  };

  it.each([
    ['case_CT_01', 'int16', [0, 100], 'ct', /contains “CT”/],
    ['sub-01_T1w', 'int16', [-500, 100], 'mr', /contains “T1w”/],
    ['Octopus', 'int16', [0, 100], 'mr', /no value is as low as air/],
    ['scan', 'int16', [-1024, 100], 'ct', /lowest value is -1024/],
    ['scan', 'float32', [-1000, 40], 'ct', /lowest value is -1000/],
    ['statistic', 'float32', [-900.25, 40.5], 'mr', /no value is as low as air/],
  ] as const)('%s, %s %j: %s', (name, type, values, guess, reason) => {
    const made = guessModality(name, volume(type, ...values));
    expect(made.guess).toBe(guess);
    expect(made.reason.en).toMatch(reason);
  });
});
