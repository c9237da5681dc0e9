/** Reads a bundle and believes nothing of it: every entry has its hash and its size, and names are only ever looked up. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { bundleLine, bundleManifest, bundleVersion, bundleWork, logName, manifestName, voxelsName, workName, type BundleLine, type BundleManifest, type BundleWork } from '#shared/contract/bundle-file.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { openStoredZip, UnreadableZip, type StoredZip } from '../files/stored-zip.ts';
import { readFailure } from '../import/file-failure.ts';
import { bundleSentences } from './bundle-sentences.ts';

/** A manifest and one log at a time are held in memory whole; voxels are not. */
const mostManifestBytes = 128 * 2 ** 20;
const mostLogBytes = 400 * 2 ** 20;
const mostWorkBytes = 32 * 2 ** 20;
const mostLines = 1_000_000;
const entryName = /^(?:manifest\.json|(?:logs|cases)\/[0-9a-f-]{36}\.ndjson\.gz|voxels\/[0-9a-f]{64}\.gz)$/;

export interface OpenBundle {
  readonly manifest: BundleManifest;
  /** sha256 of the manifest, which names those of all else. */
  readonly hash: string;
  /** The log of a labelmap, line by line as it is read. @throws UserFacingError `corrupt`, at its end where it is not what it says */
  log(labelmapId: string): AsyncIterable<BundleLine>;
  /** The bytes in which it lies. @throws UserFacingError `corrupt` */
  packedLog(labelmapId: string): Promise<Uint8Array>;
  /** Notes and measurements of a case; empty where it holds none. @throws UserFacingError `corrupt` */
  work(caseId: string): Promise<readonly BundleWork[]>;
  /** Unpacked; null where it does not hold them. */
  voxelBytes(hash: string): number | null;
  /** Unpacked, as they are read. @throws UserFacingError `corrupt` at its end where they are not those of this hash, or more than `bytes` */
  voxels(hash: string, bytes: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/**
 * @param expected hash of the bundle that lay there before, where somebody has decided about it
 * @throws UserFacingError `unsupported-file` for what is no bundle, or of a newer Lamina; `corrupt`; `not-found`; `conflict` where another lies there now
 */
export async function openBundle(path: string, expected?: string): Promise<OpenBundle> {
  const file = basename(path);
  const zip = await openStoredZip(path).catch((error: unknown) => {
    throw error instanceof UnreadableZip ? failure('unsupported-file', bundleSentences.noBundle, { file }, error) : readFailure(error, path);
  });
  try {
    const bundle = await readBundle(zip, file);
    if (expected !== undefined && bundle.hash !== expected) throw failure('conflict', bundleSentences.another, { file });
    return bundle;
  } catch (error) {
    await zip.close();
    throw error;
  }
}

async function readBundle(zip: StoredZip, file: string): Promise<OpenBundle> {
  const damaged = (cause?: unknown): Error => failure('corrupt', bundleSentences.damaged, { file }, cause);
  const entry = zip.entries.get(manifestName);
  if (entry === undefined || [...zip.entries.keys()].some((name) => !entryName.test(name))) throw failure('unsupported-file', bundleSentences.noBundle, { file });
  if (entry.bytes > mostManifestBytes) throw damaged();
  const read = async (name: string): Promise<Buffer> => {
    try {
      return await whole(zip.read(zip.entries.get(name)!));
    } catch (error) {
      throw error instanceof UnreadableZip ? damaged(error) : error;
    }
  };
  const bytes = await read(manifestName);
  const manifest = understood(bytes, file);
  const files = new Map(manifest.files.map((one) => [one.name, one]));
  // What is not told has no business here, and what is told must be here.
  if (files.size !== manifest.files.length || files.size !== zip.entries.size - 1 || ![...files.keys()].every((name) => zip.entries.has(name))) throw damaged();

  /** An entry, unpacked; what is longer than it says is cut off before it is held. */
  async function* unpacked(name: string, most: number): AsyncIterable<Uint8Array> {
    const told = files.get(name);
    if (told === undefined || told.bytes > most) throw damaged();
    const hash = createHash('sha256');
    let length = 0;
    const source = Readable.from(zip.read(zip.entries.get(name)!));
    const gunzip = createGunzip();
    // What fails is told to whoever reads.
    pipeline(source, gunzip, () => undefined);
    try {
      for await (const part of gunzip as AsyncIterable<Buffer>) {
        length += part.length;
        if (length > told.bytes) throw damaged();
        hash.update(part);
        yield part;
      }
    } catch (error) {
      throw error instanceof UserFacingError ? error : damaged(error);
    }
    if (length !== told.bytes || hash.digest('hex') !== told.sha256) throw damaged();
  }

  return {
    manifest,
    hash: createHash('sha256').update(bytes).digest('hex'),
    voxelBytes: (hash) => {
      const told = files.get(voxelsName(hash));
      return told?.sha256 === hash ? told.bytes : null;
    },
    voxels: (hash, most) => {
      if (files.get(voxelsName(hash))?.sha256 !== hash) throw damaged();
      return unpacked(voxelsName(hash), most);
    },
    async* log(labelmapId) {
      let lines = 0;
      for await (const line of linesIn(unpacked(logName(labelmapId), mostLogBytes), damaged)) {
        if ((lines += 1) > mostLines) throw damaged();
        yield lineOf(line, damaged, bundleLine);
      }
    },
    work: async (caseId) => {
      const name = workName(caseId);
      const all: BundleWork[] = [];
      if (files.has(name)) for await (const line of linesIn(unpacked(name, mostWorkBytes), damaged)) all.push(lineOf(line, damaged, bundleWork));
      return all;
    },
    packedLog: (labelmapId) => read(logName(labelmapId)),
    close: () => zip.close(),
  };
}

function understood(bytes: Buffer, file: string): BundleManifest {
  let written: unknown;
  try {
    written = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw failure('corrupt', bundleSentences.damaged, { file }, error);
  }
  const { version } = (written ?? {}) as { version?: unknown };
  if (typeof version === 'number' && version > bundleVersion) throw failure('unsupported-file', bundleSentences.newer, { file, found: version, known: bundleVersion });
  const read = bundleManifest.safeParse(written);
  if (!read.success) throw failure('corrupt', bundleSentences.damaged, { file }, read.error);
  return read.data;
}

function lineOf<Line>(line: string, damaged: (cause: unknown) => Error, form: { readonly parse: (value: unknown) => Line }): Line {
  try {
    return form.parse(JSON.parse(line));
  } catch (error) {
    throw damaged(error);
  }
}

/** Each ends with a line feed; what does not was cut off. */
async function* linesIn(parts: AsyncIterable<Uint8Array>, damaged: (cause?: unknown) => Error): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  for await (const part of parts) {
    const text = decoder.decode(part, { stream: true });
    let at = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      yield begun.join('') + text.slice(at, end);
      begun = [];
      at = end + 1;
    }
    begun.push(text.slice(at));
  }
  if (begun.join('') !== '') throw damaged();
}

async function whole(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
