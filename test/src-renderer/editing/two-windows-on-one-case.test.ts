import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, draw, study, type Study, type Window } from './window-at-host.ts';

/** Lets everything reach everybody. */
async function settle(place: Study, windows: readonly Window[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const { session } of windows) await session.awaitSaved();
    await place.tell(...windows);
  }
  for (const { session } of windows) await session.awaitSaved();
}

const point = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 69 }), fc.constant(2));
const step = fc.record({
  window: fc.nat(1),
  kind: fc.oneof({ weight: 5, arbitrary: fc.constant('stroke' as const) }, { weight: 3, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) }, fc.constantFrom('tell' as const, 'wait' as const, 'saved' as const)),
  label: fc.nat(3),
  points: fc.array(point, { minLength: 1, maxLength: 3 }),
});

describe('two windows on one case', () => {
  it('end with the same labels as the host, whatever they draw, undo and redo between each other', async () => {
    const place = await study();
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 16 }), fc.nat(3), async (steps, delayMs) => {
      const windows = [await place.open(), await place.open()] as const;
      windows[1].line.delayMs = delayMs;
      for (const { window, kind, label, points } of steps) {
        const { session } = windows[window]!;
        switch (kind) {
          case 'stroke': draw(session, label, points, { radiusVoxels: 12 }); break;
          case 'undo': await session.undo(); break;
          case 'redo': await session.redo(); break;
          case 'tell': await place.tell(...windows); break;
          case 'wait': await wait(2); break;
          case 'saved': await session.awaitSaved(); break;
        }
      }
      await settle(place, windows);
      const stored = await place.stored();
      expect(windows.map(({ session }) => differences(session.labels, stored))).toEqual([0, 0]);
      expect(windows.map(({ session }) => session.state.kind)).toEqual(['saved', 'saved']);
      // Both can go on from there.
      draw(windows[0].session, 1, [[3, 3, 0]]);
      await settle(place, windows);
      draw(windows[1].session, 2, [[3, 3, 0]]);
      await settle(place, windows);
      expect(differences(windows[0].session.labels, windows[1].session.labels)).toBe(0);
      for (const { session } of windows) session.dispose();
    }), { numRuns: 15 });
  });

  it('shows a stroke of the other window as soon as it is told, and undoes on top of it only what it may', async () => {
    const place = await study();
    const [a, b] = [await place.open(), await place.open()];
    draw(a.session, 1, [[20, 20, 2]], { radiusVoxels: 6 });
    await settle(place, [a, b]);
    expect(differences(a.session.labels, b.session.labels)).toBe(0);
    draw(b.session, 2, [[24, 20, 2]], { radiusVoxels: 6 });
    await settle(place, [a, b]);
    const both = a.session.labels.slice();
    await a.session.undo();
    await settle(place, [a, b]);
    // The newest edit went, whoever made it; where it had painted over the first one, that is back.
    expect(both.filter((label) => label === 2).length).toBeGreaterThan(0);
    expect(b.session.labels.filter((label) => label === 2).length).toBe(0);
    expect(differences(a.session.labels, b.session.labels)).toBe(0);
  });

  it('drops a stroke on a place that has moved on, and those built on it, keeps the others, and says so', async () => {
    const place = await study();
    const [a, b] = [await place.open(), await place.open()];
    draw(a.session, 1, [[10, 10, 2]]);
    await a.session.awaitSaved();
    // b has not heard: its first and third stroke are on the tile of a's, the second is far away.
    draw(b.session, 2, [[12, 10, 2]]);
    draw(b.session, 3, [[90, 60, 2]]);
    draw(b.session, 2, [[14, 10, 2]]);
    await settle(place, [a, b]);
    expect(b.refusals.map(({ en }) => en)).toEqual(['Your last changes here were not kept, because the same place was changed in another window; what you see now is what is stored.']);
    const stored = await place.stored();
    expect(differences(b.session.labels, stored)).toBe(0);
    expect([1, 2, 3].map((label) => stored.includes(label))).toEqual([true, false, true]);
    expect(await b.session.undo()).not.toBeNull();
    expect(b.session.labels.includes(3)).toBe(false);
    expect(b.session.labels.includes(1)).toBe(true);
  });

  it('ends an open stroke that stands on a refused one', async () => {
    const place = await study();
    const [a, b] = [await place.open(), await place.open()];
    draw(a.session, 1, [[10, 10, 2]]);
    await a.session.awaitSaved();
    draw(b.session, 2, [[12, 10, 2]]);
    b.session.beginStroke({ tool: 'brush', label: 3, radiusVoxels: 3, axis: 2, kept: new Uint8Array(256), gate: null }, [15, 10, 2]);
    await settle(place, [a, b]);
    expect(b.session.isDrawing).toBe(false);
    b.session.strokeTo([30, 30, 2]);
    b.session.endStroke();
    await settle(place, [a, b]);
    expect(differences(b.session.labels, await place.stored())).toBe(0);
  });
});
