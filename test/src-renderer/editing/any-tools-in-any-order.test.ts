import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EditId } from '#shared/contract/ids.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { writeNifti } from '../../src-main/tiny-nifti.ts';
import { placeOf, replaced, voxelCount, type PlainRules } from './plain-labels.ts';
import { drawing, plainly, ruling, runs, take } from './tool-steps.ts';
import { differences, nothingKept, size, study, type Study, type Window } from './window-at-host.ts';

const step = fc.oneof(
  { weight: 12, arbitrary: drawing },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('redo' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore' as const), of: fc.nat(400), slices: fc.oneof(fc.constant('all' as const), fc.array(fc.nat(4), { minLength: 1, maxLength: 3 })) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lock' as const), label: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rules' as const), ruling }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('give-up' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: fc.integer({ min: 1, max: 3 }), into: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop-mask' as const), erases: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const inMask = (i: number, j: number, k: number): number => (Math.hypot(i - 50, j - 40, 3 * (k - 3)) < 15 ? 1 + (j % 2) : 0);

/** A window on a project, and beside it every state that there was, kept whole: the plainest undo there is. */
interface Desk {
  readonly place: Study;
  readonly mask: string;
  window: Window;
  readonly named: EditId[];
  table: LabelTable;
  rules: PlainRules;
  readonly past: Uint8Array[];
  future: Uint8Array[];
  now: Uint8Array;
  /** Of every edit ever made: what was there right after it. */
  readonly states: { readonly id: EditId; readonly after: Uint8Array }[];
}

const open = async (place: Study, named: EditId[]): Promise<Window> => place.open(() => {
  const id = crypto.randomUUID() as EditId;
  named.push(id);
  return id;
});

async function desk(): Promise<Desk> {
  const place = await study();
  const named: EditId[] = [];
  return {
    place, named, window: await open(place, named), table: await place.client.labels.table(),
    mask: writeNifti(path.join(place.folder, 'mask.nii'), { size, voxel: inMask, type: 'uint8' }),
    rules: { locked: new Set(), over: 'everything', range: null },
    past: [], future: [], now: new Uint8Array(voxelCount), states: [],
  };
}

/** What is expected from here on. @param id of the edit; the one that the window has named last where nobody else made it */
function note(at: Desk, after: Uint8Array, id = at.named.at(-1)!): void {
  at.now = after;
  at.states.push({ id, after });
}
function edited(at: Desk, after: Uint8Array, id?: EditId): void {
  if (differences(at.now, after) === 0) return;
  at.past.push(at.now);
  at.future = [];
  note(at, after, id);
}
async function undone(at: Desk, which: 'undo' | 'redo'): Promise<void> {
  const [from, to] = which === 'undo' ? [at.past, at.future] : [at.future, at.past];
  const there = from.pop();
  expect(which === 'undo' ? at.window.session.canUndo : at.window.session.canRedo).toBe(there !== undefined);
  if (there === undefined) return;
  await at.window.session[which]();
  to.push(at.now);
  note(at, there);
}
/** Of the host alone, which the window hears of. */
async function byHost(at: Desk, after: Uint8Array): Promise<void> {
  await at.place.tell(at.window);
  await at.window.session.awaitSaved();
  const { id } = (await at.place.client.labels.historyPage({ labelmapId: at.place.labelmapId, limit: 1 })).edits[0]!;
  edited(at, after, id);
}
async function reopen(at: Desk): Promise<void> {
  const { client, project } = at.place;
  await at.window.session.awaitSaved();
  at.window.session.dispose();
  await client.project.close({});
  await client.project.open({ folder: project });
  at.window = await open(at.place, at.named);
}

