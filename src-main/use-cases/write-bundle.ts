/** Puts cases with people's labels, and all that became of them, into one file for another copy of the project. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import { makeZip } from 'client-zip';
import {
  bundleFormat, bundleVersion, logName, manifestName, voxelsName, type BundleCase, type BundleImage, type BundleLine, type BundleManifest, type BundleWork, workName,
} from '#shared/contract/bundle-file.ts';
import type { BundleOptions, BundleReport } from '#shared/contract/bundles.ts';
import { isProgramsName } from '#shared/text/person-name.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { fileName } from '../files/file-name.ts';
import { writeError } from '../files/write-whole.ts';
import type { TravellingItem } from '../store/bundle-items.ts';
import type { CaseRecord, ImageRecord, LabelmapOwner, LabelmapRecord, ProjectStore } from '../store/project-store.ts';
import { bundleSentences } from './bundle-sentences.ts';
import { breathe, inPieces, type LongWork } from './long-work.ts';
import { makeOutputFolder } from './output-folder.ts';
import { peopleSentences } from './people-sentences.ts';
import { workSentences } from './work-sentences.ts';

const packed = promisify(gzip);

export const bundleEnding = '.lamina-bundle';

export interface Sender {
  readonly name: string;
  readonly program: string;
}

type Sent = LabelmapRecord & { readonly owner: Extract<LabelmapOwner, { readonly kind: 'reading' }> };
type File = BundleManifest['files'][number];

/**
 * Second readings stay where they were planned, and what models drew is left out.
 * @throws UserFacingError `not-found` for a case that is not there; `conflict` where the sender reads one blind; `bad-input` where nobody of these names has labels, or a file
 *   is in the way; `cancelled`, `disk-full`
 */
export async function writeBundle(store: ProjectStore, options: BundleOptions, sender: Sender, work: LongWork): Promise<BundleReport> {
  const records = options.cases === undefined ? store.cases.list() : options.cases.map((id) => store.cases.get(id));
  if (records.length === 0) throw failure('bad-input', bundleSentences.nothingSent, {});
  const blind = store.secondReadings.blindCases(sender.name);
  if (records.some(({ id }) => blind.has(id))) throw failure('conflict', peopleSentences.blind, {});
  const sent = new Map(records.map((record) => [record.id, labelsToSend(store, record, options.annotators)]));
  const found = new Set([...sent.values()].flat().map(({ owner }) => owner.annotator));
  const missing = (options.annotators ?? []).filter((name) => !found.has(store.people.known(name)));
  if (missing.length > 0) throw failure('bad-input', bundleSentences.nobody, { names: missing.join(', ') });
  await makeOutputFolder(store, options.out);
  const name = basename(options.name ?? `${fileName(store.name, 'project')}${bundleEnding}`);
  const target = join(options.out, name);
  if (!options.force && await stat(target).then(() => true, () => false)) throw failure('bad-input', workSentences.maskExists, { file: target });

  const files: File[] = [];
  let manifest = Buffer.alloc(0);
  const unfinished = `${target}.part`;
  async function* entries(): AsyncGenerator<{ readonly name: string; readonly input: Uint8Array | AsyncIterable<Uint8Array> }> {
    for (const [place, record] of records.entries()) {
      await breathe(work);
      work.progress({ phase: 'exporting', done: place, total: records.length });
      for (const labelmap of sent.get(record.id)!) {
        const log = Buffer.from((await inPieces(store.bundles.logOf(labelmap.id), work)).map((item) => `${JSON.stringify(lineOf(item))}\n`).join(''));
        files.push({ name: logName(labelmap.id), sha256: hashOf(log), bytes: log.length });
        yield { name: logName(labelmap.id), input: await packed(log) };
      }
      const left = workToSend(store, record, options.annotators);
      if (left.length > 0) {
        const lines = Buffer.from(left.map((line) => `${JSON.stringify(line)}\n`).join(''));
        files.push({ name: workName(record.id), sha256: hashOf(lines), bytes: lines.length });
        yield { name: workName(record.id), input: await packed(lines) };
      }
      for (const { image } of options.images ? record.images : []) {
        if (files.some((file) => file.name === voxelsName(image.blob))) continue;
        const path = store.blobs.path(image.blob);
        files.push({ name: voxelsName(image.blob), sha256: image.blob, bytes: (await stat(path)).size });
        // What cannot be read ends the packing, too: whoever takes it is told.
        const input = pipeline(createReadStream(path, { signal: work.signal }), createGzip({ level: 3 }), () => undefined);
        yield { name: voxelsName(image.blob), input };
      }
    }
    manifest = Buffer.from(JSON.stringify(manifestOf(store, records, sent, files, sender)));
    yield { name: manifestName, input: manifest };
  }
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(Readable.fromWeb(makeZip(entries()) as Parameters<typeof Readable.fromWeb>[0]), { signal: work.signal });
      await file.sync();
    } finally {
      await file.close();
    }
    await breathe(work);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    await breathe(work);
    throw writeError(error, target);
  }
  const hash = hashOf(manifest);
  const annotators = [...found].sort();
  // Of a project that cannot be written to a bundle can be made all the same.
  if (store.readOnly === null) store.bundles.made({ hash, cases: records.map(({ id }) => id), annotators, images: options.images, by: sender.name });
  work.progress({ phase: 'exporting', done: records.length, total: records.length });
  return { file: target, bytes: (await stat(target)).size, hash, cases: records.length, annotators, images: options.images };
}

