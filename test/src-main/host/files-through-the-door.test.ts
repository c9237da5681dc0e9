import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HostParts } from '#main/host/calls/host-parts.ts';
import { startJob } from '#main/host/calls/start-job.ts';
import { createGrants } from '#main/host/grants.ts';
import { openDoor, type Door } from '#main/host/server.ts';
import { createTransfers } from '#main/host/transfers.ts';
import { uploadPath } from '#main/host/upload-path.ts';
import type { ImportReport } from '#shared/contract/cases.ts';
import { pythonAvailable, runPython } from '../../python/python.ts';
import { niftiBytes, ball, writeBalls } from '../tiny-nifti.ts';
import { hostInTest, type HostInTest } from './host-in-test.ts';

interface Doorway extends HostInTest {
  readonly door: Door;
  readonly at: (target: string, init?: RequestInit) => Promise<Response>;
  /** What lies in the folder of uploads and downloads, of all hosts. */
  readonly left: () => string[];
}

async function doorway(project = true): Promise<Doorway> {
  const place = await hostInTest({ project });
  const door = await openDoor({ fetch: place.host.fetch, port: 0, pages: null, maximumBodyBytes: 1000, log: () => {} });
  onTestFinished(() => door.close());
  const transfers = path.join(place.folder, 'transfers');
  return {
    ...place, door,
    at: (target, init = {}) => fetch(`http://127.0.0.1:${door.port}${target}`, { ...init, headers: { authorization: `Bearer ${door.token}`, ...init.headers } }),
    left: () => (existsSync(transfers) ? readdirSync(transfers, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name) : []),
  };
}

const put = ({ at }: Doorway, id: string, name: string, body: string | ArrayBuffer): Promise<Response> =>
  at(`/uploads/${id}/${name.split('/').map(encodeURIComponent).join('/')}`, { method: 'PUT', body });

