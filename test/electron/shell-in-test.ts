/** The shell in a real Electron with folders of this test alone, and lines into its main script and its page. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { attach, type Debugger } from './debugger.ts';
import type { TestedElectron } from './find-electrons.ts';
import { startDisplay } from './virtual-display.ts';

export interface ShellInTest {
  readonly folder: string;
  readonly process: ChildProcess;
  /** In the shell's main script, where `electron` can be required. */
  readonly main: Debugger;
  /** The page that is shown now: another one after the host was started again. */
  readonly page: () => Promise<Debugger>;
  readonly pageAddresses: () => Promise<string[]>;
  /** Its id; null while there is none. */
  readonly hostProcess: () => Promise<number | null>;
  /** Starts a second one beside the first. @returns its exit code */
  readonly startAgain: () => Promise<number | null>;
  readonly end: () => Promise<void>;
}

export async function startShell(electron: TestedElectron): Promise<ShellInTest> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-shell-'));
  const display = process.platform === 'linux' ? await startDisplay() : null;
  const shell = await electron.bundle();
  const home = (name: string): string => {
    mkdirSync(path.join(folder, name), { mode: 0o700 });
    return path.join(folder, name);
  };
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...(display === null ? {} : { DISPLAY: display.name }),
    WAYLAND_DISPLAY: '', LC_ALL: 'C', LANGUAGE: 'en', LAMINA_PAGES: electron.pages,
    LAMINA_CONFIG: home('settings'), XDG_CONFIG_HOME: home('config'), XDG_DATA_HOME: home('data'), XDG_CACHE_HOME: home('cache'), XDG_STATE_HOME: home('state'), XDG_RUNTIME_DIR: home('runtime'),
  };
  const args = [...withoutSandbox(), '--remote-debugging-port=0', path.join(shell, 'main.cjs')];
  const start = (...more: string[]): ChildProcess => spawn(electron.program, [...more, ...args], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });

  const child = start('--inspect=0');
  const [chromium, node] = await Promise.all([says(child, /DevTools listening on ws:\/\/(\S+?)\//), says(child, /Debugger listening on (ws:\S+)/)]);
  const main = await attach(node);
  const pages = async (): Promise<{ url: string; webSocketDebuggerUrl: string }[]> => {
    const targets = (await (await fetch(`http://${chromium}/json/list`)).json()) as { type: string; url: string; webSocketDebuggerUrl: string }[];
    return targets.filter(({ type }) => type === 'page');
  };
  return {
    folder, process: child, main,
    pageAddresses: async () => (await pages()).map(({ url }) => url),
    page: async () => attach((await pages())[0]!.webSocketDebuggerUrl),
    hostProcess: () => main.evaluate("process._getActiveHandles().filter(({ spawnargs, exitCode }) => spawnargs && spawnargs.includes('serve') && exitCode === null).map(({ pid }) => pid)[0] || null"),
    async startAgain() {
      const second = start();
      const [code] = (await once(second, 'exit')) as [number | null];
      return code;
    },
    async end() {
      main.close();
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      display?.end();
      if (path.basename(shell).startsWith('shell-in-test')) rmSync(shell, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * Chromium's sandbox of processes refuses to work for root and where the system gives users no namespaces;
 * the page stays isolated and without Node either way, which is what is tested here.
 */
function withoutSandbox(): string[] {
  if (process.platform !== 'linux') return [];
  try {
    if (process.getuid?.() === 0) return ['--no-sandbox'];
    execFileSync('unshare', ['--user', 'true'], { stdio: 'ignore' });
    return [];
  } catch {
    return ['--no-sandbox'];
  }
}

function says(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const found = pattern.exec(said);
      if (found !== null) resolve(found[1]!);
    });
    child.once('exit', (code) => reject(new Error(`Electron ended with ${code} and never said ${String(pattern)}: ${said}`)));
  });
}
