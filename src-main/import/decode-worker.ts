/** The thread that decodes: images come back with their buffers moved, not copied. */
import { parentPort } from 'node:worker_threads';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ErrorCode } from '#shared/text/user-facing-error.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { decodeImage } from './decode-image.ts';
import type { DecodedImage } from './decoded-image.ts';
import type { ImageSource } from './image-source.ts';
import type { ReadOptions } from './read-options.ts';

export interface DecodeRequest {
  readonly id: number;
  readonly source: ImageSource;
  readonly options: ReadOptions;
}

export type DecodeAnswer =
  | { readonly id: number; readonly type: 'done'; readonly image: DecodedImage }
  | { readonly id: number; readonly type: 'refused'; readonly code: ErrorCode; readonly sentence: Sentence }
  | { readonly id: number; readonly type: 'failed'; readonly details: string };

async function answer(request: DecodeRequest): Promise<void> {
  const port = parentPort as NonNullable<typeof parentPort>;
  try {
    const image = await decodeImage(request.source, request.options);
    // Time points share one buffer: moved once.
    const buffers = new Set(image.volumes.map(({ voxels }) => voxels.buffer as ArrayBuffer));
    port.postMessage({ id: request.id, type: 'done', image } satisfies DecodeAnswer, [...buffers]);
  } catch (error) {
    const message: DecodeAnswer = error instanceof UserFacingError
      ? { id: request.id, type: 'refused', code: error.code, sentence: error.sentence }
      : { id: request.id, type: 'failed', details: error instanceof Error ? error.stack ?? error.message : String(error) };
    port.postMessage(message);
  }
}

// Codecs remark on what they meet (`Unsupported JPEG data precision 12`, then try the next): not for a
// person, who reads results on these streams. Taking the streams in the host instead would keep it alive.
if (parentPort !== null) {
  process.stdout.write = () => true;
  process.stderr.write = () => true;
}
parentPort?.on('message', (request: DecodeRequest) => void answer(request));
