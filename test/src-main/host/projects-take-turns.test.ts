import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProjectInfo } from '#shared/contract/project.ts';
import { writeBalls } from '../tiny-nifti.ts';
import { hostInTest } from './host-in-test.ts';

describe('another project', () => {
  it('takes the place of the open one, whose jobs end, only where that is asked for', async () => {
    const { client, engine, folder, run, project } = await hostInTest();
    const other = path.join(folder, 'other');
    const { images, labels } = writeBalls(folder, 2);
    await run(client.cases.import({ paths: [images], labels }));
    engine.before = (_request, signal) => new Promise((_, reject) => { signal.addEventListener('abort', () => reject(new Error('ended'))); });
    await client.training.start({ epochs: 1, validation: 0 });
    await expect(client.project.create({ folder: other })).rejects.toMatchObject({ code: 'conflict' });
    expect((await client.project.create({ folder: other, instead: true })).folder).toBe(other);
    expect((await client.project.current())?.folder).toBe(other);
    await client.project.open({ folder: project, instead: true });
    expect((await client.jobs.list()).map(({ kind, state }) => [kind, state])).toEqual([['train', 'paused'], ['import', 'done']]);
  });

  it('that cannot be opened or made leaves the open one open, and its jobs running', async () => {
    const { client, engine, folder, run, project } = await hostInTest();
    const { images, labels } = writeBalls(folder, 2);
    await run(client.cases.import({ paths: [images], labels }));
    let release = (): void => {};
    engine.before = () => new Promise<void>((resolve) => { release = resolve; });
    const { jobId } = await client.training.start({ epochs: 1, validation: 0 });
    await expect(client.project.open({ folder: path.join(folder, 'nowhere'), instead: true })).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.project.create({ folder: images, instead: true })).rejects.toMatchObject({ code: 'conflict' });
    expect((await client.project.current())?.folder).toBe(project);
    expect((await client.jobs.get({ id: jobId })).endedAt).toBeNull();
    release();
  });

  it('that is the same one under another way of writing stays open', async () => {
    const { client, project } = await hostInTest();
    expect((await client.project.open({ folder: `${project}${path.sep}.${path.sep}` })).folder).toBe(project);
    symlinkSync(project, `${project}-link`);
    expect((await client.project.open({ folder: `${project}-link` })).folder).toBe(project);
  });
});

describe('what was open last', () => {
  it('is opened again, and nothing where it is gone', async () => {
    const { client, project } = await hostInTest();
    expect((await client.project.openLast())?.folder).toBe(project);
    await client.project.close();
    expect((await client.project.openLast())?.folder).toBe(project);
    await client.project.close();
    rmSync(project, { recursive: true });
    expect(await client.project.openLast()).toBeNull();
    expect(await client.project.current()).toBeNull();
  });

  it('is nothing at the first start', async () => {
    const { client } = await hostInTest({ project: false });
    expect(await client.project.openLast()).toBeNull();
  });
});

describe('the example', () => {
  it('is made, half of it labelled, with the names of its labels, and is opened again where it is there', async () => {
    const { client, folder, run, project } = await hostInTest();
    const job = await run(client.project.openExample());
    const info = job.result as ProjectInfo;
    expect(info).toMatchObject({ name: 'Example', cases: 12, readOnly: null });
    expect((await client.project.current())?.id).toBe(info.id);
    const cases = await client.cases.list();
    expect(cases.map(({ slices, completeSlices }) => completeSlices === slices)).toEqual(Array.from({ length: 12 }, (_, at) => at < 6));
    expect(cases.slice(6).every(({ labelmaps, completeSlices, changedAt }) => labelmaps.length === 0 && completeSlices === 0 && changedAt === null)).toBe(true);
    expect((await client.labels.table()).map(({ name }) => name)).toEqual(['Large organ', 'Oval organ', 'Tube']);
    expect(await client.training.readiness()).toMatchObject({ ready: true, patients: 6, validation: 'patients' });
    expect(readdirSync(path.join(folder, 'data', 'unfinished'))).toEqual([]);
    await client.project.open({ folder: project, instead: true });
    expect((await run(client.project.openExample())).result).toMatchObject({ id: info.id });
  });

  it('is made anew where its first making was cut off, and leaves nothing of that', async () => {
    const { client, folder, run } = await hostInTest({ project: false });
    const unfinished = path.join(folder, 'data', 'unfinished', `${2 ** 22 + 1}-0123456789ab`);
    mkdirSync(path.join(unfinished, 'project'), { recursive: true });
    writeFileSync(path.join(unfinished, 'project', 'project.sqlite'), 'half');
    const { jobId } = await client.project.openExample();
    await client.jobs.cancel({ id: jobId });
    expect((await run(client.project.openExample())).result).toMatchObject({ cases: 12 });
    expect((await client.jobs.get({ id: jobId })).state).toBe('cancelled');
    expect(existsSync(unfinished)).toBe(false);
    expect(readdirSync(path.join(folder, 'data')).sort()).toEqual(['example', 'unfinished']);
  });

  it('is not put over what somebody else keeps in its place', async () => {
    const { client, folder, run } = await hostInTest({ project: false });
    const place = path.join(folder, 'data', 'example');
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, 'letter.txt'), 'mine');
    expect((await run(client.project.openExample())).error).toMatchObject({ code: 'conflict', sentence: { en: expect.stringContaining(place) as string } });
    expect(readdirSync(place)).toEqual(['letter.txt']);
  });
});

