import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportReport } from '#shared/contract/cases.ts';
import type { ModelInfo, SegmentReport } from '#shared/contract/training.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { openProject } from '#main/store/open-project.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { dicomSlice } from '../import/dicom-bytes.ts';
import { ball, niftiBytes, writeNifti, type TinyNifti } from '../tiny-nifti.ts';

/** Another contrast of a ball, on a grid of its own. */
const other = (seed: number): TinyNifti => ({ size: [6, 5, 6], voxel: (i, j, k) => seed + i + 10 * j + 100 * k, spacing: [2, 2, 2] });

/** `case-n/case-n_flair.nii.gz` and so on, with the masks beside them, as challenges lay them out. */
function writePairs(folder: string, count: number, without: readonly string[] = []): string {
  const study = path.join(folder, 'study');
  for (let n = 1; n <= count; n += 1) {
    const { image, label } = ball(n);
    const files = { flair: image, t1: other(n), seg: label };
    for (const [role, tiny] of Object.entries(files)) {
      const file = `case-${n}_${role}.nii.gz`;
      if (!without.includes(file)) writeNifti(path.join(study, `case-${n}`, file), tiny);
    }
  }
  return study;
}

const importing = async ({ client, run }: HostInTest, input: Parameters<HostInTest['client']['cases']['import']>[0]): Promise<ImportReport> =>
  (await run(client.cases.import(input))).result as ImportReport;

async function withPairs(count: number, without?: readonly string[]): Promise<HostInTest & { readonly study: string; readonly report: ImportReport }> {
  const place = await hostInTest();
  const study = writePairs(place.folder, count, without);
  return { ...place, study, report: await importing(place, { paths: [study], roles: ['FLAIR', 't1'], labels: study }) };
}

const manifestOf = (request: { readonly manifest: string }): SnapshotManifest => JSON.parse(readFileSync(request.manifest, 'utf8')) as SnapshotManifest;

