/** One life of the engine's child process: what it says is passed on, its end is told once. */
import { fork, type ChildProcess } from 'node:child_process';
import { constants, getPriority, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EngineEnd } from './engine-crash.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

export interface EngineProcess {
  send(message: ToEngine): void;
  kill(): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<EngineEnd>;
}

export interface EngineProcessOptions {
  readonly onMessage: (message: FromEngine) => void;
  /** One line of what the process and its libraries print. */
  readonly onLog: (line: string) => void;
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/**
 * One heap for all threads, where the C library would keep one for each with what was freed in it (glibc; measured:
 * 44 of 808 MB at the peak of a training, and no step takes longer).
 */
export const engineEnvironment: NodeJS.ProcessEnv = { MALLOC_ARENA_MAX: '1' };

/**
 * Whoever paints while a network learns does not wait for it: the engine takes what the others leave of the processor. Its threads are
 * started later, and inherit it. Another program's work of usual priority goes before it, too.
 */
function yieldToOthers(pid: number, onLog: (line: string) => void): void {
  try {
    setPriority(pid, Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  } catch (error) {
    // Forbidden, or it has ended already, which `ended` tells; it computes as well without.
    onLog(`engine process keeps its priority: ${(error as Error).message}`);
  }
}

const lastWordsMs = 1_000;
const entry = fileURLToPath(new URL('../engine/engine.ts', import.meta.url));

export function startEngineProcess({ onMessage, onLog, environment }: EngineProcessOptions): EngineProcess {
  const child = fork(entry, [], {
    execPath: process.execPath,
    // The parent's own flags (a debugger's port, a test runner's loaders) are not the child's.
    execArgv: [],
    env: { ...process.env, ...engineEnvironment, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  onLog(`engine process ${child.pid ?? '?'} started`);
  if (child.pid !== undefined) yieldToOthers(child.pid, onLog);
  child.on('message', (message) => onMessage(message as FromEngine));
  const read = [child.stdout, child.stderr].map((stream) => new Promise<void>((resolve) => {
    if (stream === null) return resolve();
    createInterface({ input: stream }).on('line', onLog).once('close', () => resolve());
  }));
  return {
    send: (message) => {
      // A failed send means that the process is ending, which `ended` tells.
      child.send(message, () => undefined);
    },
    kill: () => { child.kill('SIGKILL'); },
    ended: endOf(child, Promise.all(read), onLog),
  };
}

/** @param read resolves when its last words were read, which may come after its end */
function endOf(child: ChildProcess, read: Promise<unknown>, onLog: (line: string) => void): Promise<EngineEnd> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => {
      const patience = new Promise((over) => { setTimeout(over, lastWordsMs).unref(); });
      void Promise.race([read, patience]).then(() => resolve({ exitCode, signal }));
    });
    // It could not even be started, or not be killed.
    child.on('error', (error) => {
      onLog(error.message);
      if (child.pid === undefined) resolve({ exitCode: null, signal: null });
    });
  });
}