describe('a project folder that is lost while it is open', () => {
  it('is told of at the next call, and back in its place works again as if nothing had been', async () => {
    const { client, folder, run, project } = await hostInTest();
    const { images, labels } = writeBalls(folder, 1);
    await run(client.cases.import({ paths: [images], labels }));
    const [one] = await client.cases.list();
    const { labelmapId } = await client.labels.open({ caseId: one!.id });
    const events = await client.jobs.events({});
    renameSync(project, `${project}-elsewhere`);
    const refused = { code: 'not-found', message: expect.stringContaining(project) as string };
    await expect(client.labels.mark({ labelmapId, slices: [0], state: 'incomplete' })).rejects.toMatchObject(refused);
    expect((await events.next()).value).toMatchObject({ kind: 'project', folder: project, lost: { 'zh-CN': expect.stringContaining('已不在原处') as string } });
    await expect(client.project.current()).rejects.toMatchObject(refused);
    await expect(client.training.start({})).rejects.toMatchObject(refused);
    renameSync(`${project}-elsewhere`, project);
    expect(await client.labels.mark({ labelmapId, slices: [0], state: 'incomplete' })).toEqual({ completeSlices: [1, 2, 3, 4, 5] });
    const back = (await events.next()).value;
    expect(back).toMatchObject({ kind: 'project', folder: project });
    expect(back).not.toHaveProperty('lost');
  });

  it('takes no stroke that nobody would ever find, also where a copy lies in its place by then', async () => {
    const { client, folder, run, project } = await hostInTest();
    const { images, labels } = writeBalls(folder, 1);
    await run(client.cases.import({ paths: [images], labels }));
    await client.project.close();
    const { cpSync } = await import('node:fs');
    cpSync(project, `${project}-copy`, { recursive: true });
    await client.project.open({ folder: project });
    const [one] = await client.cases.list();
    const { labelmapId } = await client.labels.open({ caseId: one!.id });
    rmSync(project, { recursive: true });
    renameSync(`${project}-copy`, project);
    await expect(client.labels.mark({ labelmapId, slices: [0], state: 'incomplete' })).rejects.toMatchObject({ code: 'not-found' });
    // Opened again it is the copy.
    expect((await client.project.open({ folder: project })).cases).toBe(1);
    expect((await client.labels.mark({ labelmapId, slices: [0], state: 'incomplete' })).completeSlices).toEqual([1, 2, 3, 4, 5]);
  });

  it('can be opened where it was moved to', async () => {
    const { client, folder, run, project } = await hostInTest();
    const { images, labels } = writeBalls(folder, 1);
    await run(client.cases.import({ paths: [images], labels }));
    const moved = `${project}-moved`;
    renameSync(project, moved);
    await expect(client.cases.list()).rejects.toMatchObject({ code: 'not-found' });
    // What happened is still told.
    expect((await client.jobs.list()).map(({ kind }) => kind)).toEqual(['import']);
    expect(await client.project.open({ folder: moved, instead: true })).toMatchObject({ folder: moved, cases: 1, readOnly: null });
    expect((await client.cases.list())[0]).toMatchObject({ completeSlices: 6 });
  });

  it('is what a job says that failed of it, and another project can be opened instead', async () => {
    const { client, engine, folder, run, project } = await hostInTest();
    const { images, labels } = writeBalls(folder, 2);
    await run(client.cases.import({ paths: [images], labels }));
    engine.before = async () => { rmSync(project, { recursive: true }); };
    const job = await run(client.training.start({ epochs: 1, validation: 0 }));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'not-found', sentence: { en: expect.stringContaining(project) as string } } });
    expect(existsSync(project)).toBe(false);
    expect((await client.project.create({ folder: path.join(folder, 'next'), instead: true })).cases).toBe(0);
    expect((await client.project.current())?.cases).toBe(0);
  });
});
