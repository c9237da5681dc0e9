import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { allTiles } from '#shared/labels/tile-layout.ts';
import { openProject } from '#main/store/open-project.ts';
import type { HistoryLine } from '#main/store/history-lines.ts';
import type { ProjectStore } from '#main/store/project-store.ts';
import { newCase, person, sampleProject, strokeOf, type Sample } from './sample-project.ts';

/** Two tiles wide and high: an edit touches one to four of them. */
const size: Vec3 = [70, 66, 3];
const count = size[0] * size[1] * size[2];
const sliceOf = (at: number, axis: AxisIndex): number => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))][axis]!;

type Act =
  | { readonly kind: 'paint'; readonly from: number; readonly to: number; readonly label: number }
  | { readonly kind: 'revert'; readonly of: number }
  | { readonly kind: 'restore'; readonly of: number; readonly slices: 'all' | readonly number[] }
  | { readonly kind: 'merge'; readonly from: number; readonly into: number }
  | { readonly kind: 'reopen' };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('paint' as const), from: fc.nat(count - 1), to: fc.nat(count - 1), label: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('revert' as const), of: fc.nat(60) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('restore' as const), of: fc.nat(60), slices: fc.oneof(fc.constant('all' as const), fc.array(fc.nat(2), { minLength: 1, maxLength: 2 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: fc.integer({ min: 1, max: 3 }), into: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);

interface Replayed { readonly id: string; readonly number: number; readonly before: Uint8Array; readonly after: Uint8Array }

/** Every voxel of a few rows of the volume, seen as one long line: it crosses tiles and slices. */
function painted(voxels: Uint8Array, from: number, to: number, label: number): Uint8Array {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  return voxels.map((present, at) => (at >= low && at <= Math.min(high, low + 3000) ? label : present));
}

function perform(store: ProjectStore, sample: Sample, step: Exclude<Act, { kind: 'reopen' }>, edits: readonly Replayed[], now: Uint8Array, axis: AxisIndex): Replayed | null {
  const { labelmapId } = sample;
  switch (step.kind) {
    case 'paint': {
      const after = painted(now, step.from, step.to, step.label);
      const stroke = strokeOf({ ...sample, store, size }, after, [...allTiles(size)]);
      const { id, number } = store.labelmaps.commit(stroke);
      return { id, number, before: now, after };
    }
    case 'revert': {
      const edit = edits[step.of % edits.length];
      if (edit === undefined) return null;
      const after = now.map((label, at) => (edit.before[at] !== edit.after[at] && label === edit.after[at] ? edit.before[at]! : label));
      const { id, number } = store.labelmaps.revert(labelmapId, edit.id, person);
      return { id, number, before: now, after };
    }
    case 'restore': {
      const edit = edits[step.of % edits.length];
      if (edit === undefined) return null;
      const { slices } = step;
      const after = now.map((label, at) => (slices === 'all' || slices.includes(sliceOf(at, axis)) ? edit.after[at]! : label));
      const id = randomUUID();
      const made = store.labelmaps.restore(labelmapId, edit.id, slices, person, id);
      expect(made === null).toBe(Buffer.compare(now, after) === 0);
      if (made === null) return null;
      expect(made).toMatchObject({ id, tool: 'restore', reverts: null, restores: edit.id });
      expect(store.labelmaps.restore(labelmapId, edit.id, slices, person, id)).toEqual(made);
      return { id, number: made.number, before: now, after };
    }
    case 'merge': {
      const made = step.from === step.into ? null : store.labelmaps.merge(labelmapId, step.from, step.into, person);
      const after = now.map((label) => (label === step.from ? step.into : label));
      if (made === null) expect(step.from === step.into || !now.includes(step.from)).toBe(true);
      return made === null ? null : { id: made.id, number: made.number, before: now, after };
    }
  }
}

it.each([0, 2] as const)('strokes, reverts, restores and merges in any order leave at each edit what a plain replay leaves (slices along axis %i)', async (axis) => {
  const first = await sampleProject(size);
  let store = first.store;
  let made = 0;
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 20 }), async (acts) => {
    made += 1;
    const caseId = store.cases.add(await newCase(store, `scan ${made}`, size, axis)).id;
    const sample = { ...first, caseId, labelmapId: store.labelmaps.forAnnotator(caseId, person).id };
    const edits: Replayed[] = [];
    for (const step of acts) {
      if (step.kind === 'reopen') {
        store.close();
        store = await openProject(first.store.folder);
        continue;
      }
      const edit = perform(store, sample, step, edits, edits.at(-1)?.after ?? new Uint8Array(count), axis);
      if (edit !== null) edits.push(edit);
    }
    const { labelmapId } = sample;
    for (const { number, after } of edits) expect(Buffer.compare(store.labelmaps.voxels(labelmapId, number), after)).toBe(0);
    const { edits: lines, total } = store.labelmaps.historyPage(labelmapId, { limit: 500 });
    expect([total, lines.map(({ id }) => id)]).toEqual([edits.length, edits.map(({ id }) => id).reverse()]);
    const ofSlice = Array.from({ length: size[axis] }, (): string[] => []);
    for (const [place, { id, before, after }] of [...edits].reverse().entries()) {
      const changed = [...before.keys()].filter((at) => before[at] !== after[at]);
      const slices = [...new Set(changed.map((at) => sliceOf(at, axis)))].sort((a, b) => a - b);
      expect(lines[place]).toMatchObject({ voxels: changed.length, slices: slices.length, firstSlice: slices[0] ?? null, lastSlice: slices.at(-1) ?? null });
      for (const slice of slices) ofSlice[slice]!.push(id);
    }
    for (const [slice, ids] of ofSlice.entries()) {
      const page = (before?: number): readonly HistoryLine[] => store.labelmaps.historyPage(labelmapId, { slice, limit: 4, before }).edits;
      const told: string[] = [];
      for (let some = page(); some.length > 0; some = page(some.at(-1)!.number)) told.push(...some.map((line) => line.id));
      expect(told).toEqual(ids);
    }
    // Undo of everything, newest first, is the first state, restores and merges among them.
    for (const { id } of [...edits].reverse()) store.labelmaps.revert(labelmapId, id, person);
    expect(store.labelmaps.voxels(labelmapId).every((label) => label === 0)).toBe(true);
  }), { numRuns: 15 });
  expect(store.labelmaps.verifyHeads()).toEqual([]);
  expect(store.events.verifyChain()).toEqual([]);
  store.close();
});
