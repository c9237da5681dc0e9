/** The door's one WebSocket, spoken to byte by byte: whom it lets in, and what it makes of frames as no browser sends them. */
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor, type Door } from '#main/host/server.ts';

let door: Door;
let heard: string[] = [];
beforeAll(async () => {
  door = await openDoor({
    port: 0, pages: null, maximumBodyBytes: 1000, log: () => {},
    fetch: async () => new Response('inside'),
    answerEdit: (text) => {
      if (text === 'fails') throw new Error('on purpose');
      heard.push(text);
      return `heard ${text}`;
    },
  });
});
afterAll(() => door.close());

interface Asked { target?: string; host?: string; method?: string; headers?: string[] }

/** The key, and what it must be answered with, are the example of RFC 6455, 1.3. */
const nonce = 'dGhlIHNhbXBsZSBub25jZQ==';
const acceptance = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const usual = (): string[] => [`Sec-WebSocket-Protocol: lamina-edits, ${door.token}`];

function ask(socket: Socket, { target = '/edits', host = `127.0.0.1:${door.port}`, method = 'GET', headers = usual() }: Asked): void {
  socket.write([
    `${method} ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${nonce}`,
    ...headers, '', '',
  ].join('\r\n'));
}

/** All that comes back until the other side hangs up, or `enough` of it is there. */
function said(asked: Asked, write: (socket: Socket) => void, enough: (all: Buffer) => boolean): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(door.port, '127.0.0.1', () => ask(socket, asked));
    let all = Buffer.alloc(0);
    let accepted = false;
    socket.setNoDelay(true);
    socket.setTimeout(5000, () => socket.destroy(new Error(`no answer, only: ${all.toString('latin1')}`)));
    socket.on('data', (chunk) => {
      all = Buffer.concat([all, chunk]);
      const end = all.indexOf('\r\n\r\n');
      if (!accepted && end >= 0) {
        accepted = true;
        write(socket);
      }
      if (accepted && enough(all.subarray(end + 4))) socket.destroy();
    });
    socket.on('close', () => resolve(all));
    socket.on('error', reject);
  });
}
const upgrade = (asked: Asked): Promise<Buffer> => said(asked, (socket) => socket.end(), () => false);
const frames = async (write: (socket: Socket) => void, enough: (all: Buffer) => boolean = () => false): Promise<Buffer> => {
  const all = await said({}, write, enough);
  return all.subarray(all.indexOf('\r\n\r\n') + 4);
};

/** A client's frame (RFC 6455, 5.2). */
function frame(opcode: number, payload: Uint8Array, { final = true, masked = true, reserved = 0 } = {}): Buffer {
  const length = payload.length < 126 ? [payload.length] : payload.length < 0x10000 ? [126, payload.length >> 8, payload.length & 0xff] : [127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (payload.length >> shift) & 0xff)];
  length[0]! |= masked ? 0x80 : 0;
  const mask = [0x37, 0xfa, 0x21, 0x3d];
  return Buffer.from([(final ? 0x80 : 0) | reserved | opcode, ...length, ...(masked ? mask : []), ...[...payload].map((byte, at) => (masked ? byte ^ mask[at % 4]! : byte))]);
}
const text = (message: string): Buffer => Buffer.from(message, 'utf8');
const bye = frame(8, Buffer.from([1000 >> 8, 1000 & 0xff]));
const closedWith = (reply: Buffer): number => reply.subarray(-2).readUInt16BE(0);

