import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { forgetMaps } from '#main/use-cases/kept-maps.ts';
import { caseMaps, explanation, predictedQualities, writtenMaps, type CaseMaps, type ExplainOptions, type Explanation } from '#shared/contract/explanation.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { hostInTest, type HostInTest } from './host-in-test.ts';
import { at } from './people-in-test.ts';
import { ball, niftiBytes, tinySize, writeBalls } from '../tiny-nifti.ts';

async function withModel(count = 3) {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, count);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  await place.run(place.client.training.start({ epochs: 1, validation: 1 }));
  const [one] = await place.client.cases.list();
  return { ...place, caseId: one!.id, labels: niftiBytes(ball(1).label).subarray(352) };
}
const bytesOf = async ({ host }: Pick<HostInTest, 'host'>, where: string, headers: Record<string, string> = {}): Promise<Uint8Array> => {
  const reply = await host.fetch(new Request(`http://lamina.invalid${where}`, { headers }));
  expect(reply.status).toBe('range' in headers ? 206 : 200);
  return new Uint8Array(await reply.arrayBuffer());
};
const asked = (place: HostInTest, kind: string): number => place.engine.requests.filter((request) => request.kind === kind).length;
const [ni, nj, nk] = tinySize;
/** Of a volume, i fastest. */
const planeOf = (values: ArrayLike<number>, k: number): number[] => Array.from(values).slice(k * ni * nj, (k + 1) * ni * nj);

describe('maps of a case', () => {
  it('are computed once, kept beside the project\'s predictions, and streamed as other voxels are', async () => {
    const place = await withModel();
    const { client, run, caseId, labels } = place;
    expect(await client.explanation.maps({ caseId })).toBeNull();
    const job = await run(client.explanation.computeMaps({ caseId }));
    expect(job).toMatchObject({ state: 'done', lane: 'engine', kind: 'maps' });
    const maps = caseMaps.parse(job.result);
    expect(maps).toMatchObject({ caseId, axis: 2, slice: null, size: [...tinySize], temperature: 1, disagreement: null });
    expect(maps.maps.map(({ kind, label, maximum }) => [kind, label?.value ?? null, maximum])).toEqual([['probability', 1, 1], ['uncertainty', null, 1]]);
    expect(maps.notes.map(({ en }) => en)).toEqual(['The probabilities are shown as the network gives them, uncalibrated.']);
    const whole = await bytesOf(place, maps.maps[0]!.path);
    expect([...whole]).toEqual([...labels].map((label) => 255 * label));
    expect(await bytesOf(place, maps.maps[0]!.path, { range: 'bytes=240-359' })).toEqual(whole.subarray(240, 360));

    expect(await client.explanation.maps({ caseId })).toEqual(maps);
    await run(client.explanation.computeMaps({ caseId }));
    expect(asked(place, 'map')).toBe(1);
    expect(existsSync(path.join(place.project, 'work'))).toBe(false);
  });

  it('of one slice are that slice; with the disagreement they say between whom it is, and that it was guessed at', async () => {
    const place = await withModel();
    const { client, run, caseId, labels } = place;
    const maps = (await run(client.explanation.computeMaps({ caseId, slice: 3, disagreement: true }))).result as CaseMaps;
    expect(maps).toMatchObject({ size: [ni, nj, 1], slice: 3, disagreement: { between: 'masks', networks: 8 } });
    expect(maps.maps.map(({ kind }) => kind)).toEqual(['probability', 'uncertainty', 'disagreement']);
    expect(maps.notes.map(({ en }) => en)[1]).toMatch(/^The disagreement is that of 8 networks .* learnt with nothing left out/);
    expect([...await bytesOf(place, maps.maps[0]!.path)]).toEqual(planeOf(labels, 3).map((label) => 255 * label));
    // They hold what those without the disagreement would.
    expect(await client.explanation.maps({ caseId, slice: 3 })).toEqual(maps);
    expect(await client.explanation.maps({ caseId, slice: 2 })).toBeNull();
    await expect(client.explanation.computeMaps({ caseId, slice: 6 }).then(() => run(client.explanation.computeMaps({ caseId, slice: 6 })))).resolves.toMatchObject({
      state: 'failed', error: { code: 'bad-input', sentence: { en: 'The case scan-1 has the slices 0 to 5; there is no slice 6.' } },
    });
  });

  it('go with their model, and the one that nobody asked for longest goes first where they are too many', async () => {
    const place = await withModel();
    const { client, run, caseId, project } = place;
    const { modelId } = (await run(client.explanation.computeMaps({ caseId, slice: 0 }))).result as CaseMaps;
    for (const slice of [1, 2]) await run(client.explanation.computeMaps({ caseId, slice }));
    const kept = path.join(project, 'maps', modelId, caseId);
    for (const [name, seconds] of [['slice-2-1', 100], ['slice-2-0', 200], ['slice-2-2', 300]] as const) {
      for (const file of readdirSync(path.join(kept, name))) utimesSync(path.join(kept, name, file), seconds, seconds);
    }
    const gone = path.join(project, 'maps', '7b7c9d1e-33a9-4a6e-8a0e-0c5f2a0f4f08', caseId, 'whole');
    mkdirSync(gone, { recursive: true });
    writeFileSync(path.join(gone, 'uncertainty'), 'of a model that is gone');
    const models = { list: () => [{ id: modelId }] } as never;
    await forgetMaps({ folder: project, models }, 1);
    expect(existsSync(path.dirname(path.dirname(gone)))).toBe(false);
    expect(readdirSync(kept)).toEqual(['slice-2-2']);
    await forgetMaps({ folder: project, models });
    expect(readdirSync(kept)).toEqual(['slice-2-2']);
    expect(await client.explanation.maps({ caseId, slice: 1 })).toBeNull();
  });

  it('are refused to whoever reads the case blind, also by their path', async () => {
    const place = await withModel();
    const { client, run, caseId } = place;
    const { maps } = (await run(client.explanation.computeMaps({ caseId }))).result as CaseMaps;
    await client.secondReadings.plan({ caseId, annotator: 'Bob', slices: [1] });
    const bob = at(place, 'Bob');
    await expect(bob.explanation.maps({ caseId })).rejects.toMatchObject({ code: 'conflict' });
    await expect(bob.explanation.explained({ caseId, label: 1 })).rejects.toMatchObject({ code: 'conflict' });
    expect((await place.host.fetch(new Request(`http://lamina.invalid${maps[0]!.path}`, { headers: { 'lamina-person': 'Bob' } }))).status).toBe(409);
    expect((await place.host.fetch(new Request(`http://lamina.invalid${maps[0]!.path.replace('probability', 'nothing')}`))).status).toBe(404);
    expect((await place.host.fetch(new Request(`http://lamina.invalid${path.posix.dirname(maps[0]!.path)}/maps.json`))).status).toBe(404);
  });
});

