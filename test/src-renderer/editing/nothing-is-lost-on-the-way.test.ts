import { setTimeout as wait } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { differences, draw, study, wordsOfFailure } from './window-at-host.ts';

const gone = (): Error => new TypeError('Failed to fetch');
const diskFull = (): Error => new ORPCError('disk-full');

describe('a host that does not answer', () => {
  it.each([['is gone', gone], ['has no room on its disk', diskFull]])('while it %s, strokes wait, the state says why, and they are stored once it is back', async (_, error) => {
    const place = await study();
    const { session, line, states } = await place.open();
    line.broken = error();
    draw(session, 1, [[10, 10, 2]]);
    await expect(session.awaitSaved()).rejects.toThrow();
    expect(session.state).toEqual({ kind: 'failed', sentence: wordsOfFailure });
    draw(session, 2, [[12, 10, 2]]);
    await session.undo();
    draw(session, 3, [[80, 60, 2]]);
    await wait(30);
    expect((await place.stored()).every((label) => label === 0)).toBe(true);
    line.broken = null;
    session.retry();
    await expect.poll(() => session.state.kind).toBe('saved');
    expect(differences(await place.stored(), session.labels)).toBe(0);
    expect([1, 2, 3].map((label) => session.labels.includes(label))).toEqual([true, false, true]);
    expect(states.slice(0, 2)).toEqual(['saving', 'failed']);
  });

  it('has stored the stroke whose answer was lost: it is not stored twice', async () => {
    const place = await study();
    const { session, line } = await place.open();
    line.losesAnswer = true;
    draw(session, 1, [[10, 10, 2]]);
    await expect.poll(() => session.state.kind).toBe('saved');
    line.losesAnswer = true;
    await session.undo();
    draw(session, 2, [[11, 10, 2]]);
    await expect.poll(() => session.state.kind).toBe('saved');
    expect(line.calls).toEqual(['commit', 'commit', 'revert', 'revert', 'commit']);
    const { client, caseId } = place;
    const { labelmapId } = await client.labels.open({ caseId: caseId });
    expect((await client.labels.history({ labelmapId })).map(({ tool }) => tool)).toEqual(['brush', 'revert', 'brush']);
    expect(differences(await place.stored(), session.labels)).toBe(0);
  });

  it('refuses for want of a project, not of the stroke: the stroke waits until the project is open again', async () => {
    const place = await study();
    const { session, refusals } = await place.open();
    await place.client.project.close({});
    draw(session, 1, [[10, 10, 2]]);
    await expect(session.awaitSaved()).rejects.toThrow();
    await place.client.project.open({ folder: place.project });
    session.retry();
    await expect.poll(() => session.state.kind).toBe('saved');
    expect(refusals).toEqual([]);
    expect(differences(await place.stored(), session.labels)).toBe(0);
    expect(session.labels.includes(1)).toBe(true);
  });

  it('is slow: drawing and undoing go on at once, and all arrives in order', async () => {
    const place = await study();
    const { session, line } = await place.open();
    line.delayMs = 20;
    for (let turn = 0; turn < 10; turn += 1) {
      draw(session, 1 + (turn % 3), [[10 + 8 * turn, 10, 2], [15 + 8 * turn, 40, 2]]);
      if (turn % 4 === 3) await session.undo();
    }
    // Twelve edits would take 240 ms one after the other: nobody waited for them.
    expect(line.calls.length).toBeLessThan(12);
    const drawn = session.labels.slice();
    await session.awaitSaved();
    expect(line.calls).toHaveLength(12);
    expect(differences(session.labels, drawn)).toBe(0);
    expect(differences(await place.stored(), drawn)).toBe(0);
  });

  it('cannot take back what an earlier visit drew: the person is told, and nothing changes', async () => {
    const place = await study();
    const first = await place.open();
    draw(first.session, 1, [[10, 10, 2]]);
    await first.session.awaitSaved();
    const { session, line } = await place.open();
    line.broken = gone();
    await expect(session.undo()).rejects.toThrow('Failed to fetch');
    expect([session.canUndo, session.canRedo, session.labels.includes(1)]).toEqual([true, false, true]);
    line.broken = null;
    await session.undo();
    expect([session.canUndo, session.canRedo, session.labels.includes(1)]).toEqual([false, true, false]);
  });

  it('has taken back what an earlier visit drew, but the answer was lost: the labels follow', async () => {
    const place = await study();
    const first = await place.open();
    draw(first.session, 1, [[10, 10, 2]]);
    await first.session.awaitSaved();
    const second = await place.open();
    second.line.losesAnswer = true;
    await expect(second.session.undo()).rejects.toThrow('Failed to fetch');
    await place.tell(second);
    await second.session.awaitSaved();
    expect(second.session.labels.includes(1)).toBe(false);
    expect(second.session.canRedo).toBe(true);
  });
});

describe('a stroke that the host finds impossible', () => {
  it('is dropped with the sentence of the host, and what is stored is shown', async () => {
    const place = await study();
    const { session, refusals } = await place.open();
    // No label has this index.
    draw(session, 9, [[10, 10, 2]]);
    await session.awaitSaved();
    expect(refusals).toEqual([wordsOfFailure]);
    expect(session.labels.every((label) => label === 0)).toBe(true);
    expect([session.canUndo, session.state.kind]).toEqual([false, 'saved']);
    expect(draw(session, 1, [[10, 10, 2]])).toBe(true);
  });
});
