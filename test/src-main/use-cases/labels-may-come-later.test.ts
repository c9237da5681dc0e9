import path from 'node:path';
import { expect, it } from 'vitest';
import type { ImportReport } from '#shared/contract/cases.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { ball, niftiBytes, tinySize, writeBalls, writeNifti } from '../tiny-nifti.ts';

async function importing({ client, run }: HostInTest, input: Parameters<HostInTest['client']['cases']['import']>[0]): Promise<ImportReport> {
  return (await run(client.cases.import(input))).result as ImportReport;
}

const voxelsOf = (tiny: Parameters<typeof niftiBytes>[0]): Uint8Array => niftiBytes(tiny).subarray(352);

it('a case that was imported alone gets the labels that are named for it later', async () => {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 2);
  await importing(place, { paths: [images] });
  const report = await importing(place, { paths: [images], labels });
  expect(report).toMatchObject({ imported: [], refused: [] });
  expect(report.present).toHaveLength(2);
  expect(report.warnings.map(({ en }) => en).join()).toMatch(/had no labels; it has those of .*scan-1\.nii\.gz now/);
  const cases = await place.client.cases.list();
  expect(cases.map(({ name, completeSlices }) => [name, completeSlices])).toEqual([['scan-1', tinySize[2]], ['scan-2', tinySize[2]]]);
  const reply = await place.host.fetch(new Request(`http://lamina.invalid/labelmaps/${cases[1]!.labelmaps[0]!.id}/voxels`));
  expect(new Uint8Array(await reply.arrayBuffer())).toEqual(voxelsOf(ball(2).label));
});

it('labels that are there already stay, whatever comes later, and it is said', async () => {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 1);
  await importing(place, { paths: [images], labels });
  const others = path.join(place.folder, 'others');
  writeNifti(path.join(others, 'scan-1.nii.gz'), { ...ball(1).label, voxel: () => 7 });
  const report = await importing(place, { paths: [images], labels: others });
  expect(report.warnings.map(({ en }) => en).join()).toContain('left as they are');
  expect((await place.client.labels.table()).map(({ value }) => value)).toEqual([1]);
});

it('labels that come later and do not fit are refused, and nothing of them stays', async () => {
  const place = await hostInTest();
  const { images } = writeBalls(place.folder, 1);
  await importing(place, { paths: [images] });
  const wrong = path.join(place.folder, 'wrong');
  writeNifti(path.join(wrong, 'scan-1.nii.gz'), { ...ball(1).label, sform: [[1, 0, 0], [0, 1, 0], [0, 0, 2], [3, 0, 0]] });
  const report = await importing(place, { paths: [images], labels: wrong });
  expect(report.refused[0]!.reason.en).toContain('does not lie on the grid');
  expect(await place.client.labels.table()).toEqual([]);
  expect((await place.client.cases.list())[0]).toMatchObject({ completeSlices: 0, labelmaps: [] });
});
