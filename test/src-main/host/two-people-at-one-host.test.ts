import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clientOf } from '#main/cli/connect.ts';
import { at, stroke, withCase } from './people-in-test.ts';

describe('two windows of one host', () => {
  it('work under two names, each on labels of their own; a window that names nobody works as before', async () => {
    const place = await withCase();
    const caseId = place.caseId as never;
    expect((await place.client.people.current()).name).toBe('Ada');
    const li = at(place, ' 李  医生 ');
    expect(await li.people.signIn({ name: '李  医生' })).toMatchObject({ name: '李 医生' });
    expect((await li.people.current()).name).toBe('李 医生');
    expect((await at(place, 'ADA').people.current()).name).toBe('ADA');
    const [hers, theirs] = [await place.client.labels.open({ caseId }), await li.labels.open({ caseId })];
    expect(hers.labelmapId).not.toBe(theirs.labelmapId);
    expect((await at(place, 'aDA').people.current()).name).toBe('Ada');
    expect((await at(place, 'aDA').labels.open({ caseId })).labelmapId).toBe(hers.labelmapId);
    expect((await place.client.people.list()).map(({ name }) => name)).toEqual(['李 医生', 'Ada']);

    await li.labels.commit(stroke(theirs.labelmapId, 1));
    await expect(place.client.labels.commit(stroke(theirs.labelmapId, 2))).rejects.toMatchObject({ code: 'bad-input' });
    const said = (text: object, person?: string): { number?: number; code?: string } =>
      JSON.parse(place.host.answerEdit(JSON.stringify(text), person === undefined ? null : encodeURIComponent(person))) as { number?: number; code?: string };
    expect(said(stroke(theirs.labelmapId, 2), '李 医生').number).toBeGreaterThan(0);
    expect(said(stroke(hers.labelmapId, 2)).number).toBeGreaterThan(0);
    expect(said(stroke(theirs.labelmapId, 3)).code).toBe('bad-input');
    expect((await li.labels.history({ labelmapId: theirs.labelmapId })).map(({ annotator }) => annotator)).toEqual(['李 医生', '李 医生']);
    expect((await li.cases.writeNote({ id: caseId, text: 'x' })).note).toBe('x');
    expect((await li.cases.note({ id: caseId })).history).toMatchObject([{ annotator: '李 医生' }]);
  });

  it('are asked to sign in again where a request names somebody who cannot be', async () => {
    const place = await withCase();
    for (const named of ['%', '%20', '%E4%B8', 'model%3A1', '%00']) {
      const client = clientOf({ fetch: (request) => { request.headers.set('lamina-person', named); return place.host.fetch(request); } });
      await expect(client.cases.list()).rejects.toMatchObject({ code: 'bad-input', data: { sentence: { en: expect.stringContaining('sign in') as string } } });
      expect(JSON.parse(place.host.answerEdit(JSON.stringify(stroke(randomUUID(), 0)), named))).toMatchObject({ code: 'bad-input' });
    }
    await expect(place.client.people.signIn({ name: ' ' })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('confirm for one another, return with a pin, and see it in the list of cases', async () => {
    const place = await withCase();
    const [ada, bob] = [place.client, at(place, 'Bob')];
    const { labelmapId } = await ada.labels.open({ caseId: place.caseId });
    await ada.labels.commit(stroke(labelmapId, 1));
    await ada.labels.mark({ labelmapId, slices: [1, 2, 3], state: 'complete' });
    await expect(ada.reviews.accept({ labelmapId, slices: 'all' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(bob.labels.mark({ labelmapId, slices: [1], state: 'incomplete' })).rejects.toMatchObject({ code: 'bad-input' });
    const events = await ada.jobs.events({});
    expect((await bob.reviews.accept({ labelmapId, slices: [1, 2] })).slices.map(({ slice, state, annotator }) => [slice, state, annotator])).toEqual(
      [[1, 'reviewed', 'Bob'], [2, 'reviewed', 'Bob'], [3, 'complete', 'Ada']],
    );
    expect((await events.next()).value).toMatchObject({ kind: 'reviews', labelmapId });
    const pin = { voxel: [1, 2, 3] as [number, number, number], severity: 'major' as const, text: 'Here is more.' };
    await bob.reviews.return({ labelmapId, slices: [3], comment: 'Once more, please.', pins: [pin] });
    expect((await ada.cases.list())[0]).toMatchObject({ completeSlices: 2, sliceStates: { notStarted: 3, inProgress: 0, complete: 0, reviewed: 2, returned: 1 } });
    const [told] = await ada.reviews.openPins();
    expect(told).toMatchObject({ ...pin, slice: 3, axis: 2, author: 'Bob', labelmapId, caseId: place.caseId });
    expect(await bob.reviews.openPins()).toEqual([]);
    expect(await ada.reviews.answerPin({ id: told!.id, text: 'Done.', state: 'resolved' })).toMatchObject({ state: 'resolved', answers: [{ text: 'Done.', author: 'Ada' }] });
    // To draw on a reviewed slice opens it again, and says so.
    const again = await ada.jobs.events({});
    await ada.labels.restore({ labelmapId, edit: (await ada.labels.history({ labelmapId }))[0]!.id, slices: [1] });
    const { edits: [edit] } = await ada.labels.historyPage({ labelmapId, limit: 1 });
    await ada.labels.revert({ labelmapId, edit: edit!.id });
    expect([(await again.next()).value, (await again.next()).value]).toMatchObject([{ kind: 'labels' }, { kind: 'reviews', labelmapId }]);
    expect((await ada.reviews.states({ labelmapId })).slices.map(({ slice, state }) => [slice, state])).toEqual([[1, 'in-progress'], [2, 'reviewed'], [3, 'returned']]);
  });

  it('complete nothing by accepting what a model says', async () => {
    const place = await withCase();
    const { labelmapId } = await place.client.labels.open({ caseId: place.caseId });
    for (const tool of ['accept-prediction', 'accept-label', 'accept-component']) {
      const [newest] = (await place.client.labels.history({ labelmapId })).slice(-1);
      await place.client.labels.commit({ ...stroke(labelmapId, 1, newest?.id ?? null), tool });
    }
    expect((await place.client.labels.open({ caseId: place.caseId })).completeSlices).toEqual([]);
    expect((await place.client.cases.list())[0]!.sliceStates).toMatchObject({ inProgress: 1, complete: 0 });
  });

  it('find the queue empty before anything was chosen', async () => {
    const place = await withCase();
    expect(await place.client.queue.next()).toBeNull();
    expect(await place.client.queue.state()).toEqual({ batch: null, modelId: null, total: 0, done: 0, waiting: 0, withOthers: 0, given: null });
    await expect(place.client.queue.skip({ id: randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
  });
});
