import path from 'node:path';
import { expect, it } from 'vitest';
import { createProject } from '#main/store/open-project.ts';
import { paintVoxel, sampleProject } from '../store/sample-project.ts';
import { send } from '../use-cases/travelling-labels.ts';
import { placeForTest } from './lamina.ts';

it('lamina bundle knows no case that there is not, and lamina unbundle counts one as one', async () => {
  const { lamina, folder } = placeForTest();
  const office = await sampleProject();
  paintVoxel(office, [5, 6, 0], 1);
  const file = await send(office.store, { images: true });
  office.store.close();
  const home = path.join(folder, 'home');
  (await createProject(home)).close();
  const [unknown, taken] = await Promise.all([
    lamina('bundle', office.store.folder, 'scan', 'nobody', '--out', path.join(folder, 'out.lamina-bundle')), lamina('unbundle', home, file, '--yes'),
  ]);
  // The command was written as it must be.
  expect([unknown.code, unknown.stderr.trim()]).toEqual([1, 'This project has no case nobody; lamina list shows its cases.']);
  expect([taken.code, taken.stdout.trim().split('\n').at(-1)]).toEqual([0, 'Taken in: labels of Ada, cases: 1 (new: 1), edits: 1.']);
});
