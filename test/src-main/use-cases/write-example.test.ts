import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeExample } from '#main/use-cases/write-example.ts';
import type { LongWork } from '#main/use-cases/long-work.ts';
import { drawPhantom } from '#shared/example/phantom.ts';
import { decodeVoxels, parseHeader, placeVolume, readNumber } from '#shared/formats/nifti/nifti.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'lamina-example-')); });
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

const quiet: LongWork = { signal: new AbortController().signal, progress: () => undefined, report: () => undefined };

describe('the example project', () => {
  it('pairs scans and labels by name, with the patient in it', async () => {
    const written = await writeExample({ out: join(folder, 'new'), preset: 'organs', cases: 2, seed: 1 }, quiet);
    expect(written).toEqual({ images: join(folder, 'new', 'images'), labels: join(folder, 'new', 'labels'), cases: 2 });
    const expected = ['sub-001_organs.nii.gz', 'sub-002_organs.nii.gz'];
    expect((await readdir(written.images)).sort()).toEqual(expected);
    expect((await readdir(written.labels)).sort()).toEqual(expected);
  });

  it('is read back as it was drawn: same place, same voxels', async () => {
    const { images, labels } = await writeExample({ out: folder, preset: 'sparse', cases: 1, seed: 7 }, quiet);
    const phantom = drawPhantom('sparse', 7, 0);
    for (const [where, voxels, intent] of [[images, phantom.image, 0], [labels, phantom.labels, 1002]] as const) {
      const bytes = new Uint8Array(gunzipSync(await readFile(join(where, 'sub-001_sparse.nii.gz'))));
      const header = parseHeader(bytes, 'scan');
      expect(readNumber(header.raw, 'intent_code')).toBe(intent);
      const { geometry, trust, warnings } = placeVolume(header, 'scan');
      expect({ size: geometry.size, trust, warnings }).toEqual({ size: phantom.geometry.size, trust: 'known', warnings: [] });
      // sform and qform are float32.
      geometry.affine.forEach((value, at) => expect(value).toBeCloseTo(phantom.geometry.affine[at] as number, 4));
      expect(decodeVoxels(header, bytes.slice(header.voxelOffset), 'scan').timePoints).toEqual([voxels]);
    }
  });

  it('says how far it is, stops when asked to, and leaves no half-written file', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const work: LongWork = {
      ...quiet,
      signal: abort.signal,
      progress: ({ done }) => { seen.push(done); if (done === 2) abort.abort(); },
    };
    await expect(writeExample({ out: folder, preset: 'organs', cases: 50, seed: 1 }, work)).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toEqual([1, 2]);
    expect(await readdir(join(folder, 'images'))).toHaveLength(2);
  });

  it('says so where a file stands in the way of the folder', async () => {
    await writeFile(join(folder, 'taken'), '');
    await expect(writeExample({ out: join(folder, 'taken'), preset: 'organs', cases: 1, seed: 1 }, quiet))
      .rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('choose another folder') as string });
  });
});
