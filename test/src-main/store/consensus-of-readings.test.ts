import { describe, expect, it } from 'vitest';
import type { NewConsensus } from '#main/store/consensus.ts';
import { taughtOf } from '#main/use-cases/taught-labels.ts';
import { copyOf, tamper, verify } from './proven-project.ts';
import { paintVoxel, person, sampleProject } from './sample-project.ts';

/** A case that two people have read, and what they came to in slices 1 and 2: label 2 all over slice 1. */
async function readTwice() {
  const sample = await sampleProject();
  const { store, caseId, labelmapId } = sample;
  store.reviews.mark(labelmapId, [0, 1, 2], 'complete', person);
  const { id } = store.secondReadings.plan(caseId, [1, 2], 'Bob', person);
  const second = store.labelmaps.forAnnotator(caseId, 'Bob').id;
  store.reviews.mark(second, [1, 2], 'complete', 'Bob');
  store.secondReadings.finish(id, 'Bob');
  const size = store.labelmaps.size(labelmapId);
  const perSlice = size[0] * size[1];
  const agreed: NewConsensus = {
    method: 'majority', voxels: new Uint8Array(perSlice * size[2]).fill(2, perSlice, 2 * perSlice), axis: 2, slices: [1, 2], undecided: 3, parameters: {},
    readers: [{ labelmapId, annotator: person, edit: null }, { labelmapId: second, annotator: 'Bob', edit: null }],
  };
  return { ...sample, second, agreed, size };
}

describe('what readers come to together', () => {
  it('is nobody’s labels, drawn on by whoever adjudicates, and told of with who made it of what', async () => {
    const { store, caseId, agreed, size, labelmapId } = await readTwice();
    expect(store.consensus.ofCase(caseId)).toBeNull();
    const made = store.consensus.make(caseId, agreed, 'Carla', false);
    const { voxels, ...facts } = agreed;
    expect(made).toMatchObject({ ...facts, caseId, author: 'Carla', edited: false });
    expect(store.labelmaps.get(made.labelmapId).owner).toMatchObject({ kind: 'consensus' });
    expect(Buffer.compare(store.labelmaps.voxels(made.labelmapId), voxels)).toBe(0);
    expect(store.labelmaps.history(made.labelmapId).map(({ annotator, tool }) => [annotator, tool])).toEqual([['consensus: readers', 'consensus-majority']]);
    // Nobody can be called so, and nobody reads so.
    expect(store.people.list().map(({ name }) => name).sort()).toEqual([person, 'Bob', 'Carla'].sort());
    expect(() => store.people.add('Consensus: readers')).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(store.labelmaps.forAnnotator(caseId, person).id).toBe(labelmapId);
    for (const adjudicator of ['Carla', person]) {
      paintVoxel({ store, caseId, labelmapId: made.labelmapId, size }, [0, 0, adjudicator === person ? 1 : 2], 1, adjudicator);
    }
    expect(store.labelmaps.history(made.labelmapId).map(({ annotator }) => annotator)).toEqual(['consensus: readers', 'Carla', person]);
    store.reviews.mark(made.labelmapId, [1, 2], 'complete', 'Carla');
    expect(() => store.reviews.mark(made.labelmapId, [0], 'complete', 'Carla')).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(() => store.reviews.accept(made.labelmapId, [1], 'Carla')).toThrow(expect.objectContaining({ code: 'conflict' }));
    store.reviews.accept(made.labelmapId, [1], 'Dan');
    expect(store.reviews.standings(made.labelmapId)).toMatchObject([{ slice: 1, state: 'reviewed', annotator: 'Dan' }, { slice: 2, state: 'complete', annotator: 'Carla' }]);
    // Nor once another has accepted or returned it: whoever completed it, or drew on any of it, is no other person.
    const pin = { voxel: [0, 0, 2], labelIndex: null, severity: 'minor', text: 'Too small.' } as const;
    store.reviews.giveBack(made.labelmapId, [2], { comment: 'One thing.', pins: [pin] }, 'Dan');
    for (const slice of [1, 2]) {
      for (const worker of ['Carla', person]) {
        expect(() => store.reviews.accept(made.labelmapId, [slice], worker)).toThrow(expect.objectContaining({ code: 'conflict' }));
        expect(() => store.reviews.giveBack(made.labelmapId, [slice], { comment: null, pins: [pin] }, worker)).toThrow(expect.objectContaining({ code: 'conflict' }));
      }
    }
    store.reviews.accept(made.labelmapId, [2], 'Bob');
    expect([store.events.verifyChain(), store.labelmaps.verifyHeads()]).toEqual([[], []]);
  });

  it('is not made anew over somebody’s work unless that is asked for, and the work stays in its history', async () => {
    for (const work of ['drawn', 'completed'] as const) {
      const { store, caseId, agreed, size } = await readTwice();
      const { labelmapId } = store.consensus.make(caseId, agreed, 'Carla', false);
      expect(store.consensus.make(caseId, { ...agreed, undecided: 4 }, 'Carla', false)).toMatchObject({ labelmapId, undecided: 4, edited: false });
      if (work === 'completed') store.reviews.mark(labelmapId, [1], 'complete', 'Carla');
      else paintVoxel({ store, caseId, labelmapId, size }, [0, 0, 1], 1, 'Carla');
      const worked = store.labelmaps.voxels(labelmapId);
      expect(store.consensus.ofCase(caseId)).toMatchObject({ edited: true });
      expect(() => store.consensus.make(caseId, agreed, 'Carla', false)).toThrow(expect.objectContaining({ code: 'conflict' }));
      expect(Buffer.compare(store.labelmaps.voxels(labelmapId), worked)).toBe(0);
      const edits = store.labelmaps.newestEdit(labelmapId);
      store.consensus.make(caseId, { ...agreed, voxels: new Uint8Array(agreed.voxels.length) }, 'Carla', true);
      expect(store.labelmaps.voxels(labelmapId).every((label) => label === 0)).toBe(true);
      expect(Buffer.compare(store.labelmaps.voxels(labelmapId, edits), worked)).toBe(0);
      expect(store.reviews.completeSlices(labelmapId)).toEqual([]);
    }
  });

  it('is named where it was changed behind the program’s back', async () => {
    const { store, caseId, agreed } = await readTwice();
    store.consensus.make(caseId, agreed, 'Carla', false);
    store.close();
    const said = async (sql: string) => {
      const copy = copyOf(store.folder);
      tamper(copy, (database) => database.exec(sql));
      return (await verify(copy)).wrong.filter(({ kind }) => kind !== 'file').map(({ sentence }) => sentence.en);
    };
    expect(await said('SELECT 1')).toEqual([]);
    expect(await said("UPDATE consensus SET method = 'staple'")).toEqual([expect.stringMatching(/^Consensus \d+ of the case “scan” is not what was written/)]);
    expect(await said('DELETE FROM consensus')).toEqual([expect.stringMatching(/^Consensus \d+ is in the log, and the entry itself was taken out/)]);
    const [first] = await said("UPDATE reading SET kind = NULL WHERE kind = 'consensus'");
    expect(first).toContain('whether it is a consensus');
  });

  it('teaches where it was settled, before anybody’s own labels', async () => {
    const { store, caseId, agreed, labelmapId } = await readTwice();
    const record = store.cases.get(caseId);
    const consensus = store.consensus.make(caseId, agreed, 'Carla', false).labelmapId;
    const parts = () => taughtOf(store, record)?.parts.map((part) => [part.labelmapId, part.slices]) ?? [];
    expect(parts()).toEqual([[labelmapId, [0, 1, 2]]]);
    store.reviews.accept(labelmapId, [1], 'Dan');
    store.reviews.mark(consensus, [1], 'complete', 'Carla');
    expect(parts()).toEqual([[labelmapId, [0, 2]], [consensus, [1]]]);
    store.settings.set({ onlyReviewedTeach: true });
    expect(parts()).toEqual([[labelmapId, [1]]]);
    store.reviews.accept(consensus, [1], 'Dan');
    expect(parts()).toEqual([[consensus, [1]]]);
  });
});

