/**
 * The process that computes: it alone loads TensorFlow, takes one request at a time over its parent's
 * channel, reads and writes the files named there, and ends with its parent. It must not know the database.
 */
import type { EngineRequest, FromEngine, ToEngine } from '#main/engine-client/protocol.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { engineSentences } from './engine-sentences.ts';
import { explainCase } from './explaining/explain-case.ts';
import { mapCase } from './mapping/map-case.ts';
import { readSlices } from './reading/read-slices.ts';
import { segment } from './segment.ts';
import { description } from './tensorflow.ts';
import { judgeModels } from './training/judge-models.ts';
import { train } from './training/train.ts';
import { beginWork, type Work } from './work.ts';

const running = new Map<string, { readonly cancel: AbortController; readonly pause: AbortController }>();

process.on('message', (message) => {
  const received = message as ToEngine;
  switch (received.type) {
    case 'start':
      void answer(received.job, received.request);
      return;
    case 'cancel':
      running.get(received.job)?.cancel.abort();
      return;
    case 'pause':
      running.get(received.job)?.pause.abort();
      return;
  }
});
// An engine whose host is gone would compute for nobody.
process.on('disconnect', () => process.exit(0));
// An interrupt at the keyboard, and the end of the terminal, reach every process of it: what follows is the host's to say.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
say({ job: null, type: 'ready' });

async function answer(job: string, request: EngineRequest): Promise<void> {
  const stops = { cancel: new AbortController(), pause: new AbortController() };
  running.set(job, stops);
  const work = beginWork((event) => say({ job, type: 'event', event }), stops.cancel.signal, stops.pause.signal);
  try {
    say({ job, type: 'done', result: await run(request, work) });
  } catch (error) {
    say(failed(job, error));
  } finally {
    running.delete(job);
  }
}

async function run(request: EngineRequest, work: Work) {
  switch (request.kind) {
    case 'probe': return { kind: 'probe', engine: description } as const;
    case 'segment': return segment(request, work);
    case 'read-slices': return readSlices(request, work);
    case 'map': return mapCase(request, work);
    case 'explain': return explainCase(request, work);
    case 'train': return train(request, work);
    case 'judge': return judgeModels(request, work);
  }
}

function failed(job: string, error: unknown): FromEngine {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (error instanceof UserFacingError) {
    return { job, type: 'failed', code: error.code, sentence: error.sentence, details };
  }
  // As TensorFlow and V8 word it.
  if (/OOM|RESOURCE_EXHAUSTED|Array buffer allocation failed|bad_alloc/.test(details)) {
    return { job, type: 'failed', code: 'out-of-memory', sentence: engineSentences.tooLittleMemory, details };
  }
  return { job, type: 'failed', code: 'internal', sentence: engineSentences.unexpected, details };
}

function say(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}
