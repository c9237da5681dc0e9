/**
 * Image files to voxels, in a thread of their own so that the host goes on answering. Knows no
 * database and no project: what was found is returned, what cannot be read is refused with a sentence.
 */
import { Worker } from 'node:worker_threads';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { DecodeAnswer, DecodeRequest } from './decode-worker.ts';
import type { DecodedImage } from './decoded-image.ts';
import { readerFailed, readingCancelled } from './import-sentences.ts';
import type { ImageSource } from './image-source.ts';
import type { ReadOptions } from './read-options.ts';

interface Waiting {
  readonly resolve: (image: DecodedImage) => void;
  readonly reject: (error: Error) => void;
  readonly file: string;
}

/** Started at the first image, kept while there is work, never what keeps the program alive. */
let worker: Worker | null = null;
const waiting = new Map<number, Waiting>();
let lastId = 0;

/**
 * Reads one image. Decoding runs in another thread, one image after the other; an abort ends that
 * thread at once.
 * @throws UserFacingError what the reader refuses, or `cancelled`
 */
export async function readImage(source: ImageSource, options: ReadOptions = {}, signal?: AbortSignal): Promise<DecodedImage> {
  const file = source.files[0] ?? source.name;
  const cancelled = (): UserFacingError => failure('cancelled', readingCancelled, { file });
  if (signal?.aborted === true) throw cancelled();
  const id = ++lastId;
  const running = worker ?? startWorker();
  return new Promise<DecodedImage>((resolve, reject) => {
    const onAbort = (): void => {
      waiting.delete(id);
      reject(cancelled());
      if (waiting.size === 0) endWorker(running);
    };
    const settle = (): void => {
      signal?.removeEventListener('abort', onAbort);
      if (waiting.size === 0) running.unref();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    waiting.set(id, {
      file,
      resolve: (image) => { settle(); resolve(image); },
      reject: (error) => { settle(); reject(error); },
    });
    running.ref();
    running.postMessage({ id, source, options } satisfies DecodeRequest);
  });
}

function startWorker(): Worker {
  // Flags of the host (a debugger's port, the kind of its input) are not meant for this thread.
  const started = new Worker(new URL('./decode-worker.ts', import.meta.url), { execArgv: [] });
  started.on('message', receive);
  started.on('error', (error: Error) => abandon(started, error));
  started.on('exit', (code) => abandon(started, new Error(`the decoding thread ended with code ${code}`)));
  worker = started;
  return started;
}

function receive(answer: DecodeAnswer): void {
  const request = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (request === undefined) return;
  switch (answer.type) {
    case 'done': return request.resolve(answer.image);
    case 'refused': return request.reject(new UserFacingError(answer.code, answer.sentence));
    case 'failed': return request.reject(failure('internal', readerFailed, { file: request.file }, new Error(answer.details)));
  }
}

/** A thread that died (a fault in the decoder, memory) fails what it was given; the next image starts another. */
function abandon(dead: Worker, cause: Error): void {
  if (worker !== dead) return;
  worker = null;
  const lost = [...waiting.values()];
  waiting.clear();
  for (const request of lost) request.reject(failure('internal', readerFailed, { file: request.file }, cause));
}

function endWorker(running: Worker): void {
  if (worker === running) worker = null;
  void running.terminate();
}