describe('an explanation', () => {
  const explain = async (place: Awaited<ReturnType<typeof withModel>>, options: Partial<ExplainOptions>): Promise<{ job: Job; found: Explanation }> => {
    const job = await place.run(place.client.explanation.explain({ caseId: place.caseId, label: 1, ...options }));
    return { job, found: job.result as Explanation };
  };

  it('is of what is predicted, a voxel, a box or what whoever asks has drawn, at the bottleneck or where it is asked for', async () => {
    const place = await withModel();
    const { client, caseId, labels } = place;
    const layers = await client.explanation.layers({});
    expect(layers.find(({ part }) => part === 'bottleneck')).toEqual(layers.find(({ name }) => !name.startsWith('up') && name === `down${layers.filter(({ part }) => part === 'encoder').length}`));
    const predicted = explanation.parse((await explain(place, {})).found);
    expect(predicted).toMatchObject({ regionVoxels: ni * nj * nk, layer: { part: 'bottleneck' }, label: { value: 1 }, region: { kind: 'predicted' }, map: { kind: 'explanation', maximum: 1 } });
    const box: ExplainOptions['region'] = { kind: 'box', from: [2, 1, 3], to: [4, 1, 4] };
    const { found } = await explain(place, { region: box, slice: 3, layer: layers.at(-1)!.name });
    expect(found).toMatchObject({ regionVoxels: 3, layer: layers.at(-1), size: [ni, nj, 1] });
    expect((await bytesOf(place, found.map.path)).reduce<number[]>((on, value, voxel) => (value === 255 ? [...on, voxel] : on), [])).toEqual([ni + 2, ni + 3, ni + 4]);
    expect((await explain(place, { region: { kind: 'voxel', at: [0, 0, 0] } })).found.regionVoxels).toBe(1);

    expect((await explain(place, { region: { kind: 'drawn' } })).found.regionVoxels).toBe(labels.filter((label) => label === 1).length);
    const requests = asked(place, 'explain');
    expect(await client.explanation.explained({ caseId, label: 1, region: { kind: 'drawn' } })).not.toBeNull();
    expect(await client.explanation.explained({ caseId, label: 1, region: box, slice: 3, layer: layers.at(-1)!.name })).toEqual(found);
    expect(await client.explanation.explained({ caseId, label: 1, region: box, slice: 3 })).toBeNull();
    await explain(place, { region: box, slice: 3, layer: layers.at(-1)!.name });
    expect(asked(place, 'explain')).toBe(requests);
  });

  it('of a label, a layer or a place that is not there, or where nothing is drawn, is refused in a sentence', async () => {
    const place = await withModel();
    const refused = async (options: Partial<ExplainOptions>): Promise<string | undefined> => (await explain(place, options)).job.error?.sentence.en;
    expect(await refused({ label: 9 })).toBe('This model does not know the label 9; choose one of background, label 1.');
    expect(await refused({ layer: 'top' })).toMatch(/^The network of this model has no layer top; choose one of down0, /);
    expect(await refused({ region: { kind: 'voxel', at: [0, 0, 6] } })).toMatch(/^The place that is to be explained lies outside the image of scan-1/);
    expect(await refused({ region: { kind: 'box', from: [3, 0, 0], to: [2, 0, 0] } })).toMatch(/last voxel comes before its first/);
    await expect(at(place, 'Bob').explanation.explained({ caseId: place.caseId, label: 1, region: { kind: 'drawn' } })).rejects.toThrow('You have drawn nothing as label 1 there');
  });
});

