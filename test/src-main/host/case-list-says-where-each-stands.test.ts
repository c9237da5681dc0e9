import { expect, it } from 'vitest';
import { tinySize, writeBalls } from '../tiny-nifti.ts';
import { hostInTest } from './host-in-test.ts';

it('with the states of its slices, the first line of its note, and when it came', async () => {
  const { client, run, folder } = await hostInTest();
  const { images, labels } = writeBalls(folder, 2);
  await run(client.cases.import({ paths: [images] }));
  const [one, two] = await client.cases.list();
  expect(one).toMatchObject({ sliceStates: { notStarted: tinySize[2], inProgress: 0, complete: 0, reviewed: 0, returned: 0 }, note: '', changedAt: null });
  expect(Date.parse(one!.createdAt)).toBeGreaterThan(Date.parse('2020-01-01'));
  const { labelmapId } = await client.labels.open({ caseId: one!.id });
  await client.labels.mark({ labelmapId, slices: [0, 1, 2], state: 'complete' });
  await client.labels.mark({ labelmapId, slices: [1, 5], state: 'incomplete' });
  const events = await client.jobs.events({});
  const told = await client.cases.writeNote({ id: two!.id, text: '\n  Artefact at the rim. \nLook at slices 3–5.' });
  expect((await events.next()).value).toMatchObject({ kind: 'cases' });
  expect(told.note).toBe('Artefact at the rim.');
  expect((await client.cases.list()).map(({ sliceStates, note }) => [sliceStates, note])).toEqual([
    [{ notStarted: tinySize[2] - 4, inProgress: 2, complete: 2, reviewed: 0, returned: 0 }, ''],
    [{ notStarted: tinySize[2], inProgress: 0, complete: 0, reviewed: 0, returned: 0 }, 'Artefact at the rim.'],
  ]);
  // Painting on a complete slice opens it again.
  await run(client.labels.importMask({ caseId: one!.id, path: `${labels}/scan-1.nii.gz` }));
  const after = (await client.cases.get({ id: one!.id })).sliceStates;
  expect(after.notStarted + after.inProgress + after.complete).toBe(tinySize[2]);
  expect(after.complete).toBeLessThan(3);
  expect(one!.slices).toBe(tinySize[2]);

  await client.cases.writeNote({ id: two!.id, text: '' });
  const { text, history } = await client.cases.note({ id: two!.id });
  expect([text, history.map(({ annotator }) => annotator)]).toEqual(['', ['Ada', 'Ada']]);
});
