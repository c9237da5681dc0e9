/** A host of the present test with a fake engine, a project and a client, all gone when the test ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { clientOf, type Client } from '#main/cli/connect.ts';
import { startHost, type Host } from '#main/host/host.ts';
import { openLog } from '#main/host/log.ts';
import type { PersonFolders } from '#main/host/person-folders.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { fakeEngine, type FakeEngine } from '../fake-engine.ts';

export interface HostInTest {
  readonly host: Host;
  readonly client: Client;
  readonly engine: FakeEngine;
  readonly folder: string;
  readonly project: string;
  /** Starts a job and waits for its end. */
  readonly run: (start: Promise<{ jobId: Job['id'] }>) => Promise<Job>;
}

export async function hostInTest({ project = true, quietMs }: { readonly project?: boolean; readonly quietMs?: number } = {}): Promise<HostInTest> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-host-'));
  const engine = fakeEngine();
  const folders = foldersIn(folder);
  const host = startHost({ engine, annotator: 'Ada', log: openLog(path.join(folder, 'lamina.log')), folders, ...quietMs === undefined ? {} : { quietMs } });
  onTestFinished(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const client = clientOf(host);
  const projectFolder = path.join(folder, 'project');
  if (project) await client.project.create({ folder: projectFolder });
  return { host, client, engine, folder, project: projectFolder, run: (start) => ended(client, start) };
}

/** What belongs to a person, below a folder of the test's own. */
export function foldersIn(folder: string): PersonFolders {
  return { settings: path.join(folder, 'config'), data: path.join(folder, 'data'), transfers: path.join(folder, 'transfers') };
}

async function ended(client: Client, start: Promise<{ jobId: Job['id'] }>): Promise<Job> {
  const events = await client.jobs.events({ after: 0 });
  const { jobId } = await start;
  for await (const event of events) if (event.kind === 'job' && event.job.id === jobId && event.job.endedAt !== null) return event.job;
  throw new Error('the stream of events ended before the job');
}
