import { createHash } from 'node:crypto';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProjectStore } from '#main/store/project-store.ts';
import { newProject } from './sample-project.ts';

const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => (at * at) % 251);
// FIPS 180-2, appendix B.1.
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

async function* inPieces(failAfter = Infinity): AsyncGenerator<Uint8Array> {
  for (let at = 0, piece = 0; at < bytes.length; at += 7777, piece += 1) {
    if (piece === failAfter) throw new Error('the reader gave up');
    yield bytes.subarray(at, at + 7777);
  }
}

const filesOf = async ({ folder }: ProjectStore): Promise<string[]> =>
  (await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);

describe('blobs', () => {
  it('are named by the sha256 of their bytes', async () => {
    const store = await newProject();
    const { hash, bytes: length } = await store.blobs.write(new TextEncoder().encode('abc'));
    expect({ hash, length }).toEqual({ hash: abc, length: 3 });
    expect(store.blobs.relativePath(hash)).toBe(`blobs/ba/${abc.slice(2)}`);
    expect(isAbsolute(store.blobs.path(hash))).toBe(true);
    expect(await readFile(store.blobs.path(hash), 'utf8')).toBe('abc');
    expect(new TextDecoder().decode(await store.blobs.read(hash))).toBe('abc');
  });

  it('lie there once, whether they came at once or in pieces', async () => {
    const store = await newProject();
    const whole = await store.blobs.write(bytes);
    expect(await store.blobs.write(inPieces())).toEqual(whole);
    expect(await Promise.all([store.blobs.write(bytes), store.blobs.write(inPieces())])).toEqual([whole, whole]);
    expect(whole.hash).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await filesOf(store)).toEqual([whole.hash.slice(2)]);
  });

  it('are not there at all where their reader gave up', async () => {
    const store = await newProject();
    await expect(store.blobs.write(inPieces(3))).rejects.toThrow('the reader gave up');
    expect(await filesOf(store)).toEqual([]);
  });

  it('that were damaged are told from whole ones, and mended by writing them again', async () => {
    const store = await newProject();
    const { hash } = await store.blobs.write(bytes);
    const path = store.blobs.path(hash);
    const damaged = Buffer.from(bytes);
    damaged[50_000]! ^= 1;
    await writeFile(path, damaged);
    await expect(store.blobs.read(hash)).rejects.toThrow(expect.objectContaining({ code: 'corrupt' }));
    await store.blobs.write(bytes);
    expect(Buffer.compare(await store.blobs.read(hash), bytes)).toBe(0);
    expect((await stat(path)).size).toBe(bytes.length);
  });

  it('that are missing, or were never any, are not found', async () => {
    const store = await newProject();
    const { hash } = await store.blobs.write(bytes);
    await rm(store.blobs.path(hash));
    for (const name of [hash, abc, '../../etc/passwd', '']) {
      expect(() => store.blobs.path(name)).toThrow(expect.objectContaining({ code: 'not-found' }));
      await expect(store.blobs.read(name)).rejects.toThrow(expect.objectContaining({ code: 'not-found' }));
    }
  });
});
