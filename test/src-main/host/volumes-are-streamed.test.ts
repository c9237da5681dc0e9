import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRange } from '#main/host/volume-route.ts';
import { openDoor } from '#main/host/server.ts';
import { hostInTest } from './host-in-test.ts';
import { ball, niftiBytes, tinySize, writeBalls } from '../tiny-nifti.ts';

describe('parts of a file that a request may ask for (RFC 9110, section 14)', () => {
  it.each([
    [null, null], ['bytes=0-0', [0, 1]], ['bytes=0-499', [0, 500]], ['bytes=500-999', [500, 1000]], ['bytes=500-', [500, 1000]],
    ['bytes=-500', [500, 1000]], ['bytes=-2000', [0, 1000]], ['bytes=900-2000', [900, 1000]], ['bytes=1000-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'], ['bytes=5-2', null], ['bytes=0-1,3-4', null], ['lines=0-1', null], ['bytes=a-b', null], ['bytes=-', null],
  ] as const)('%s', (header, expected) => {
    expect(parseRange(header, 1000)).toEqual(expected);
  });
});

describe('voxels through the door', () => {
  it('come whole or in part, as they are in the file, with their length, and into no cache', async () => {
    const { host, client, run, folder } = await hostInTest();
    const { images, labels } = writeBalls(folder, 1);
    await run(client.cases.import({ paths: [images], labels }));
    const [found] = await client.cases.list();
    const image = found!.images[0]!;
    const expected = niftiBytes(ball(1).image).subarray(352);

    const door = await openDoor({ fetch: host.fetch, port: 0, pages: null, log: () => {} });
    try {
      const get = (where: string, headers: Record<string, string> = {}): Promise<Response> =>
        fetch(`http://127.0.0.1:${door.port}${where}`, { headers: { authorization: `Bearer ${door.token}`, ...headers } });
      const whole = await get(`/volumes/${image.id}`);
      expect(whole.headers.get('content-length')).toBe(String(expected.length));
      expect(whole.headers.get('cache-control')).toBe('no-store');
      expect(Buffer.compare(Buffer.from(await whole.arrayBuffer()), expected)).toBe(0);

      const part = await get(`/volumes/${image.id}`, { range: 'bytes=100-299' });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes 100-299/${expected.length}`);
      expect(Buffer.compare(Buffer.from(await part.arrayBuffer()), expected.subarray(100, 300))).toBe(0);
      expect((await get(`/volumes/${image.id}`, { range: `bytes=${expected.length}-` })).status).toBe(416);

      const voxels = new Uint8Array(await (await get(`/labelmaps/${found!.labelmaps[0]!.id}/voxels`)).arrayBuffer());
      expect(voxels).toEqual(niftiBytes(ball(1).label).subarray(352));
      expect(voxels.length).toBe(tinySize[0] * tinySize[1] * tinySize[2]);

      // Within a slice, across several, from the first voxel and to the last one.
      for (const [from, to] of [[5, 9], [119, 121], [0, 720], [130, 600], [719, 720]] as const) {
        const some = await get(`/labelmaps/${found!.labelmaps[0]!.id}/voxels`, { range: `bytes=${from}-${to - 1}` });
        expect(some.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${voxels.length}`);
        expect(new Uint8Array(await some.arrayBuffer())).toEqual(voxels.slice(from, to));
      }

      expect((await get('/volumes/00000000-0000-4000-8000-000000000000')).status).toBe(404);
      expect((await get('/labelmaps/00000000-0000-4000-8000-000000000000/voxels')).status).toBe(404);
      expect((await get('/volumes/../project.sqlite')).status).toBe(404);
      expect((await get('/nothing')).status).toBe(404);
    } finally {
      await door.close();
    }
  });
});

describe('scripts in any language', () => {
  it('find every call of the contract in the OpenAPI document, and can make it', async () => {
    const { host } = await hostInTest({ project: false });
    const document = await (await host.fetch(new Request('http://lamina.invalid/openapi.json'))).json() as { paths: Record<string, unknown> };
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/system/version', '/cases/import', '/labels/commit', '/jobs/events']));
    const reply = await host.fetch(new Request('http://lamina.invalid/api/system/version', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }));
    const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../package.json'), 'utf8')) as { version: string };
    expect(await reply.json()).toEqual({ version, protocol: 1 });
  });
});

it('a running host announces itself to its user alone, and a stale announcement is seen through', async () => {
  const runtime = mkdtempSync(path.join(os.tmpdir(), 'lamina-run-'));
  const before = process.env['XDG_RUNTIME_DIR'];
  process.env['XDG_RUNTIME_DIR'] = runtime;
  try {
    const { statSync, readdirSync, writeFileSync } = await import('node:fs');
    const { announce, findRunningHost } = await import('#main/host/running-host.ts');
    const project = mkdtempSync(path.join(os.tmpdir(), 'lamina-project-'));
    expect(await findRunningHost(project)).toBeNull();
    const withdraw = await announce(project, 4711, 'secret');
    const [name] = readdirSync(path.join(runtime, 'lamina'));
    const file = path.join(runtime, 'lamina', name!);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    expect(await findRunningHost(project)).toMatchObject({ port: 4711, token: 'secret', processId: process.pid });
    await withdraw();
    expect(readdirSync(path.join(runtime, 'lamina'))).toEqual([]);

    // The process that wrote it was killed: process ids go up to 2²² at most.
    writeFileSync(file, JSON.stringify({ port: 1, token: 'x', processId: 2 ** 22 + 1, folder: project }), { mode: 0o600 });
    expect(await findRunningHost(project)).toBeNull();
    expect(readdirSync(path.join(runtime, 'lamina'))).toEqual([]);
    writeFileSync(file, 'not json');
    expect(await findRunningHost(project)).toBeNull();
    rmSync(project, { recursive: true });
  } finally {
    if (before === undefined) delete process.env['XDG_RUNTIME_DIR'];
    else process.env['XDG_RUNTIME_DIR'] = before;
    rmSync(runtime, { recursive: true });
  }
});
