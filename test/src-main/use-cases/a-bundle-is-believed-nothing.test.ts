import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { makeZip } from 'client-zip';
import { expect, it } from 'vitest';
import type { BundleManifest } from '#shared/contract/bundle-file.ts';
import { openStoredZip } from '#main/files/stored-zip.ts';
import { newProject, paintVoxel, sampleProject, temporaryFolder } from '../store/sample-project.ts';
import { verify } from '../store/proven-project.ts';
import { send, take } from './travelling-labels.ts';

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
  await refused(await packed(new Map([...entries, ['manifest.json', Buffer.from(JSON.stringify({ ...manifestOf(entries), version: 2 }))]])), 'unsupported-file');
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
