/**
 * How the command line finds a host that already has a project open: a file with port and token in
 * the user's own runtime folder, readable by nobody else, named by the project's real path.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile, realpath, rename, unlink, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

export interface RunningHost {
  readonly port: number;
  readonly token: string;
  readonly processId: number;
  /** Real path of the project's folder. */
  readonly folder: string;
}

/** Writes the file; the returned function takes it away again, unless another host has replaced it. */
export async function announce(projectFolder: string, port: number, token: string): Promise<() => Promise<void>> {
  const folder = await realpath(projectFolder);
  const runtime = await runtimeFolder();
  if (runtime === null) return async () => {};
  const file = join(runtime, fileName(folder));
  const entry: RunningHost = { port, token, processId: process.pid, folder };
  const temporary = `${file}.${process.pid}.new`;
  await writeFile(temporary, JSON.stringify(entry), { mode: 0o600, flag: 'wx' });
  await rename(temporary, file);
  return async () => {
    if ((await readEntry(file))?.token === token) await unlink(file).catch(() => {});
  };
}

/** The announced host of a project, whether it still lives or not; null where there is none, or its process is gone. */
export async function findRunningHost(projectFolder: string): Promise<RunningHost | null> {
  const folder = await realpath(projectFolder).catch(() => null);
  const runtime = folder === null ? null : await runtimeFolder();
  if (folder === null || runtime === null) return null;
  const file = join(runtime, fileName(folder));
  const entry = await readEntry(file);
  if (entry === null || entry.folder !== folder) return null;
  if (!isAlive(entry.processId)) {
    await unlink(file).catch(() => {});
    return null;
  }
  return entry;
}

function fileName(folder: string): string {
  return `${createHash('sha256').update(folder).digest('hex').slice(0, 32)}.json`;
}

/** Null where the folder is not ours alone: another user of the machine may have laid it there. */
async function runtimeFolder(): Promise<string | null> {
  const base = process.env['XDG_RUNTIME_DIR'];
  const folder = base === undefined || base === '' ? join(tmpdir(), `lamina-${userInfo().uid}`) : join(base, 'lamina');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = await lstat(folder);
    if (!found.isDirectory()) return null;
    if (process.platform !== 'win32' && (found.uid !== userInfo().uid || (found.mode & 0o077) !== 0)) return null;
    return folder;
  } catch {
    return null;
  }
}

async function readEntry(file: string): Promise<RunningHost | null> {
  try {
    const { port, token, processId, folder } = JSON.parse(await readFile(file, 'utf8')) as Partial<RunningHost>;
    if (typeof port !== 'number' || typeof token !== 'string' || typeof processId !== 'number' || typeof folder !== 'string') return null;
    return { port, token, processId, folder };
  } catch {
    return null;
  }
}

export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
