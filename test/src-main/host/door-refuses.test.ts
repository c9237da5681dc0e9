/** Every way in that is not ours, tried over a raw socket: what a client library would tidy up must reach the door as it is. */
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor, type Door } from '#main/host/server.ts';

let door: Door;
let root = '';
let calls: string[] = [];
let bytesRead = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lamina-door-'));
  const pages = join(root, 'pages');
  await mkdir(pages);
  await writeFile(join(pages, 'index.html'), '<!doctype html><style nonce="LAMINA_NONCE"></style>page');
  await writeFile(join(root, 'secret.html'), 'secret');
  await symlink(join(root, 'secret.html'), join(pages, 'leads-out.html'));
  door = await openDoor({
    port: 0,
    pages,
    maximumBodyBytes: 1000,
    log: () => {},
    fetch: async (request) => {
      calls.push(new URL(request.url).pathname);
      if (request.body !== null) for await (const chunk of request.body) bytesRead += (chunk as Uint8Array).length;
      return new Response('inside');
    },
  });
});
afterAll(async () => {
  await door.close();
  await rm(root, { recursive: true, force: true });
});

/** Sends exactly these bytes; resolves with all that came back until the other side hung up or `until` was seen. */
function raw(text: string, until = '\r\n\r\n'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(door.port, '127.0.0.1', () => socket.write(text));
    let received = '';
    socket.setTimeout(5000, () => socket.destroy(new Error(`no answer, only: ${received}`)));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

const status = (reply: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(reply)?.[1]);

interface Head { method?: string; target?: string; host?: string; headers?: string[] }
const head = ({ method = 'POST', target = '/rpc/system/version', host = `127.0.0.1:${door.port}`, headers = [] }: Head): string =>
  [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...headers, '', ''].join('\r\n');
const key = (): string => `Authorization: Bearer ${door.token}`;

describe('the loopback door', () => {
  it('lets in who holds the token', async () => {
    calls = [];
    expect(status(await raw(head({ headers: [key(), 'Content-Length: 0'] })))).toBe(200);
    expect(calls).toEqual(['/rpc/system/version']);
  });

  it('makes a token of 256 bits, another one each time', async () => {
    expect(Buffer.from(door.token, 'base64url').length).toBe(32);
    const second = await openDoor({ port: 0, pages: null, log: () => {}, fetch: async () => new Response() });
    expect(second.token).not.toBe(door.token);
    await second.close();
  });

  it.each([
    ['no token', () => ({})],
    ['a wrong token', () => ({ headers: ['Authorization: Bearer AAAA'] })],
    ['a token with one character changed', () => ({ headers: [`${key().slice(0, -1)}${door.token.endsWith('A') ? 'B' : 'A'}`] })],
    ['the token as a cookie', () => ({ headers: [`Cookie: token=${door.token}`] })],
    ['the token in the address', () => ({ target: `/rpc/system/version?token=${door.token}` })],
    ['another scheme', () => ({ headers: [`Authorization: Basic ${door.token}`] })],
    ['no token for a volume', () => ({ method: 'GET', target: '/volumes/00000000-0000-4000-8000-000000000000' })],
    ['no token for a labelmap', () => ({ method: 'GET', target: '/labelmaps/x/voxels' })],
    ['no token for a thumbnail', () => ({ method: 'GET', target: '/thumbnails/00000000-0000-4000-8000-000000000000' })],
    ['no token for a download', () => ({ method: 'GET', target: '/downloads/x' })],
    ['no token for an upload', () => ({ method: 'PUT', target: '/uploads/x/scan.nii' })],
    ['no token for the OpenAPI document', () => ({ method: 'GET', target: '/openapi.json' })],
    ['no token and an encoded path', () => ({ method: 'GET', target: '/%72pc/system/version' })],
  ])('refuses %s', async (_what, make) => {
    calls = [];
    expect(status(await raw(head(make())))).toBe(401);
    expect(calls).toEqual([]);
  });

  it.each([
    ['a foreign Host', () => ({ host: 'evil.example' })],
    ['a foreign Host with our port', () => ({ host: `evil.example:${door.port}` })],
    ['our address with another port', () => ({ host: '127.0.0.1:1' })],
    ['a foreign Origin', () => ({ headers: ['Origin: https://evil.example'] })],
    ['another port of this machine as Origin', () => ({ headers: ['Origin: http://127.0.0.1:1'] })],
    ['the Origin of a sandboxed page', () => ({ headers: ['Origin: null'] })],
    ['a cross-site request', () => ({ headers: ['Sec-Fetch-Site: cross-site'] })],
    ['a same-site request from another port', () => ({ headers: ['Sec-Fetch-Site: same-site'] })],
  ])('refuses %s, even with the token', async (_what, make) => {
    calls = [];
    const request: Head = make();
    expect(status(await raw(head({ ...request, headers: [...(request.headers ?? []), key()] })))).toBe(403);
    expect(calls).toEqual([]);
  });

  it('refuses a foreign Host for the page too, so that no other name ever shows it', async () => {
    expect(status(await raw(head({ method: 'GET', target: '/', host: 'evil.example' })))).toBe(403);
  });

  it('refuses a header of trust that is sent twice', async () => {
    expect(status(await raw(head({ headers: ['Host: evil.example', key()] })))).toBe(400);
    expect(status(await raw(head({ headers: ['Authorization: Bearer AAAA', key()] })))).toBe(400);
  });

  it.each([
    '/../secret.html', '/a/../../secret.html', '/%2e%2e/secret.html', '/..%2fsecret.html', '/%2e%2e%2fsecret.html',
    '/..\\secret.html', '/..%5csecret.html', '/%252e%252e/secret.html', '//secret.html', '/./secret.html',
    '/secret.html%00.html', 'http://127.0.0.1/secret.html', '/%c0%ae%c0%ae/secret.html',
  ])('refuses to climb: %s', async (target) => {
    const reply = await raw(head({ method: 'GET', target }));
    expect(status(reply)).toBe(400);
    expect(reply).not.toContain('secret');
  });

  it('follows no link out of the page’s folder', async () => {
    const reply = await raw(head({ method: 'GET', target: '/leads-out.html' }));
    expect(status(reply)).toBe(404);
    expect(reply).not.toContain('secret');
  });

  it('refuses a body that announces too much, without reading any of it', async () => {
    calls = [];
    const reply = await raw(head({ headers: [key(), 'Content-Length: 1001'] }) + 'x'.repeat(100));
    expect(status(reply)).toBe(413);
    expect(calls).toEqual([]);
  });

  it('stops reading a chunked body at the limit', async () => {
    bytesRead = 0;
    const chunk = `1f4\r\n${'x'.repeat(500)}\r\n`;
    const reply = await raw(head({ headers: [key(), 'Transfer-Encoding: chunked'] }) + chunk.repeat(20) + '0\r\n\r\n');
    expect(status(reply)).toBe(413);
    expect(bytesRead).toBeLessThanOrEqual(1000);
  });

  it('invites no body from who has no token', async () => {
    expect(status(await raw(head({ headers: ['Expect: 100-continue', 'Content-Length: 10'] })))).toBe(401);
    expect(status(await raw(head({ headers: [key(), 'Expect: 100-continue', 'Content-Length: 10'] })))).toBe(100);
  });

  it('offers no upgrade and no tunnel', async () => {
    expect(await raw(head({ method: 'GET', headers: [key(), 'Connection: Upgrade', 'Upgrade: websocket'] }))).toBe('');
    const asked = [key(), 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Protocol: lamina-edits'];
    expect(await raw(head({ method: 'GET', target: '/edits', headers: asked }))).toBe('');
    expect(await raw(`CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\n\r\n`)).toBe('');
  });
});

describe('what the door says about its replies', () => {
  it('serves the page without a token, under a strict Content-Security-Policy with a nonce of its own', async () => {
    const get = (): Promise<string> => raw(head({ method: 'GET', target: '/' }), 'page');
    const [first, second] = [await get(), await get()];
    const policy = /content-security-policy: (.*)\r\n/i.exec(first)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*/);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    expect(first).toContain(`<style nonce="${nonce}">`);
    expect(second).not.toContain(nonce);
  });

  it('lets no reply with data into a cache, and sets no cookie', async () => {
    const reply = await raw(head({ headers: [key(), 'Content-Length: 0'] }));
    expect(reply).toMatch(/cache-control: no-store/i);
    expect(reply).toMatch(/x-content-type-options: nosniff/i);
    expect(reply).not.toMatch(/set-cookie/i);
  });

  it('writes nothing to the page’s paths', async () => {
    expect(status(await raw(head({ method: 'PUT', target: '/index.html', headers: [key()] })))).toBe(405);
  });

  it('listens on no other address than 127.0.0.1', async () => {
    await expect(new Promise((resolve, reject) => {
      const socket = connect(door.port, '::1', () => { socket.destroy(); resolve('connected'); });
      socket.on('error', reject);
    })).rejects.toThrow();
  });
});
