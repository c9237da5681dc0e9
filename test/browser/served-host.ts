/** A host with a page, in a process of its own that a test may kill and start again. Knows no browser. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { clientAtDoor, type Client } from '#main/cli/connect.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { builtPages } from './pages.ts';

export interface ServedHost {
  /** For the browser, token and all. */
  readonly address: string;
  readonly port: number;
  readonly processId: number;
  /** A second client beside the page, by which a test sees what the host has. */
  readonly client: Client;
  /** One of somebody else's, at another window. */
  readonly as: (person: string) => Client;
  /** Starts a job and waits for its end, which must be a good one. */
  readonly run: (start: Promise<{ jobId: Job['id'] }>) => Promise<Job>;
  /** The person's own labelmap of a case, as the host would give it to anybody: voxels i fastest, and the marked slices. */
  readonly labelmap: (caseName: string) => Promise<Labelmap>;
  /** What the latest model said of a case, as voxels. */
  readonly predicted: (caseName: string) => Promise<Uint8Array>;
  /** As a power cut would. */
  readonly kill: () => Promise<void>;
}

export interface Labelmap {
  readonly info: CaseInfo;
  readonly voxels: Uint8Array;
  readonly completeSlices: readonly number[];
}

export interface ServeOptions {
  /** Everything that this host keeps lies below: settings, data, state, transfers. */
  readonly folder: string;
  /** 0: a free one. */
  readonly port?: number;
  /** As `npm start` does: what was open last, for somebody new the example. */
  readonly openLast?: boolean;
  /** The folder becomes a disk of its own, so large (where `canMountDisk`). */
  readonly diskMiB?: number;
}

const lamina = path.join(import.meta.dirname, '../../src-main/cli/main.ts');

export async function serveHost({ folder, port = 0, openLast = false, diskMiB }: ServeOptions): Promise<ServedHost> {
  const command = [process.execPath, lamina, 'serve', '--json', '--port', String(port), ...(openLast ? ['--open-last'] : [])];
  const environment = { ...personOf(folder), LAMINA_PAGES: await builtPages() };
  // Without --fork the namespace's first program is the host itself: its process id is the child's.
  const child = diskMiB === undefined
    ? spawn(command[0]!, command.slice(1), { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('unshare', [...inNameSpace, `mount -t tmpfs -o size=${diskMiB}m tmpfs "$0" && exec "$@"`, folder, ...command], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const door = await announced(child);
  const client = clientAtDoor(door.port, door.token);
  return {
    address: door.address,
    port: door.port,
    processId: child.pid!,
    client,
    as: (person) => clientAtDoor(door.port, door.token, person),
    run: (start) => ended(client, start),
    labelmap: (caseName) => labelmapOf(client, door, caseName),
    predicted: async (caseName) => {
      const { labelmaps } = await caseNamed(client, caseName);
      return voxelsOf(door, labelmaps.findLast(({ owner }) => owner.kind === 'model')!.id);
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => { child.once('close', resolve); });
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const inNameSpace = ['--user', '--map-root-user', '--mount', 'sh', '-c'];

/** Whether a small disk of our own can be had: Linux, where the machine allows it. */
export const canMountDisk = process.platform === 'linux' && spawnSync('unshare', [...inNameSpace, 'mount -t tmpfs tmpfs /tmp'], { stdio: 'ignore' }).status === 0;

/** A person who has never used Lamina before. */
function personOf(folder: string): NodeJS.ProcessEnv {
  const at = (name: string): string => path.join(folder, name);
  mkdirSync(at('run'), { recursive: true, mode: 0o700 });
  return {
    ...process.env,
    LC_ALL: 'C',
    LAMINA_CONFIG: at('config'),
    XDG_CONFIG_HOME: at('config'),
    XDG_DATA_HOME: at('data'),
    XDG_CACHE_HOME: at('cache'),
    XDG_STATE_HOME: at('state'),
    XDG_RUNTIME_DIR: at('run'),
  };
}

function announced(child: ChildProcess): Promise<{ address: string; port: number; token: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complained = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [line] = said.split('\n', 1);
      if (said.includes('\n')) resolve(JSON.parse(line!) as { address: string; port: number; token: string });
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => { complained += text; });
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`the host ended with ${code} before it could be reached: ${complained}`)));
  });
}

async function ended(client: Client, start: Promise<{ jobId: Job['id'] }>): Promise<Job> {
  const { jobId } = await start;
  for (;;) {
    const job = await client.jobs.get({ id: jobId });
    if (job.state === 'done') return job;
    if (job.endedAt !== null) throw new Error(`${job.kind} ${job.state}: ${job.error?.sentence.en}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

async function caseNamed(client: Client, name: string): Promise<CaseInfo> {
  const found = (await client.cases.list()).find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no case ${name}`);
  return found;
}

async function labelmapOf(client: Client, door: { port: number; token: string }, caseName: string): Promise<Labelmap> {
  const info = await caseNamed(client, caseName);
  const { labelmapId, completeSlices } = await client.labels.open({ caseId: info.id });
  return { info, voxels: await voxelsOf(door, labelmapId), completeSlices };
}

async function voxelsOf({ port, token }: { port: number; token: string }, labelmapId: string): Promise<Uint8Array> {
  const reply = await fetch(`http://127.0.0.1:${port}/labelmaps/${labelmapId}/voxels`, { headers: { authorization: `Bearer ${token}` } });
  return new Uint8Array(await reply.arrayBuffer());
}
