import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { exportSidecar, type ExportReport } from '#shared/contract/export.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { openProject } from '#main/store/open-project.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { ball, niftiBytes, tinySize, writeBalls, writeNifti } from '../tiny-nifti.ts';

type Input = Parameters<HostInTest['client']['export']['start']>[0];

async function exporting({ client, run }: HostInTest, input: Input): Promise<ExportReport> {
  const job = await run(client.export.start(input));
  if (job.state !== 'done') throw Object.assign(new Error(job.error?.sentence.en), { code: job.error?.code });
  return job.result as ExportReport;
}

const labelled = async (count = 1): Promise<HostInTest & { readonly out: string }> => {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, count);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  return { ...place, out: path.join(place.folder, 'out') };
};

/** The stored voxels of a mask, by the standard's table alone. */
function maskOf(file: string): { readonly datatype: number; readonly voxels: number[] } {
  const bytes = gunzipSync(readFileSync(file));
  const datatype = bytes.readInt16LE(70);
  const offset = bytes.readFloatLE(108);
  const count = tinySize[0] * tinySize[1] * tinySize[2];
  const voxels = Array.from({ length: count }, (_, n) => (datatype === 2 ? bytes.readUInt8(offset + n) : bytes.readInt16LE(offset + 2 * n)));
  return { datatype, voxels };
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const drawn = [...niftiBytes(ball(1).label).subarray(352)];
const sliceVoxels = tinySize[0] * tinySize[1];

describe('a finished case', () => {
  it('is written as it was imported, with a JSON that says what it is', async () => {
    const place = await labelled();
    const report = await exporting(place, { out: place.out });
    expect(report.refused).toEqual([]);
    expect(report.written).toMatchObject([{ case: 'scan-1', verdict: 'identical' }]);
    const { mask, sidecar } = report.written[0]!;
    expect(maskOf(mask).voxels).toEqual(drawn);
    const told = exportSidecar.parse(JSON.parse(readFileSync(sidecar, 'utf8')));
    expect(told).toMatchObject({
      program: 'Lamina', case: 'scan-1', author: 'Ada', sliceAxis: 2, slices: 6, completeSlices: [0, 1, 2, 3, 4, 5], incompleteSlicesAre: 'absent',
      labels: [{ value: 1, name: 'label 1' }],
      image: { name: 'scan-1.nii.gz', sha256: sha256(path.join(place.folder, 'images', 'scan-1.nii.gz')) },
      mask: { name: 'scan-1.nii.gz', sha256: sha256(mask) },
    });
    expect(told.logHead).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(place.out).sort()).toEqual(['scan-1.json', 'scan-1.nii.gz']);
  });

  it('is never written over what is there, unless that is asked for', async () => {
    const place = await labelled();
    mkdirSync(place.out);
    writeFileSync(path.join(place.out, 'scan-1.nii.gz'), 'the work of a week');
    const refused = await exporting(place, { out: place.out });
    expect(refused.written).toEqual([]);
    expect(refused.refused[0]!.reason.en).toContain('allow that files are replaced');
    expect(readFileSync(path.join(place.out, 'scan-1.nii.gz'), 'utf8')).toBe('the work of a week');
    expect(readdirSync(place.out)).toEqual(['scan-1.nii.gz']);
    const forced = await exporting(place, { out: place.out, force: true });
    expect(forced.written).toHaveLength(1);
    expect(maskOf(forced.written[0]!.mask).voxels).toEqual(drawn);
  });

  it('is an event of the project’s chain, with the hashes of what went out', async () => {
    const place = await labelled();
    const { mask, sidecar } = (await exporting(place, { out: place.out })).written[0]!;
    await place.client.project.close();
    const store = await openProject(place.project);
    expect(store.events.verifyChain()).toEqual([]);
    store.close();
    const database = new Sqlite(path.join(place.project, 'project.sqlite'), { readonly: true });
    const events = database.prepare<[], { payload: string; previous: string }>(
      "SELECT payload, lower(hex(prev_hash)) AS previous FROM event WHERE kind = 'export'",
    ).all();
    database.close();
    expect(events.map(({ payload }) => JSON.parse(payload) as unknown)).toMatchObject([
      { mask: sha256(mask), image: sha256(path.join(place.folder, 'images', 'scan-1.nii.gz')), verdict: 'identical' },
    ]);
    // What the JSON notes is the head that this export was added to.
    expect((JSON.parse(readFileSync(sidecar, 'utf8')) as { logHead: string }).logHead).toBe(events[0]!.previous);
  });

  it('leaves no mask where its JSON cannot be written', async () => {
    const place = await labelled();
    mkdirSync(path.join(place.out, 'scan-1.json'), { recursive: true });
    const report = await exporting(place, { out: place.out, force: true });
    expect(report.written).toEqual([]);
    expect(report.refused[0]!.reason.en).toContain('scan-1.json');
    expect(readdirSync(place.out)).toEqual(['scan-1.json']);
  });

  it('keeps its values after a label was renamed', async () => {
    const place = await labelled();
    await place.client.labels.change({ index: 1, name: 'tumour' });
    const report = await exporting(place, { out: place.out });
    expect(maskOf(report.written[0]!.mask).voxels).toEqual(drawn);
    expect(JSON.parse(readFileSync(report.written[0]!.sidecar, 'utf8'))).toMatchObject({ labels: [{ value: 1, name: 'tumour' }] });
  });
});

