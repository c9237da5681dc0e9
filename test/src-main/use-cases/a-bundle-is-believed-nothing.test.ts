import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { makeZip } from 'client-zip';
import { expect, it } from 'vitest';
import type { BundleManifest } from '#shared/contract/bundle-file.ts';
import { openStoredZip } from '#main/files/stored-zip.ts';
import { prepareBundle } from '#main/use-cases/prepare-bundle.ts';
import { openBundle } from '#main/use-cases/read-bundle.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { newProject, paintVoxel, sampleProject, temporaryFolder } from '../store/sample-project.ts';
import { tamper, verify } from '../store/proven-project.ts';
import { look, quiet, send, take } from './travelling-labels.ts';

type Entries = Map<string, Buffer>;

async function bundleOf(): Promise<{ readonly file: string; readonly entries: Entries }> {
  const sample = await sampleProject();
  paintVoxel(sample, [5, 6, 1], 1);
  const file = await send(sample.store, { images: true });
  const zip = await openStoredZip(file);
  const entries: Entries = new Map();
  for (const entry of zip.entries.values()) {
    const parts: Uint8Array[] = [];
    for await (const part of zip.read(entry)) parts.push(part);
    entries.set(entry.name, Buffer.concat(parts));
  }
  await zip.close();
  return { file, entries };
}

async function packed(entries: Entries): Promise<string> {
  const file = path.join(await temporaryFolder(), 'changed.lamina-bundle');
  const zip = makeZip([...entries].map(([name, input]) => ({ name, input })));
  writeFileSync(file, Buffer.from(await new Response(zip).arrayBuffer()));
  return file;
}

const manifestOf = (entries: Entries): BundleManifest => JSON.parse(entries.get('manifest.json')!.toString()) as BundleManifest;
/** As somebody would who knows the format: with all hashes right. */
function rewrite(entries: Entries, name: RegExp, change: (content: string) => string): void {
  const [entry] = [...entries.keys()].filter((one) => name.test(one));
  const content = Buffer.from(change(gunzipSync(entries.get(entry!)!).toString()));
  const manifest = manifestOf(entries);
  manifest.files = manifest.files.map((file) => (file.name === entry ? { ...file, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length } : file));
  entries.set(entry!, gzipSync(content));
  entries.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
}

/** Refused in a sentence, and nothing of it is in the project. */
async function refused(file: string, code: string): Promise<void> {
  const store = await newProject();
  const before = store.events.newest();
  await expect(take(store, file)).rejects.toMatchObject({ code });
  expect(store.events.newest()).toEqual(before);
  expect(store.cases.list()).toEqual([]);
}

it('is not there', async () => {
  await refused(path.join(await temporaryFolder(), 'gone.lamina-bundle'), 'not-found');
});

it('is cut off anywhere', async () => {
  const { file } = await bundleOf();
  const whole = readFileSync(file);
  for (const share of [0, 0.3, 0.9]) {
    writeFileSync(file, whole.subarray(0, Math.floor(share * whole.length)));
    await refused(file, 'unsupported-file');
  }
});

it('has a byte changed in its voxels or its log', async () => {
  for (const kind of ['voxels/', 'logs/']) {
    const { entries } = await bundleOf();
    const [name, bytes] = [...entries].find(([one]) => one.startsWith(kind))!;
    const changed = Buffer.from(bytes);
    changed[Math.floor(changed.length / 2)]! ^= 1;
    await refused(await packed(new Map([...entries, [name, changed]])), 'corrupt');
  }
});

it('names a place outside of itself, or more than it tells of', async () => {
  const { entries } = await bundleOf();
  await refused(await packed(new Map([...entries, ['../../.bashrc', Buffer.from('echo')]])), 'unsupported-file');
  await refused(await packed(new Map([...entries, [`logs/${crypto.randomUUID()}.ndjson.gz`, gzipSync('')]])), 'corrupt');
});

it('calls a case like a place elsewhere, where its masks would be written', async () => {
  const { entries } = await bundleOf();
  const manifest = manifestOf(entries);
  manifest.cases[0]!.name = '../../home\\notes';
  const store = await newProject();
  await take(store, await packed(new Map([...entries, ['manifest.json', Buffer.from(JSON.stringify(manifest))]])));
  expect(store.cases.list().map(({ name }) => name)).toEqual(['.._.._home_notes']);
});