describe('files for other programs', () => {
  it('hold the numbers themselves, on the image\'s own header, and are not replaced unasked', async () => {
    const { client, run, caseId, folder, labels } = await withModel();
    const out = path.join(folder, 'maps');
    const options = { caseId, kinds: ['probability' as const, 'disagreement' as const], out };
    const { written } = writtenMaps.parse((await run(client.explanation.writeMaps(options))).result);
    expect(written.map(({ file }) => path.basename(file))).toEqual(['scan-1-probability-1.nii.gz', 'scan-1-disagreement.nii.gz']);
    const bytes = gunzipSync(readFileSync(written[0]!.file));
    const image = niftiBytes(ball(1).image);
    // dim, pixdim and where it lies are those of the image; the type is float32, and it holds no labels.
    for (const [from, to] of [[40, 56], [76, 108], [252, 328]] as const) expect([...bytes.subarray(from, to)]).toEqual([...image.subarray(from, to)]);
    expect([bytes.readInt16LE(70), bytes.readInt16LE(72), bytes.readInt16LE(68)]).toEqual([16, 32, 0]);
    expect(Array.from({ length: labels.length }, (_, voxel) => bytes.readFloatLE(352 + 4 * voxel))).toEqual([...labels]);
    // Beside it which model made it, as of which log; in the log, what left the project.
    const beside = JSON.parse(readFileSync(`${written[0]!.file}.json`, 'utf8')) as { logHead: string; model: { id: string } };
    const sha256 = createHash('sha256').update(readFileSync(written[0]!.file)).digest('hex');
    expect(beside).toMatchObject({ case: 'scan-1', kind: 'probability', label: { value: 1 }, file: { name: 'scan-1-probability-1.nii.gz', sha256 }, logHead: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    const { events } = await client.project.events({ kinds: ['maps-written'] });
    expect(events).toMatchObject([{ case: { name: 'scan-1' }, model: { id: beside.model.id } }]);
    expect(events[0]!.who).not.toBeNull();
    expect(await run(client.explanation.writeMaps(options))).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
    const again = await run(client.explanation.writeMaps({ ...options, slice: 2, force: true }));
    const slice = gunzipSync(readFileSync(written[0]!.file));
    expect(Array.from({ length: labels.length }, (_, voxel) => slice.readFloatLE(352 + 4 * voxel))).toEqual([...labels].map((label, voxel) => (Math.floor(voxel / (ni * nj)) === 2 ? label : 0)));
    expect(writtenMaps.parse(again.result).notes.at(-1)!.en).toBe('Only slice 2 was computed; all other voxels of the file are 0.');
  });

  it('of an explanation are a volume, or of one slice a picture, warm where it is high', async () => {
    const { client, run, caseId, folder } = await withModel();
    const write = (out: string, more: object = {}) => run(client.explanation.writeExplanation({ caseId, label: 1, region: { kind: 'box', from: [0, 0, 0], to: [3, 9, 5] }, out: path.join(folder, out), ...more }));
    expect(await write('why.nii')).toMatchObject({ state: 'done' });
    expect(readFileSync(path.join(folder, 'why.nii')).length).toBe(352 + 4 * ni * nj * nk);
    expect(await write('why.png', { slice: 3 })).toMatchObject({ state: 'done' });
    const { width, height, data } = decode(readFileSync(path.join(folder, 'why.png')));
    expect([width, height]).toEqual([512, Math.round((512 * nj) / ni)]);
    const isColoured = (x: number): boolean => new Set(data.subarray(3 * (Math.floor(height / 2) * width + x), 3 * (Math.floor(height / 2) * width + x) + 3)).size > 1;
    // The box is a third of the slice: on one side of the picture.
    expect([isColoured(40), isColoured(width - 40)].sort()).toEqual([false, true]);
    expect(await write('other.png')).toMatchObject({ error: { sentence: { en: expect.stringMatching(/^A picture shows one slice/) as string } } });
    expect(await write('why.jpg', { slice: 1 })).toMatchObject({ error: { code: 'bad-input' } });
  });
});

describe('look at these first', () => {
  it('lists what is not wholly labelled, once it was read, the worst first; too few patients tell no interval', async () => {
    const place = await hostInTest();
    const { client, run, folder } = place;
    expect(await client.quality.list({})).toMatchObject({ modelId: null, cases: [], notes: [{ en: 'This project has no trained model yet; train one first.' }] });
    const { images, labels } = writeBalls(folder, 2);
    await run(client.cases.import({ paths: [images], labels }));
    await run(client.training.start({ epochs: 1, validation: 1 }));
    const more = writeBalls(path.join(folder, 'more'), 5).images;
    for (const name of ['scan-1.nii.gz', 'scan-2.nii.gz']) writeFileSync(path.join(more, name), readFileSync(path.join(images, name)));
    await run(client.cases.import({ paths: [more] }));
    const before = await client.quality.list({});
    expect(before.cases).toEqual([]);
    expect(before.unread.map(({ name }) => name)).toEqual(['scan-3', 'scan-4', 'scan-5']);
    const read = predictedQualities.parse((await run(client.quality.read({}))).result);
    expect(read.unread).toEqual([]);
    // The fake engine is sure of a voxel by 1 − slice / slices; the Dice is 2 Σ p·ŷ / (Σ p + Σ ŷ), here the mean of that over the ball.
    const expected = [3, 4, 5].map((seed) => {
      const voxels = [...niftiBytes(ball(seed).label).subarray(352)].flatMap((label, voxel) => (label === 1 ? [1 - Math.floor(voxel / (ni * nj)) / nk] : []));
      return voxels.reduce((sum, one) => sum + one, 0) / voxels.length;
    });
    expect(read.cases.map(({ dice }) => dice)).toEqual([...expected].sort((a, b) => a - b).map((one) => expect.closeTo(one, 9) as number));
    expect(read.cases[0]).toMatchObject({ read: 6, slices: 6, interval: null, labels: [{ value: 1, name: 'label 1' }] });
    expect(read.interval).toBeNull();
    expect(read.notes.map(({ en }) => en)[1]).toBe('No intervals: they take nine validation patients, and 0 judged this model; the order alone is told.');
    expect(await client.quality.list({})).toEqual(read);
    await run(client.quality.read({}));
    expect(asked(place, 'read-slices')).toBe(1);

    // Whose slices are all complete is done.
    const { caseId } = read.cases[1]!;
    const { labelmapId } = await client.labels.open({ caseId });
    await client.labels.mark({ labelmapId, slices: 'all', state: 'complete' });
    expect((await client.quality.list({})).cases.map((one) => one.caseId)).toEqual([read.cases[0]!.caseId, read.cases[2]!.caseId]);
  });
});
