import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { readBytes } from '#main/import/file-bytes.ts';
import { findImages } from '#main/import/find-images.ts';
import { readFailure } from '#main/import/file-failure.ts';
import { readImage } from '#main/import/read-image.ts';
import { readLabels } from '#main/import/read-labels.ts';
import { writeMask } from '#main/import/write-mask.ts';
import { niftiFile, niftiHeader } from '../../shared/formats/nifti/nifti-bytes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const write = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

/** What a person is told: from finding where that refuses, else from reading. */
async function refusalOf(file: string): Promise<{ readonly code: string; readonly en: string; readonly zh: string }> {
  const { sources, refused } = await findImages([file]);
  if (refused[0] !== undefined) return { code: refused[0].code, en: refused[0].reason.en, zh: refused[0].reason['zh-CN'] };
  try {
    await readImage(sources[0]!);
  } catch (error) {
    if (error instanceof UserFacingError) return { code: error.code, en: error.sentence.en, zh: error.sentence['zh-CN'] };
    throw error;
  }
  throw new Error('it was read');
}

async function expectRefused(file: string, code: string, sentence: RegExp): Promise<void> {
  const refusal = await refusalOf(file);
  expect(refusal.code).toBe(code);
  expect(refusal.en).toMatch(sentence);
  for (const text of [refusal.en, refusal.zh]) {
    expect(text).toContain(file);
    expect(text).not.toMatch(/\n|\bat .*:\d+/);
  }
}

const voxels = new Uint8Array(Int16Array.from({ length: 24 }, (_, n) => n * 7).buffer);
const whole = niftiFile({}, voxels);
const random = Uint8Array.from({ length: 4000 }, (_, n) => (n * n * 31 + n * 17) >> 3);

describe('a damaged file is refused with one sentence that names it', () => {
  it('gzip that ends too soon, wherever it was cut', async () => {
    const packed = gzipSync(niftiFile({ datatype: 2, dim: [3, 20, 20, 10] }, random));
    for (const share of [0.3, 0.6, 0.95]) {
      const file = write(`cut-${share}.nii.gz`, packed.subarray(0, Math.floor(packed.length * share)));
      await expectRefused(file, 'corrupt', /cannot be unpacked to the end/);
    }
  });

  it('an image that is larger than this machine’s memory, before a voxel of it is read', async () => {
    const slices = Math.ceil(totalmem() / 2 ** 21);
    const file = write('vast.nii', niftiHeader({ version: 2, dim: [3, 1024, 1024, slices] }));
    // Sparse: it takes no room on the disk.
    truncateSync(file, 544 + 2 ** 21 * slices);
    await expectRefused(file, 'out-of-memory', /MB for its voxels, more than/);
  });

  it('gzip whose checksum does not fit what it holds', async () => {
    // Stored so that the first MiB, which is read at once, ends with the last voxel: the checksum comes later.
    let count = 2 ** 20 - 1000;
    let packed = new Uint8Array();
    while (packed.length !== 2 ** 20 + 8) {
      count += packed.length === 0 ? 0 : 2 ** 20 + 8 - packed.length;
      packed = gzipSync(niftiFile({ version: 2, datatype: 2, dim: [3, count, 1, 1] }, new Uint8Array(count)), { level: 0 });
    }
    packed[packed.length - 6]! ^= 1;
    await expectRefused(write('checksum.nii.gz', packed), 'corrupt', /cannot be unpacked to the end/);
  });

  it('voxels that end too soon, packed or not', async () => {
    await expectRefused(write('short.nii', whole.subarray(0, 370)), 'corrupt', /promises 48 bytes of voxels and 18 are there/);
    await expectRefused(write('short.nii.gz', gzipSync(whole.subarray(0, 370))), 'corrupt', /promises 48 bytes of voxels and 18 are there/);
  });

  it('a header that promises a billion voxels over a kilobyte, without taking the memory', async () => {
    const header = niftiHeader({ datatype: 64, dim: [3, 1000, 1000, 1000] });
    const bytes = niftiFile({ datatype: 64, dim: [3, 1000, 1000, 1000] }, new Uint8Array(1024 - header.length));
    const packed = gzipSync(bytes);
    for (const [name, stored] of [['huge.nii', bytes], ['huge.nii.gz', packed]] as const) {
      const file = write(name, stored);
      await expectRefused(file, 'corrupt', /promises 8000000000 bytes of voxels and 672 are there/);
      const read = await readBytes(file, 352, 8e9);
      expect(read).toHaveLength(672);
      // Deflate packs at most 1032 bytes into one.
      expect(read.buffer.byteLength).toBeLessThanOrEqual(stored.length * 1032);
    }
  });

  it('no slices, wrong magic, no number at all', async () => {
    await expectRefused(write('no-slices.nii', niftiFile({ dim: [3, 4, 3, 0] }, voxels)), 'corrupt', /4 × 3 × 0/);
    await expectRefused(write('magic.nii', niftiFile({ magic: 'xyz\0' }, voxels)), 'unsupported-file', /not a NIfTI file/);
    await expectRefused(write('nan.nii', niftiFile({ datatype: 16, dim: [3, 2, 1, 1] }, new Uint8Array(Float32Array.of(NaN, NaN).buffer))), 'corrupt', /no number at all/);
  });

  it('an empty file, one that is not there, one that leads nowhere, and one of another kind', async () => {
    await expectRefused(write('empty.nii', new Uint8Array()), 'corrupt', /is empty/);
    await expectRefused(write('empty', new Uint8Array()), 'corrupt', /is empty/);
    await expectRefused(path.join(folder, 'absent.nii'), 'not-found', /is not there/);
    const dangling = path.join(folder, 'dangling.nii');
    symlinkSync(path.join(folder, 'nowhere'), dangling);
    await expectRefused(dangling, 'not-found', /is not there/);
    await expectRefused(write('notes.txt', new TextEncoder().encode('no image here, only words')), 'unsupported-file', /none of the formats/);
    await expectRefused(write('picture.png', random), 'corrupt', /no whole PNG/);
  });

  it('a folder with nothing to read, and a folder named like a file', async () => {
    const empty = path.join(folder, 'nothing');
    mkdirSync(empty);
    await expectRefused(empty, 'bad-input', /holds no image/);
    await expect(readImage({ format: 'nifti', name: 'x', files: [empty] })).rejects.toThrow(/is a folder/);
  });

  it('half of a pair', async () => {
    await expectRefused(write('half.hdr', niftiHeader({ magic: 'ni1\0' }).subarray(0, 348)), 'not-found', /other half, half\.img, is not beside it/);
    await expectRefused(write('other.img', voxels), 'unsupported-file', /other half, other\.hdr, is not beside it/);
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read (skipped for root, who may read everything)', async () => {
    const file = write('secret.nii', whole);
    chmodSync(file, 0);
    await expectRefused(file, 'bad-input', /may not be opened/);
  });

  it.each([['EACCES', /may not be opened/], ['EIO', /could not be read \(EIO\)/]])('what the system calls %s', (code, sentence) => {
    const error = readFailure(Object.assign(new Error('system'), { code }), 'scan.nii');
    expect(error.message).toMatch(sentence);
  });
});

