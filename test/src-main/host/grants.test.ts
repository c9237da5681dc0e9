import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportReport, Inspection } from '#shared/contract/cases.ts';
import type { ExportReport } from '#shared/contract/export.ts';
import { writeBalls } from '../tiny-nifti.ts';
import { hostInTest } from './host-in-test.ts';

describe('half a path', () => {
  it.each(['study', './study', '../study'])('(%s) is refused, wherever the host happens to run: nothing is made there', async (half) => {
    const { client } = await hostInTest();
    await expect(client.project.create({ folder: half })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(client.cases.import({ paths: [half] })).rejects.toMatchObject({ code: 'bad-input' });
    expect(existsSync(path.resolve(half, 'project.sqlite'))).toBe(false);
  });
});

describe('a grant', () => {
  it('stands for the files that a person chose, in an import, and none of their folders is told', async () => {
    const { client, host, folder, run } = await hostInTest();
    const { images, labels } = writeBalls(folder, 2);
    const files = [path.join(images, 'scan-1.nii.gz'), path.join(images, 'scan-2.nii.gz'), path.join(images, 'no-such.nii.gz')];
    const job = await run(client.cases.import({ paths: [host.grantPaths(files)], labels: host.grantPaths([labels]) }));
    const report = job.result as ImportReport;
    expect(report.imported.map(({ name, completeSlices }) => [name, completeSlices])).toEqual([['scan-1', 6], ['scan-2', 6]]);
    expect(report.refused.map(({ file }) => file)).toEqual(['no-such.nii.gz']);
    expect(JSON.stringify([job, await client.jobs.list()])).not.toContain(folder);
  });

  it('stands for a folder in an export, a file in a look at it, and a place for a project', async () => {
    const { client, host, folder, run } = await hostInTest();
    const { images, labels } = writeBalls(folder, 1);
    const scan = path.join(images, 'scan-1.nii.gz');
    const inspected: Inspection = await client.cases.inspect({ path: host.grantPaths([scan]) });
    expect(inspected).toMatchObject({ file: 'scan-1.nii.gz', size: [12, 10, 6] });
    await run(client.cases.import({ paths: [images], labels }));
    const out = path.join(folder, 'out');
    const report = (await run(client.export.start({ out: host.grantPaths([out]) }))).result as ExportReport;
    expect(report.written.map(({ mask }) => mask)).toEqual(['scan-1.nii.gz']);
    const other = path.join(folder, 'other');
    mkdirSync(other);
    expect((await client.project.create({ folder: host.grantPaths([other]), instead: true })).folder).toBe(other);
  });

  it('can be used once', async () => {
    const { client, host, folder } = await hostInTest({ project: false });
    const { images } = writeBalls(folder, 1);
    const word = host.grantPaths([path.join(images, 'scan-1.nii.gz')]);
    await client.cases.inspect({ path: word });
    await expect(client.cases.inspect({ path: word })).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('once more') as string });
  });

  it('is not used up by a call that is refused for another reason', async () => {
    const { client, host, folder, run } = await hostInTest({ project: false });
    const { images } = writeBalls(folder, 1);
    const word = host.grantPaths([images]);
    await expect(client.cases.import({ paths: [word] })).rejects.toMatchObject({ code: 'conflict' });
    await client.project.create({ folder: path.join(folder, 'project') });
    await expect(client.cases.import({ paths: [word], labels: 'grant:AAAAAAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({ code: 'not-found' });
    expect((await run(client.cases.import({ paths: [word] }))).state).toBe('done');
  });

  it('of several files is refused where one is needed', async () => {
    const { client, host } = await hostInTest({ project: false });
    await expect(client.cases.inspect({ path: host.grantPaths(['/a', '/b']) })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('of an upload is no place to write to, and that of a download none to read from', async () => {
    const { client } = await hostInTest();
    const { grant: upload } = await client.files.beginUpload();
    const { grant: download } = await client.files.beginDownload();
    await expect(client.export.start({ out: upload })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(client.project.create({ folder: upload, instead: true })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(client.cases.import({ paths: [download] })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(client.cases.import({ paths: [upload] })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('Nothing was uploaded') as string });
  });

  it('cannot be guessed: 192 random bits, in no order', async () => {
    const { host } = await hostInTest({ project: false });
    const words = Array.from({ length: 100 }, () => host.grantPaths(['/a']));
    expect(new Set(words).size).toBe(100);
    expect(words.every((word) => /^grant:[A-Za-z0-9_-]{32}$/.test(word))).toBe(true);
  });
});
