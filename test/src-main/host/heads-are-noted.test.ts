import Sqlite from 'better-sqlite3';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Verification } from '#shared/contract/verification.ts';
import { exportSidecar } from '#shared/contract/export.ts';
import { hostInTest, type HostInTest } from './host-in-test.ts';
import { writeBalls } from '../tiny-nifti.ts';

interface Notes { heads: { hash: string; event: number; origin: string; folder: string }[] }

const notesOf = (folder: string): Notes['heads'] => {
  const place = path.join(folder, 'data', 'heads');
  const [file] = existsSync(place) ? readdirSync(place) : [];
  return file === undefined ? [] : (JSON.parse(readFileSync(path.join(place, file), 'utf8')) as Notes).heads;
};

async function verifying({ client, run }: HostInTest, input: Parameters<typeof client.project.verify>[0]): Promise<Verification> {
  const job = await run(client.project.verify(input));
  if (job.state !== 'done') throw Object.assign(new Error(job.error?.sentence.en), { code: job.error?.code });
  return job.result as Verification;
}

async function labelled(): Promise<HostInTest> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 3);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  return place;
}

describe('the newest hash of the log', () => {
  it('is noted where the person’s data is, after an export, a training and when the project is closed', async () => {
    const place = await labelled();
    const { client, run, folder, project } = place;
    expect(notesOf(folder)).toEqual([]);
    await run(client.export.start({ out: path.join(folder, 'out') }));
    expect(notesOf(folder)).toHaveLength(1);
    await run(client.training.start({ minutes: 1 }));
    expect(notesOf(folder)).toHaveLength(2);
    await client.labels.add({ value: 9, name: 'Spleen', colour: '#00ff00', code: null, locked: false });
    await client.project.close();
    const notes = notesOf(folder);
    expect(notes).toHaveLength(3);
    expect(notes.every((note) => note.folder === project)).toBe(true);
    // Nothing new: nothing noted.
    await client.project.open({ folder: project });
    await client.project.close();
    expect(notesOf(folder)).toHaveLength(3);

    const found = await verifying(place, { folder: project });
    expect(found).toMatchObject({ wrong: [], proven: { event: found.head!.event } });
    expect(found.heads.map(({ from }) => from)).toEqual(['noted', 'noted', 'noted']);
    expect(found.head!.hash).toBe(notes.at(-1)!.hash);
    // That of a file beside an exported mask is older, and in the log as well.
    const sidecar = exportSidecar.parse(JSON.parse(readFileSync(path.join(folder, 'out', 'scan-1.json'), 'utf8')));
    const given = await verifying(place, { folder: project, heads: [sidecar.logHead!] });
    expect(given.wrong).toEqual([]);
    expect(given.heads[0]!.event).toBeLessThan(found.head!.event);
  }, 180_000);

  it('shows that an older copy was put in the place of the project, and not that a project was copied', async () => {
    const place = await labelled();
    const { client, folder, project } = place;
    await client.project.close();
    const older = path.join(folder, 'older');
    cpSync(project, older, { recursive: true });
    await client.project.open({ folder: project });
    await client.labels.add({ value: 9, name: 'Spleen', colour: '#00ff00', code: null, locked: false });
    await client.project.close();
    // The copy is opened and goes on: no contradiction, but nothing that could be proven either.
    await client.project.open({ folder: older });
    await client.labels.add({ value: 8, name: 'Liver', colour: '#00ff00', code: null, locked: false });
    await client.project.close();
    const ofCopy = await verifying(place, { folder: older });
    expect(ofCopy.wrong).toEqual([]);
    expect(ofCopy.unproven.map(({ en }) => en).join(' ')).toMatch(/of other copies of this project are not in this log: 1/);
    expect(ofCopy.proven!.event).toBe(ofCopy.head!.event);

    rmSync(project, { recursive: true });
    renameSync(older, project);
    const { wrong } = await verifying(place, { folder: project });
    expect(wrong).toMatchObject([{ kind: 'head', sentence: { en: expect.stringMatching(/noted on this computer on .* is not in the log/) as string } }]);
  }, 180_000);

  it('is that of the files of models too, which are noted when their training ends', async () => {
    const place = await labelled();
    const { client, run, project } = place;
    await run(client.training.start({ minutes: 1 }));
    expect((await verifying(place, {})).unproven.filter(({ en }) => en.includes('models'))).toEqual([]);
    await client.project.close();
    const database = new Sqlite(path.join(project, 'project.sqlite'), { readonly: true });
    const noted = database.prepare<[], string>("SELECT payload FROM event WHERE kind = 'model-files'").pluck().all();
    database.close();
    expect(noted.map((text) => JSON.parse(text) as unknown)).toMatchObject([{ files: [{ path: expect.stringMatching(/^models\/.*\/threshold$/) as string, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }] }]);
  }, 180_000);
});

describe('a verification', () => {
  it('is a job of no project: it leaves no row, and needs none open', async () => {
    const place = await hostInTest();
    await place.client.labels.add({ value: 9, name: 'Spleen', colour: '#00ff00', code: null, locked: false });
    const found = await verifying(place, {});
    expect(found).toMatchObject({ wrong: [], checked: { edits: 0 } });
    await place.client.project.close();
    await expect(place.client.project.verify({})).rejects.toMatchObject({ code: 'conflict' });
    await expect(verifying(place, { folder: path.join(place.folder, 'nowhere') })).rejects.toMatchObject({ code: 'not-found' });
    const database = new Sqlite(path.join(place.project, 'project.sqlite'), { readonly: true });
    expect(database.prepare<[], number>('SELECT count(*) FROM job').pluck().get()).toBe(0);
    database.close();
    expect(readdirSync(path.join(place.folder, 'transfers'))).toEqual([]);
  });
});
