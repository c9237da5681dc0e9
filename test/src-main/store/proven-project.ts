/** A small project that was really worked on, through the host, and what an attacker and a verifier do to copies of it. */
import Sqlite from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { clientOf } from '#main/cli/connect.ts';
import { startHost } from '#main/host/host.ts';
import { openLog } from '#main/host/log.ts';
import { openProject } from '#main/store/open-project.ts';
import type { NamedHelp } from '#main/store/model-help.ts';
import type { ProjectStore } from '#main/store/project-store.ts';
import { verifyProject } from '#main/use-cases/verify-project.ts';
import type { Verification } from '#shared/contract/verification.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { fakeEngine } from '../fake-engine.ts';
import { foldersIn } from '../host/host-in-test.ts';
import { tinySize, writeBalls } from '../tiny-nifti.ts';

export interface Story {
  readonly project: string;
  /** The newest hash after all of it. */
  readonly head: string;
  /** That before the last ten edits, and the folder as it was then. */
  readonly earlier: { readonly head: string; readonly folder: string };
}

/** Three cases, two people's labels, two models, a test set, folds, a note, an export; in a folder that is not removed. */
export async function tellStory(): Promise<Story> {
  const root = mkdtempSync(path.join(tmpdir(), 'lamina-proof-'));
  const project = path.join(root, 'project');
  const host = startHost({ engine: fakeEngine(), annotator: 'Ada', log: openLog(path.join(root, 'log')), folders: foldersIn(root) });
  const client = clientOf(host);
  const run = async (start: Promise<{ jobId: Parameters<typeof client.jobs.get>[0]['id'] }>): Promise<void> => {
    const events = await client.jobs.events({ after: 0 });
    const { jobId } = await start;
    for await (const event of events) {
      if (event.kind !== 'job' || event.job.id !== jobId || event.job.endedAt === null) continue;
      if (event.job.state !== 'done') throw new Error(event.job.error?.sentence.en);
      return;
    }
  };
  await client.project.create({ folder: project });
  const { images, labels } = writeBalls(root, 3);
  await run(client.cases.import({ paths: [images], labels }));
  for (const seed of [1, 2]) await run(client.training.start({ seed, minutes: 1 }));
  await run(client.export.start({ out: path.join(root, 'out') }));
  await host.close();

  const store = await openProject(project);
  const [first, second, third] = store.cases.list();
  store.testSet.draw([second!.patient], 5, 'Ada');
  store.folds.set(new Map([[first!.patient, 0], [second!.patient, 1]]));
  store.notes.write(first!.id, 'Look again.', 'Ada');
  store.settings.set({ conflictingForms: 'qform' });
  paint(store, first!.id, 'Ada', 1);
  paint(store, first!.id, 'Ada', 2, { model: store.models.list()[0]!.id, prediction: null });
  store.reviews.mark(store.labelmaps.forAnnotator(first!.id, 'Ada').id, [0, 1], 'complete', 'Ada');
  store.pins.add(store.labelmaps.forAnnotator(first!.id, 'Ada').id, { voxel: [3, 3, 1], labelIndex: 1, severity: 'minor', text: 'Too far to the left.' }, 'Bob');
  store.secondReadings.plan(third!.id, [1, 2], 'Bob', 'Ada');
  const earlier = { head: store.events.head()!, folder: path.join(root, 'earlier') };
  store.close();
  cpSync(project, earlier.folder, { recursive: true });
  const again = await openProject(project);
  for (let stroke = 0; stroke < 10; stroke += 1) paint(again, first!.id, stroke % 2 === 0 ? 'Ada' : 'Bob', stroke);
  const head = again.events.head()!;
  again.close();
  return { project, head, earlier };
}

/** One voxel of one slice. */
export function paint(store: ProjectStore, caseId: string, annotator: string, at: number, helped?: NamedHelp): void {
  const { id } = store.labelmaps.forAnnotator(caseId, annotator);
  const [ni, nj, nk] = tinySize;
  const k = at % nk;
  const voxels = store.labelmaps.voxels(id).subarray(k * ni * nj, (k + 1) * ni * nj);
  voxels[at] = voxels[at] === 1 ? 0 : 1;
  const expected = store.labelmaps.heads(id).find((head) => head.k === k)?.edit ?? null;
  store.labelmaps.commit({ id: randomUUID(), labelmapId: id, annotator, tool: helped === undefined ? 'brush' : 'paint-prediction', reverts: null, helped, tiles: [{ k, tile: 0, expected, runs: encodeRuns(voxels) }] });
}

/** A copy that the present test may change. */
export function copyOf(project: string): string {
  const root = mkdtempSync(path.join(tmpdir(), 'lamina-proof-copy-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const copy = path.join(root, 'project');
  cpSync(project, copy, { recursive: true });
  return copy;
}

/** Changes the closed project's file past the triggers, which are put back, as somebody who knows the program would. */
export function tamper(folder: string, change: (database: Sqlite.Database) => void): void {
  const database = new Sqlite(path.join(folder, 'project.sqlite'));
  database.pragma('foreign_keys = OFF');
  const triggers = database.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  change(database);
  for (const { sql } of triggers) database.exec(sql);
  database.close();
}

export async function verify(project: string, heads: readonly string[] = [], signal: AbortSignal = new AbortController().signal): Promise<Verification> {
  const workFolder = mkdtempSync(path.join(tmpdir(), 'lamina-proof-work-'));
  onTestFinished(() => rmSync(workFolder, { recursive: true, force: true }));
  mkdirSync(workFolder, { recursive: true });
  return verifyProject({ project, heads, workFolder, notedHeads: async () => [] }, { signal, progress: () => {}, report: () => {} });
}