function labelsToSend(store: ProjectStore, { id }: CaseRecord, annotators: readonly string[] | undefined): readonly Sent[] {
  const wanted = annotators && new Set(annotators.map((name) => store.people.known(name)));
  return store.labelmaps.ofCase(id).filter((map): map is Sent =>
    map.owner.kind === 'reading' && !map.owner.blind && !isProgramsName(map.owner.annotator) && (wanted?.has(map.owner.annotator) ?? true));
}

/** Of those whose labels go along; not of somebody who is reading the case blind, since that is not for others yet. */
function workToSend(store: ProjectStore, { id, images }: CaseRecord, annotators: readonly string[] | undefined): BundleWork[] {
  const wanted = annotators && new Set(annotators.map((name) => store.people.known(name)));
  const all = store.bundles.workOn(id);
  const maker = new Map<string, string>();
  for (const one of all) if (one.kind === 'measurement' && !maker.has(one.id)) maker.set(one.id, one.annotator);
  return all.flatMap((one): BundleWork[] => {
    const author = one.kind === 'note' ? one.annotator : maker.get(one.id)!;
    if ((wanted !== undefined && !wanted.has(author)) || store.secondReadings.blindCases(author).has(id)) return [];
    if (one.kind === 'note') return [{ ...one }];
    const { content: { imageId, points, plane, ...rest }, ...row } = one;
    const image = images.findIndex((its) => its.image.id === imageId);
    const place = plane === null ? null : { point: [...plane.point] as [number, number, number], normal: [...plane.normal] as [number, number, number] };
    return image < 0 ? [] : [{ ...row, image, shape: { ...rest, points: points.map((point) => [...point] as [number, number, number]), plane: place } }];
  });
}

function lineOf(item: TravellingItem): BundleLine {
  switch (item.kind) {
    case 'edit': return { ...item, tiles: item.tiles.map(({ k, tile, runs }) => [k, tile, Buffer.from(runs).toString('base64')]) };
    case 'review': return { ...item, slices: [...item.slices] };
    case 'pin': return { ...item, voxel: [...item.voxel] };
    case 'took': return item;
  }
}

function manifestOf(store: ProjectStore, records: readonly CaseRecord[], sent: ReadonlyMap<string, readonly Sent[]>, files: readonly File[], sender: Sender): BundleManifest {
  const people = new Map(store.people.list().map(({ id, name }) => [name, id]));
  const entry = (label: { index: number; value: number; name: string; colour: string; code: string | null }, removed: boolean) =>
    ({ index: label.index, value: label.value, name: label.name, colour: label.colour, code: label.code, removed });
  const head = store.events.newest();
  return {
    format: bundleFormat,
    version: bundleVersion,
    program: sender.program,
    at: new Date().toISOString(),
    by: sender.name,
    project: { id: store.projectId, name: store.name },
    logHead: head && { hash: head.hash, event: head.event, origin: head.origin, at: head.at },
    labels: [...store.labels.table().map((label) => entry(label, false)), ...store.labels.removed().map((label) => entry(label, true))],
    cases: records.map(({ id, name, patient, sliceAxis, images }): BundleCase => ({
      id, name, patient, sliceAxis,
      images: images.map(({ image, role, timePoint }) => imageOf(image, role, timePoint)),
      labels: sent.get(id)!.map((map) => (
        { id: map.id, readingId: map.owner.readingId, person: { id: people.get(map.owner.annotator)!, name: map.owner.annotator } })),
    })),
    files: [...files],
  };
}

function imageOf({ name, format, sourceFiles, sourceHash, blob, header, geometry, trust, voxelType, slope, intercept, modality }: ImageRecord, role: string, timePoint: number): BundleImage {
  return {
    name, format, sourceFiles: [...sourceFiles], sourceHash, blob, header: header && Buffer.from(header).toString('base64'),
    size: [...geometry.size], affine: [...geometry.affine], trust, voxelType, slope, intercept, modality, role, timePoint,
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
