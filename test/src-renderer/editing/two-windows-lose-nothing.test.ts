import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EditId } from '#shared/contract/ids.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { writeNifti } from '../../src-main/tiny-nifti.ts';
import { placeOf, replaced, takenBack, voxelCount } from './plain-labels.ts';
import { drawing, runs, take, type Drawing } from './tool-steps.ts';
import { differences, draw as stroke, size, study, type Study, type Window } from './window-at-host.ts';

const step = fc.record({
  window: fc.nat(1),
  does: fc.oneof(
    { weight: 10, arbitrary: drawing },
    { weight: 7, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), of: fc.nat(100), slices: fc.array(fc.nat(4), { minLength: 1, maxLength: 2 }) }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('saved' as const, 'saved' as const, 'wait' as const) }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('tell' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose-answer' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: fc.integer({ min: 1, max: 3 }), into: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop-mask' as const), erases: fc.boolean() }) },
  ),
});

/** What a window meant by an edit, or whoever asked the host for one. */
type Meant =
  | { readonly kind: 'each'; readonly becomes: (label: number, at: number) => number }
  | { readonly kind: 'voxels'; readonly become: ReadonlyMap<number, number> }
  | { readonly kind: 'restore'; readonly of: EditId; readonly slices: readonly number[] }
  | { readonly kind: 'revert' };

interface Side {
  readonly window: Window;
  readonly meant: Map<EditId, Meant>;
  next: Meant;
}

async function side(place: Study): Promise<Side> {
  const meant = new Map<EditId, Meant>();
  const made: { side?: Side } = {};
  const window = await place.open(() => {
    const id = crypto.randomUUID() as EditId;
    meant.set(id, made.side!.next);
    return id;
  });
  return (made.side = { window, meant, next: { kind: 'revert' } });
}

const rules = { locked: new Set<number>(), over: 'everything' as const, range: null };
const mask = Uint8Array.from({ length: voxelCount }, (_, at) => maskAt(...placeOf(at)));
function maskAt(i: number, j: number, k: number): number {
  return Math.hypot(i - 45, j - 35, 3 * (k - 2)) < 12 ? 1 + (j % 2) : 0;
}

interface Desk {
  readonly place: Study;
  readonly sides: readonly [Side, Side];
  readonly table: LabelTable;
  readonly mask: string;
  /** Of edits that the host made by itself. */
  readonly byHost: Map<EditId, Meant>;
}

/** Whatever edit nobody meant so far. */
async function noteUnknown({ place, sides, byHost }: Desk, meant: Meant): Promise<void> {
  for (const { id } of await place.client.labels.history({ labelmapId: place.labelmapId })) {
    if (!byHost.has(id) && !sides.some((one) => one.meant.has(id))) byHost.set(id, meant);
  }
}

async function act(desk: Desk, one: Side, does: typeof step extends fc.Arbitrary<infer One> ? (One extends { does: infer Does } ? Does : never) : never): Promise<void> {
  const { place, sides } = desk;
  const { client, caseId, run } = place;
  const both = sides.map(({ window }) => window);
  const { window: { session, line } } = one;
  one.next = { kind: 'revert' };
  switch (does.kind) {
    case 'undo':
    case 'redo': return void (await session[does.kind]().catch(() => null));
    case 'restore': {
      const lines = await place.client.labels.history({ labelmapId: place.labelmapId });
      const of = lines[does.of % lines.length]?.id;
      if (of === undefined) return;
      one.next = { kind: 'restore', of, slices: does.slices };
      return void (await session.restore(of, does.slices).catch(() => null));
    }
    case 'tell':
      for (const { session: each } of both) await each.awaitSaved().catch(() => undefined);
      await place.tell(...both);
      for (const { session: each } of both) await each.awaitSaved().catch(() => undefined);
      return;
    case 'saved': return void (await session.awaitSaved().catch(() => undefined));
    case 'wait': return wait(3);
    case 'lose-answer':
      line.losesAnswer = true;
      return;
    case 'merge': {
      const { from, into } = does;
      if (from === into) return;
      await run(client.labels.merge({ from, into, caseId }));
      return noteUnknown(desk, { kind: 'each', becomes: (label) => (label === from ? into : label) });
    }
    case 'drop-mask':
      await run(client.labels.importMask({ caseId, path: desk.mask, background: does.erases ? 'erase' : 'keep' }));
      return noteUnknown(desk, { kind: 'each', becomes: (label, at) => (mask[at] === 0 && !does.erases ? label : mask[at]!) });
    default: draw(one, does, desk.table);
  }
}

function draw(one: Side, does: Drawing, table: LabelTable): void {
  const { session } = one.window;
  const before = session.labels.slice();
  const become = new Map<number, number>();
  one.next = { kind: 'voxels', become };
  take(session, does, { table, rules });
  for (const [at, label] of session.labels.entries()) if (label !== before[at]) become.set(at, label);
}

