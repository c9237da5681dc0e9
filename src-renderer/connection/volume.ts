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

/**
 * @returns voxels, i fastest
 * @throws UserFacingError `corrupt` where fewer or more bytes come than the image has; what the host answered
 */
export async function downloadVoxels(download: Download): Promise<VoxelArray> {
  await turns.take();
  try {
    return await fetchVoxels(download);
  } finally {
    turns.leave();
  }
}

async function fetchVoxels({ path, type, count, signal, progress }: Download): Promise<VoxelArray> {
  const wanted = count * bytesPerVoxel[type];
  const response = await fetch(path, { headers: authorization(), ...(signal === undefined ? {} : { signal }) });
  if (!response.ok || response.body === null) throw await callFailed(response);
  // Shared, so that a thread which computes on them needs no copy.
  const bytes = new Uint8Array(globalThis.crossOriginIsolated === true ? new SharedArrayBuffer(wanted) : new ArrayBuffer(wanted));
  const reader = response.body.getReader();
  let got = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (got + value.length <= wanted) bytes.set(value, got);
    got += value.length;
    progress?.(got / wanted);
  }
  if (got !== wanted) throw failure('corrupt', connectionSentences.incompleteDownload, { got, wanted });
  return viewVoxels(type, bytes.buffer, 0, count);
}
