/** `lamina` as a person starts it: a process of its own, with runtime and log folders of this test alone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout holds, where it is exactly one JSON value. */
  readonly json: unknown;
}

export interface Place {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly lamina: (...args: string[]) => Promise<Ended>;
  /** Not waited for; killed when the test ends. */
  readonly start: (...args: string[]) => Running;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once its output so far matches. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/** A folder of the present test, gone when it ends. */
export function placeForTest(environment: NodeJS.ProcessEnv = {}): Place {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-cli-'));
  const all = { ...process.env, LC_ALL: 'C', XDG_RUNTIME_DIR: folder, XDG_STATE_HOME: path.join(folder, 'state'), XDG_DATA_HOME: path.join(folder, 'data'), ...environment };
  const running = new Set<Running>();
  onTestFinished(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all([...running].map(({ ended }) => ended));
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (...args: string[]): Running => {
    const one = launch(args, all, folder);
    running.add(one);
    return one;
  };
  return { folder, environment: all, start, lamina: (...args) => start(...args).ended };
}

function launch(args: readonly string[], environment: NodeJS.ProcessEnv, folder: string): Running {
  const child = spawn(process.execPath, [main, ...args], { env: environment, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  const looking = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      for (const look of looking) look();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, ...said, json: parsed(said.stdout) }));
  });
  const says = (pattern: RegExp): Promise<RegExpExecArray> => new Promise((resolve, reject) => {
    const look = (): void => {
      const found = pattern.exec(`${said.stdout}\n${said.stderr}`);
      if (found === null) return;
      looking.delete(look);
      resolve(found);
    };
    looking.add(look);
    look();
    void ended.then(({ code, stderr }) => reject(new Error(`it ended with ${code} and never said ${String(pattern)}: ${stderr}`)));
  });
  return { child, ended, says };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