describe('the door\u2019s WebSocket', () => {
  it('opens for who holds the token, as a header or among the protocols', async () => {
    for (const headers of [usual(), ['Sec-WebSocket-Protocol: lamina-edits', `Authorization: Bearer ${door.token}`], [...usual(), `Origin: http://127.0.0.1:${door.port}`]]) {
      const reply = (await upgrade({ headers })).toString('latin1');
      expect(reply).toMatch(/^HTTP\/1\.1 101 /);
      expect(reply).toContain(`Sec-WebSocket-Accept: ${acceptance}\r\n`);
      expect(reply).toContain('Sec-WebSocket-Protocol: lamina-edits\r\n');
      expect(reply).not.toContain(door.token);
    }
  });

  it.each<[string, () => Asked]>([
    ['nobody without the token', () => ({ headers: ['Sec-WebSocket-Protocol: lamina-edits'] })],
    ['nobody with another token', () => ({ headers: [`Sec-WebSocket-Protocol: lamina-edits, ${door.token.slice(1)}A`] })],
    ['nobody with a wrong header beside the right protocol', () => ({ headers: [...usual(), 'Authorization: Bearer wrong'] })],
    ['no other protocol', () => ({ headers: [`Sec-WebSocket-Protocol: chat, ${door.token}`] })],
    ['no second list of protocols', () => ({ headers: [...usual(), 'Sec-WebSocket-Protocol: chat'] })],
    ['no page from elsewhere', () => ({ headers: [...usual(), 'Origin: https://evil.example'] })],
    ['no page of another port', () => ({ headers: [...usual(), 'Origin: http://127.0.0.1:1'] })],
    ['no other site', () => ({ headers: [...usual(), 'Sec-Fetch-Site: cross-site'] })],
    ['no other name of this machine', () => ({ host: `rebound.example:${door.port}` })],
    ['no other path', () => ({ target: '/rpc/labels/commit' })],
    ['no other method', () => ({ method: 'POST' })],
  ])('opens for %s', async (_whom, asked) => {
    expect((await upgrade(asked())).toString('latin1')).toBe('');
  });

  it('hears the same, however a message is cut into frames and frames into packets', async () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), cuts, cuts, async (message, frameCuts, packetCuts) => {
      heard = [];
      const parts = cutAt(text(message), frameCuts);
      const wire = Buffer.concat([...parts.flatMap((part, at) => [frame(at === 0 ? 1 : 0, part, { final: at === parts.length - 1 }), frame(9, text('there?'))]), bye]);
      const reply = await frames((socket) => void (async () => {
        for (const packet of cutAt(wire, packetCuts)) await new Promise((resolve) => { socket.write(packet, resolve); });
      })());
      expect(heard).toEqual([message]);
      const answer = text(`heard ${message}`);
      const pong = frame(10, text('there?'), { masked: false });
      expect(Buffer.compare(reply, Buffer.concat([
        ...parts.slice(0, -1).map(() => pong), frame(1, answer, { masked: false }), pong, frame(8, Buffer.from([1000 >> 8, 1000 & 0xff]), { masked: false }),
      ]))).toBe(0);
    }), { numRuns: 25 });
  });

  it.each<[string, number, () => Buffer]>([
    ['is not masked', 1002, () => frame(1, text('x'), { masked: false })],
    ['uses an extension', 1002, () => frame(1, text('x'), { reserved: 0x40 })],
    ['goes on with what was not begun', 1002, () => frame(0, text('x'))],
    ['begins anew within a message', 1002, () => Buffer.concat([frame(1, text('x'), { final: false }), frame(1, text('y'))])],
    ['pings in parts', 1002, () => frame(9, text('x'), { final: false })],
    ['has no known meaning', 1002, () => frame(3, text('x'))],
    ['holds bytes instead of text', 1003, () => frame(2, text('x'))],
    ['is no UTF-8', 1007, () => frame(1, Buffer.from([0xc3, 0x28]))],
    ['is larger than the door allows', 1009, () => frame(1, Buffer.alloc(1001))],
    ['grows larger than that in parts', 1009, () => Buffer.concat([frame(1, Buffer.alloc(600), { final: false }), frame(0, Buffer.alloc(600))])],
    ['cannot be answered', 1011, () => frame(1, text('fails'))],
  ])('ends with a frame that %s, saying %i', async (_what, code, sent) => {
    heard = [];
    // Its last words, four bytes; a good client would say them back.
    expect(closedWith(await frames((socket) => socket.write(sent()), (said) => said.length >= 4))).toBe(code);
    expect(heard).toEqual([]);
  });

  it('is over when the door closes', async () => {
    const second = await openDoor({ port: 0, pages: null, log: () => {}, fetch: async () => new Response(), answerEdit: (message) => message });
    const socket = new WebSocket(`ws://127.0.0.1:${second.port}/edits`, ['lamina-edits', second.token]);
    await new Promise((resolve) => { socket.addEventListener('open', resolve); });
    const closed = new Promise((resolve) => { socket.addEventListener('close', resolve); });
    await second.close();
    await closed;
  });
});

function cutAt(bytes: Buffer, shares: readonly number[]): Buffer[] {
  const places = [0, ...shares.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, at) => bytes.subarray(places[at], end));
}
