import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MaskImportReport } from '#shared/contract/label-work.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { niftiBytes, tinySize, writeNifti, type TinyNifti } from '../tiny-nifti.ts';

const [ni, nj, nk] = tinySize;
const image: TinyNifti = { size: tinySize, voxel: (i, j, k) => i + j + k, spacing: [1, 1, 2] };
const mask = (voxel: TinyNifti['voxel']): TinyNifti => ({ size: tinySize, voxel, spacing: [1, 1, 2] });

interface Place extends HostInTest {
  readonly caseId: string;
  readonly lay: (tiny: TinyNifti, options?: object) => Promise<Job>;
  readonly voxels: () => Promise<Uint8Array>;
}

async function place(): Promise<Place> {
  const host = await hostInTest();
  const { client, run, folder } = host;
  await run(client.cases.import({ paths: [writeNifti(path.join(folder, 'scan.nii.gz'), image)] }));
  const caseId = (await client.cases.list())[0]!.id;
  let number = 0;
  const lay = async (tiny: TinyNifti, options: object = {}): Promise<Job> =>
    run(client.labels.importMask({ caseId: caseId, path: writeNifti(path.join(folder, `mask-${number += 1}.nii.gz`), tiny), ...options }));
  const voxels = async (): Promise<Uint8Array> => {
    const { labelmapId } = await client.labels.open({ caseId: caseId });
    return new Uint8Array(await (await host.host.fetch(new Request(`http://lamina.invalid/labelmaps/${labelmapId}/voxels`))).arrayBuffer());
  };
  return { ...host, caseId, lay, voxels };
}

const report = (job: Job): MaskImportReport => {
  expect(job.error).toBeNull();
  return job.result as MaskImportReport;
};
const expected = (label: (i: number, j: number, k: number) => number): Uint8Array =>
  Uint8Array.from({ length: ni * nj * nk }, (_, at) => label(at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))));

