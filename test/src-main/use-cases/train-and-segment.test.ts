import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { modelInfo, type ModelInfo, type SegmentReport } from '#shared/contract/training.ts';
import type { ImportReport } from '#shared/contract/cases.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { ball, niftiBytes, writeBalls, writeNifti } from '../tiny-nifti.ts';

async function withCases(count: number, options: { patientPattern?: string } = {}): Promise<HostInTest> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, count);
  const report = (await place.run(place.client.cases.import({ paths: [images], labels, ...options }))).result as ImportReport;
  expect(report.refused).toEqual([]);
  return place;
}

const manifestOf = ({ engine }: HostInTest): SnapshotManifest => {
  const request = engine.requests.find(({ kind }) => kind === 'train');
  if (request?.kind !== 'train') throw new Error('nothing was trained');
  return JSON.parse(readFileSync(request.manifest, 'utf8')) as SnapshotManifest;
};

describe('a training', () => {
  it('is taught by an immutable snapshot, and its model is kept with all that it came from', async () => {
    const place = await withCases(12);
    const job = await place.run(place.client.training.start({ epochs: 2, seed: 5 }));
    const model = modelInfo.parse(job.result);
    expect(model).toMatchObject({ active: true, computedWith: 'TensorFlow 0, JavaScript, CPU', validationDice: 0.9, plan: { epochs: 2, seed: 5 } });
    expect(await place.client.training.models()).toEqual([model]);

    const manifest = manifestOf(place);
    expect(manifest.cases).toHaveLength(12);
    const judges = manifest.cases.filter(({ role }) => role === 'validation').map(({ patient }) => patient).sort();
    expect(judges).toHaveLength(5);
    expect(model.validationPatients).toEqual(judges);
    for (const { labelmap, image, completeSlices, name } of manifest.cases) {
      const seed = Number(name.replace('scan-', ''));
      expect(new Uint8Array(readFileSync(path.join(place.project, labelmap.path)))).toEqual(niftiBytes(ball(seed).label).subarray(352));
      expect(new Uint8Array(readFileSync(path.join(place.project, image.path)))).toEqual(niftiBytes(ball(seed).image).subarray(352));
      expect(completeSlices).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('holds whole patients back', async () => {
    // Patients “1” (scan-1, scan-10, -11, -12), “2”, … “9”.
    const place = await withCases(12, { patientPattern: 'scan-(\\d)' });
    await place.run(place.client.training.start({ epochs: 1, validation: 3 }));
    const { cases } = manifestOf(place);
    const rolesOf = new Map<string, Set<string>>();
    for (const { patient, role } of cases) rolesOf.set(patient, (rolesOf.get(patient) ?? new Set()).add(role));
    expect([...rolesOf.values()].every((roles) => roles.size === 1)).toBe(true);
    expect([...rolesOf].filter(([, roles]) => roles.has('validation'))).toHaveLength(3);
  });

  it('takes every part of the plan that the person fixes', async () => {
    const place = await withCases(3);
    const job = await place.run(place.client.training.start({ validation: 0, network: 'unet-2d', plan: { batch: 2, microBatch: 1, patch: [32, 32], epochs: 7 } }));
    expect((job.result as ModelInfo).plan).toMatchObject({ batch: 2, microBatch: 1, patch: [32, 32], epochs: 7 });
    expect(manifestOf(place).cases.every(({ role }) => role === 'train')).toBe(true);
    await expect(place.client.training.start({ plan: { batch: -1 } })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('plan.batch') as string });
    await expect(place.client.training.start({ plan: { bach: 1 } as never })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('bach') as string });
  });

  it('without cases, or without a complete slice, fails with a sentence that says what to do', async () => {
    const place = await hostInTest();
    expect((await place.run(place.client.training.start({}))).error).toMatchObject({ code: 'bad-input', sentence: { en: expect.stringContaining('import') as string } });
    const { images } = writeBalls(place.folder, 1);
    await place.run(place.client.cases.import({ paths: [images] }));
    expect((await place.run(place.client.training.start({}))).error).toMatchObject({ code: 'bad-input', sentence: { en: expect.stringContaining('complete') as string } });
    expect(place.engine.requests).toEqual([]);
  });

  it.each([
    ['fails', async () => { throw new UserFacingError('engine-crashed', { en: 'The engine stopped.', 'zh-CN': '引擎已停止。' }); }, 'failed', 'engine-crashed'],
    ['is cancelled', async (place: HostInTest) => { await place.client.jobs.cancel({ id: (await place.client.jobs.list())[0]!.id }); }, 'cancelled', 'cancelled'],
  ] as const)('that %s leaves no model and no file, and the next one works', async (_how, happen, state, code) => {
    const place = await withCases(3);
    place.engine.before = async (request) => {
      if (request.kind === 'train') writeFileSync(path.join(request.outputFolder, 'half a checkpoint'), '');
      await happen(place);
    };
    expect(await place.run(place.client.training.start({ epochs: 1 }))).toMatchObject({ state, error: { code } });
    expect(await place.client.training.models()).toEqual([]);
    expect(readdirSync(path.join(place.project, 'models'))).toEqual([]);
    place.engine.before = async () => {};
    expect((await place.run(place.client.training.start({ epochs: 1 }))).state).toBe('done');
  });

  it('whose model cannot be recorded leaves no file either', async () => {
    const place = await withCases(3);
    const run = place.engine.run.bind(place.engine) as (...request: unknown[]) => Promise<object>;
    // No JSON holds a bigint: the row cannot be written.
    Object.assign(place.engine, { run: async (...request: unknown[]) => ({ ...await run(...request), parameters: 1n }) });
    expect(await place.run(place.client.training.start({ epochs: 1 }))).toMatchObject({ state: 'failed' });
    expect(await place.client.training.models()).toEqual([]);
    expect(readdirSync(path.join(place.project, 'models'))).toEqual([]);
  });

  it('that a killed host left half done is swept away when the project is opened again', async () => {
    const place = await hostInTest();
    await place.client.project.close({});
    mkdirSync(path.join(place.project, 'models', 'x.training'), { recursive: true });
    mkdirSync(path.join(place.project, 'work', 'y'), { recursive: true });
    await place.client.project.open({ folder: place.project });
    expect(readdirSync(path.join(place.project, 'models'))).toEqual([]);
    expect(readdirSync(place.project)).not.toContain('work');
  });
});

describe('a trained model', () => {
  const trained = async (): Promise<HostInTest & { readonly out: string }> => {
    const place = await withCases(3);
    await place.run(place.client.training.start({ epochs: 1, validation: 0 }));
    return { ...place, out: path.join(place.folder, 'out') };
  };
  const segmenting = async ({ client, run }: HostInTest, input: Parameters<HostInTest['client']['predictions']['segmentFiles']>[0]): Promise<SegmentReport> =>
    (await run(client.predictions.segmentFiles(input))).result as SegmentReport;

  it('writes one mask for each file that it was given, in the space of the file, and leaves nothing else', async () => {
    const place = await trained();
    const { image, label } = ball(9);
    const file = writeNifti(path.join(place.folder, 'new', 'never imported.nii'), { ...image, sform: [[0, 1, 0], [-1, 0, 0], [0, 0, 2], [5, 6, 7]] });
    const report = await segmenting(place, { paths: [path.join(place.folder, 'new')], out: place.out });
    expect(report).toMatchObject({ refused: [], written: [{ input: file, mask: path.join(place.out, 'never imported.nii.gz') }] });
    const mask = gunzipSync(readFileSync(report.written[0]!.mask));
    // 100 + noise below 64 against 300: what the fake engine learnt parts them without a mistake.
    expect([...mask.subarray(mask.readFloatLE(108))]).toEqual([...niftiBytes(label).subarray(352)]);
    expect(mask.subarray(252, 328)).toEqual(readFileSync(file).subarray(252, 328));
    expect(readdirSync(place.out)).toEqual(['never imported.nii.gz', 'never imported.nii.gz.json']);
    // Whoever has the mask has a hash that the project's log must hold, and knows what was made of what by which model.
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    const [model] = await place.client.training.models();
    const told = JSON.parse(readFileSync(path.join(place.out, 'never imported.nii.gz.json'), 'utf8')) as { readonly logHead: string };
    expect(told).toMatchObject({
      program: 'Lamina', model: { id: model!.id, name: model!.name },
      image: { name: 'never imported.nii', sha256: sha256(readFileSync(file)) }, file: { name: 'never imported.nii.gz', sha256: sha256(readFileSync(report.written[0]!.mask)) },
    });
    expect((await place.run(place.client.project.verify({ heads: [told.logHead] }))).result).toMatchObject({ wrong: [], heads: expect.arrayContaining([expect.objectContaining({ hash: told.logHead })]) as unknown });
    expect(readdirSync(place.project)).not.toContain('work');
    expect(await place.client.cases.list()).toHaveLength(3);
  });

  it('goes on after a file that cannot be read, keeps what is there, and never writes two inputs into one mask', async () => {
    const place = await trained();
    const images = path.join(place.folder, 'images');
    writeFileSync(path.join(images, 'bad.nii.gz'), 'no scan');
    const twin = writeNifti(path.join(place.folder, 'twin', 'scan-1.nii.gz'), ball(8).image);
    mkdirSync(place.out);
    writeFileSync(path.join(place.out, 'scan-3.nii.gz'), 'mine');
    const report = await segmenting(place, { paths: [images, twin], out: place.out });
    expect(report.written.map(({ mask }) => path.basename(mask))).toEqual(['scan-1.nii.gz', 'scan-2.nii.gz']);
    expect(report.refused.map(({ file }) => file).sort()).toEqual([path.join(images, 'bad.nii.gz'), path.join(images, 'scan-3.nii.gz'), twin].sort());
    expect(readFileSync(path.join(place.out, 'scan-3.nii.gz'), 'utf8')).toBe('mine');
    const forced = await segmenting(place, { paths: [path.join(images, 'scan-3.nii.gz')], out: place.out, force: true });
    expect(forced.written).toHaveLength(1);
  });

  it('says when the file does not tell how the scan lies', async () => {
    const place = await trained();
    const file = writeNifti(path.join(place.folder, 'n.nii'), { ...ball(4).image, sform: null });
    const unknown = await segmenting(place, { paths: [file], out: place.out });
    expect(unknown.written[0]!.warnings.map(({ en }) => en).join()).toContain('state the orientation');
    const stated = await segmenting(place, { paths: [file], out: place.out, orientation: 'LPS', force: true });
    expect(stated.written[0]!.warnings.map(({ en }) => en).join()).not.toContain('state the orientation');
  });

  it('is named, or refused by its name', async () => {
    const place = await trained();
    const images = path.join(place.folder, 'images');
    const unknown = '11111111-1111-4111-8111-111111111111';
    expect((await place.run(place.client.predictions.segmentFiles({ paths: [images], out: place.out, model: unknown }))).error)
      .toMatchObject({ code: 'not-found', sentence: { en: expect.stringContaining(unknown) as string } });
    const none = await hostInTest();
    expect((await none.run(none.client.predictions.segmentFiles({ paths: [images], out: place.out }))).error)
      .toMatchObject({ code: 'not-found', sentence: { en: expect.stringContaining('train') as string } });
  });

  it('predicts imported cases into labelmaps of its own, which only --model exports', async () => {
    const place = await trained();
    const [first] = await place.client.cases.list();
    await place.client.labels.mark({ labelmapId: first!.labelmaps[0]!.id, slices: 'all', state: 'incomplete' });
    await place.run(place.client.predictions.predictCases({ cases: [first!.id] }));
    const after = await place.client.cases.get({ id: first!.id });
    expect(after.labelmaps.map(({ owner }) => owner.kind).sort()).toEqual(['model', 'reading']);
    expect(after.completeSlices).toBe(0);
    const own = await place.run(place.client.export.start({ out: place.out, cases: [first!.id] }));
    expect(own.result).toMatchObject({ written: [], refused: [{ case: 'scan-1' }] });
    const model = (await place.client.training.models())[0]!.id;
    const asked = await place.run(place.client.export.start({ out: place.out, cases: [first!.id], model }));
    expect(asked.result).toMatchObject({ written: [{ case: 'scan-1', verdict: 'identical' }], refused: [] });
    expect(JSON.parse(readFileSync(path.join(place.out, 'scan-1.json'), 'utf8'))).toMatchObject({ author: expect.stringContaining('model') as string });
  });
});

describe('a host', () => {
  it('has one project open at a time, and says which', async () => {
    const { client, folder, project } = await hostInTest();
    await expect(client.project.create({ folder: path.join(folder, 'other') })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(project) as string });
    await client.project.close({});
    expect(await client.project.current()).toBeNull();
    await expect(client.cases.list()).rejects.toMatchObject({ code: 'conflict' });
    await client.project.open({ folder: project });
    await expect(client.project.open({ folder: project })).resolves.toMatchObject({ folder: project });
  });

  it('lets a closed project be opened by another', async () => {
    const first = await hostInTest();
    const second = await hostInTest({ project: false });
    await expect(second.client.project.open({ folder: first.project })).rejects.toMatchObject({ code: 'conflict' });
    await first.client.project.close({});
    await expect(second.client.project.open({ folder: first.project })).resolves.toMatchObject({ folder: first.project });
  });

  it('remembers its jobs in the project', async () => {
    const place = await withCases(1);
    await place.client.project.close({});
    await place.client.project.open({ folder: place.project });
    expect((await place.client.jobs.list()).map(({ kind, state }) => [kind, state])).toEqual([['import', 'done']]);
  });

  it('leaves no path of this machine in the project, whatever its jobs read, wrote or refused', async () => {
    const place = await withCases(3);
    const bad = path.join(place.folder, 'Mary Miller', 'bad.nii');
    mkdirSync(path.dirname(bad));
    writeFileSync(bad, 'no scan');
    await place.run(place.client.cases.import({ paths: [bad, path.join(place.folder, 'gone')], labels: path.join(place.folder, 'labels') }));
    await place.run(place.client.training.start({ epochs: 1, validation: 0 }));
    await place.run(place.client.predictions.segmentFiles({ paths: [path.join(place.folder, 'images')], out: path.join(place.folder, 'masks') }));
    await place.run(place.client.export.start({ out: path.join(place.folder, 'out') }));
    await place.run(place.client.export.start({ out: bad }));
    const live = JSON.stringify(await place.client.jobs.list());
    expect(live).toContain('Mary Miller');
    await place.client.project.close();
    for (const name of readdirSync(place.project, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const bytes = readFileSync(path.join(name.parentPath, name.name));
      expect([name.name, bytes.includes(place.folder), bytes.includes('Mary Miller')]).toEqual([name.name, false, false]);
    }
    await place.client.project.open({ folder: place.project });
    const earlier = await place.client.jobs.list();
    expect(earlier.map(({ kind, state }) => [kind, state])).toEqual([['export', 'failed'], ['export', 'done'], ['segment', 'done'], ['train', 'done'], ['import', 'done'], ['import', 'done']]);
    expect(earlier[4]!.result).toMatchObject({ refused: [{ file: 'gone' }, { file: 'bad.nii' }] });
  });
});
