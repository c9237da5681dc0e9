import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openDoor } from '#main/host/server.ts';

it('answers a call that came while it computed for longer than Node leaves a connection idle', async () => {
  const door = await openDoor({ port: 0, pages: '.', log: () => {}, fetch: async () => new Response('inside') });
  onTestFinished(() => door.close());
  const call = async (): Promise<string> => (await fetch(`http://127.0.0.1:${door.port}/rpc/jobs/get`, { method: 'POST', headers: { authorization: `Bearer ${door.token}`, 'content-type': 'application/json' }, body: '{}' })).text();
  expect(await call()).toBe('inside');
  await pause(100);
  const second = call();
  // It is on its way on the connection of the first.
  await new Promise((resolve) => { setImmediate(resolve); });
  // Node's own 5 seconds and the one that it adds.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_500);
  expect(await second).toBe('inside');
});
