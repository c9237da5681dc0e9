import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { finish } from '#shared/regions/grid.ts';
import type { EditingSession } from '../../../src-renderer/editing/editing-session.ts';
import { acceptedPrediction, type Acceptance } from '../../../src-renderer/editing/regions/accepted-prediction.ts';
import { differences, draw, nothingKept, size, study } from './window-at-host.ts';

const point = fc.tuple(fc.double({ min: -3, max: 103, noNaN: true }), fc.double({ min: -3, max: 73, noNaN: true }), fc.double({ min: -0.4, max: 4.4, noNaN: true }));
const stroke = fc.record({
  kind: fc.constant('stroke' as const),
  label: fc.nat(3),
  axis: fc.constantFrom(0 as const, 1 as const, 2 as const),
  points: fc.array(point, { minLength: 1, maxLength: 4 }),
});
const command = fc.oneof(
  { weight: 4, arbitrary: stroke },
  { weight: 2, arbitrary: fc.constant({ kind: 'undo' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'redo' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
);

describe('one window', () => {
  it('undoes and redoes to exactly what was there, across reloads, and the host has the same', async () => {
    const place = await study();
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof({ weight: 9, arbitrary: command }, { weight: 1, arbitrary: fc.constant({ kind: 'reload' as const }) }), { maxLength: 14 }), async (steps) => {
      let window = await place.open();
      // The plainest undo there is: every state kept whole.
      const past: Uint8Array[] = [];
      let future: Uint8Array[] = [];
      // What earlier runs drew can be undone too; it is the ground here.
      const ground = window.session.labels.slice();
      for (const step of steps) {
        const { session } = window;
        const before = session.labels.slice();
        switch (step.kind) {
          case 'stroke':
            draw(session, step.label, step.points, { axis: step.axis });
            if (differences(before, session.labels) > 0) {
              past.push(before);
              future = [];
            }
            break;
          case 'undo':
            if (past.length === 0) break;
            await session.undo();
            future.push(before);
            expect(differences(session.labels, past.pop()!)).toBe(0);
            break;
          case 'redo':
            if (future.length === 0) break;
            await session.redo();
            past.push(before);
            expect(differences(session.labels, future.pop()!)).toBe(0);
            break;
          case 'cancel':
            session.beginStroke({ tool: 'brush', label: 2, radiusVoxels: 9, axis: 2, kept: nothingKept, gate: null }, [50, 35, 2]);
            session.strokeTo([70, 60, 2]);
            session.cancelStroke();
            expect(differences(session.labels, before)).toBe(0);
            break;
          case 'reload':
            await session.awaitSaved();
            session.dispose();
            window = await place.open();
            expect(differences(window.session.labels, before)).toBe(0);
            break;
        }
      }
      await window.session.awaitSaved();
      expect(differences(await place.stored(), window.session.labels)).toBe(0);
      while (past.length > 0) {
        await window.session.undo();
        past.pop();
      }
      expect(differences(window.session.labels, ground)).toBe(0);
      await window.session.awaitSaved();
      expect(window.refusals).toEqual([]);
      window.session.dispose();
    }), { numRuns: 15 });
  });

  it('tells the slices that a stroke changed, along the axis that slices are marked on', async () => {
    const place = await study();
    const { session, changedSlices } = await place.open();
    draw(session, 1, [[50, 35, 2]], { axis: 1, radiusVoxels: 1 });
    await session.undo();
    expect(changedSlices.map((slices) => slices.sort())).toEqual([[1, 2, 3], [1, 2, 3]]);
  });

  it('asks the host nothing to undo what it drew itself, and looks at nothing but the touched tiles', async () => {
    const place = await study();
    const { session, line } = await place.open();
    draw(session, 1, [[10, 10, 0]]);
    await session.undo();
    expect(session.labels.every((label) => label === 0)).toBe(true);
    await session.awaitSaved();
    expect(line.calls).toEqual(['commit', 'revert']);
  });

  it('can undo after a reload, also what an earlier undo left', async () => {
    const place = await study();
    const first = await place.open();
    draw(first.session, 1, [[10, 10, 0]]);
    const one = first.session.labels.slice();
    draw(first.session, 2, [[12, 10, 0], [80, 60, 0]]);
    const two = first.session.labels.slice();
    await first.session.undo();
    await first.session.awaitSaved();
    const { session } = await place.open();
    expect([session.canUndo, session.canRedo]).toEqual([true, true]);
    expect(await session.redo()).not.toBeNull();
    expect(differences(session.labels, two)).toBe(0);
    await session.undo();
    expect(differences(session.labels, one)).toBe(0);
    await session.undo();
    expect(session.labels.every((label) => label === 0)).toBe(true);
    expect([session.canUndo, await session.undo()]).toEqual([false, null]);
  });
});

describe('accepting a prediction', () => {
  const predicted = new Uint8Array(size[0] * size[1] * size[2]).map((_, index) => index % 4);
  const accept = (session: EditingSession, kept: Uint8Array, slice: Acceptance['slice']): VoxelBox | null => {
    const chosen = { kind: 'accept-prediction', prediction: predicted, locked: kept, slice } as const;
    const block = finish(acceptedPrediction({ grid: { size, spacingMm: [1, 1, 1] }, labels: session.labels, label: 1 }, chosen));
    return block && session.paintBlock(chosen.kind, block, { kept, notErased: kept, gate: null });
  };

  it('takes over a slice of any axis as one edit that one undo takes back, and leaves locked labels as they are', async () => {
    const place = await study();
    const { session } = await place.open();
    draw(session, 3, [[50, 35, 2]], { radiusVoxels: 10 });
    const before = session.labels.slice();
    const kept = new Uint8Array(256);
    kept[3] = 1;
    expect(accept(session, kept, { axis: 1, index: 34 })).not.toBeNull();
    session.labels.forEach((label, index) => {
      const j = Math.floor(index / size[0]) % size[1];
      const isTaken = j === 34 && before[index] !== 3 && predicted[index] !== 3;
      if (label !== (isTaken ? predicted[index] : before[index])) expect.fail(`voxel ${index}`);
    });
    await session.awaitSaved();
    expect(differences(await place.stored(), session.labels)).toBe(0);
    await session.undo();
    expect(differences(session.labels, before)).toBe(0);
  });

  it('takes over the whole case, and a second time changes nothing', async () => {
    const place = await study();
    const { session, line } = await place.open();
    expect(accept(session, nothingKept, null)).toEqual({ first: [0, 0, 0], last: [99, 69, 4] });
    expect(accept(session, nothingKept, null)).toBeNull();
    await session.awaitSaved();
    expect(differences(await place.stored(), predicted)).toBe(0);
    expect(line.calls).toEqual(['commit']);
  });
});
