import { expect, it } from 'vitest';
import { at, stroke, withCase } from './people-in-test.ts';

it('A reviewer is told of others’ labels alone: whose they are, where their slices stand, and how many pins are open', async () => {
  const place = await withCase();
  const caseId = place.caseId as never;
  const [ada, ben] = [at(place, 'Ada'), at(place, 'Ben')];
  const { labelmapId } = await ada.labels.open({ caseId });
  // Nobody has drawn yet: there is nothing to look at.
  expect(await ben.reviews.list()).toEqual([]);
  const { id } = await ada.labels.commit(stroke(labelmapId, 1));
  await ada.labels.mark({ labelmapId, slices: [1, 2, 3], state: 'complete' });
  await ben.reviews.accept({ labelmapId, slices: [1] });
  await ben.reviews.return({ labelmapId, slices: [2], pins: [{ voxel: [1, 1, 2], labelIndex: 1, severity: 'major', text: 'The rim is missing.' }] });
  expect(await ben.reviews.list()).toEqual([{
    labelmapId, caseId, annotator: 'Ada', blind: false, openPins: 1,
    states: { 'not-started': 3, 'in-progress': 0, complete: 1, reviewed: 1, returned: 1 },
  }]);
  expect(await ben.reviews.list({ caseId })).toEqual(await ben.reviews.list());
  // Spelled otherwise, she is the same.
  expect(await at(place, 'ADA').reviews.list()).toEqual([]);
  expect(await ben.labels.heads({ labelmapId })).toEqual([{ k: 1, tile: 0, edit: id }]);
  // What readers came to together is there to be reviewed too.
  const bob = at(place, 'Bob');
  const other = (await bob.labels.open({ caseId })).labelmapId;
  await bob.labels.commit(stroke(other, 1));
  await bob.labels.mark({ labelmapId: other, slices: 'all', state: 'complete' });
  await ada.labels.mark({ labelmapId, slices: 'all', state: 'complete' });
  await ada.agreement.makeConsensus({ caseId });
  expect((await ben.reviews.list()).map(({ annotator }) => annotator)).toEqual(['Ada', 'Bob', null]);
  await ada.secondReadings.plan({ caseId, annotator: 'Carla' });
  expect(await at(place, 'Carla').reviews.list()).toEqual([]);
  await expect(at(place, 'Carla').labels.heads({ labelmapId })).rejects.toMatchObject({ code: 'conflict' });
});