describe('an upload', () => {
  it('of scans and labels in folders is imported, under names with spaces, signs and other letters, and is gone afterwards', async () => {
    const place = await doorway();
    const { client, run, left } = place;
    const { id, grant } = await client.files.beginUpload();
    const labels = await client.files.beginUpload();
    const name = '50% dosis #1 肝脏.nii';
    // Larger than a call may be.
    expect((await put(place, id, `ward 3/${name}`, niftiBytes(ball(1).image).slice().buffer)).status).toBe(204);
    expect((await put(place, labels.id, name, niftiBytes(ball(1).label).slice().buffer)).status).toBe(204);
    expect(left()).toHaveLength(2);
    const job = await run(client.cases.import({ paths: [grant], labels: labels.grant }));
    expect((job.result as ImportReport).imported).toMatchObject([{ name: '50% dosis #1 肝脏', completeSlices: 6 }]);
    await expect.poll(left).toEqual([]);
    expect((await put(place, id, 'late.nii', 'x')).status).toBe(404);
  });

  it('of a broken file is refused by its name, and the rest is imported', async () => {
    const place = await doorway();
    const { id, grant } = await place.client.files.beginUpload();
    await put(place, id, 'good.nii', niftiBytes(ball(1).image).slice().buffer);
    await put(place, id, 'bad.nii', 'no scan at all');
    const report = (await place.run(place.client.cases.import({ paths: [grant] }))).result as ImportReport;
    expect(report.imported.map(({ name }) => name)).toEqual(['good']);
    expect(report.refused.map(({ file }) => file)).toEqual(['bad.nii']);
    expect(report.refused[0]!.reason.en).toContain('bad.nii');
    expect(JSON.stringify(report)).not.toContain(place.folder);
  });

  it('that breaks off leaves no half file, and can be sent again', async () => {
    const place = await doorway();
    const { id, grant } = await place.client.files.beginUpload();
    const socket = httpRequest({ host: '127.0.0.1', port: place.door.port, method: 'PUT', path: `/uploads/${id}/scan.nii`, headers: { authorization: `Bearer ${place.door.token}`, 'content-length': 1e6 } });
    socket.on('error', () => {});
    socket.write(Buffer.alloc(1e5));
    for (let n = 0; n < 100 && place.left().length === 0; n += 1) await wait(10);
    socket.destroy();
    for (let n = 0; n < 100 && place.left().length > 0; n += 1) await wait(10);
    expect(place.left()).toEqual([]);
    expect((await put(place, id, 'scan.nii', niftiBytes(ball(1).image).slice().buffer)).status).toBe(204);
    expect((await place.run(place.client.cases.import({ paths: [grant] }))).result).toMatchObject({ imported: [{ name: 'scan' }] });
  });

  it('waits for the disk: what comes in is not heaped up in memory', async () => {
    let release = (): void => {};
    const full = new Promise<void>((resolve) => { release = resolve; });
    let received = 0;
    const slow = await openDoor({
      port: 0, pages: null, log: () => {},
      fetch: async (request) => {
        await full;
        for await (const chunk of request.body!) received += (chunk as Uint8Array).length;
        return new Response();
      },
    });
    onTestFinished(() => slow.close());
    const sent = httpRequest({ host: '127.0.0.1', port: slow.port, method: 'PUT', path: '/uploads/a/large.raw', headers: { authorization: `Bearer ${slow.token}` } });
    const answered = new Promise((resolve) => { sent.on('response', resolve); });
    const chunk = Buffer.alloc(2 ** 20);
    let taken = 0;
    const write = (): void => { while (taken < 64 && sent.write(chunk, () => { taken += 1; })) { /* until the socket is full */ } };
    sent.on('drain', write);
    write();
    await wait(300);
    // Only what the system's own buffers hold of the 64 MiB.
    expect(taken).toBeLessThan(24);
    release();
    for (let n = 0; n < 500 && taken < 64; n += 1) await wait(10);
    sent.end();
    await answered;
    expect(received).toBeGreaterThanOrEqual(64 * 2 ** 20);
  });

  it.each([
    ['out of its folder', '/uploads/ID/../../secret'], ['out of it, encoded', '/uploads/ID/%2e%2e/%2e%2e/secret'],
    ['with an encoded slash', '/uploads/ID/a%2F..%2F..%2Fsecret'], ['with a backslash', '/uploads/ID/..%5Csecret'],
    ['with a zero byte', '/uploads/ID/a%00.nii'], ['without a name', '/uploads/ID/'], ['with a broken code', '/uploads/ID/%zz'],
    ['to a device of its own', '/uploads/../ID/x'],
  ])('leads nowhere %s', async (_what, target) => {
    const place = await doorway();
    const { id } = await place.client.files.beginUpload();
    const status = await new Promise<number>((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port: place.door.port, method: 'PUT', path: target.replace('ID', id), headers: { authorization: `Bearer ${place.door.token}` } }, (reply) => { reply.resume(); resolve(reply.statusCode!); });
      sent.on('error', reject);
      sent.end('x');
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(place.left()).toEqual([]);
    expect(existsSync(path.join(place.folder, 'secret'))).toBe(false);
  });

  it('needs the token, an upload that was begun, and PUT', async () => {
    const place = await doorway();
    const { id } = await place.client.files.beginUpload();
    expect((await fetch(`http://127.0.0.1:${place.door.port}/uploads/${id}/x`, { method: 'PUT', body: 'x' })).status).toBe(401);
    expect((await put(place, 'neverbegun', 'x', 'x')).status).toBe(404);
    expect((await place.at(`/uploads/${id}/x`, { method: 'POST', body: 'x' })).status).toBe(405);
    // Everything else keeps its bound.
    expect((await place.at('/rpc/system/version', { method: 'POST', body: 'x'.repeat(2000) })).status).toBe(413);
  });

  it('is gone when the host ends, and what a killed host left is swept by the next one', async () => {
    const place = await doorway();
    const { id } = await place.client.files.beginUpload();
    await put(place, id, 'scan.nii', 'x');
    // Process ids go up to 2²² at most.
    const orphan = path.join(place.folder, 'transfers', `${2 ** 22 + 1}-0123456789ab`);
    mkdirSync(orphan);
    writeFileSync(path.join(orphan, 'of a patient.nii'), 'x');
    await place.host.close();
    expect(place.left()).toEqual(['of a patient.nii']);
    const { startHost } = await import('#main/host/host.ts');
    const next = startHost({ engine: place.engine, log: place.host.log, folders: { settings: place.folder, data: place.folder, transfers: path.join(place.folder, 'transfers') } });
    for (let n = 0; n < 100 && place.left().length > 0; n += 1) await wait(10);
    expect(place.left()).toEqual([]);
    await next.close();
  });

  it('on Windows bears no name that the system forbids', () => {
    expect(uploadPath('/uploads/a/x%3Astream', 'win32')).toBeNull();
    expect(uploadPath('/uploads/a/x%3Astream', 'linux')?.names).toEqual(['x:stream']);
  });

  // The list of Microsoft's "Naming Files, Paths, and Namespaces".
  it.each(['CON', 'nul.nii', 'Aux.tar.gz', 'COM1', 'lpt9.dcm', 'COM¹.nii', 'prn .nii'])('on Windows is not %s, which is a device in every folder', (name) => {
    expect(uploadPath(`/uploads/a/${encodeURIComponent(name)}`, 'win32')).toBeNull();
    expect(uploadPath(`/uploads/a/${encodeURIComponent(name)}/scan.nii`, 'win32')).toBeNull();
    expect(uploadPath(`/uploads/a/${encodeURIComponent(name)}`, 'linux')?.names).toEqual([name]);
  });

  it.each(['contrast.nii', 'com10.nii', 'aux1.nii', 'xcon', 'lpt.nii'])('on Windows may be %s', (name) => {
    expect(uploadPath(`/uploads/a/${name}`, 'win32')?.names).toEqual([name]);
  });

  it('is gone, too, where the project was closed while its grant was redeemed', async () => {
    const { folder } = await hostInTest({ project: false });
    const grants = createGrants();
    const transfers = createTransfers(path.join(folder, 'transfers'), grants);
    const { id, grant } = await transfers.begin('upload');
    writeFileSync(path.join(transfers.get(id)!.folder, 'scan.nii'), 'x');
    const closed = new Error('closed');
    const required = vi.fn().mockReturnValueOnce({}).mockImplementationOnce(() => { throw closed; });
    const parts = { session: { required }, grants } as unknown as HostParts;
    await expect(startJob(parts, { kind: 'import', lane: 'import', input: { paths: [grant] }, run: async () => ({}) })).rejects.toBe(closed);
    expect(transfers.get(id)).toBeNull();
  });

  it('that was discarded is said to hold nothing', async () => {
    const { client } = await doorway();
    const { id, grant } = await client.files.beginUpload();
    await client.files.discard({ id });
    await expect(client.cases.import({ paths: [grant] })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('Nothing was uploaded') as string });
  });
});

