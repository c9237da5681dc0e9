/** A worker thread that draws patches, as the engine sees it. */
import { Worker } from 'node:worker_threads';
import type { PatchBatch } from '#shared/learning/patches.ts';
import { failure, type UserFacingError } from '#shared/text/user-facing-error.ts';
import { engineSentences } from '../engine-sentences.ts';
import { patchSentences } from './patch-sentences.ts';
import type { DrawingAnswer, DrawingTask } from './patch-worker.ts';

type Parts = readonly PatchBatch[];

export interface DrawingThread {
  /**
   * One after the other, in the order asked for.
   * @returns null where the thread could not even be started, or was ended: then its caller has to draw
   * @throws UserFacingError where it ended while it drew: `out-of-memory`, `internal`
   */
  draw(step: number): Promise<Parts | null>;
  end(): Promise<void>;
}

interface Asked {
  readonly step: number;
  readonly resolve: (parts: Parts | null) => void;
  readonly reject: (error: UserFacingError) => void;
}

/** @param file of the worker */
export function startDrawing(task: DrawingTask, file: URL): DrawingThread {
  const asked: Asked[] = [];
  let ready = false;
  let ended: { readonly reason: UserFacingError | null } | null = null;
  const settle = ({ resolve, reject }: Asked): void => {
    const reason = ended?.reason ?? null;
    if (reason === null) resolve(null);
    else reject(reason);
  };
  const lost = (error: unknown): void => {
    ended ??= { reason: ready ? inWords(error) : null };
    asked.splice(0).forEach(settle);
  };
  let worker: Worker | null = null;
  try {
    // Flags of the engine (a debugger's port) are not meant for this thread.
    worker = new Worker(file, { workerData: task, execArgv: [] });
    worker.on('message', (answer: DrawingAnswer) => {
      if (answer.type === 'ready') ready = true;
      else asked.shift()?.resolve(answer.parts);
    });
    worker.on('error', lost);
    worker.on('exit', (code) => lost(new Error(`the drawing thread ended with code ${code}`)));
  } catch (error) {
    lost(error);
  }
  return {
    draw: (step) => new Promise((resolve, reject) => {
      asked.push({ step, resolve, reject });
      if (ended === null) worker?.postMessage(step);
      else asked.splice(0).forEach(settle);
    }),
    async end() {
      ended ??= { reason: null };
      await worker?.terminate();
    },
  };
}

function inWords(error: unknown): UserFacingError {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || /allocation failed/i.test(reason)
    ? failure('out-of-memory', engineSentences.tooLittleMemory, {}, error)
    : failure('internal', patchSentences.drawingFailed, { reason }, error);
}