async function settle(place: Study, sides: readonly Side[]): Promise<void> {
  for (const { window } of sides) window.line.losesAnswer = false;
  for (let round = 0; round < 4; round += 1) {
    for (const { window: { session } } of sides) {
      session.retry();
      await expect.poll(() => session.state.kind).toBe('saved');
      await session.awaitSaved();
    }
    await place.tell(...sides.map(({ window }) => window));
  }
}

/** The log played again: each edit changes the voxels that its window meant to change, and no other. */
async function replay({ place, sides, byHost }: Desk): Promise<Uint8Array> {
  const edits = new Map<EditId, { before: Uint8Array; after: Uint8Array }>();
  let now: Uint8Array = new Uint8Array(voxelCount);
  for (const { id, reverts } of await place.client.labels.history({ labelmapId: place.labelmapId })) {
    const meant = sides.map((one) => one.meant.get(id)).find((found) => found !== undefined) ?? byHost.get(id)!;
    const before = now;
    if (reverts !== null) now = takenBack(now, edits.get(reverts)!);
    else if (meant.kind === 'restore') now = replaced(now, edits.get(meant.of)!.after, meant.slices, 2);
    else if (meant.kind === 'each') now = now.map(meant.becomes);
    else if (meant.kind === 'voxels') now = now.map((label, at) => meant.become.get(at) ?? label);
    else expect.fail(`nobody made the edit ${id}`);
    edits.set(id, { before, after: now });
  }
  return now;
}

it.each([
  ['and nothing more: what the other drew stays', [], []],
  ['and has drawn there since: that stroke is gone and it is said so', [[30, 20, 2] as const], ['not kept']],
])('a window takes back a stroke on a place that another has drawn on meanwhile, %s', async (_, further, told) => {
  const place = await study();
  const [a, b] = [await place.open(), await place.open()];
  const line = [[10, 10, 2], [20, 10, 2]] as const;
  stroke(a.session, 1, line);
  await a.session.awaitSaved();
  await place.tell(a, b);
  await b.session.awaitSaved();
  stroke(b.session, 2, [[20, 10, 2], [28, 10, 2]]);
  await b.session.awaitSaved();
  const drawnByB = b.session.labels.map((label) => (label === 2 ? 2 : 0));
  // It has not heard of the other's stroke.
  await a.session.undo();
  for (const point of further) stroke(a.session, 3, [point]);
  await a.session.awaitSaved();
  await place.tell(a, b);
  for (const { session } of [a, b]) await session.awaitSaved();
  const stored = await place.stored();
  expect([a, b].map(({ session }) => differences(session.labels, stored))).toEqual([0, 0]);
  // Where the second stroke covered the first, nobody can say what the first had there.
  expect(differences(stored, drawnByB)).toBe(0);
  expect(a.refusals.map(({ en }) => (en.includes('not kept') ? 'not kept' : en))).toEqual(told);
  await a.session.redo();
  await a.session.awaitSaved();
  await place.tell(a, b);
  await b.session.awaitSaved();
  const both = await place.stored();
  expect([a, b].map(({ session }) => differences(session.labels, both))).toEqual([0, 0]);
  expect([1, 2, 3].map((label) => both.includes(label))).toEqual([true, true, false]);
});

it('two windows with any tools on the same tiles, and any undo and redo, lose nothing of each other', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 100, maxLength: 100 }), fc.nat(2), async (steps, delayMs) => {
    const place = await study();
    const sides = [await side(place), await side(place)] as const;
    const windows = sides.map(({ window }) => window);
    const desk: Desk = { place, sides, table: await place.client.labels.table(), mask: writeNifti(path.join(place.folder, 'mask.nii'), { size, voxel: maskAt, type: 'uint8' }), byHost: new Map() };
    sides[1].window.line.delayMs = delayMs;
    for (const { window, does } of steps) await act(desk, sides[window]!, does);
    await settle(place, sides);
    const stored = await place.stored();
    expect(differences(stored, await replay(desk)), 'voxels that somebody lost').toBe(0);
    expect(windows.map(({ session }) => differences(session.labels, stored))).toEqual([0, 0]);
    const kept = new Set((await place.client.labels.history({ labelmapId: place.labelmapId })).map(({ id }) => id));
    for (const { window, meant } of sides) {
      const strokesGone = [...meant].filter(([id, { kind }]) => kind === 'voxels' && !kept.has(id));
      // Whatever is not there was said to be gone.
      if (strokesGone.length > 0) expect(window.refusals.length).toBeGreaterThan(0);
    }
    // What both drew can be undone, down to nothing, by either.
    const { session } = windows[0]!;
    while (session.canUndo) await session.undo();
    await settle(place, sides);
    expect(windows.map((one) => differences(one.session.labels, session.labels))).toEqual([0, 0]);
    for (const one of windows) one.session.dispose();
  }), { numRuns: runs(6), endOnFailure: true });
}, runs(6) * 20_000);