describe('a download', () => {
  const exported = async (count: number): Promise<Doorway & { readonly id: string }> => {
    const place = await doorway();
    const { images, labels } = writeBalls(place.folder, count);
    await place.run(place.client.cases.import({ paths: [images], labels }));
    const { id, grant } = await place.client.files.beginDownload();
    const job = await place.run(place.client.export.start({ out: grant }));
    expect(job).toMatchObject({ state: 'done', result: { refused: [] } });
    expect(JSON.stringify(job.result)).not.toContain(place.folder);
    return { ...place, id };
  };

  it.skipIf(!pythonAvailable)('of several files is one archive that Python unpacks, and is gone once it was fetched', async () => {
    const place = await exported(2);
    const reply = await place.at(`/downloads/${place.id}`);
    expect([reply.status, reply.headers.get('content-type'), reply.headers.get('content-disposition'), reply.headers.get('cache-control')])
      .toEqual([200, 'application/zip', "attachment; filename=\"project.zip\"; filename*=UTF-8''project.zip", 'no-store']);
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect(bytes.length).toBe(Number(reply.headers.get('content-length')));
    const archive = path.join(place.folder, 'fetched.zip');
    writeFileSync(archive, bytes);
    const unpacked = path.join(place.folder, 'unpacked');
    const checked = runPython('import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip()); z.extractall(sys.argv[2])', [archive, unpacked]);
    expect(checked.stdout.trim()).toBe('None');
    expect(readdirSync(unpacked).sort()).toEqual(['scan-1.json', 'scan-1.nii.gz', 'scan-2.json', 'scan-2.nii.gz']);
    expect(JSON.parse(readFileSync(path.join(unpacked, 'scan-1.json'), 'utf8'))).toMatchObject({ program: 'Lamina', case: 'scan-1' });
    await expect.poll(place.left).toEqual([]);
    expect((await place.at(`/downloads/${place.id}`)).status).toBe(404);
  });

  it('of one file is that file, under its own name in any script', async () => {
    const place = await doorway();
    const { id, grant } = await place.client.files.beginDownload();
    const { images, labels } = writeBalls(place.folder, 3);
    const out = path.join(place.folder, 'transfers');
    await place.client.evaluation.montage({ images, predictions: labels, references: labels, out: path.join(out, readdirSync(out)[0]!, id, 'Übersicht 肝.png') });
    const reply = await place.at(`/downloads/${id}`);
    expect(reply.headers.get('content-disposition')).toBe("attachment; filename=\"_bersicht _.png\"; filename*=UTF-8''%C3%9Cbersicht%20%E8%82%9D.png");
    expect(Buffer.from(await reply.arrayBuffer()).subarray(1, 4).toString()).toBe('PNG');
    expect(grant).toMatch(/^grant:/);
  });

  it('that broke off can be fetched again', async () => {
    const place = await exported(1);
    const head = await place.at(`/downloads/${place.id}`, { method: 'HEAD' });
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
    const broken = await place.at(`/downloads/${place.id}`);
    await broken.body!.cancel();
    expect((await place.at(`/downloads/${place.id}`)).status).toBe(200);
  });

  it('is not to be had while it is written, nor where nothing was', async () => {
    const place = await doorway();
    const { id } = await place.client.files.beginDownload();
    const reply = await place.at(`/downloads/${id}`);
    expect([reply.status, (await reply.json() as { sentence: { en: string } }).sentence.en]).toEqual([404, expect.stringContaining('nothing to download')]);
    expect((await fetch(`http://127.0.0.1:${place.door.port}/downloads/${id}`)).status).toBe(401);
    await place.client.files.discard({ id });
    expect((await place.at(`/downloads/${id}`)).status).toBe(404);
  });
});
