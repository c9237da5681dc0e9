/**
 * `GET /volumes/{imageId}`, `GET /labelmaps/{id}/voxels` and `GET /maps/{case}/{model}/{key}/{map}`: raw little-endian voxels, i fastest,
 * with ranges; never as JSON.
 * `?at={edit}` gives the labels as they were right after that edit. `GET /agreement/{caseId}/voxels`: how many readers differ there.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { fileOfMap } from '../use-cases/kept-maps.ts';
import { requireNoEarlyPrediction, requirePainted } from '../use-cases/painted-by-hand.ts';
import { doorSentences } from './host-sentences.ts';

const uuid = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';
const volumePath = new RegExp(`^/volumes/${uuid}$`);
const labelmapPath = new RegExp(`^/labelmaps/${uuid}/voxels$`);
const agreementPath = new RegExp(`^/agreement/${uuid}/voxels$`);
/** Case, model, key and file, as `pathOfMap` puts them together. */
const mapPath = new RegExp(`^/maps/${uuid}/${uuid}/([a-z0-9-]+)/([a-z0-9-]+)$`);
const editId = new RegExp(`^${uuid}$`);

/**
 * Answers with voxels; null where the path is not one of ours.
 * @throws UserFacingError `not-found`; `conflict` for what a model says of a case of the test set that is not painted yet
 */
export async function answerVolume(request: Request, path: string, store: ProjectStore): Promise<Response | null> {
  const image = volumePath.exec(path)?.[1];
  const labelmap = labelmapPath.exec(path)?.[1];
  const compared = agreementPath.exec(path)?.[1];
  const map = mapPath.exec(path);
  if (image === undefined && labelmap === undefined && compared === undefined && map === null) return null;
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const range = request.headers.get('range');
  if (compared !== undefined) {
    const { differencesOfCase } = await import('../use-cases/agreement-of-case.ts');
    const differences = await differencesOfCase(store, compared, request.signal);
    return ranged(range, differences.length, (from, to) => differences.subarray(from, to));
  }
  if (labelmap !== undefined) {
    requireNoEarlyPrediction(store, labelmap);
    const named = new URL(request.url).searchParams.get('at');
    if (named !== null && !editId.test(named)) throw failure('bad-input', doorSentences.noEdit, { edit: named });
    const at = named === null ? undefined : store.labelmaps.editNumber(labelmap, named);
    const [ni, nj, nk] = store.labelmaps.size(labelmap);
    // Whoever asks for a part waits for the slices that it lies in, not for the others.
    return ranged(range, ni * nj * nk, (from, to) => {
      const first = Math.floor(from / (ni * nj));
      const start = first * ni * nj;
      return store.labelmaps.voxels(labelmap, at, [first, Math.ceil(to / (ni * nj))]).subarray(from - start, to - start);
    });
  }
  if (map !== null) requirePainted(store, map[1]!);
  const file = map === null ? store.blobs.path(store.cases.voxelsOf(image!)) : fileOfMap(store, map[1]!, map[2]!, map[3]!, map[4]!);
  const { size } = await stat(file).catch((error: unknown) => {
    throw map === null ? error : failure('not-found', doorSentences.noMap, {});
  });
  return ranged(range, size, (from, to) =>
    Readable.toWeb(createReadStream(file, { start: from, end: to - 1, highWaterMark: 2 ** 18 })) as ReadableStream<Uint8Array>);
}

/** @param open gives the bytes from `from` up to, but not with, `to` */
function ranged(header: string | null, size: number, open: (from: number, to: number) => ReadableStream<Uint8Array> | Uint8Array): Response {
  const common = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' };
  const range = parseRange(header, size);
  if (range === 'unsatisfiable') return new Response(null, { status: 416, headers: { ...common, 'content-range': `bytes */${size}` } });
  const [from, to] = range ?? [0, size];
  const headers: Record<string, string> = { ...common, 'content-length': String(to - from) };
  if (range !== null) headers['content-range'] = `bytes ${from}-${to - 1}/${size}`;
  const body = to > from ? open(from, to) : null;
  return new Response(body as ConstructorParameters<typeof Response>[0], { status: range === null ? 200 : 206, headers });
}

/**
 * One range of RFC 9110, section 14. Several ranges, or a header that does not parse, may be ignored and
 * are: the whole is sent then.
 * @returns from (inclusive) and to (exclusive); null for the whole
 */
export function parseRange(header: string | null, size: number): readonly [number, number] | null | 'unsatisfiable' {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (parts === null || (parts[1] === '' && parts[2] === '')) return null;
  if (parts[1] === '') {
    const last = Number(parts[2]);
    return last === 0 || size === 0 ? 'unsatisfiable' : [Math.max(0, size - last), size];
  }
  const from = Number(parts[1]);
  const to = parts[2] === '' ? size : Math.min(Number(parts[2]) + 1, size);
  if (parts[2] !== '' && Number(parts[2]) < from) return null;
  return from >= size ? 'unsatisfiable' : [from, to];
}
