import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editChannel } from '#shared/contract/edit-channel.ts';
import { mayNavigate, mayRequest, withToken, type Door } from '../../../src-main/electron/page-rules.ts';

const door: Door = { port: 40123, token: 'secret-word' };

/** Addresses that begin, end or look like ours, by the ways in which addresses are commonly forged. */
const foreign = [
  'http://127.0.0.1:40124/', 'http://127.0.0.1/', 'https://127.0.0.1:40123/', 'http://localhost:40123/', 'http://127.0.0.1:40123.evil.example/',
  'http://127.0.0.1:40123@evil.example/', 'http://evil.example/?http://127.0.0.1:40123/', 'http://evil.example#http://127.0.0.1:40123/',
  'ws://127.0.0.1:40123/', 'ftp://127.0.0.1:40123/', 'file:///etc/passwd', 'data:text/html,x', 'javascript:alert(1)', 'about:blank', 'chrome://settings/', '', 'no address',
];

describe('a page', () => {
  it.each(foreign)('may neither go to nor ask %s, and its word is not told there', (address) => {
    expect(mayNavigate(address, door)).toBe(false);
    expect(mayRequest(address, door)).toBe(false);
    expect(withToken(address, { accept: '*/*' }, door)).toEqual({ accept: '*/*' });
  });

  it.each(['http://127.0.0.1:40123/', 'http://127.0.0.1:40123/rpc/cases/list?x=1#y', 'HTTP://127.0.0.1:40123/'])('may go to and ask %s, which carries the word', (address) => {
    expect(mayNavigate(address, door)).toBe(true);
    expect(mayRequest(address, door)).toBe(true);
    expect(withToken(address, { accept: '*/*' }, door)).toEqual({ accept: '*/*', Authorization: 'Bearer secret-word' });
  });

  it('may bring strokes over its one socket, which carries the word, and open no other', () => {
    const ours = `ws://127.0.0.1:40123${editChannel.path}`;
    expect(mayRequest(ours, door)).toBe(true);
    expect(mayNavigate(ours, door)).toBe(false);
    expect(withToken(ours, {}, door)).toEqual({ Authorization: 'Bearer secret-word' });
    for (const address of ['ws://127.0.0.1:40124/edits', 'wss://127.0.0.1:40123/edits', 'ws://localhost:40123/edits', 'ws://127.0.0.1:40123/edits2', 'ws://127.0.0.1:40123@evil.example/edits']) {
      expect(mayRequest(address, door)).toBe(false);
      expect(withToken(address, {}, door)).toEqual({});
    }
  });

  it('reads its own blobs, which never leave it, and does not become one', () => {
    expect(mayNavigate('blob:http://127.0.0.1:40123/5a9f', door)).toBe(false);
    expect(mayRequest('blob:http://127.0.0.1:40123/5a9f', door)).toBe(true);
    expect(mayRequest('blob:http://evil.example/5a9f', door)).toBe(false);
    expect(withToken('blob:http://127.0.0.1:40123/5a9f', {}, door)).toEqual({});
  });

  it('cannot send a second word of its own, however it spells the header', () => {
    const sent = withToken('http://127.0.0.1:40123/', { authorization: 'Bearer a', AUTHORIZATION: 'Bearer b', other: '1' }, door);
    expect(sent).toEqual({ other: '1', Authorization: 'Bearer secret-word' });
  });

  it('never has its word told to any other host or port', () => {
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
      expect(Object.values(withToken(address, {}, door))).toEqual([]);
    }));
    fc.assert(fc.property(fc.integer({ min: 1, max: 65_535 }).filter((port) => port !== door.port), (port) => {
      expect(withToken(`http://127.0.0.1:${port}/`, {}, door)).toEqual({});
    }));
  });
});
