import path from 'node:path';
import { expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import type { LoggedEvent, LoggedEvents } from '#shared/contract/log.ts';
import { hostInTest } from './host-in-test.ts';
import { at } from './people-in-test.ts';
import { tinySize, writeBalls } from '../tiny-nifti.ts';

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
  // The same, as people are told it: page by page, in order, with cases by name.
  const told: LoggedEvent[] = [];
  for (let after: number | null = 0; after !== null;) {
    const found: LoggedEvents = await client.project.events({ after, limit: 7 });
    expect(found.events.length).toBeLessThanOrEqual(7);
    told.push(...found.events);
    after = found.next;
  }
  expect(told.map(({ number }) => number)).toEqual(told.map((_, at) => at + 1));
  expect(told.filter(({ kind }) => kind === 'export').map((event) => [event.who, event.case?.name])).toEqual([['Bob', 'scan-1'], ['Bob', 'scan-2'], ['Bob', 'scan-3']]);
  expect(told.at(-1)).toMatchObject({ kind: 'case-removed', who: 'Bob', case: { name: 'scan-3' } });
  expect(told.find(({ kind }) => kind === 'settings')!.what).toContain('onlyReviewedTeach true');
  const ofOne = await client.project.events({ case: 'scan-2', kinds: ['review', 'edit'], since: '2020-01-01' });
  expect(ofOne.events.map(({ kind, what, slices }) => [kind, what, slices.length])).toEqual([['edit', 'import', 2], ['review', 'complete', tinySize[2]]]);
  expect((await client.project.events({ since: '2999-01-01T00:00Z' })).events).toEqual([]);
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