it('unpacks to far more than it says', async () => {
  const { entries } = await bundleOf();
  const name = [...entries.keys()].find((one) => one.startsWith('logs/'))!;
  await refused(await packed(new Map([...entries, [name, gzipSync(Buffer.alloc(50_000_000))]])), 'corrupt');
});

it('says that its image has another size than its voxels', async () => {
  const { entries } = await bundleOf();
  const manifest = manifestOf(entries);
  manifest.cases[0]!.images[0]!.size[2] = 60_000;
  await refused(await packed(new Map([...entries, ['manifest.json', Buffer.from(JSON.stringify(manifest))]])), 'corrupt');
});

it.each([
  ['a tile that the image does not have', (line: string) => line.replace('[1,0,', '[77,0,')],
  ['a label that its table does not have', (line: string) => line.replace(/"[A-Za-z0-9+/=]+"\]\]/, `"${Buffer.from([99, 0x80, 0x20]).toString('base64')}"]]`)],
  ['runs that are none', (line: string) => line.replace(/"[A-Za-z0-9+/=]+"\]\]/, '"AQ=="]]')],
  ['a word that there is not', (line: string) => line.replace('"kind":"edit"', '"kind":"drop"')],
])('holds %s, with all hashes right', async (_what, change) => {
  const { entries } = await bundleOf();
  const before = gunzipSync([...entries].find(([name]) => name.startsWith('logs/'))![1]).toString();
  expect(change(before)).not.toBe(before);
  rewrite(entries, /^logs\//, change);
  await refused(await packed(entries), 'corrupt');
});

it('is of a newer Lamina', async () => {
  const { entries } = await bundleOf();
  await refused(await packed(new Map([...entries, ['manifest.json', Buffer.from(JSON.stringify({ ...manifestOf(entries), version: 3 }))]])), 'unsupported-file');
});

it('is kept as it came: whoever changes what was kept of it is found out', async () => {
  const { file, entries } = await bundleOf();
  const store = await newProject();
  await take(store, file);
  store.close();
  expect((await verify(store.folder)).wrong).toEqual([]);
  const hash = createHash('sha256').update([...entries].find(([name]) => name.startsWith('logs/'))![1]).digest('hex');
  writeFileSync(path.join(store.folder, 'blobs', hash.slice(0, 2), hash.slice(2)), gzipSync(''));
  expect((await verify(store.folder)).wrong.map(({ sentence }) => sentence.en)).toEqual([expect.stringContaining('the history of labels as it came with a bundle')]);
});

type Image = BundleManifest['cases'][number]['images'][number];
const image = (change: (image: Image) => void) => (manifest: BundleManifest): void => change(manifest.cases[0]!.images[0]!);

const impossible: readonly (readonly [string, (manifest: BundleManifest) => void])[] = [
  ['an affine without volume', image((one) => { one.affine = Array<number>(12).fill(0); })],
  ['an affine as flat as a sheet', image((one) => { one.affine[10] = 0; })],
  ['voxels of a light year', image((one) => { one.affine = one.affine.map((value) => value * 1e18); })],
  ['an affine beyond all numbers', image((one) => { one.affine = one.affine.map((value) => value * 1e300); })],
  ['a place on the moon', image((one) => { one.affine[3] = 3.8e11; })],
  ['a scaling that makes all voxels one', image((one) => { one.slope = 0; })],
  ['a header that is none', image((one) => { one.header = 'AQID'; })],
  ['a header that was cut off', image((one) => { one.header = one.header!.slice(0, 40); })],
  ['a header of another size', image((one) => { one.size = [70, 140, 4]; })],
  ['more voxels than there are', image((one) => { one.size = [65_535, 65_535, 65_535]; })],
  ['a size without voxels', image((one) => { one.size[0] = 0; })],
  ['a line break in a patient', (manifest) => { manifest.cases[0]!.patient = 'a\nb'; }],
  ['two cases of one id', (manifest) => { manifest.cases.push(manifest.cases[0]!); }],
  ['two labels of one value', (manifest) => { manifest.labels[1]!.value = manifest.labels[0]!.value; }],
  ['a colour that is none', (manifest) => { manifest.labels[0]!.colour = 'url(x)'; }],
  ['a value beyond what masks hold', (manifest) => { manifest.labels[0]!.value = 2 ** 40; }],
  ['the name of a program as an annotator', (manifest) => { manifest.cases[0]!.labels[0]!.person.name = 'consensus: readers'; }],
];

it('tells of an image, a case, a label or a person that cannot be: refused in a sentence that names the file', async () => {
  const store = await newProject();
  const before = store.events.newest();
  const { entries } = await bundleOf();
  for (const [what, change] of impossible) {
    const manifest = manifestOf(entries);
    change(manifest);
    const file = await packed(new Map([...entries, ['manifest.json', Buffer.from(JSON.stringify(manifest))]]));
    await expect(take(store, file), what).rejects.toMatchObject({ code: 'corrupt', sentence: { en: expect.stringContaining('changed.lamina-bundle') as string } });
  }
  expect([store.events.newest(), store.cases.list()]).toEqual([before, []]);
});

it('has one byte changed, anywhere: it is refused in a sentence, or all of it is the same', async () => {
  const { file } = await bundleOf();
  const store = await newProject();
  const whole = readFileSync(file);
  const other = path.join(await temporaryFolder(), 'flipped.lamina-bundle');
  /** All that is taken in comes of these. */
  const contents = async (path_: string): Promise<string> => {
    const bundle = await openBundle(path_);
    try {
      const { cases } = await prepareBundle(store, bundle, path_, 'Bob', quiet);
      const voxels = createHash('sha256');
      for (const { blob, size } of cases.flatMap((one) => one.case.images)) {
        for await (const part of bundle.voxels(blob, size[0] * size[1] * size[2])) voxels.update(part);
      }
      return JSON.stringify([bundle.hash, cases.flatMap(({ labels }) => labels.map(({ log }) => log)), voxels.digest('hex')]);
    } finally {
      await bundle.close();
    }
  };
  const right = await contents(file);
  const step = 27;
  let refusals = 0;
  // Another bit each time: the step and 8 have no common divisor.
  for (let at = 0; at < whole.length; at += step) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 1 << (at % 8);
    writeFileSync(other, bytes);
    try {
      expect(await contents(other)).toBe(right);
    } catch (error) {
      if (!(error instanceof UserFacingError)) throw new Error(`the byte ${at}`, { cause: error });
      refusals += 1;
    }
  }
  expect(refusals).toBeGreaterThan(whole.length / step / 2);
  for (let length = 0; length < whole.length; length += 97) {
    writeFileSync(other, whole.subarray(0, length));
    await expect(contents(other)).rejects.toBeInstanceOf(UserFacingError);
  }
});