describe('a second reading that is withdrawn', () => {
  it('ends, keeps its labels out of the way, and frees its reader', async () => {
    const sample = await sampleProject();
    const { store, caseId } = sample;
    const { id } = store.secondReadings.plan(caseId, [1], 'Bob', person);
    const own = store.labelmaps.forAnnotator(caseId, 'Bob').id;
    paintVoxel({ ...sample, labelmapId: own }, [1, 1, 1], 1, 'Bob');
    expect(store.secondReadings.cancel(id, person)).toMatchObject({ withdrawn: true, finishedAt: expect.any(String) as string });
    expect(store.secondReadings.blindCases('Bob').size).toBe(0);
    expect(store.labelmaps.get(own).owner).toMatchObject({ blind: true, withdrawn: true });
    expect(() => paintVoxel({ ...sample, labelmapId: own }, [2, 1, 1], 1, 'Bob')).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(store.labelmaps.forAnnotator(caseId, 'Bob').id).not.toBe(own);
    // Who drew in it has seen the case; nobody reads it blind twice.
    expect(() => store.secondReadings.plan(caseId, [1], 'Bob', person)).toThrow(expect.objectContaining({ code: 'conflict' }));
    const third = store.secondReadings.plan(caseId, [1], 'Dan', person).id;
    store.reviews.mark(store.labelmaps.forAnnotator(caseId, 'Dan').id, [1], 'complete', 'Dan');
    store.secondReadings.finish(third, 'Dan');
    expect(() => store.secondReadings.cancel(third, person)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect([store.events.verifyChain(), store.labelmaps.verifyHeads()]).toEqual([[], []]);
  });
});
