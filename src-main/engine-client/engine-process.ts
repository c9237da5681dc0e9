/** One life of the engine's child process: what it says is passed on, its end is told once. */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FromEngine, ToEngine } from './protocol.ts';

export interface EngineProcess {
  send(message: ToEngine): void;
  kill(): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<EngineEnd>;
}

export interface EngineEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface EngineProcessOptions {
  readonly onMessage: (message: FromEngine) => void;
  /** One line of what the process and its libraries print. */
  readonly onLog: (line: string) => void;
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

const entry = fileURLToPath(new URL('../engine/engine.ts', import.meta.url));

export function startEngineProcess({ onMessage, onLog, environment }: EngineProcessOptions): EngineProcess {
  const child = fork(entry, [], {
    execPath: process.execPath,
    // The parent's own flags (a debugger's port, a test runner's loaders) are not the child's.
    execArgv: [],
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  onLog(`engine process ${child.pid ?? '?'} started`);
  child.on('message', (message) => onMessage(message as FromEngine));
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', onLog);
  }
  return {
    send: (message) => {
      // A failed send means that the process is ending, which `ended` tells.
      child.send(message, () => undefined);
    },
    kill: () => { child.kill('SIGKILL'); },
    ended: endOf(child, onLog),
  };
}

function endOf(child: ChildProcess, onLog: (line: string) => void): Promise<EngineEnd> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    // It could not even be started, or not be killed.
    child.on('error', (error) => {
      onLog(error.message);
      if (child.pid === undefined) resolve({ exitCode: null, signal: null });
    });
  });
}