it('says that somebody reviewed their own labels: they have completed them, and nobody reviewed them', async () => {
  const { entries } = await bundleOf();
  const at = '2026-05-01T10:00:00.000Z';
  rewrite(entries, /^logs\//, (log) => `${log}${['reviewed', 'returned'].map((state, slice) =>
    JSON.stringify({ kind: 'review', annotator: 'ADA', state, slices: [slice], comment: null, at })).join('\n')}\n`);
  const store = await newProject();
  const file = await packed(entries);
  expect((await look(store, file)).cases[0]!.labels[0]).toMatchObject({ annotator: 'Ada', ownReviews: 2 });
  await take(store, file);
  const [labelmap] = store.labelmaps.ofCase(store.cases.list()[0]!.id);
  expect(store.reviews.reviewedSlices(labelmap!.id)).toEqual([]);
  expect(store.reviews.standings(labelmap!.id).map(({ slice, state }) => [slice, state])).toEqual([[0, 'complete'], [1, 'in-progress']]);
});

it('tells another history of labels that are here', async () => {
  const { entries, file } = await bundleOf();
  const store = await newProject();
  await take(store, file);
  const before = store.events.newest();
  rewrite(entries, /^logs\//, (log) => log.replace('"tool":"brush"', '"tool":"eraser"'));
  await expect(take(store, await packed(entries))).rejects.toMatchObject({ code: 'conflict', sentence: { en: expect.stringContaining('another history') as string } });
  expect(store.events.newest()).toEqual(before);
});

it('is what the voxels here are held to, beside the chain', async () => {
  const { file } = await bundleOf();
  const store = await newProject();
  await take(store, file);
  store.close();
  tamper(store.folder, (database) => {
    // All of label 1 becomes label 2.
    for (const { edit, runs } of database.prepare<[], { edit: number; runs: Buffer }>('SELECT edit, runs FROM tile').all()) {
      database.prepare('UPDATE tile SET runs = ? WHERE edit = ?').run(Buffer.from(runs.map((byte, at) => (runs[at + 1] === 1 && byte === 1 ? 2 : byte))), edit);
    }
  });
  expect((await verify(store.folder)).wrong.map(({ sentence }) => sentence.en)).toContainEqual(expect.stringContaining('voxels or the model that helped are not those'));
});
