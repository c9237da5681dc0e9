/** Voxels from the host, streamed into one array of the known size. */
import { failure } from '#shared/text/user-facing-error.ts';
import { bytesPerVoxel, viewVoxels, type VoxelArray, type VoxelType } from '#shared/voxels/voxel-type.ts';
import { callFailed } from './call-failed.ts';
import { connectionSentences } from './connection-sentences.ts';
import { authorization } from './token.ts';
import { createTurns } from './turns.ts';

export interface Download {
  /** Path at the host: `/volumes/{id}` or `/labelmaps/{id}/voxels`. */
  readonly path: string;
  readonly type: VoxelType;
  readonly count: number;
  readonly signal?: AbortSignal;
  /** 0–1 */
  readonly progress?: (share: number) => void;
}

// A browser keeps six connections to one origin; the event stream and the calls need theirs.
const turns = createTurns(2);

/** What is needed before all else. */
export interface FirstPart {
  /** Voxels from the one up to, but not with, the other. */
  readonly between: readonly [number, number];
  /** When the others may come: what is looked at first must not wait for their share of the machine. */
  readonly rest: Promise<void>;
}

/** An array that fills while it is looked at. */
export interface Filling {
  readonly voxels: VoxelArray;
  /** The part that was asked for first is there. */
  readonly begun: Promise<void>;
  /** Everything is. */
  readonly done: Promise<void>;
}

/**
 * @returns voxels, i fastest
 * @throws UserFacingError `corrupt` where fewer or more bytes come than the image has; what the host answered
 */
export async function downloadVoxels(download: Download): Promise<VoxelArray> {
  const { voxels, done } = fillVoxels(download, null);
  await done;
  return voxels;
}

/** The promises throw as `downloadVoxels` does. */
export function fillVoxels(download: Download, first: FirstPart | null): Filling {
  const bytes = roomFor(download.count * bytesPerVoxel[download.type]);
  const begun = first === null ? Promise.resolve() : fetchPart(download, bytes, first.between);
  const done = (async () => {
    await begun;
    await first?.rest;
    await turns.take();
    try {
      await fetchWhole(download, bytes);
    } finally {
      turns.leave();
    }
  })();
  // Whoever waits for the first part alone has not asked for the rest's troubles.
  done.catch(() => undefined);
  return { voxels: viewVoxels(download.type, bytes.buffer, 0, download.count), begun, done };
}

/** Nothing but zeros: what the host need not be asked for. */
export function emptyVoxels(count: number): Uint8Array {
  return roomFor(count);
}

/** Shared, so that a thread which computes on them needs no copy. */
function roomFor(length: number): Uint8Array<ArrayBuffer | SharedArrayBuffer> {
  return new Uint8Array(globalThis.crossOriginIsolated === true ? new SharedArrayBuffer(length) : new ArrayBuffer(length));
}

async function fetchPart({ path, type, signal }: Download, into: Uint8Array, [from, to]: readonly [number, number]): Promise<void> {
  const [start, end] = [from * bytesPerVoxel[type], to * bytesPerVoxel[type]];
  const response = await fetch(path, { headers: { ...authorization(), range: `bytes=${start}-${end - 1}` }, ...(signal === undefined ? {} : { signal }) });
  if (!response.ok) throw await callFailed(response);
  const part = new Uint8Array(await response.arrayBuffer());
  if (part.length !== end - start) throw failure('corrupt', connectionSentences.incompleteDownload, { got: part.length, wanted: end - start });
  into.set(part, start);
}

async function fetchWhole({ path, signal, progress }: Download, into: Uint8Array): Promise<void> {
  const response = await fetch(path, { headers: authorization(), ...(signal === undefined ? {} : { signal }) });
  if (!response.ok || response.body === null) throw await callFailed(response);
  const wanted = into.length;
  const reader = response.body.getReader();
  let got = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (got + value.length <= wanted) into.set(value, got);
    got += value.length;
    progress?.(got / wanted);
  }
  if (got !== wanted) throw failure('corrupt', connectionSentences.incompleteDownload, { got, wanted });
}
