import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawMontage } from '#main/use-cases/draw-montage.ts';
import type { LongWork } from '#main/use-cases/long-work.ts';
import { writeExample } from '#main/use-cases/write-example.ts';

const work: LongWork = { signal: new AbortController().signal, progress: () => undefined, report: () => undefined };
const names = ['sub-001_organs.nii.gz', 'sub-002_organs.nii.gz', 'sub-003_organs.nii.gz'];

let folder = '';
const paths = (): Parameters<typeof drawMontage>[0] => ({
  images: join(folder, 'images'), references: join(folder, 'labels'), predictions: join(folder, 'predictions'), out: join(folder, 'out', 'montage.png'),
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamina-montage-'));
  await writeExample({ out: folder, preset: 'organs', cases: 3, seed: 4 }, work);
  await mkdir(join(folder, 'predictions'));
  // The second case stays without a prediction.
  for (const name of [names[0]!, names[2]!]) await copyFile(join(folder, 'labels', name), join(folder, 'predictions', name));
});
afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

const countColour = (pixels: ArrayLike<number>, [red, green, blue]: readonly [number, number, number]): number => {
  let count = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue) count += 1;
  }
  return count;
};

describe('the montage', () => {
  it('is one PNG on a dark sheet, with the labels’ colours in it, and nothing else is left in the folder', async () => {
    expect(await drawMontage(paths(), work)).toEqual({ file: paths().out, cases: 3 });
    expect(await readdir(join(folder, 'out'))).toEqual(['montage.png']);
    const { width, height, data, channels } = decode(await readFile(paths().out));
    expect(channels).toBe(3);
    expect([...data.subarray(0, 3)]).toEqual([0x12, 0x12, 0x12]);
    expect(width).toBeGreaterThan(900);
    expect(height).toBeGreaterThan(900);
    // Orange, sky blue and green of Okabe and Ito.
    for (const colour of [[0xe6, 0x9f, 0x00], [0x56, 0xb4, 0xe9], [0x00, 0x9e, 0x73]] as const) {
      expect(countColour(data, colour)).toBeGreaterThan(300);
    }
    // "no prediction", in the colour of failures.
    expect(countColour(data, [0xff, 0x6b, 0x6b])).toBeGreaterThan(30);
  });

  it('is the same picture at every drawing', async () => {
    await drawMontage(paths(), work);
    const first = await readFile(paths().out);
    await drawMontage(paths(), work);
    expect((await readFile(paths().out)).equals(first)).toBe(true);
  });

  it('says so where no scan has the name of a mask', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await copyFile(join(folder, 'images', names[0]!), join(elsewhere, 'other.nii.gz'));
    await expect(drawMontage({ ...paths(), images: elsewhere }, work)).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('has the name of a mask') as string });
  });

  it('stops when asked to and writes nothing', async () => {
    const out = join(folder, 'cancelled', 'montage.png');
    const abort = new AbortController();
    await expect(drawMontage({ ...paths(), out }, { ...work, signal: abort.signal, progress: () => abort.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(readdir(join(folder, 'cancelled'))).rejects.toThrow(/ENOENT/);
  });
});