async function go(at: Desk, one: Step): Promise<void> {
  const { session } = at.window;
  const { client, caseId, run } = at.place;
  switch (one.kind) {
    case 'undo':
    case 'redo': return undone(at, one.kind);
    case 'restore': {
      const state = at.states[one.of % at.states.length];
      if (state === undefined) return;
      const after = replaced(at.now, state.after, one.slices, 2);
      const box = await session.restore(state.id, one.slices);
      expect(box === null).toBe(differences(at.now, after) === 0);
      return edited(at, after);
    }
    case 'lock': {
      const locked = new Set(at.rules.locked);
      if (!locked.delete(one.label)) locked.add(one.label);
      at.rules = { ...at.rules, locked };
      at.table = await client.labels.change({ index: one.label, locked: locked.has(one.label) });
      return;
    }
    case 'rules':
      at.rules = { ...at.rules, ...one.ruling };
      return;
    case 'give-up':
      session.beginStroke({ tool: 'brush', label: 2, radiusVoxels: 9, axis: 2, kept: nothingKept, gate: null }, [50, 35, 2]);
      session.strokeTo([70, 60, 2]);
      session.cancelStroke();
      return;
    case 'merge': {
      const { from, into } = one;
      // The host merges no locked label.
      if (from === into || at.rules.locked.has(from) || at.rules.locked.has(into) || !at.now.includes(from)) return;
      await session.awaitSaved();
      expect((await run(client.labels.merge({ from, into, caseId }))).state).toBe('done');
      return byHost(at, at.now.map((label) => (label === from ? into : label)));
    }
    case 'drop-mask': {
      await session.awaitSaved();
      expect((await run(client.labels.importMask({ caseId, path: at.mask, background: one.erases ? 'erase' : 'keep' }))).state).toBe('done');
      const { locked } = at.rules;
      const after = at.now.map((label, voxel) => {
        const wanted = inMask(...placeOf(voxel) as [number, number, number]);
        return (wanted === 0 && !one.erases) || locked.has(label) || locked.has(wanted) ? label : wanted;
      });
      return differences(at.now, after) === 0 ? undefined : byHost(at, after);
    }
    case 'reopen': return reopen(at);
    default: {
      const after = plainly(at.now, one, at);
      take(session, one, at);
      return edited(at, after);
    }
  }
}

async function expectSame(at: Desk, what: string): Promise<void> {
  expect(differences(at.window.session.labels, at.now), what).toBe(0);
  await at.window.session.awaitSaved();
  expect(differences(await at.place.stored(), at.now), `${what}, stored`).toBe(0);
}

/** Everything undone is the first state, everything redone the last. */
async function thereAndBack(at: Desk, when: string): Promise<void> {
  while (at.future.length > 0) await undone(at, 'redo');
  const last = at.now;
  await expectSame(at, `the last state ${when}`);
  while (at.past.length > 0) await undone(at, 'undo');
  expect(at.window.session.canUndo).toBe(false);
  expect(at.now.every((label) => label === 0)).toBe(true);
  await expectSame(at, `the first state ${when}`);
  while (at.future.length > 0) await undone(at, 'redo');
  expect(at.window.session.canRedo).toBe(false);
  expect(differences(at.now, last)).toBe(0);
  await expectSame(at, `the last state again ${when}`);
}

it('two hundred steps with any tools, and any undo and redo between them, end where a plain replay ends, also after the project was closed', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 200, maxLength: 200 }), async (steps) => {
    const at = await desk();
    for (const [number, one] of steps.entries()) {
      await go(at, one);
      if (differences(at.window.session.labels, at.now) > 0) expect.fail(`step ${number} (${fc.stringify(one)}) leaves ${differences(at.window.session.labels, at.now)} other voxels`);
    }
    await thereAndBack(at, 'in the same window');
    await reopen(at);
    await thereAndBack(at, 'after the project was closed and opened');
    // Every state that there ever was can still be looked at.
    for (const { id, after } of at.states.filter((_, number) => number % 20 === 0)) {
      const seen = await at.place.host.fetch(new Request(`http://lamina.invalid/labelmaps/${at.place.labelmapId}/voxels?at=${id}`));
      expect(differences(new Uint8Array(await seen.arrayBuffer()), after)).toBe(0);
    }
    expect(at.window.refusals).toEqual([]);
    at.window.session.dispose();
  }), { numRuns: runs(4), endOnFailure: true });
}, runs(4) * 20_000);
