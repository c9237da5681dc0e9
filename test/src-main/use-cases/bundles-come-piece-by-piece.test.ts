import { expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import type { ProjectStore } from '#main/store/project-store.ts';
import { takeInBundle } from '#main/use-cases/take-in-bundle.ts';
import type { LongWork } from '#main/use-cases/long-work.ts';
import { newCase, newProject, paintVoxel, person, sampleProject, type Sample } from '../store/sample-project.ts';
import { verify } from '../store/proven-project.ts';
import { look, quiet, send, take } from './travelling-labels.ts';

const strokes = 40;

/** Somebody's work of many strokes, with words of it in between, as a bundle. */
async function workOf(): Promise<{ readonly file: string; readonly office: Sample }> {
  const office = await sampleProject();
  for (let at = 0; at < strokes; at += 1) {
    paintVoxel(office, [at, 6, at % 4], 1 + (at % 3));
    if (at % 20 === 0) office.store.reviews.mark(office.labelmapId, [at % 4], 'complete', person);
  }
  office.store.reviews.mark(office.labelmapId, [1], 'complete', person);
  return { file: await send(office.store, { images: true }), office };
}

/** How many edits the first case's labels have. */
function drawnOn(store: ProjectStore): number {
  const [labelmap] = store.labelmaps.ofCase(store.cases.list()[0]!.id);
  return labelmap === undefined ? 0 : store.labelmaps.history(labelmap.id).length;
}

/** A project in which Bob draws whenever the taking in rests, as it does where a stroke comes in. */
function withStrokesBetween(bobs: Sample): { readonly resting: ProjectStore; readonly painted: () => number } {
  let painted = 0;
  const resting: ProjectStore = {
    ...bobs.store, bundles: { ...bobs.store.bundles, takeIn: function* (...given) {
      for (const pieces = bobs.store.bundles.takeIn(...given); ; painted += 1) {
        const step = pieces.next();
        if (step.done === true) return step.value;
        paintVoxel(bobs, [painted, 3, 0], 1, 'Bob');
        yield step.value;
      }
    } },
  };
  return { resting, painted: () => painted };
}

it('lets strokes of others in between, and both are whole', async () => {
  const { file, office } = await workOf();
  const home = await newProject();
  home.labels.add({ value: 10, name: 'label 10', colour: '#102030', code: null, locked: false });
  const other = home.cases.add(await newCase(home, 'other'));
  const bobs: Sample = { store: home, caseId: other.id, labelmapId: home.labelmaps.forAnnotator(other.id, 'Bob').id, size: office.size };
  const { resting, painted } = withStrokesBetween(bobs);
  await take(resting, file);
  const edits = home.labelmaps.history(bobs.labelmapId);
  expect(edits).toHaveLength(painted());
  const theirs = home.labelmaps.ofCase(home.cases.list().find(({ name }) => name === 'scan')!.id)[0]!;
  expect(home.labelmaps.voxels(theirs.id)).toEqual(office.store.labelmaps.voxels(office.labelmapId));
  // Not one transaction: Bob's are among them.
  const [first, last] = [home.labelmaps.history(theirs.id)[0]!.number, home.labelmaps.newestEdit(theirs.id)];
  expect(edits.some(({ number }) => number > first && number < last)).toBe(true);
});

it('keeps an import and its complete slices together, so that these are known to come from a file', async () => {
  const office = await sampleProject();
  const { store, caseId } = office;
  // More tiles than are written at a time.
  store.cases.addLabels(caseId, { annotator: person, tool: 'import', newLabels: [], voxels: store.labelmaps.voxels(office.labelmapId).fill(1), completeSlices: [0, 2] });
  const file = await send(store, { images: true });
  const home = await newProject();
  home.labels.add({ value: 10, name: 'label 10', colour: '#102030', code: null, locked: false });
  const other = home.cases.add(await newCase(home, 'other'));
  const { resting, painted } = withStrokesBetween({ store: home, caseId: other.id, labelmapId: home.labelmaps.forAnnotator(other.id, 'Bob').id, size: office.size });
  await take(resting, file);
  expect(painted()).toBeGreaterThan(0);
  const theirs = home.labelmaps.ofCase(home.cases.list().find(({ name }) => name === 'scan')!.id)[0]!;
  expect(home.reviews.importedSlices(theirs.id)).toEqual([0, 2]);
});

it('leaves an earlier state of the labels where the program dies, which is told; the same bundle once more brings the rest', async () => {
  const { file, office } = await workOf();
  const home = await newProject();
  // Nothing is told of it: as when the program is killed after a few pieces.
  const dying: typeof home = {
    ...home, bundles: { ...home.bundles, takeIn: function* (...given) {
      const pieces = home.bundles.takeIn(...given);
      while (drawnOn(home) === 0) yield pieces.next().value as number;
      throw new Error('killed');
    } },
  };
  const { hash } = await look(home, file);
  await expect(takeInBundle(dying, { path: file, hash }, { choices: [] }, 'Bob', quiet)).rejects.toThrow('killed');
  const labelmapId = home.labelmaps.ofCase(home.cases.list()[0]!.id)[0]!.id;
  const begun = home.labelmaps.history(labelmapId).map(({ id }) => id);
  const all = office.store.labelmaps.history(office.labelmapId).map(({ id }) => id);
  expect(begun.length).toBeGreaterThan(0);
  expect(begun).toEqual(all.slice(0, begun.length));
  home.close();
  expect((await verify(home.folder)).unproven.map(({ en }) => en)).toContainEqual(expect.stringContaining(`broken off after ${begun.length} of ${strokes} edits`));
  const again = await openProject(home.folder);
  expect((await look(again, file)).cases[0]!.labels[0]).toMatchObject({ how: 'continued', edits: strokes - begun.length });
  await take(again, file);
  expect(again.labelmaps.history(labelmapId).map(({ id }) => id)).toEqual(all);
  expect(again.reviews.standings(labelmapId).map(({ slice, state }) => [slice, state]))
    .toEqual(office.store.reviews.standings(office.labelmapId).map(({ slice, state }) => [slice, state]));
  again.close();
  const verdict = await verify(home.folder);
  expect([verdict.wrong, verdict.unproven.filter(({ en }) => en.includes('broken off'))]).toEqual([[], []]);
});

it('ends between two people where somebody cancels it, and tells how far it is', async () => {
  const { office } = await workOf();
  const { store, caseId } = office;
  const bobs = store.labelmaps.forAnnotator(caseId, 'Bob').id;
  const voxels = store.labelmaps.voxels(bobs).fill(1, 0, 5);
  store.labelmaps.replace(bobs, 'Bob', 'brush', voxels);
  const file = await send(store, { images: true });
  const home = await newProject();
  const abort = new AbortController();
  const told: number[] = [];
  const work: LongWork = {
    ...quiet, signal: abort.signal,
    progress: ({ done, total }) => {
      told.push(done / total);
      // One person's labels are here, and the other's not yet.
      if (done === total - 1) abort.abort();
    },
  };
  const { hash } = await look(home, file);
  await expect(takeInBundle(home, { path: file, hash }, { choices: [] }, 'Bob', work)).rejects.toMatchObject({ code: 'cancelled' });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  const counts = home.labelmaps.ofCase(home.cases.list()[0]!.id).map(({ id }) => home.labelmaps.history(id).length);
  expect(counts).toEqual([strokes]);
  await take(home, file);
  expect(home.labelmaps.ofCase(home.cases.list()[0]!.id).map(({ id }) => home.labelmaps.history(id).length)).toEqual([strokes, 1]);
});

it('is told as broken off of no labels that were never begun, whatever of them is here', async () => {
  const { file, office } = await workOf();
  const home = await newProject();
  await take(home, file);
  paintVoxel(office, [60, 6, 0], 2);
  const further = await send(office.store);
  const { hash } = await look(home, further);
  const stopped: typeof home = { ...home, bundles: { ...home.bundles, takeIn: () => { throw new Error('killed'); } } };
  await expect(takeInBundle(stopped, { path: further, hash }, { choices: [] }, 'Bob', quiet)).rejects.toThrow('killed');
  home.close();
  const verdict = await verify(home.folder);
  expect([verdict.wrong, verdict.unproven.filter(({ en }) => en.includes('broken off'))]).toEqual([[], []]);
});

it('stops in a sentence where somebody draws on the very labels that come', async () => {
  const { file, office } = await workOf();
  const home = await newProject();
  const changing: typeof home = {
    ...home, bundles: { ...home.bundles, takeIn: function* (...given) {
      const pieces = home.bundles.takeIn(...given);
      while (drawnOn(home) === 0) yield pieces.next().value as number;
      const { id } = home.labelmaps.ofCase(home.cases.list()[0]!.id)[0]!;
      home.labelmaps.replace(id, person, 'brush', home.labelmaps.voxels(id).fill(2, 0, 3));
      return yield* pieces;
    } },
  };
  const { hash } = await look(home, file);
  await expect(takeInBundle(changing, { path: file, hash }, { choices: [] }, 'Bob', quiet))
    .rejects.toMatchObject({ code: 'conflict', sentence: { en: expect.stringContaining('Somebody drew on the labels of Ada') as string } });
  // What was drawn meanwhile is one side of what a person then decides.
  expect((await look(home, file)).cases[0]!.labels[0]).toMatchObject({ how: 'merged', conflicts: [{ slice: 0 }] });
  await take(home, file, 'Bob', 'theirs');
  const { id } = home.labelmaps.ofCase(home.cases.list()[0]!.id)[0]!;
  expect(home.labelmaps.voxels(id)).toEqual(office.store.labelmaps.voxels(office.labelmapId));
});
