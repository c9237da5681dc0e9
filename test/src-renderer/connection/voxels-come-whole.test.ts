import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { downloadVoxels, fillVoxels } from '../../../src-renderer/connection/volume.ts';

const bytesOf = (...values: number[]): Uint8Array => new Uint8Array(new Int16Array(values).buffer);
/** An answer that comes in pieces, as a network brings it. */
const inPieces = (bytes: Uint8Array, at: number): Response =>
  new Response(new ReadableStream({
    start(stream) {
      stream.enqueue(bytes.slice(0, at));
      stream.enqueue(bytes.slice(at));
      stream.close();
    },
  }));

beforeEach(() => { vi.stubGlobal('sessionStorage', { getItem: () => 'key-of-this-window' }); });
afterEach(() => vi.unstubAllGlobals());

describe('voxels from the host', () => {
  it('are the bytes in their type, however they were cut on the way, and the word that lets us in goes with the question', async () => {
    const asked = vi.fn(async () => inPieces(bytesOf(-1000, 3071, 5), 3));
    vi.stubGlobal('fetch', asked);
    const shares: number[] = [];
    const voxels = await downloadVoxels({ path: '/volumes/a', type: 'int16', count: 3, progress: (share) => shares.push(share) });
    expect(voxels).toEqual(new Int16Array([-1000, 3071, 5]));
    expect(shares).toEqual([0.5, 1]);
    expect(asked).toHaveBeenCalledWith('/volumes/a', { headers: { authorization: 'Bearer key-of-this-window' } });
  });

  it.each([['few', bytesOf(1, 2)], ['many', bytesOf(1, 2, 3, 4)]])('are refused where too %s came: a picture with a wrong end is no picture', async (_which, bytes) => {
    vi.stubGlobal('fetch', async () => inPieces(bytes, 2));
    await expect(downloadVoxels({ path: '/volumes/a', type: 'int16', count: 3 })).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('are asked for by at most two at a time, and the third comes when one is through', async () => {
    const answers: ((response: Response) => void)[] = [];
    vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => { answers.push(resolve); }));
    const all = [1, 2, 3].map(() => downloadVoxels({ path: '/volumes/a', type: 'uint8', count: 1 }));
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    expect(answers).toHaveLength(2);
    answers[0]!(new Response(new Uint8Array([7])));
    await all[0];
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    answers[1]!(new Response(new Uint8Array([8])));
    answers[2]!(new Response(new Uint8Array([9])));
    expect(await Promise.all(all)).toEqual([new Uint8Array([7]), new Uint8Array([8]), new Uint8Array([9])]);
  });

  it('of the first slice are there before the others are asked for, which wait until it was seen', async () => {
    const asked: (string | null)[] = [];
    vi.stubGlobal('fetch', async (_path: string, { headers }: { headers: Record<string, string> }) => {
      asked.push(headers['range'] ?? null);
      return headers['range'] === undefined ? inPieces(bytesOf(1, 2, 3, 4), 3) : new Response(bytesOf(3).slice());
    });
    const seen = Promise.withResolvers<void>();
    const { voxels, begun, done } = fillVoxels({ path: '/volumes/a', type: 'int16', count: 4 }, { between: [2, 3], rest: seen.promise });
    await begun;
    await new Promise((resolve) => { setTimeout(resolve, 5); });
    expect([asked, [...voxels]]).toEqual([['bytes=4-5'], [0, 0, 3, 0]]);
    seen.resolve();
    await done;
    expect([asked, [...voxels]]).toEqual([['bytes=4-5', null], [1, 2, 3, 4]]);
  });

  it('that the host refuses fail with the host’s own sentence', async () => {
    const sentence = { en: 'No such image.', 'zh-CN': '没有此图像。' };
    vi.stubGlobal('fetch', async () => Response.json({ code: 'not-found', sentence }, { status: 404 }));
    await expect(downloadVoxels({ path: '/volumes/a', type: 'uint8', count: 1 })).rejects.toMatchObject({ code: 'not-found', sentence });
  });
});
