/** The command line as a person starts it, asked for JSON. Knows what a command answers, not what it means. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @returns what `--json` printed. @throws CommandFailed, Interrupted */
export type Lamina = (args: readonly string[]) => Promise<unknown>;

/** Its message is the sentence that the command said. */
export class CommandFailed extends Error {}

/** A person stopped it; what can go on goes on at the next start. */
export class Interrupted extends Error {}

const program = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const interruptedCode = 130;

export interface Surroundings {
  /** Where commands are started: what they name lies here. */
  readonly folder: string;
  /** Settings and running hosts, apart from those of the person. */
  readonly person: string;
  /** What commands tell beside their answer goes here too. */
  readonly log: string;
  readonly interrupted: AbortSignal;
}

export function createLamina({ folder, person, log, interrupted }: Surroundings): Lamina {
  return async (args) => {
    if (interrupted.aborted) throw new Interrupted();
    await mkdir(dirname(log), { recursive: true });
    const environment = { ...process.env, ...await personalFolders(person) };
    const told = createWriteStream(log, { flags: 'a' });
    told.write(`$ lamina ${args.join(' ')}\n`);
    const child = spawn(process.execPath, [program, ...args, '--json'], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (): void => passOn(interrupted.reason as NodeJS.Signals, (signal) => child.kill(signal));
    interrupted.addEventListener('abort', stop);
    try {
      let answer = '';
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => { answer += text; });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        told.write(text);
        process.stderr.write(text);
      });
      const code = await new Promise<number>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (exit, signal) => resolve(exit ?? 128 + (signal === null ? 0 : constants.signals[signal])));
      });
      if (code === interruptedCode || interrupted.aborted) throw new Interrupted();
      const value = parse(answer);
      // Exit code 1 with an answer: a part of the files was refused, and the last thing said tells so.
      if (code !== 0) throw new CommandFailed((value as { error?: { message: string } } | null)?.error?.message ?? said.trim().split('\n').at(-1) ?? `exit code ${code}`);
      return value;
    } finally {
      interrupted.removeEventListener('abort', stop);
      told.end();
    }
  };
}

function parse(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
}

/** A terminal sends Ctrl-C to the command as well: passing it on would make it two, and a second one stops at once. */
function passOn(signal: NodeJS.Signals, kill: (signal: NodeJS.Signals) => void): void {
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  if (!(signal === 'SIGINT' && onTerminal)) kill(signal);
}

async function personalFolders(person: string): Promise<Record<string, string>> {
  const folders = {
    LAMINA_CONFIG: join(person, 'settings'), XDG_CONFIG_HOME: join(person, 'config'), XDG_DATA_HOME: join(person, 'data'),
    XDG_STATE_HOME: join(person, 'state'), XDG_RUNTIME_DIR: join(person, 'runtime'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 });
  return folders;
}
