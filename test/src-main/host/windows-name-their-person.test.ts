import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDoor, type Door } from '#main/host/server.ts';
import { personIn } from '#main/host/who-calls.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor({
    port: 0, pages: null, log: () => {},
    fetch: async ({ headers }) => new Response(headers.get('lamina-person')),
    answerEdit: (text, person) => `${text} by ${person === null ? 'nobody' : decodeURIComponent(person)}`,
  });
});
afterAll(() => door.close());

function said(protocols: readonly string[], headers: Record<string, string> = {}): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}/edits`, { protocols: ['lamina-edits', door.token, ...protocols], headers });
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => socket.send('stroke'));
    socket.addEventListener('message', ({ data }) => { resolve(String(data)); socket.close(); });
    socket.addEventListener('error', () => reject(new Error('it was not let in')));
  });
}

it('of each stroke, as a protocol of the socket, or in a header', async () => {
  const name = "Ada O'Neill-李";
  // As `shared/contract/people.ts` asks for: what `encodeURIComponent` leaves and no protocol may hold is encoded as well.
  const encoded = encodeURIComponent(name).replace(/['()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  expect(await said([])).toBe('stroke by nobody');
  expect(await said([`lamina-person.${encoded}`])).toBe(`stroke by ${name}`);
  expect(await said([], { 'lamina-person': encoded })).toBe(`stroke by ${name}`);
  expect(personIn({ headers: { 'lamina-person': 'a', 'sec-websocket-protocol': 'lamina-edits, t, lamina-person.b' } })).toBe('a');
});

it('of each call, once', async () => {
  const status = (...named: string[]): Promise<number | undefined> => new Promise((resolve, reject) => {
    request({ port: door.port, path: '/api/cases/list', headers: { authorization: `Bearer ${door.token}`, 'lamina-person': named } }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    }).on('error', reject).end();
  });
  expect([await status('Ada'), await status('Ada', 'Bob')]).toEqual([200, 400]);
});
