/** The host's log file: where the details of failures go that people get one plain sentence for. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Log {
  readonly file: string;
  /** Never throws: a full disk must not hide the failure that is being reported. */
  readonly write: (what: string, error?: unknown) => void;
}

const rotateAtBytes = 4 * 2 ** 20;

export function openLog(file: string = defaultLogFile()): Log {
  return {
    file,
    write(what, error) {
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > rotateAtBytes) renameSync(file, `${file}.1`);
        appendFileSync(file, `${new Date().toISOString()} ${what}${error === undefined ? '' : ` ${details(error)}`}\n`, { mode: 0o600 });
      } catch {
        // Nowhere left to say it.
      }
    },
  };
}

function details(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n  caused by ${details(error.cause)}`;
  return (error.stack ?? error.message) + cause;
}

function defaultLogFile(): string {
  const home = homedir();
  switch (process.platform) {
    case 'darwin': return join(home, 'Library', 'Logs', 'Lamina', 'lamina.log');
    case 'win32': return join(process.env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Lamina', 'lamina.log');
    default: return join(process.env['XDG_STATE_HOME'] ?? join(home, '.local', 'state'), 'lamina', 'lamina.log');
  }
}