describe('a mask that is laid on a case', () => {
  it('becomes one edit of the person’s labels; its values become labels, and what it says nothing of stays', async () => {
    const { client, lay, voxels, caseId } = await place();
    await client.labels.add({ value: 70, name: 'spleen', colour: '#00ff00', code: null, locked: false });
    const first = report(await lay(mask((i) => (i < 3 ? 70 : 0))));
    expect(first).toMatchObject({ changedVoxels: 3 * nj * nk, changedSlices: nk, lockedVoxels: 0, added: [] });
    const second = report(await lay(mask((i, _, k) => (i >= 2 && i < 5 && k === 4 ? 30_000 : 0))));
    expect(second).toMatchObject({ changedVoxels: 3 * nj, changedSlices: 1, added: [{ index: 2, value: 30_000 }] });
    expect(await voxels()).toEqual(expected((i, _, k) => (i >= 2 && i < 5 && k === 4 ? 2 : i < 3 ? 1 : 0)));
    const { edits, total } = await client.labels.historyPage({ labelmapId: second.labelmapId });
    expect([total, edits.map(({ tool, annotator, id }) => [tool, annotator, id])[0]]).toEqual([2, ['import-mask', 'Ada', second.edit!.id]]);
    // No slice becomes complete by it.
    expect((await client.cases.get({ id: caseId })).completeSlices).toBe(0);
    await client.labels.revert({ labelmapId: second.labelmapId, edit: second.edit!.id });
    expect(await voxels()).toEqual(expected((i) => (i < 3 ? 1 : 0)));
  });

  it('can be mapped by value, and erase where it says nothing; the same once more changes nothing', async () => {
    const { client, lay, voxels } = await place();
    for (const value of [1, 2]) await client.labels.add({ value, name: `label ${value}`, colour: '#00ff00', code: null, locked: false });
    report(await lay(mask((_, j) => (j < 5 ? 2 : 0))));
    const options = { mapping: [{ value: 9, index: 1 }, { value: 2, index: 0 }], background: 'erase' };
    const laid = report(await lay(mask((_, j) => (j === 0 ? 9 : j === 1 ? 2 : j === 2 ? 1 : 0)), options));
    expect(laid.added).toEqual([]);
    expect(await voxels()).toEqual(expected((_, j) => (j === 0 || j === 2 ? 1 : 0)));
    const again = report(await lay(mask((_, j) => (j === 0 ? 9 : j === 2 ? 1 : 0)), options));
    expect(again).toMatchObject({ edit: null, changedVoxels: 0, changedSlices: 0 });
    expect((await lay(mask(() => 9), { mapping: [{ value: 9, index: 200 }] })).error).toMatchObject({ code: 'not-found' });
  });

  it('neither takes a voxel from a locked label nor gives it one, and says how many', async () => {
    const { client, lay, voxels } = await place();
    report(await lay(mask((i) => (i < 2 ? 1 : i < 4 ? 2 : 0))));
    const indices = (await client.labels.table()).map(({ index }) => index);
    await client.labels.change({ index: indices[0]!, locked: true });
    const laid = report(await lay(mask((i) => (i < 3 ? 2 : i < 5 ? 1 : 0))));
    expect(laid).toMatchObject({ edit: null, lockedVoxels: (2 + 2) * nj * nk });
    expect(await voxels()).toEqual(expected((i) => (i < 2 ? 1 : i < 4 ? 2 : 0)));
  });

  it('is refused where it lies elsewhere, unless it shall be laid on the grid, and changes nothing then', async () => {
    const { client, lay, voxels } = await place();
    const coarse: TinyNifti = { size: [6, 5, 6], voxel: (i) => (i === 0 ? 5 : 0), spacing: [2, 2, 2], sform: [[2, 0, 0], [0, 2, 0], [0, 0, 2], [0.5, 0.5, 0]] };
    const refused = await lay(coarse);
    expect(refused.error).toMatchObject({ code: 'bad-input' });
    expect(await client.labels.table()).toEqual([]);
    const laid = report(await lay(coarse, { resample: 'nearest' }));
    expect(laid.notes.map(({ en }) => en).join()).toMatch(/nearest/);
    expect(await voxels()).toEqual(expected((i) => (i < 2 ? 1 : 0)));
  });

  it('can be looked into before, and fill only what is empty', async () => {
    const { client, lay, voxels, folder, caseId } = await place();
    report(await lay(mask((i) => (i < 2 ? 1 : 0))));
    const written = writeNifti(path.join(folder, 'other.nii.gz'), mask((i, j) => (i < 4 ? 30_000 : j === 0 ? 2 : 0)));
    expect(await client.labels.inspectMask({ caseId, path: written })).toEqual({
      values: [{ value: 2, voxels: (ni - 4) * nk }, { value: 30_000, voxels: 4 * nj * nk }], misfit: null,
    });
    const filled = report(await lay(mask((i, j) => (i < 4 ? 30_000 : j === 0 ? 2 : 0)), { over: 'empty', background: 'erase' }));
    expect(filled.changedVoxels).toBe(2 * nj * nk + (ni - 4) * nk);
    const [, second, third] = (await client.labels.table()).map(({ index }) => index);
    expect(await voxels()).toEqual(expected((i, j) => (i < 2 ? 1 : i < 4 ? third! : j === 0 ? second! : 0)));
    const elsewhere = writeNifti(path.join(folder, 'elsewhere.nii.gz'), { size: [6, 5, 6], voxel: () => 5, spacing: [2, 2, 2] });
    expect((await client.labels.inspectMask({ caseId, path: elsewhere })).misfit?.en).toContain('elsewhere.nii.gz');
  });

  it('is refused where its values are no labels, or it is no mask', async () => {
    const { client, lay, run, caseId, folder } = await place();
    expect((await lay({ ...mask((i) => i + 0.5), type: 'float32' })).error).toMatchObject({ code: 'bad-input' });
    const text = path.join(folder, 'notes.nii');
    writeFileSync(text, 'no image');
    expect((await run(client.labels.importMask({ caseId: caseId, path: text }))).error?.sentence.en).toContain('notes.nii');
    expect((await client.labels.historyPage({ labelmapId: (await client.labels.open({ caseId: caseId })).labelmapId })).total).toBe(0);
  });

  it('comes by upload too, and its folder is told to nobody', async () => {
    const { client, host, run, caseId } = await place();
    const upload = await client.files.beginUpload();
    const body = niftiBytes(mask((i) => (i === 0 ? 3 : 0)));
    const put = await host.fetch(new Request(`http://lamina.invalid/uploads/${upload.id}/dropped.nii`, { method: 'PUT', body: body.slice() }));
    expect(put.ok).toBe(true);
    const job = await run(client.labels.importMask({ caseId: caseId, path: upload.grant }));
    expect(report(job)).toMatchObject({ changedVoxels: nj * nk, added: [{ value: 3 }] });
    expect(JSON.stringify(job.result)).not.toContain('transfers');
  });
});