describe('a file is read in spite of its looks', () => {
  it('gzip without the name, and the name without gzip', async () => {
    for (const [name, bytes] of [['packed.nii', gzipSync(whole)], ['plain.nii.gz', whole]] as const) {
      const { sources } = await findImages([write(name, bytes)]);
      const image = await readImage(sources[0]!);
      expect([...image.volumes[0]!.voxels]).toEqual([...new Int16Array(voxels.buffer)]);
    }
  });

  it('bytes after the voxels, and a header extension before them', async () => {
    const extended = niftiFile({ voxelOffset: 352 + 32 }, new Uint8Array([...new Uint8Array(32).fill(9), ...voxels, ...random]));
    const { sources } = await findImages([write('extended.nii', extended)]);
    expect([...(await readImage(sources[0]!)).volumes[0]!.voxels]).toEqual([...new Int16Array(voxels.buffer)]);
  });
});

describe('labels', () => {
  const labelsOf = async (name: string, bytes: Uint8Array) => readLabels({ format: 'nifti', name, files: [write(`${name}.nii`, bytes)] });
  const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

  it('as floating-point numbers that are whole are taken, up to 2³¹ − 1', async () => {
    const { values, distinct } = await labelsOf('floats', niftiFile({ datatype: 16, dim: [3, 4, 1, 1] }, floats(0, 2, 1, 2)));
    expect([[...values], distinct]).toEqual([[0, 2, 1, 2], [1, 2]]);
    const large = new Uint8Array(Uint32Array.of(2 ** 31 - 1, 0).buffer);
    expect((await labelsOf('large', niftiFile({ datatype: 768, dim: [3, 2, 1, 1] }, large))).distinct).toEqual([2 ** 31 - 1]);
  });

  it('are scaled by slope and intercept before they are labels', async () => {
    const { values } = await labelsOf('scaled', niftiFile({ datatype: 2, dim: [3, 3, 1, 1], slope: 0.1, intercept: 0 }, Uint8Array.of(0, 10, 70)));
    expect([...values]).toEqual([0, 1, 7]);
  });

  it.each([['0.5', 0.5], ['-1', -1], ['NaN', NaN], ['2147483648', 2 ** 31]])('are refused with the value %s', async (shown, value) => {
    await expect(labelsOf(`value ${shown}`, niftiFile({ datatype: 16, dim: [3, 2, 1, 1] }, floats(1, value)))).rejects.toThrow(`holds the value ${shown},`);
  });

  it('of several time points are refused', async () => {
    await expect(labelsOf('times', niftiFile({ datatype: 2, dim: [4, 1, 1, 1, 2] }, Uint8Array.of(1, 2)))).rejects.toThrow(/2 time points/);
  });
});

describe('a mask that cannot be written', () => {
  const mask = {
    imageHeader: null, trust: 'known' as const, values: [0, 1], labels: new Uint8Array(8),
    geometry: { size: [2, 2, 2] as const, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const },
  };

  it('because it was cancelled leaves nothing behind', async () => {
    const place = path.join(folder, 'cancelled');
    mkdirSync(place);
    const controller = new AbortController();
    controller.abort();
    await expect(writeMask(path.join(place, 'mask.nii.gz'), mask, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(place)).toEqual([]);
  });

  it('because its name is taken by a folder leaves nothing behind', async () => {
    const place = path.join(folder, 'taken');
    mkdirSync(path.join(place, 'mask.nii.gz'), { recursive: true });
    await expect(writeMask(path.join(place, 'mask.nii.gz'), mask)).rejects.toBeInstanceOf(UserFacingError);
    expect(readdirSync(place)).toEqual(['mask.nii.gz']);
  });

  it('and one that can gives the same bytes each time', async () => {
    const first = await writeMask(path.join(folder, 'a.nii.gz'), mask);
    const second = await writeMask(path.join(folder, 'b.nii.gz'), mask);
    expect(second).toEqual(first);
    expect(first.verdict).toBe('identical');
    // RFC 1952: bytes 4–7 the time of writing, byte 9 the system; neither is told.
    expect([...readFileSync(path.join(folder, 'a.nii.gz')).subarray(4, 10)]).toEqual([0, 0, 0, 0, 0, 255]);
  });
});
