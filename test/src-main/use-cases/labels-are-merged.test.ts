import path from 'node:path';
import { expect, it } from 'vitest';
import type { MergeReport } from '#shared/contract/label-work.ts';
import type { CaseId } from '#shared/contract/ids.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { tinySize, writeNifti } from '../tiny-nifti.ts';

const [ni, nj, nk] = tinySize;

async function twoCases(): Promise<HostInTest & { readonly cases: readonly CaseId[]; readonly voxels: (at: number) => Promise<Uint8Array> }> {
  const place = await hostInTest();
  const { folder, client, run, host } = place;
  for (const name of ['a', 'b']) {
    writeNifti(path.join(folder, 'images', `${name}.nii.gz`), { size: tinySize, voxel: (i, j) => i * j + name.charCodeAt(0) });
    writeNifti(path.join(folder, 'labels', `${name}.nii.gz`), { size: tinySize, voxel: (i) => (i < 2 ? 1 : i < 5 ? 2 : 0), type: 'uint8' });
  }
  await run(client.cases.import({ paths: [path.join(folder, 'images')], labels: path.join(folder, 'labels') }));
  const cases = (await client.cases.list()).map(({ id }) => id);
  const voxels = async (at: number): Promise<Uint8Array> => {
    const { labelmapId } = await client.labels.open({ caseId: cases[at]! });
    return new Uint8Array(await (await host.fetch(new Request(`http://lamina.invalid/labelmaps/${labelmapId}/voxels`))).arrayBuffer());
  };
  return { ...place, cases, voxels };
}

const rows = (of: (i: number) => number): Uint8Array => Uint8Array.from({ length: ni * nj * nk }, (_, at) => of(at % ni));
const before = rows((i) => (i < 2 ? 1 : i < 5 ? 2 : 0));
const after = rows((i) => (i < 5 ? 2 : 0));

it('in one case or in the whole project, complete slices staying complete, and each edit can be taken back', async () => {
  const { client, run, cases, voxels } = await twoCases();
  const one = await run(client.labels.merge({ from: 1, into: 2, caseId: cases[1]! }));
  expect((one.result as MergeReport).edits.length).toBe(1);
  expect([await voxels(0), await voxels(1)]).toEqual([before, after]);
  await expect(client.labels.remove({ indices: [1] })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('merge') as unknown });

  const { edits } = (await run(client.labels.merge({ from: 1, into: 2 }))).result as MergeReport;
  expect(edits.length).toBe(1);
  expect([await voxels(0), await voxels(1)]).toEqual([after, after]);
  expect((await client.cases.list()).map(({ completeSlices }) => completeSlices)).toEqual([nk, nk]);
  expect((await client.labels.remove({ indices: [1] })).map(({ index }) => index)).toEqual([2]);
  expect((await client.labels.removed()).map(({ index }) => index)).toEqual([1]);

  const events = await client.jobs.events({});
  await client.labels.revert({ labelmapId: edits[0]!.labelmapId, edit: edits[0]!.edit });
  expect([await voxels(0), await voxels(1)]).toEqual([before, after]);
  expect([(await events.next()).value, (await events.next()).value]).toMatchObject([{ kind: 'labels' }, { kind: 'label-table' }]);
  expect((await client.labels.table()).map(({ index }) => index)).toEqual([1, 2]);
  expect((await client.cases.list()).map(({ completeSlices }) => completeSlices)).toEqual([nk, nk]);
});

it('not while one of them is locked or unknown', async () => {
  const { client, run, voxels } = await twoCases();
  await client.labels.change({ index: 2, locked: true });
  expect((await run(client.labels.merge({ from: 1, into: 2 }))).error).toMatchObject({ code: 'conflict' });
  expect((await run(client.labels.merge({ from: 2, into: 1 }))).error).toMatchObject({ code: 'conflict' });
  expect((await run(client.labels.merge({ from: 1, into: 9 }))).error).toMatchObject({ code: 'not-found' });
  expect(await voxels(0)).toEqual(before);
});
