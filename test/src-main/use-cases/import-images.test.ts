import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ImportReport } from '#shared/contract/cases.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { ball, niftiBytes, tinySize, writeBalls, writeNifti, type TinyNifti } from '../tiny-nifti.ts';

type Input = Parameters<HostInTest['client']['cases']['import']>[0];

async function importing({ client, run }: HostInTest, input: Input): Promise<ImportReport> {
  const job: Job = await run(client.cases.import(input));
  if (job.state !== 'done') throw new Error(job.error?.sentence.en);
  return job.result as ImportReport;
}

async function labelVoxels({ host, client }: HostInTest, name: string): Promise<Uint8Array> {
  const found = (await client.cases.list()).find((one) => one.name === name);
  const reply = await host.fetch(new Request(`http://lamina.invalid/labelmaps/${found!.labelmaps[0]!.id}/voxels`));
  return new Uint8Array(await reply.arrayBuffer());
}

const bytesOf = (tiny: TinyNifti): Uint8Array => niftiBytes(tiny).subarray(352);
const [ni, nj, nk] = tinySize;

describe('images with labels of the same names', () => {
  it('become cases whose every slice is complete, the empty ones too', async () => {
    const place = await hostInTest();
    const { images, labels } = writeBalls(place.folder, 3);
    const report = await importing(place, { paths: [images], labels });
    expect(report.refused).toEqual([]);
    expect(report.imported.map(({ name, patient, slices, completeSlices }) => ({ name, patient, slices, completeSlices })))
      .toEqual([1, 2, 3].map((n) => ({ name: `scan-${n}`, patient: `scan-${n}`, slices: nk, completeSlices: nk })));
    expect(await labelVoxels(place, 'scan-2')).toEqual(bytesOf(ball(2).label));
    expect(await place.client.labels.table()).toMatchObject([{ index: 1, value: 1, name: 'label 1', colour: '#e69f00' }]);
  });

  it('count only their labelled slices as complete where that was asked', async () => {
    const place = await hostInTest();
    const { images, labels } = writeBalls(place.folder, 1);
    const report = await importing(place, { paths: [images], labels, onlyLabelledSlices: true });
    const drawn = new Set([...bytesOf(ball(1).label)].flatMap((label, at) => (label > 0 ? [Math.floor(at / (ni * nj))] : [])));
    expect(drawn.size).toBeLessThan(nk);
    expect(report.imported[0]!.completeSlices).toBe(drawn.size);
  });

  it('keep label values however large, as indices of the project’s table', async () => {
    const place = await hostInTest();
    writeNifti(path.join(place.folder, 'i', 'a.nii'), ball(1).image);
    writeNifti(path.join(place.folder, 'l', 'a.nii'), { ...ball(1).label, type: 'float32', voxel: (i, j, k) => [0, 7, 1_000_000][(i + j + k) % 3]! });
    const report = await importing(place, { paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') });
    expect(report.refused).toEqual([]);
    expect((await place.client.labels.table()).map(({ index, value }) => [index, value])).toEqual([[1, 7], [2, 1_000_000]]);
    const expected = Uint8Array.from({ length: ni * nj * nk }, (_, at) => ((at % ni) + (Math.floor(at / ni) % nj) + Math.floor(at / (ni * nj))) % 3);
    expect(await labelVoxels(place, 'a')).toEqual(expected);
  });

  it('are matched when the labels lie in another order of axes on the same places, exactly, and it is said', async () => {
    const place = await hostInTest();
    const { image, label } = ball(1);
    writeNifti(path.join(place.folder, 'i', 'a.nii.gz'), image);
    // The same grid with i running against x and j, k exchanged: (i, j, k) here is (ni-1-i, k, j) there.
    writeNifti(path.join(place.folder, 'l', 'a.nii.gz'), {
      size: [ni, nk, nj], type: 'uint8', voxel: (i, j, k) => label.voxel(ni - 1 - i, k, j),
      sform: [[-1, 0, 0], [0, 0, 2], [0, 1, 0], [ni - 1, 0, 0]],
    });
    const report = await importing(place, { paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') });
    expect(await labelVoxels(place, 'a')).toEqual(bytesOf(label));
    expect(report.imported[0]!.warnings.map(({ en }) => en).join()).toContain('another order of its axes');
  });

  it('are refused when the labels lie a third of a voxel off, unless the nearest voxel is asked for', async () => {
    const place = await hostInTest();
    const { image, label } = ball(1);
    writeNifti(path.join(place.folder, 'i', 'a.nii.gz'), image);
    writeNifti(path.join(place.folder, 'l', 'a.nii.gz'), { ...label, sform: [[1, 0, 0], [0, 1, 0], [0, 0, 2], [0.33, 0, 0]] });
    const input = { paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') };
    const refused = await importing(place, input);
    expect(refused.imported).toEqual([]);
    expect(refused.refused[0]!.reason.en).toMatch(/0\.33 voxels/);
    expect(await place.client.cases.list()).toEqual([]);
    const accepted = await importing(place, { ...input, resample: 'nearest' });
    expect(accepted.refused).toEqual([]);
    expect(await labelVoxels(place, 'a')).toEqual(bytesOf(label));
  });

  it('are found by name where images number their channel and labels do not', async () => {
    const place = await hostInTest();
    writeNifti(path.join(place.folder, 'i', 'case7_0000.nii.gz'), ball(1).image);
    writeNifti(path.join(place.folder, 'l', 'case7.nii.gz'), ball(1).label);
    const report = await importing(place, { paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') });
    expect(report.imported[0]!.completeSlices).toBe(nk);
  });

  it('are those of the same folder where every image has the same name', async () => {
    const place = await hostInTest();
    for (const n of [1, 2]) {
      writeNifti(path.join(place.folder, 'i', `p${n}`, 'scan.nii.gz'), ball(n).image);
      writeNifti(path.join(place.folder, 'l', `p${n}`, 'scan.nii.gz'), ball(n).label);
    }
    await importing(place, { paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') });
    expect(await labelVoxels(place, 'scan')).toEqual(bytesOf(ball(1).label));
    expect(await labelVoxels(place, 'p2_scan')).toEqual(bytesOf(ball(2).label));
  });

  it('may say more in their name than their image does, and it is told', async () => {
    const place = await hostInTest();
    writeNifti(path.join(place.folder, 'i', 'SCD0000101.nii.gz'), ball(1).image);
    writeNifti(path.join(place.folder, 'l', 'SCD0000101_ED.nii.gz'), ball(1).label);
    const report = await importing(place, { paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') });
    expect(report.imported).toMatchObject([{ name: 'SCD0000101', completeSlices: nk }]);
    expect(report.imported[0]!.warnings.map(({ en }) => en).join()).toContain('SCD0000101_ED.nii.gz was taken for the labels of SCD0000101');
    expect(report.warnings.map(({ en }) => en).join()).not.toContain('left out');
  });

  it('of which two might belong to an image are both left out, and it is said', async () => {
    const place = await hostInTest();
    writeNifti(path.join(place.folder, 'i', 'a.nii.gz'), ball(1).image);
    for (const name of ['a_liver', 'a_tumour']) writeNifti(path.join(place.folder, 'l', `${name}.nii.gz`), ball(1).label);
    const report = await importing(place, { paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') });
    expect(report.imported).toMatchObject([{ name: 'a', completeSlices: 0 }]);
    expect(report.warnings.map(({ en }) => en).join()).toMatch(/2 label files were left out/);
  });

  it('are not taken for images where the label folder lies among them', async () => {
    const place = await hostInTest();
    const { labels } = writeBalls(path.join(place.folder, 'all'), 2);
    const report = await importing(place, { paths: [path.join(place.folder, 'all')], labels });
    expect(report.imported).toHaveLength(2);
  });

  it('are the images where the label folder holds both', async () => {
    const place = await hostInTest();
    writeNifti(path.join(place.folder, 'all', 'images', 'scan-1.nii.gz'), ball(1).image);
    writeNifti(path.join(place.folder, 'all', 'scan-1.nii.gz'), ball(1).label);
    const report = await importing(place, { paths: [path.join(place.folder, 'all', 'images')], labels: path.join(place.folder, 'all') });
    expect(report.imported).toMatchObject([{ name: 'scan-1', completeSlices: nk }]);
  });

  it('may lie in the folder of their images where their names tell them from these', async () => {
    const place = await hostInTest();
    const folder = path.join(place.folder, 'all');
    for (const n of [1, 2]) {
      writeNifti(path.join(folder, `p${n}`, `p${n}_frame01.nii.gz`), ball(n).image);
      writeNifti(path.join(folder, `p${n}`, `p${n}_frame01_gt.nii.gz`), ball(n).label);
    }
    const report = await importing(place, { paths: [folder], labels: folder });
    expect(report.imported).toMatchObject([{ name: 'p1_frame01', completeSlices: nk }, { name: 'p2_frame01', completeSlices: nk }]);
    expect(await labelVoxels(place, 'p2_frame01')).toEqual(bytesOf(ball(2).label));
  });

  it('cannot be told from images in one folder by names that say nothing', async () => {
    const place = await hostInTest();
    for (const name of ['a', 'b']) writeNifti(path.join(place.folder, 'all', `${name}.nii.gz`), ball(1).image);
    const job = await place.run(place.client.cases.import({ paths: [path.join(place.folder, 'all')], labels: path.join(place.folder, 'all') }));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'bad-input', sentence: { en: expect.stringContaining('folder of their own') as string } } });
  });

  it('may have another name where there is one file of each', async () => {
    const place = await hostInTest();
    const image = writeNifti(path.join(place.folder, 'i', 'series.nii'), ball(1).image);
    const labels = writeNifti(path.join(place.folder, 'l', 'labels.nii.gz'), ball(1).label);
    const report = await importing(place, { paths: [image], labels });
    expect(report).toMatchObject({ refused: [], imported: [{ name: 'series', completeSlices: nk }] });
  });

  it('say which files had no partner', async () => {
    const place = await hostInTest();
    const { images, labels } = writeBalls(place.folder, 2);
    writeNifti(path.join(labels, 'stray.nii.gz'), ball(1).label);
    writeNifti(path.join(images, 'alone.nii.gz'), ball(5).image);
    const report = await importing(place, { paths: [images], labels });
    expect(report.warnings.map(({ en }) => en).join()).toContain('stray.nii.gz');
    expect(report.imported.find(({ name }) => name === 'alone')).toMatchObject({ completeSlices: 0, warnings: [expect.objectContaining({ en: expect.stringContaining('alone') as string })] });
  });
});

describe('an image that is there already', () => {
  it('is recognised by its content, under another name too', async () => {
    const place = await hostInTest();
    const { images } = writeBalls(place.folder, 1);
    await importing(place, { paths: [images] });
    const copy = path.join(place.folder, 'copy.nii.gz');
    writeFileSync(copy, readFileSync(path.join(images, 'scan-1.nii.gz')));
    const again = await importing(place, { paths: [images, copy] });
    expect(again.imported).toEqual([]);
    expect(again.present).toEqual([path.join(images, 'scan-1.nii.gz'), copy]);
    expect(await place.client.cases.list()).toHaveLength(1);
  });

  it('with another content of the same name gets a name of its own, and it is said', async () => {
    const place = await hostInTest();
    writeNifti(path.join(place.folder, 'first', 'a.nii.gz'), ball(1).image);
    writeNifti(path.join(place.folder, 'second', 'a.nii.gz'), ball(2).image);
    const report = await importing(place, { paths: [path.join(place.folder, 'first'), path.join(place.folder, 'second')] });
    expect(report.imported.map(({ name }) => name)).toEqual(['a', 'second_a']);
    expect(report.imported[1]!.warnings[0]!.en).toContain('second_a');
  });
});

describe('bad files among good ones', () => {
  it('are refused with one sentence that names them, leave nothing, and hinder no other', async () => {
    const place = await hostInTest();
    const { images, labels } = writeBalls(place.folder, 2);
    const good = readFileSync(path.join(images, 'scan-1.nii.gz'));
    writeFileSync(path.join(images, 'cut.nii.gz'), good.subarray(0, Math.floor(good.length / 2)));
    writeFileSync(path.join(images, 'not.nii'), 'this is no scan, whatever its name says'.repeat(20));
    const flat = niftiBytes(ball(1).image);
    new DataView(flat.buffer).setInt16(46, 0, true);
    writeFileSync(path.join(images, 'flat.nii'), flat);
    const huge = niftiBytes(ball(1).image).slice(0, 1024);
    for (const at of [42, 44, 46]) new DataView(huge.buffer).setInt16(at, 1000, true);
    writeFileSync(path.join(images, 'huge.nii'), huge);
    writeFileSync(path.join(images, 'huge-packed.nii.gz'), gzipSync(huge));
    writeFileSync(path.join(images, 'empty.nii.gz'), '');
    writeNifti(path.join(images, 'noise-label.nii.gz'), ball(3).image);
    writeNifti(path.join(labels, 'noise-label.nii.gz'), { ...ball(3).label, type: 'float32', voxel: () => 0.5 });

    const report = await importing(place, { paths: [images], labels });
    expect(report.imported.map(({ name }) => name)).toEqual(['scan-1', 'scan-2']);
    const reasons = Object.fromEntries(report.refused.map(({ file, reason }) => [path.basename(file), reason.en]));
    expect(Object.keys(reasons).sort()).toEqual(['cut.nii.gz', 'empty.nii.gz', 'flat.nii', 'huge-packed.nii.gz', 'huge.nii', 'noise-label.nii.gz', 'not.nii']);
    for (const [file, sentence] of Object.entries(reasons)) {
      expect(sentence).toContain(file);
      expect(sentence).toMatch(/^[^\n]{20,400}[.!]$/);
      expect(sentence).not.toMatch(/Error:|at .*:\d+|undefined|NaN:/);
    }
    expect(await place.client.cases.list()).toHaveLength(2);
    expect((await place.client.labels.table()).map(({ value }) => value)).toEqual([1]);
  });

  it('that are missing are named', async () => {
    const place = await hostInTest();
    const gone = path.join(place.folder, 'gone.nii.gz');
    const report = await importing(place, { paths: [gone] });
    expect(report.refused).toEqual([{ file: gone, reason: expect.objectContaining({ en: expect.stringContaining('gone.nii.gz') as string }) as object }]);
  });

  it('more than 255 labels do not fit, and none of them stays', async () => {
    const place = await hostInTest();
    writeNifti(path.join(place.folder, 'i', 'a.nii'), ball(1).image);
    writeNifti(path.join(place.folder, 'l', 'a.nii'), { size: tinySize, spacing: [1, 1, 2], voxel: (i, j, k) => i + ni * (j + nj * k) });
    const report = await importing(place, { paths: [path.join(place.folder, 'i')], labels: path.join(place.folder, 'l') });
    expect(report.refused[0]!.reason.en).toContain('255');
    expect(await place.client.labels.table()).toEqual([]);
    expect(readdirSync(path.join(place.project, 'blobs'))).toEqual(['unfinished']);
  });
});

describe('whose image it is', () => {
  async function patients(input: Partial<Input>, names: readonly string[]): Promise<Record<string, string>> {
    const place = await hostInTest();
    names.forEach((name, n) => writeNifti(path.join(place.folder, 'i', name), ball(n).image));
    for (const [option, text] of Object.entries(input)) {
      if (option === 'patientTable') writeFileSync(path.join(place.folder, 'table.csv'), text as string);
    }
    const report = await importing(place, {
      paths: [path.join(place.folder, 'i')], ...input,
      ...(input.patientTable === undefined ? {} : { patientTable: path.join(place.folder, 'table.csv') }),
    });
    return Object.fromEntries(report.imported.map(({ name, patient }) => [name, patient]));
  }

  it('is told by the name that BIDS gives a file, or its folder', async () => {
    expect(await patients({}, ['sub-07/anat/scan.nii.gz', 'sub-12_ses-1_T1w.nii.gz', 'other.nii.gz']))
      .toEqual({ scan: 'sub-07', 'sub-12_ses-1_T1w': 'sub-12', other: 'other' });
  });

  it('is told by a pattern where one was given', async () => {
    expect(await patients({ patientPattern: '^BTP_(\\d+)_' }, ['BTP_03_pre.nii.gz', 'BTP_03_post.nii.gz', 'sub-9_x.nii.gz']))
      .toEqual({ BTP_03_pre: '03', BTP_03_post: '03', 'sub-9_x': 'sub-9' });
  });

  it('is told by a table before all else', async () => {
    expect(await patients({ patientTable: 'patient,name,note\n"Smith, A",one.nii.gz,"he said ""no"""\nP2,two,\n' }, ['one.nii.gz', 'two.nii.gz', 'three.nii.gz']))
      .toEqual({ one: 'Smith, A', two: 'P2', three: 'three' });
  });

  it.each([['(', '('], ['no group', 'abc'], ['two groups', '(a)(b)']])('a pattern that cannot tell one is refused: %s', async (_why, patientPattern) => {
    const place = await hostInTest();
    writeBalls(place.folder, 1);
    const job = await place.run(place.client.cases.import({ paths: [path.join(place.folder, 'images')], patientPattern }));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'bad-input' } });
    expect(job.error!.sentence.en).toContain(patientPattern);
  });
});

describe('what the person states', () => {
  it('about the modality wins over the guess, and a guess is said with its reason', async () => {
    const place = await hostInTest();
    const { images } = writeBalls(place.folder, 2);
    const guessed = await importing(place, { paths: [path.join(images, 'scan-1.nii.gz')] });
    expect(guessed.imported[0]!.modality).toBe('mr');
    expect(guessed.warnings.map(({ en }) => en).join()).toMatch(/taken as MR.*state the modality/);
    const stated = await importing(place, { paths: [path.join(images, 'scan-2.nii.gz')], modality: 'other' });
    expect(stated.imported[0]!.modality).toBe('other');
    expect(stated.warnings).toEqual([]);
  });

  it('about the orientation is believed where the file says nothing', async () => {
    const place = await hostInTest();
    for (const n of [1, 2]) writeNifti(path.join(place.folder, `${n}.nii`), { ...ball(n).image, sform: null });
    const unknown = await importing(place, { paths: [path.join(place.folder, '1.nii')] });
    expect(unknown.imported[0]!.warnings.length).toBeGreaterThan(0);
    await importing(place, { paths: [path.join(place.folder, '2.nii')], orientation: 'RAS' });
    const [first, second] = await place.client.cases.list();
    expect([first!.images[0]!.trust, second!.images[0]!.trust]).toEqual(['orientation-unknown', 'known']);
    // RAS: i runs to the Right and j to the Anterior, that is against L and P.
    expect(second!.images[0]!.affine).toEqual([-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 2, 0]);
  });

  it('about the orientation is heeded afterwards too, as the warning asks, and moves no label', async () => {
    const place = await hostInTest();
    const { image, label } = ball(1);
    const file = writeNifti(path.join(place.folder, 'i', 'a.nii'), { ...image, sform: null });
    writeNifti(path.join(place.folder, 'l', 'a.nii'), { ...label, sform: null });
    const first = await importing(place, { paths: [file], labels: path.join(place.folder, 'l') });
    expect(first.imported[0]!.warnings.map(({ en }) => en).join()).toContain('state the orientation when importing');
    const again = await importing(place, { paths: [file], orientation: 'RAS' });
    expect(again).toMatchObject({ imported: [], present: [file] });
    expect(again.warnings.map(({ en }) => en).join()).toContain('RAS now');
    const [known] = await place.client.cases.list();
    expect(known!.images[0]).toMatchObject({ trust: 'known', affine: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 2, 0] });
    expect(known!.completeSlices).toBe(nk);
    expect(await labelVoxels(place, 'a')).toEqual(bytesOf(label));
    // What is known is not overruled.
    await importing(place, { paths: [file], orientation: 'LPS' });
    expect((await place.client.cases.list())[0]!.images[0]!.affine[0]).toBe(-1);
  });

  it('about a spacing that is a placeholder is believed, at once or later, and changes no grid', async () => {
    const place = await hostInTest();
    const files = [1, 2].map((n) => writeNifti(path.join(place.folder, `${n}.nii`), ball(n).image));
    const bare = writeNifti(path.join(place.folder, '3.nii'), { ...ball(3).image, sform: null });
    await importing(place, { paths: [files[0]!] });
    const report = await importing(place, { paths: [...files, bare], spacingUnknown: true });
    const trusts = async () => (await place.client.cases.list()).map(({ images: [image] }) => [image!.trust, image!.affine.join() === '-1,0,0,0,0,-1,0,0,0,0,2,0']);
    // Left and right matter more than lengths: what is not known of them is not taken for known.
    expect(await trusts()).toEqual([['spacing-unknown', true], ['spacing-unknown', true], ['orientation-unknown', false]]);
    expect(report.warnings.map(({ en }) => en).filter((note) => note.includes('counts as unknown'))).toEqual([expect.stringMatching(/1\.nii.*to take that back/)]);
    const again = await importing(place, { paths: [...files, bare], spacingUnknown: true, orientation: 'RAS' });
    expect(await trusts()).toEqual(Array(3).fill(['spacing-unknown', true]));
    expect(again.warnings.some(({ en }) => en.includes('counts as unknown'))).toBe(false);
    // It is taken back as it says.
    const [marked] = await place.client.cases.list();
    await place.client.cases.remove({ id: marked!.id });
    await importing(place, { paths: [files[0]!] });
    expect((await place.client.cases.list()).find(({ name }) => name === marked!.name)!.images[0]!.trust).toBe('known');
  });

  it('about the slice axis counts until a slice of the case was marked', async () => {
    const place = await hostInTest();
    const { images } = writeBalls(place.folder, 1);
    await importing(place, { paths: [images] });
    const { id } = (await place.client.cases.list())[0]!;
    expect(await place.client.cases.changeSliceAxis({ id, sliceAxis: 0 })).toMatchObject({ id, sliceAxis: 0, slices: ni });
    const { labelmapId } = await place.client.labels.open({ caseId: id });
    expect(await place.client.labels.mark({ labelmapId, slices: 'all', state: 'complete' })).toMatchObject({ completeSlices: { length: ni } });
    await expect(place.client.cases.changeSliceAxis({ id, sliceAxis: 2 })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is checked: an unknown orientation or modality never reaches a use case', async () => {
    const { client } = await hostInTest();
    await expect(client.cases.import({ paths: ['/x'], orientation: 'XYZ' })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(client.cases.import({ paths: [] })).rejects.toMatchObject({ code: 'bad-input', data: { sentence: { 'zh-CN': expect.stringContaining('输入未被接受') as string } } });
  });
});

it('an import that is cancelled keeps what was imported whole, and nothing else', async () => {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 40);
  const events = await place.client.jobs.events({});
  const { jobId } = await place.client.cases.import({ paths: [images], labels });
  for await (const event of events) {
    if (event.kind !== 'job') continue;
    if (event.job.progress !== null && event.job.endedAt === null) await place.client.jobs.cancel({ id: jobId });
    if (event.job.endedAt !== null) break;
  }
  const job = await place.client.jobs.get({ id: jobId });
  expect(job.state).toBe('cancelled');
  const cases = await place.client.cases.list();
  expect(cases.length).toBeLessThan(40);
  expect(cases.every(({ completeSlices }) => completeSlices === nk)).toBe(true);
});

it('a file that ends within its header is refused by its name', async () => {
  const place = await hostInTest();
  mkdirSync(path.join(place.folder, 'i'));
  const file = writeNifti(path.join(place.folder, 'i', 'a.nii'), ball(1).image);
  truncateSync(file, 200);
  const report = await importing(place, { paths: [file] });
  expect(report.refused[0]!.reason.en).toContain('a.nii');
});
