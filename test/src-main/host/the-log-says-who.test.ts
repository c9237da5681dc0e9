import path from 'node:path';
import { expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import { hostInTest } from './host-in-test.ts';
import { at } from './people-in-test.ts';
import { writeBalls } from '../tiny-nifti.ts';

it('whoever asks for something is named in the log, also of what a job does later, and a program of its own accord by nobody', async () => {
  const place = await hostInTest();
  const { client, run, folder, project } = place;
  const bob = at(place, 'Bob');
  const { images, labels } = writeBalls(folder, 3);
  await run(client.cases.import({ paths: [images], labels }));
  await bob.project.changeSettings({ onlyReviewedTeach: true });
  const { index } = await bob.labels.add({ value: 7, name: 'Spleen', colour: '#00ff00', code: null, locked: false });
  await client.labels.change({ index, name: 'Liver' });
  await bob.labels.remove({ indices: [index] });
  await run(bob.export.start({ out: path.join(folder, 'out') }));
  const [last] = (await client.cases.list()).slice(-1);
  await bob.cases.remove({ id: last!.id });
  await client.project.close();
  const store = await openProject(project);
  const by = (kind: string): unknown[] => store.events.told(kind).map((event) => (event as { by?: string }).by ?? null);
  const me = by('case-added')[0];
  expect(me).not.toBe('Bob');
  expect({
    added: by('case-added'), settings: by('settings'), labels: [by('label-changed'), by('label-removed').at(-1), by('label-added').at(-1)],
    exported: [...new Set(by('export'))], removed: by('case-removed'),
  }).toEqual({ added: [me, me, me], settings: ['Bob'], labels: [[me], 'Bob', 'Bob'], exported: ['Bob'], removed: ['Bob'] });
  store.folds.set(new Map([['by', 0], ['folds', 1]]));
  expect(by('folds')).toEqual([null]);
  store.close();
});
