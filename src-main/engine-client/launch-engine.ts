/**
 * The real engine, behind the interface that use cases see: a child process, started when first needed,
 * one request at a time, and a new one after its death. It must not know what is computed.
 */
import { randomUUID } from 'node:crypto';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { engineClientSentences } from './engine-client-sentences.ts';
import { engineCrash } from './engine-crash.ts';
import { startEngineProcess, type EngineProcess } from './engine-process.ts';
import type { Engine } from './engine.ts';
import type { EngineEvent, EngineRequest, FromEngine, ResultOf } from './protocol.ts';

export interface LaunchEngineOptions {
  /** One line of what the engine and its libraries print. */
  readonly onLog?: (line: string) => void;
  /** Added to the process's environment. */
  readonly environment?: NodeJS.ProcessEnv;
  /** How long a cancelled request may go on until its process is killed. */
  readonly graceMs?: number;
}

/** A batch of the largest network on a slow machine takes about this long. */
const defaultGraceMs = 10_000;
/** A stack of the library's own takes some twenty. */
const keptLines = 40;

interface Job {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: EngineEvent) => void;
  readonly settle: (message: Extract<FromEngine, { type: 'done' | 'failed' }>) => void;
}

export function launchEngine({ onLog = () => undefined, environment, graceMs = defaultGraceMs }: LaunchEngineOptions = {}): Engine {
  let child: EngineProcess | null = null;
  let current: Job | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  const onMessage = (message: FromEngine): void => {
    // A late answer of an earlier job, or the greeting, is nobody's.
    if (message.job === null || message.job !== current?.id) return;
    if (message.type === 'event') current.onEvent(message.event);
    else current.settle(message);
  };

  /** What it said when it died is looked for in these. */
  let lastLines: string[] = [];
  const onLine = (line: string): void => {
    lastLines = [...lastLines.slice(1 - keptLines), line];
    onLog(line);
  };

  const process = (): EngineProcess => {
    if (child !== null) return child;
    const started = startEngineProcess({ onMessage, onLog: onLine, environment });
    child = started;
    void started.ended.then(() => { if (child === started) child = null; });
    return started;
  };

  const replace = (engine: EngineProcess): void => {
    if (child === engine) child = null;
    engine.kill();
  };

  async function runNow(request: EngineRequest, onEvent: (event: EngineEvent) => void, signal: AbortSignal, pause?: AbortSignal): Promise<unknown> {
    if (closed) throw failure('cancelled', engineClientSentences.closed, {});
    if (signal.aborted) throw failure('cancelled', engineClientSentences.cancelled, {});
    const engine = process();
    lastLines = [];
    const id = randomUUID();
    let grace: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      engine.send({ job: id, type: 'cancel' });
      grace = setTimeout(() => engine.kill(), graceMs);
    };
    const askToPause = (): void => engine.send({ job: id, type: 'pause' });
    try {
      return await new Promise((resolve, reject) => {
        current = {
          id, signal, onEvent,
          settle: (message) => {
            if (message.type === 'done') return resolve(message.result);
            onLog(message.details);
            // What it holds of the memory, above all of a GPU's, comes back only with its end.
            if (message.code === 'out-of-memory') replace(engine);
            reject(new UserFacingError(message.code, message.sentence));
          },
        };
        void engine.ended.then((end) => {
          if (signal.aborted) reject(failure('cancelled', engineClientSentences.cancelled, {}));
          else if (closed) reject(failure('cancelled', engineClientSentences.closed, {}));
          else reject(engineCrash(end, lastLines));
        });
        signal.addEventListener('abort', cancel, { once: true });
        engine.send({ job: id, type: 'start', request });
        // Also where it was asked for while others were computed.
        if (pause?.aborted === true) askToPause();
        else pause?.addEventListener('abort', askToPause, { once: true });
      });
    } finally {
      clearTimeout(grace);
      signal.removeEventListener('abort', cancel);
      pause?.removeEventListener('abort', askToPause);
      current = null;
    }
  }

  return {
    run<Request extends EngineRequest>(request: Request, onEvent: (event: EngineEvent) => void, signal: AbortSignal, pause?: AbortSignal) {
      const result = last.then(() => runNow(request, onEvent, signal, pause));
      last = result.catch(() => undefined);
      // Who cancels while others are still computed does not wait for them.
      const turn = new Promise<never>((_, reject) => {
        const leave = (): void => { if (current?.signal !== signal) reject(failure('cancelled', engineClientSentences.cancelled, {})); };
        signal.addEventListener('abort', leave, { once: true });
        void last.then(() => signal.removeEventListener('abort', leave));
      });
      return Promise.race([result, turn]) as Promise<ResultOf<Request>>;
    },
    async close() {
      closed = true;
      const ending = child;
      ending?.kill();
      await ending?.ended;
    },
  };
}
