/**
 * `PUT /uploads/{id}/{path}` and `GET /downloads/{id}`: files in and out as streams, however large they are.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { makeZip, predictLength } from 'client-zip';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { makeFolder, writeError } from '../files/write-whole.ts';
import { workSentences } from '../use-cases/work-sentences.ts';
import { transferSentences } from './grant-sentences.ts';
import type { Transfer, Transfers } from './transfers.ts';
import { uploadPath } from './upload-path.ts';

const downloadPath = /^\/downloads\/([A-Za-z0-9_-]{1,64})$/;

/**
 * @param path as it stands in the address, still encoded
 * @param archiveName what a download of several files is called, without ending
 * @returns null where the path is not one of ours
 * @throws UserFacingError `not-found`, `conflict`, `disk-full`, `bad-input`
 */
export async function answerTransfer(request: Request, path: string, transfers: Transfers, archiveName: string): Promise<Response | null> {
  const upload = uploadPath(path);
  if (upload !== null) {
    if (request.method !== 'PUT') return new Response(null, { status: 405, headers: { allow: 'PUT' } });
    await receive(request, transfers, upload.id, upload.names);
    return new Response(null, { status: 204 });
  }
  const id = downloadPath.exec(path)?.[1];
  if (id === undefined) return null;
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  return send(request, transfers, id, archiveName);
}

/** Beside the upload until the last byte is there: half a scan must never be taken for one. */
async function receive(request: Request, transfers: Transfers, id: string, names: readonly string[]): Promise<void> {
  const upload = transfers.get(id);
  if (upload?.kind !== 'upload' || upload.used) throw failure('not-found', transferSentences.noUpload, {});
  const target = join(upload.folder, ...names);
  const unfinished = `${upload.folder}.${randomUUID()}.part`;
  try {
    const body = request.body === null ? Readable.from([]) : Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
    await pipeline(body, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }), { signal: request.signal });
    await makeFolder(dirname(target));
    await rename(unfinished, target);
    // Discarded in the meantime: then nobody would ever remove it.
    if (transfers.get(id) !== upload) await rm(upload.folder, { recursive: true, force: true });
  } catch (error) {
    if (request.signal.aborted) throw new UserFacingError('cancelled', workSentences.cancelled, { cause: error });
    throw writeError(error, names.join('/'));
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function send(request: Request, transfers: Transfers, id: string, archiveName: string): Promise<Response> {
  const download = transfers.get(id);
  if (download?.kind !== 'download') throw failure('not-found', transferSentences.noDownload, {});
  if (download.users > 0) throw failure('conflict', transferSentences.notReady, {});
  const files = await filesIn(download);
  const [only] = files;
  if (only === undefined) throw failure('not-found', transferSentences.nothingWritten, {});
  const single = files.length === 1;
  const headers = {
    'content-type': single ? 'application/octet-stream' : 'application/zip',
    'content-length': String(single ? only.size : predictLength(files)),
    'content-disposition': contentDisposition(single ? basename(only.path) : `${archiveName}.zip`),
  };
  if (request.method === 'HEAD') return new Response(null, { headers });
  const reading = readOneByOne(files);
  const body = single ? (Readable.toWeb(reading.open(only)) as ReadableStream<Uint8Array>) : makeZip(reading.entries);
  const whole = body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    // Once the last byte was taken; a fetch that broke off may be tried again.
    flush: () => transfers.discard(id),
    cancel: () => reading.end(),
  }));
  return new Response(whole, { headers });
}

interface FileToSend {
  readonly path: string;
  /** In the archive, with `/`. */
  readonly name: string;
  readonly size: number;
  readonly lastModified: Date;
}

async function filesIn({ folder }: Transfer): Promise<readonly FileToSend[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  return Promise.all(paths.map(async (path) => {
    const { size, mtime } = await stat(path);
    return { path, name: relative(folder, path).replaceAll(sep, '/'), size, lastModified: mtime };
  }));
}

type ArchiveEntry = Omit<FileToSend, 'path'> & { readonly input: AsyncIterable<Uint8Array> };

/** Each file is opened when its turn has come, and closed where nobody takes the rest. Stored, not packed: masks are packed already. */
function readOneByOne(files: readonly FileToSend[]) {
  let current: ReadStream | null = null;
  const open = ({ path }: FileToSend): ReadStream => (current = createReadStream(path, { highWaterMark: 2 ** 18 }));
  const left = files.values();
  const next = (): IteratorResult<ArchiveEntry, undefined> => {
    const file = left.next().value;
    if (file === undefined) return { done: true, value: undefined };
    const { name, size, lastModified } = file;
    return { done: false, value: { name, size, lastModified, input: open(file) } };
  };
  // Without `throw`: the archive would throw into it what ended the fetch, and nobody would catch that.
  const entries: Iterable<ArchiveEntry> = { [Symbol.iterator]: () => ({ next }) };
  return { open, entries, end: (): void => { current?.destroy(); } };
}

/** RFC 6266, section 4.3: the plain form for old clients, the other one for names beyond ASCII. */
function contentDisposition(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
