import { expect, it } from 'vitest';
import type { ProjectStore } from '#main/store/project-store.ts';
import { takeInBundle } from '#main/use-cases/take-in-bundle.ts';
import { newProject, paintVoxel, person, sampleProject } from '../store/sample-project.ts';
import { look, quiet, send, take } from './travelling-labels.ts';

/** A project that has the case, without labels of anybody, and a bundle in which somebody completed its axial slice 4. */
async function caseAndWork(): Promise<{ readonly home: ProjectStore; readonly caseId: string; readonly file: string }> {
  const office = await sampleProject();
  const bare = await send(office.store, { images: true, annotators: [] });
  paintVoxel(office, [5, 6, 3], 1);
  office.store.reviews.mark(office.labelmapId, [3], 'complete', person);
  const home = await newProject();
  await take(home, bare);
  return { home, caseId: home.cases.list()[0]!.id, file: await send(office.store) };
}
const refusal = { code: 'conflict', message: expect.stringContaining('set the same slice axis in both projects') as string };
const said = (store: ProjectStore, caseId: string): number[] => store.labelmaps.ofCase(caseId).flatMap(({ id }) => store.reviews.completeSlices(id));

it('no slice along another axis becomes complete where nobody has drawn yet', async () => {
  const { home, caseId, file } = await caseAndWork();
  home.cases.changeSliceAxis(caseId, 0);
  await expect(take(home, file)).rejects.toMatchObject(refusal);
  expect(said(home, caseId)).toEqual([]);
  home.cases.changeSliceAxis(caseId, 2);
  await take(home, file);
  expect(said(home, caseId)).toEqual([3]);
});

it('nor where the axis is changed while they come', async () => {
  const { home, caseId, file } = await caseAndWork();
  const changing: ProjectStore = {
    ...home, bundles: { ...home.bundles, takeIn: function* (...given) {
      const pieces = home.bundles.takeIn(...given);
      yield pieces.next().value as number;
      home.cases.changeSliceAxis(caseId, 0);
      return yield* pieces;
    } },
  };
  const { hash } = await look(home, file);
  await expect(takeInBundle(changing, { path: file, hash }, { choices: [] }, 'Bob', quiet)).rejects.toMatchObject(refusal);
  expect(said(home, caseId)).toEqual([]);
});
