import { expect, it } from 'vitest';
import { differences, draw, nothingKept, study } from './window-at-host.ts';

it('while an earlier state is looked at nothing is drawn or taken back, but a state can be restored and that be undone', async () => {
  const place = await study();
  const { session } = await place.open();
  draw(session, 1, [[10, 10, 2]]);
  await session.awaitSaved();
  const [edit] = await place.client.labels.history({ labelmapId: place.labelmapId });
  draw(session, 2, [[40, 40, 3]]);
  const second = session.labels.slice();
  // A stroke that is open is kept as far as it went.
  session.beginStroke({ tool: 'brush', label: 3, radiusVoxels: 3, axis: 2, kept: nothingKept, gate: null }, [80, 60, 1]);
  session.lookBack(true);
  const third = session.labels.slice();
  expect([session.isDrawing, third.includes(3)]).toEqual([false, true]);

  expect(draw(session, 1, [[60, 20, 2]])).toBe(false);
  expect(session.paintBlock('lasso', { box: { first: [0, 0, 0], last: [0, 0, 0] }, where: new Uint8Array([1]), label: 1 }, { kept: nothingKept, notErased: nothingKept, gate: null })).toBeNull();
  expect(await session.undo()).toBeNull();
  expect(differences(session.labels, third)).toBe(0);

  expect(await session.restore(edit!.id, [3])).toHaveProperty('first');
  const restored = third.map((label) => (label === 2 ? 0 : label));
  expect(differences(session.labels, restored)).toBe(0);
  // Two at once: it is so already, and the other one is not the time for.
  expect(await Promise.all([session.restore(edit!.id, [3]), session.restore(edit!.id, [3])])).toEqual([null, 'not-now']);
  session.lookBack(false);
  await session.undo();
  expect(differences(session.labels, third)).toBe(0);
  await session.undo();
  expect(differences(session.labels, second)).toBe(0);
  await session.redo();
  await session.redo();
  expect(differences(session.labels, restored)).toBe(0);
  expect(differences(await place.stored(), restored)).toBe(0);
});

it('a key that is held down takes back edits of an earlier visit as often as it was told', async () => {
  const place = await study();
  const first = await place.open();
  const states = [first.session.labels.slice()];
  for (let n = 0; n < 6; n += 1) {
    draw(first.session, 1 + (n % 3), [[10 + 12 * n, 20, 2]], { radiusVoxels: 9 });
    states.push(first.session.labels.slice());
  }
  await first.session.awaitSaved();
  const { session, line } = await place.open();
  line.delayMs = 3;
  await Promise.all(Array.from({ length: 4 }, () => session.undo()));
  expect(differences(session.labels, states[2]!)).toBe(0);
  await Promise.all([session.redo(), session.undo(), session.undo(), session.redo()]);
  expect(differences(session.labels, states[2]!)).toBe(0);
  expect(line.calls.filter((call) => call === 'revert')).toHaveLength(8);

  // Those that waited for one that failed are given up with it, and told of once.
  line.broken = new TypeError('Failed to fetch');
  const asked = await Promise.allSettled([session.undo(), session.undo(), session.undo()]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(differences(session.labels, states[2]!)).toBe(0);
  line.broken = null;
  await session.undo();
  expect(differences(session.labels, states[1]!)).toBe(0);
});

it('a restore whose answer was lost is there once the window has heard of it', async () => {
  const place = await study();
  const window = await place.open();
  const { session, line } = window;
  draw(session, 1, [[10, 10, 2]]);
  await session.awaitSaved();
  const [edit] = await place.client.labels.history({ labelmapId: place.labelmapId });
  draw(session, 2, [[12, 10, 2]]);
  await session.awaitSaved();
  line.losesAnswer = true;
  await expect(session.restore(edit!.id, 'all')).rejects.toThrow('Failed to fetch');
  await place.tell(window);
  await session.awaitSaved();
  expect(session.labels.includes(2)).toBe(false);
  await session.undo();
  expect(session.labels.includes(2)).toBe(true);
});
