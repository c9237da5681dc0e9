import { expect, it } from 'vitest';
import { createPictureShelf } from '../../../src-renderer/components/picture/picture-shelf.ts';

function watchedShelf(mostKept: number, mostAtOnce = 3) {
  const seen = { fetched: [] as string[], revoked: [] as string[], running: 0, mostRunning: 0 };
  const shelf = createPictureShelf({
    mostKept, mostAtOnce,
    fetch: async (path) => {
      seen.fetched.push(path);
      seen.running += 1;
      seen.mostRunning = Math.max(seen.mostRunning, seen.running);
      await new Promise((resolve) => { setTimeout(resolve, 1); });
      seen.running -= 1;
      return `blob:${path}:${seen.fetched.length}`;
    },
    revoke: (address) => { seen.revoked.push(address); },
  });
  return { shelf, seen };
}

it('A picture that scrolls back into sight is not fetched again', async () => {
  const { shelf, seen } = watchedShelf(10);
  const first = new AbortController();
  const address = await shelf.take('a', first.signal);
  first.abort();
  expect(await shelf.take('a', new AbortController().signal)).toBe(address);
  expect(seen.fetched).toEqual(['a']);
});

it('The one not seen for longest is given back, never one in sight', async () => {
  const { shelf, seen } = watchedShelf(2);
  const inSight = new AbortController();
  const a = await shelf.take('a', inSight.signal);
  for (const path of ['b', 'c', 'd']) {
    const row = new AbortController();
    await shelf.take(path, row.signal);
    row.abort();
  }
  expect(seen.revoked).not.toContain(a);
  expect(seen.revoked.map((address) => address.split(':')[1])).toEqual(['b', 'c']);
  inSight.abort();
  await shelf.take('e', new AbortController().signal);
  expect(seen.revoked).toContain(a);
});

it('A few are fetched at a time, and a row that has left takes no turn', async () => {
  const { shelf, seen } = watchedShelf(100, 3);
  const rows = Array.from({ length: 20 }, () => new AbortController());
  const all = rows.map((row, n) => shelf.take(String(n), row.signal));
  for (const row of rows.slice(10)) row.abort(new Error('gone'));
  const settled = await Promise.allSettled(all);
  expect(seen.mostRunning).toBe(3);
  expect(settled.slice(0, 10).every(({ status }) => status === 'fulfilled')).toBe(true);
  expect(settled.slice(10).every(({ status }) => status === 'rejected')).toBe(true);
  expect(seen.fetched).toHaveLength(10);
});
