import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { paintVoxel, sampleProject } from '../store/sample-project.ts';
import { writeBalls } from '../tiny-nifti.ts';
import { hostInTest } from './host-in-test.ts';

it('takes no new work while what it had is being ended', async () => {
  const { client, engine, folder, run, project } = await hostInTest();
  const { images, labels } = writeBalls(folder, 2);
  await run(client.cases.import({ paths: [images], labels }));
  let begun = (): void => {};
  const running = new Promise<void>((resolve) => { begun = resolve; });
  let release = (): void => {};
  const stuck = new Promise<void>((resolve) => { release = resolve; });
  engine.before = () => { begun(); return stuck; };
  await client.training.start({ epochs: 1, validation: 0 });
  await running;
  const closed = client.project.close();
  await expect(client.export.start({ out: path.join(folder, 'out') })).rejects.toMatchObject({ code: 'conflict' });
  release();
  await closed;
  expect((await client.project.open({ folder: project })).cases).toBe(2);
  expect((await client.jobs.list()).map(({ kind, state }) => [kind, state])).toEqual([['train', 'paused'], ['import', 'done']]);
});

it('says so to whoever was still looking at it', async () => {
  const office = await sampleProject();
  for (const k of [0, 1]) paintVoxel(office, [0, 0, k], 1);
  const at = office.store.bundles.logOf(office.labelmapId);
  at.next();
  office.store.close();
  const refusal = { code: 'conflict', message: `The project ${office.store.folder} was closed before this was done; open it and do this again.` };
  expect(() => [...at]).toThrow(expect.objectContaining(refusal));
  expect(() => office.store.cases.list()).toThrow(expect.objectContaining(refusal));
});

// Nothing is forbidden to root, so there it cannot be tried.
it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('is not left locked where it could not be opened to the end', async () => {
  const { client, project } = await hostInTest();
  await client.project.close();
  const left = path.join(project, 'work', 'left');
  mkdirSync(left, { recursive: true });
  writeFileSync(path.join(left, 'voxels.raw'), '');
  chmodSync(left, 0o500);
  await expect(client.project.open({ folder: project })).rejects.toBeDefined();
  chmodSync(left, 0o700);
  expect((await client.project.open({ folder: project })).readOnly).toBeNull();
});