describe('an unfinished case', () => {
  const unfinished = async (): Promise<HostInTest & { readonly out: string }> => {
    const place = await labelled();
    const [found] = await place.client.cases.list();
    await place.client.labels.mark({ labelmapId: found!.labelmaps[0]!.id, slices: [2, 3], state: 'incomplete' });
    return place;
  };

  it('is refused with the number of its complete slices', async () => {
    const place = await unfinished();
    const report = await exporting(place, { out: place.out });
    expect(report.written).toEqual([]);
    expect(report.refused[0]!.reason.en).toMatch(/4 of 6 slices/);
    expect(readdirSync(place.out)).toEqual([]);
  });

  it('is written with background in the other slices where that is asked for', async () => {
    const place = await unfinished();
    const report = await exporting(place, { out: place.out, incomplete: 'background' });
    const expected = drawn.map((label, at) => ([2, 3].includes(Math.floor(at / sliceVoxels)) ? 0 : label));
    expect(expected).not.toEqual(drawn);
    expect(maskOf(report.written[0]!.mask).voxels).toEqual(expected);
    expect(JSON.parse(readFileSync(report.written[0]!.sidecar, 'utf8'))).toMatchObject({ completeSlices: [0, 1, 4, 5], incompleteSlicesAre: 'background' });
  });

  it('is written with an ignore value in the other slices where that is asked for, in a type that holds it', async () => {
    const place = await unfinished();
    const report = await exporting(place, { out: place.out, incomplete: { ignore: 1000 } });
    const expected = drawn.map((label, at) => ([2, 3].includes(Math.floor(at / sliceVoxels)) ? 1000 : label));
    expect(maskOf(report.written[0]!.mask)).toEqual({ datatype: 4, voxels: expected });
    expect(JSON.parse(readFileSync(report.written[0]!.sidecar, 'utf8'))).toMatchObject({ incompleteSlicesAre: { ignore: 1000 } });
  });

  it('cannot be ignored by a value that a label has', async () => {
    const place = await unfinished();
    await expect(exporting(place, { out: place.out, incomplete: { ignore: 1 } })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('label 1') as string });
    expect(existsSync(place.out)).toBe(false);
  });

  it('that uses every label there is has no value left to be ignored by', async () => {
    const place = await hostInTest();
    const values = (i: number, j: number, k: number): number => (k === 0 ? 0 : (i + tinySize[0] * (j + tinySize[1] * k)) % 256);
    writeNifti(path.join(place.folder, 'i', 'a.nii'), ball(1).image);
    writeNifti(path.join(place.folder, 'l', 'a.nii'), { ...ball(1).label, type: 'int16', voxel: values });
    await place.run(place.client.cases.import({ paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l'), onlyLabelledSlices: true }));
    const out = path.join(place.folder, 'out');
    const report = await exporting(place, { out, incomplete: { ignore: 1000 } });
    expect(report.refused[0]!.reason.en).toContain('255 labels');
    expect((await exporting(place, { out, incomplete: 'background' })).refused).toEqual([]);
  });

  it('without any labels of a person is refused', async () => {
    const place = await hostInTest();
    const { images } = writeBalls(place.folder, 1);
    await place.run(place.client.cases.import({ paths: [images] }));
    const report = await exporting(place, { out: path.join(place.folder, 'out') });
    expect(report.refused[0]!.reason.en).toContain('Nobody has labelled case scan-1');
    // Nor is there an answer that --incomplete could complete.
    const incomplete = await exporting(place, { out: path.join(place.folder, 'out'), incomplete: 'background' });
    expect(incomplete).toMatchObject({ written: [], refused: [{ reason: report.refused[0]!.reason }] });
  });

  it('of somebody who labelled nothing is refused with that person’s name, not with slices to finish', async () => {
    const place = await labelled();
    const { refused } = await exporting(place, { out: place.out, annotator: 'Grace' });
    expect(refused[0]!.reason.en).toBe('Case scan-1 has no labels by Grace yet.');
  });
});

it('a stroke after the marking opens its slice again, and so the case', async () => {
  const place = await labelled();
  const [found] = await place.client.cases.list();
  const { labelmapId, heads, completeSlices } = await place.client.labels.open({ caseId: found!.id });
  expect(completeSlices).toEqual([0, 1, 2, 3, 4, 5]);
  const tile = Uint8Array.from(drawn.slice(2 * sliceVoxels, 3 * sliceVoxels));
  tile[0] = 1;
  await place.client.labels.commit({
    id: crypto.randomUUID(), labelmapId, tool: 'brush',
    tiles: [{ k: 2, tile: 0, expected: heads.find((head) => head.k === 2)?.edit ?? null, runs: Buffer.from(encodeRuns(tile)).toString('base64') }],
  });
  expect((await exporting(place, { out: place.out })).refused[0]!.reason.en).toMatch(/5 of 6/);
});

it('a project without cases has nothing to export, and no folder is made for it', async () => {
  const place = await hostInTest();
  const out = path.join(place.folder, 'out');
  await expect(exporting(place, { out })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('no cases') as string });
  expect(existsSync(out)).toBe(false);
});

it('masks are never put among the project’s own files, by whatever way', async () => {
  const place = await labelled();
  const link = path.join(place.folder, 'link');
  symlinkSync(place.project, link);
  const before = readdirSync(place.project, { recursive: true }).sort();
  for (const out of [place.project, path.join(place.project, 'models', 'new', 'deep'), path.join(link, 'masks')]) {
    await expect(exporting(place, { out })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining(out) as string });
  }
  expect(readdirSync(place.project, { recursive: true }).sort()).toEqual(before);
  // A folder beside it whose name begins alike is another one.
  expect((await exporting(place, { out: `${place.project}-masks` })).written).toHaveLength(1);
});

it('masks of a folder that cannot be made are refused as a whole', async () => {
  const place = await labelled();
  writeFileSync(place.out, 'a file');
  await expect(exporting(place, { out: place.out })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining(place.out) as string });
});

it('a mask lies where its image lies, obliquely too', async () => {
  const place = await hostInTest();
  const { image, label } = ball(1);
  const sform: NonNullable<typeof image.sform> = [[0.8, 0.6, 0], [-0.6, 0.8, 0], [0, 0.1, 2], [-7.5, 3.25, 11]];
  writeNifti(path.join(place.folder, 'i', 'a.nii.gz'), { ...image, sform });
  writeNifti(path.join(place.folder, 'l', 'a.nii.gz'), { ...label, sform });
  await place.run(place.client.cases.import({ paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') }));
  const report = await exporting(place, { out: path.join(place.folder, 'out') });
  const [original, mask] = [niftiBytes({ ...image, sform }), gunzipSync(readFileSync(report.written[0]!.mask))];
  // qform and sform, their codes, and pixdim[0..3], bit for bit.
  expect(mask.subarray(252, 328)).toEqual(Buffer.from(original.subarray(252, 328)));
  expect(mask.subarray(76, 92)).toEqual(Buffer.from(original.subarray(76, 92)));
});
