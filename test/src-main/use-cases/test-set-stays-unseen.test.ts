import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '#shared/contract/training.ts';
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { ball, writeNifti } from '../tiny-nifti.ts';

type Wanted = (patient: number) => boolean;

/** Scans of CT, whose grey values shape the plan; the patient's number is the scan's. Patients from 50 on look like no other. */
async function withPatients(count: number, wanted: Wanted = () => true, place?: HostInTest): Promise<HostInTest> {
  const made = place ?? await hostInTest();
  for (let n = 1; n <= count; n += 1) if (wanted(n)) write(made, n);
  await importAll(made);
  return made;
}

function write({ folder }: HostInTest, patient: number, scan = ''): void {
  const { image, label } = ball(scan === '' ? patient : patient + 100);
  const strange = patient >= 50;
  const name = `p${patient}${scan}_scan`;
  writeNifti(path.join(folder, 'images', `${name}.nii.gz`), { ...image, voxel: (i, j, k) => (strange ? 900 : 0) + image.voxel(i, j, k), spacing: strange ? [2, 2, 6] : [1, 1, 2] });
  // A label of its own, too.
  writeNifti(path.join(folder, 'labels', `${name}.nii.gz`), { ...label, voxel: (i, j, k) => label.voxel(i, j, k) * (strange ? 2 : 1), spacing: strange ? [2, 2, 6] : [1, 1, 2] });
}

async function importAll({ client, run, folder }: HostInTest): Promise<void> {
  const job = await run(client.cases.import({ paths: [path.join(folder, 'images')], labels: path.join(folder, 'labels'), modality: 'ct', patientPattern: '^(p\\d+)' }));
  expect(job).toMatchObject({ state: 'done', result: { refused: [] } });
}

const train = async ({ client, run }: HostInTest, options: Parameters<typeof client.training.start>[0] = {}): Promise<ModelInfo> => {
  const job = await run(client.training.start({ epochs: 1, ...options }));
  expect(job.error).toBeNull();
  return job.result as ModelInfo;
};

function lastRequest({ engine }: HostInTest): TrainRequest {
  const request = engine.requests.findLast(({ kind }) => kind === 'train');
  if (request?.kind !== 'train') throw new Error('nothing was trained');
  return request;
}

const manifestOf = (place: HostInTest): SnapshotManifest => JSON.parse(readFileSync(lastRequest(place).manifest, 'utf8')) as SnapshotManifest;
/** What a case is, whichever project it is in. */
const withoutIds = (cases: readonly SnapshotCase[]): unknown[] =>
  cases.filter(({ role }) => role !== 'test').map((one) => ({ ...one, caseId: null })).sort((a, b) => a.name.localeCompare(b.name));

describe('a test set', () => {
  it('is offered with its size, drawn once, and a second drawing is refused with what is drawn', async () => {
    const place = await withPatients(12);
    const { client } = place;
    expect(await client.training.testSet()).toMatchObject({ drawn: null, patients: 12, offer: 5, obstacle: null });
    const drawn = await client.training.drawTestSet({});
    expect(drawn).toMatchObject({ drawn: { annotator: 'Ada', patients: { length: 5 } }, cases: 5, judgingCases: 5, offer: null });
    await expect(client.training.drawTestSet({ size: { patients: 3 } })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('5 patients, drawn on') as string });
    expect(await client.training.testSet()).toEqual(drawn);
    expect(await client.training.readiness()).toMatchObject({ cases: 7, slices: 42, completeSlices: 42, patients: 7 });
  });

  it('is refused where there are few patients, with the reason, and none is drawn', async () => {
    const place = await withPatients(3);
    expect(await place.client.training.testSet()).toMatchObject({ offer: null, obstacle: { en: expect.stringContaining('3 patients') as string } });
    await expect(place.client.training.drawTestSet({})).rejects.toMatchObject({ code: 'bad-input' });
    await train(place);
    expect(manifestOf(place).cases.some(({ role }) => role === 'test')).toBe(false);
    expect((await place.client.training.testSet()).drawn).toBeNull();
  });

  it('shapes nothing: plan, judges and what teaches are those of a project that never had its cases', async () => {
    const place = await withPatients(56, (n) => n <= 8 || n >= 50);
    const { drawn } = await place.client.training.drawTestSet({ size: { patients: 5 }, seed: 3 });
    const isTest: Wanted = (n) => drawn!.patients.includes(`p${n}`);
    // Without a strange patient in it, this test could not fail.
    expect(drawn!.patients.some((patient) => Number(patient.slice(1)) >= 50)).toBe(true);
    const model = await train(place);
    const without = await withPatients(56, (n) => (n <= 8 || n >= 50) && !isTest(n));
    const plain = await train(without);
    expect(model.plan).toEqual(plain.plan);
    expect(model.validationPatients).toEqual(plain.validationPatients);
    expect(withoutIds(manifestOf(place).cases)).toEqual(withoutIds(manifestOf(without).cases));
    const [mine, other] = await Promise.all([place, without].map(({ client }) => client.training.plan({})));
    expect(mine!.plan).toEqual(other!.plan);
    const tested = manifestOf(place).cases.filter(({ role }) => role === 'test');
    expect(tested.map(({ patient }) => patient).sort()).toEqual(drawn!.patients);
    expect(manifestOf(without).cases.some(({ role }) => role === 'test')).toBe(false);
  });

  it('takes in what comes later of its patients, and nothing of anybody else', async () => {
    const place = await withPatients(10);
    const { drawn } = await place.client.training.drawTestSet({});
    const [patient] = drawn!.patients;
    write(place, Number(patient!.slice(1)), '-again');
    write(place, 11);
    await importAll(place);
    expect(await place.client.training.testSet()).toMatchObject({ patients: 11, cases: 6, judgingCases: 6, drawn: { patients: drawn!.patients } });
    await train(place);
    const roles = new Map(manifestOf(place).cases.map(({ name, role }) => [name, role]));
    expect(roles.get(`${patient}-again_scan`)).toBe('test');
    expect(roles.get('p11_scan')).not.toBe('test');
  });

  it('judges each finished model once, and its figures stay with the model', async () => {
    const place = await withPatients(10);
    const { drawn } = await place.client.training.drawTestSet({});
    const model = await train(place);
    expect(model.tested).toMatchObject({ patients: 5, cases: 5, labels: [{ figures: { dice: { n: 5 } } }] });
    expect(model.testDice).toBeCloseTo(0.8, 12);
    expect(model.validationDice).toBe(0.9);
    expect(model.validationPatients.some((patient) => drawn!.patients.includes(patient))).toBe(false);
    expect((await place.client.training.models())[0]).toEqual(model);
  });
});