describe('an import of several images a case', () => {
  it('makes one case of each, its labels on the first image, and takes the masks beside them for no image', async () => {
    const { client, report, project } = await withPairs(3);
    expect(report.refused).toEqual([]);
    expect(report.imported.map(({ name, patient, completeSlices }) => [name, patient, completeSlices])).toEqual([1, 2, 3].map((n) => [`case-${n}`, `case-${n}`, 6]));
    expect(report.warnings.map(({ en }) => en).filter((text) => text.includes('left out'))).toEqual([]);
    const cases = await client.cases.list();
    expect(cases.map(({ images }) => images.map(({ role, size, name }) => [role, size, name]))).toEqual([1, 2, 3].map((n) => [
      ['flair', [12, 10, 6], `case-${n}_flair`], ['t1', [6, 5, 6], `case-${n}_t1`],
    ]));
    await client.project.close({});
    const store = await openProject(project);
    expect(store.events.verifyChain()).toEqual([]);
    store.close();
  });

  it('says what is missing: a case without its first image is refused, one without another is told', async () => {
    const { report } = await withPairs(3, ['case-1_flair.nii.gz', 'case-2_t1.nii.gz']);
    expect(report.imported.map(({ name }) => name)).toEqual(['case-2', 'case-3']);
    expect(report.imported[0]!.warnings.map(({ en }) => en)).toContain('The case case-2 has no image t1; it cannot teach a network that is shown t1.');
    expect(report.refused.map(({ reason }) => reason.en)).toEqual([expect.stringMatching(/^The case case-1 has no image flair, which its labels would lie on, but .*case-1_t1\.nii\.gz/)]);
  });

  it('says what tells nothing: images without such a name are left out, a named one is refused, and a folder of them too', async () => {
    const place = await hostInTest();
    const study = writePairs(place.folder, 2);
    const stray = writeNifti(path.join(place.folder, 'stray.nii.gz'), other(7));
    const report = await importing(place, { paths: [study, stray], roles: ['flair', 't1'] });
    expect(report.imported).toHaveLength(2);
    expect(report.warnings.map(({ en }) => en)).toContainEqual(expect.stringMatching(/^2 images were left out, e\.g\. .*case-1_seg\.nii\.gz: nothing in their names says which of flair, t1 they are/));
    expect(report.refused).toMatchObject([{ file: stray, reason: { en: expect.stringContaining('Nothing in the name') as string } }]);
    expect(await place.run(place.client.cases.import({ paths: [study], roles: ['pet', 'ct'] }))).toMatchObject({ state: 'failed', error: { code: 'bad-input', sentence: { en: expect.stringMatching(/^None of the 6 images/) as string } } });
    await expect(place.client.cases.import({ paths: [study], roles: ['ct', 'CT'] })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('refuses images of which it is not clear that they are those of one case', async () => {
    const place = await hostInTest();
    const study = writePairs(place.folder, 1);
    writeNifti(path.join(study, 'case-1', 'case-1_t1.nii'), other(3));
    for (const [series, patient] of [['flair', 'P1'], ['t1', 'P2']] as const) {
      mkdirSync(path.join(study, 'p', series), { recursive: true });
      for (const number of [1, 2, 3]) {
        writeFileSync(path.join(study, 'p', series, `${number}.dcm`), dicomSlice({ series: `1.2.${patient}`, patient, number, position: [0, 0, number], modality: 'MR' }));
      }
    }
    const { imported, refused } = await importing(place, { paths: [study], roles: ['flair', 't1'] });
    expect(imported).toEqual([]);
    expect(refused.map(({ reason }) => reason.en)).toEqual([
      expect.stringMatching(/^The case case-1 has 2 images t1, e\.g\. .*case-1_t1\.nii and .*case-1_t1\.nii\.gz/),
      expect.stringMatching(/p\/t1\/1\.dcm is of another patient than .*p\/flair\/1\.dcm, so they are no images of one case p/),
    ]);
  });

  it('gives a case that is there already what it lacks, and leaves its labels alone', async () => {
    const place = await hostInTest();
    const study = writePairs(place.folder, 1);
    const { image } = ball(1);
    const [first, label] = [path.join(study, 'case-1/case-1_flair.nii.gz'), path.join(study, 'case-1/case-1_seg.nii.gz')];
    expect((await importing(place, { paths: [first], labels: label })).imported).toMatchObject([{ name: 'case-1_flair', completeSlices: image.size[2] }]);
    const report = await importing(place, { paths: [study], roles: ['flair', 't1'] });
    expect(report).toMatchObject({ imported: [], refused: [], present: [first] });
    expect(report.warnings.map(({ en }) => en)).toContainEqual(expect.stringContaining('is in the project already as case-1_flair; it has t1 as well now'));
    const [one] = await place.client.cases.list();
    expect(one!.images.map(({ role }) => role)).toEqual(['flair', 't1']);
    expect(one!.completeSlices).toBe(6);
    // Once is enough.
    await importing(place, { paths: [study], roles: ['flair', 't1'] });
    expect((await place.client.cases.list())[0]!.images).toHaveLength(2);
    await place.client.project.close({});
    const store = await openProject(place.project);
    expect(store.events.verifyChain()).toEqual([]);
    store.close();
  });
});

it('a spacing that is a placeholder is one in the images too that the case is given later, whoever says so only once', async () => {
  const place = await hostInTest();
  const study = writePairs(place.folder, 1);
  await importing(place, { paths: [path.join(study, 'case-1/case-1_flair.nii.gz')], spacingUnknown: true });
  await importing(place, { paths: [study], roles: ['flair', 't1'] });
  const [one] = await place.client.cases.list();
  expect(one!.images.map(({ role, trust }) => [role, trust])).toEqual([['flair', 'spacing-unknown'], ['t1', 'spacing-unknown']]);
});

describe('a training with several images a case', () => {
  it('is shown all that every case has, and its snapshot names their files', async () => {
    const { client, engine, run, project } = await withPairs(3);
    const job = await run(client.training.start({ epochs: 1, validation: 0 }));
    expect((job.result as ModelInfo).plan.furtherInputs).toMatchObject([{ role: 't1', modality: 'mr', normalisation: { kind: 'z-score' } }]);
    const [request] = engine.requests;
    if (request?.kind !== 'train') throw new Error('nothing was trained');
    for (const { image, imageRole, furtherImages, name } of manifestOf(request).cases) {
      const seed = Number(name.replace('case-', ''));
      expect([imageRole, furtherImages?.map(({ role }) => role)]).toEqual(['flair', ['t1']]);
      expect(new Uint8Array(readFileSync(path.join(project, image.path)))).toEqual(niftiBytes(ball(seed).image).subarray(352));
      expect(new Uint8Array(readFileSync(path.join(project, furtherImages![0]!.path)))).toEqual(niftiBytes(other(seed)).subarray(352));
      expect(furtherImages![0]!.geometry.size).toEqual([6, 5, 6]);
    }
    const words = (await client.training.plan({ validation: 0 })).words.map(({ en }) => en);
    expect(words).toContainEqual(expect.stringMatching(/^The network sees t1 of each case as well/));
  });

  it('does without an image that some case lacks, and says so; where the person wants it, the case is left out', async () => {
    const { client, engine, run } = await withPairs(3, ['case-2_t1.nii.gz']);
    const planned = await client.training.plan({ validation: 0 });
    expect(planned.plan.furtherInputs).toEqual([]);
    expect(planned.words.map(({ en }) => en)).toContain('It does not see t1, because not every case has it.');
    const { plan: told } = await client.training.readiness();
    expect(told.map(({ en }) => en)).toContain('It does not see t1, because not every case has it.');

    const normalisation = { kind: 'z-score', lowPercentile: 0, highPercentile: 100 } as const;
    const furtherInputs = [{ role: 't1', modality: 'mr', normalisation } as const];
    const job = await run(client.training.start({ epochs: 1, validation: 0, plan: { furtherInputs } }));
    expect(job.result).toMatchObject({ plan: { furtherInputs }, notes: [{ en: 'Cases that neither teach nor judge, because they lack the image t1 which the plan shows: 1, e.g. case-2.' }] });
    const [request] = engine.requests;
    if (request?.kind !== 'train') throw new Error('nothing was trained');
    expect(manifestOf(request).cases.map(({ name }) => name)).toEqual(['case-1', 'case-3']);
    const nobody = { furtherInputs: [{ role: 'pet', modality: 'other', normalisation } as const] };
    expect(await run(client.training.start({ plan: nobody }))).toMatchObject({ state: 'failed', error: { code: 'bad-input', sentence: { en: expect.stringContaining('no case with complete slices has one') as string } } });
  });
});

describe('a model that is shown several images', () => {
  it('is given those of one case together, from files and from the project', async () => {
    const place = await withPairs(3);
    const { client, engine, run, folder, study } = place;
    await run(client.training.start({ epochs: 1, validation: 0 }));
    const given: unknown[] = [];
    engine.before = async (request) => {
      if (request.kind !== 'segment') return;
      for (const { name, image, furtherImages } of request.volumes) {
        given.push([name, new Uint8Array(readFileSync(image.path)).length, furtherImages?.map(({ role, path: file, geometry }) => [role, geometry.size, new Uint8Array(readFileSync(file)).length])]);
      }
    };
    const out = path.join(folder, 'out');
    const { written, refused } = (await run(client.predictions.segmentFiles({ paths: [study], out }))).result as SegmentReport;
    expect(refused).toEqual([]);
    expect(written.map(({ mask, input }) => [path.basename(mask), path.basename(input)])).toEqual([1, 2, 3].map((n) => [`case-${n}.nii.gz`, `case-${n}_flair.nii.gz`]));
    expect(given).toEqual([1, 2, 3].map((n) => [`case-${n}`, 1440, [['t1', [6, 5, 6], 360]]]));
    expect(existsSync(path.join(place.project, 'work'))).toBe(false);

    given.length = 0;
    const [one] = await client.cases.list();
    expect(await run(client.predictions.predictCases({ cases: [one!.id] }))).toMatchObject({ state: 'done' });
    expect(given).toEqual([['case-1', 1440, [['t1', [6, 5, 6], 360]]]]);
  });

  it('refuses a case of which one is missing, and goes on with the others', async () => {
    const place = await withPairs(2);
    const { client, run, folder } = place;
    await run(client.training.start({ epochs: 1, validation: 0 }));
    const fresh = path.join(folder, 'fresh');
    writeNifti(path.join(fresh, 'x_flair.nii.gz'), ball(5).image);
    writeNifti(path.join(fresh, 'y_flair.nii.gz'), ball(6).image);
    writeNifti(path.join(fresh, 'y_t1.nii.gz'), other(6));
    const out = path.join(folder, 'out');
    const { written, refused } = (await run(client.predictions.segmentFiles({ paths: [fresh], out }))).result as SegmentReport;
    expect(written.map(({ mask }) => path.basename(mask))).toEqual(['y.nii.gz']);
    expect(refused.map(({ reason }) => reason.en)).toEqual(['Of x the image t1 is missing, which this model is shown as well; put it beside the others, named like them.']);
    expect(readdirSync(out)).toEqual(['y.nii.gz', 'y.nii.gz.json']);
    const sha256 = (name: string): string => createHash('sha256').update(readFileSync(path.join(fresh, name))).digest('hex');
    expect(JSON.parse(readFileSync(path.join(out, 'y.nii.gz.json'), 'utf8'))).toMatchObject({
      image: { name: 'y_flair.nii.gz', sha256: sha256('y_flair.nii.gz') }, furtherImages: [{ role: 't1', name: 'y_t1.nii.gz', sha256: sha256('y_t1.nii.gz') }],
    });
  });
});
