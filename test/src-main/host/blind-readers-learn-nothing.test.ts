import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Client } from '#main/cli/connect.ts';
import { contract } from '#shared/contract/contract.ts';
import { at, stroke, withCase } from './people-in-test.ts';

const firstReader = 'Zora Erstbefund';
const said = { note: 'note of the first reading', measurement: 'measured by the first reader', pin: 'remark on the first reading', comment: 'returned in the first reading' };

/** A case that was read, judged, reviewed, pinned, measured and predicted; and Bob, who is to read it blind. */
async function blindPlace() {
  const place = await withCase();
  const caseId = place.caseId as never;
  const [first, reviewer, bob] = [at(place, firstReader), place.client, at(place, 'Bob')];
  const { labelmapId } = await first.labels.open({ caseId });
  for (const k of [1, 2, 4]) await first.labels.commit(stroke(labelmapId, k));
  await first.labels.mark({ labelmapId, slices: 'all', state: 'complete' });
  await first.cases.writeNote({ id: caseId, text: said.note });
  const imageId = (await first.cases.get({ id: caseId })).images[0]!.id;
  const measured = await first.measurements.add({ caseId, imageId, kind: 'distance', points: [[0, 0, 0], [3, 0, 0]], plane: null, text: said.measurement });
  await place.run(place.client.training.start({ epochs: 1 }));
  const [model] = await place.client.training.models();
  await place.run(place.client.predictions.predictCases({ cases: [caseId] }));
  await reviewer.reviews.accept({ labelmapId, slices: [0, 1] });
  await reviewer.reviews.return({ labelmapId, slices: [2], comment: said.comment, pins: [{ voxel: [1, 1, 2], labelIndex: 1, severity: 'major', text: said.pin }] });
  const planned = await first.secondReadings.plan({ caseId, annotator: 'Bob', slices: [1, 2] });
  const { labelmaps } = await first.cases.get({ id: caseId });
  const predicted = labelmaps.find(({ owner }) => owner.kind === 'model')!.id;
  const edits = [...await first.labels.history({ labelmapId }), ...await first.labels.history({ labelmapId: predicted })].map(({ id }) => id);
  const [pin] = await first.reviews.openPins();
  return { ...place, caseId, first, bob, labelmapId, predicted, edits, imageId, measured, pin: pin!, model: model!, planned };
}
type BlindPlace = Awaited<ReturnType<typeof blindPlace>>;

/** Whatever gives the first reading away. */
const secretsOf = ({ labelmapId, predicted, edits, measured, pin }: BlindPlace): readonly string[] =>
  [firstReader, ...Object.values(said), labelmapId, predicted, ...edits, measured.id, pin.id];

/** That are not about what is in a case, or would end what the test stands on. */
const leftOut = [/^project\./, /^system\./, /^files\./, /^settings\./, /^evaluation\./, /^simulation\./, /^jobs\./, /^people\./, /^training\.(start|resume|discard)$/,
  /^cases\.(import|inspect)$/, /^predictions\.segmentFiles$/, /^labels\.(importTable|exportTable)$/];

interface Answer { readonly call: string; readonly input: string; readonly text: string; readonly refused: boolean }

/** Every call of the contract, asked for each thing by its id under whatever name calls know ids by. */
async function askEverything(place: BlindPlace, client: Client): Promise<readonly Answer[]> {
  const { caseId, labelmapId, predicted, edits, measured, pin, model, folder, imageId } = place;
  const own = (await client.labels.open({ caseId })).labelmapId;
  const edit = { ...stroke(labelmapId, 1), tiles: [{ ...stroke(labelmapId, 1).tiles[0]!, expected: edits[0]! }] };
  const shape = { kind: 'distance', points: [[0, 0, 0], [1, 0, 0]], plane: null, text: 'x' };
  const rest = {
    sliceAxis: 2, path: path.join(folder, 'scan.nii.gz'), paths: [path.join(folder, 'scan.nii.gz')], from: 1, into: 2, tool: 'brush', slices: [1],
    state: 'complete', mapping: [], background: 'keep', over: 'all', annotator: 'Gil', pins: [], voxel: [0, 0, 0], severity: 'note', labels: true, out: path.join(folder, 'out'),
    incomplete: 'background', imageId, ...shape, limit: 5, name: 'x', strategies: ['random'], seeds: [1], steps: 10,
  };
  const inputs: readonly object[] = [
    { ...rest, caseId, id: caseId, cases: [caseId] }, { ...rest, caseId, cases: undefined }, { ...rest, labelmapId, edit: edits[0] }, { ...rest, labelmapId: own, edit: edits[0] }, { ...rest, labelmapId: own }, { ...rest, labelmapId: predicted }, { ...rest, ...edit },
    { ...rest, id: measured.id }, { ...rest, id: pin.id, state: 'resolved' }, { ...rest, id: model.id }, { ...rest, model: model.id, annotator: firstReader }, { caseId }, { id: caseId }, { labelmapId },
    { ...rest, cases: [caseId], annotator: undefined },
  ];
  const answers: Answer[] = [];
  for (const [subject, calls] of Object.entries(contract)) {
    for (const name of Object.keys(calls)) {
      const call = `${subject}.${name}`;
      if (leftOut.some((pattern) => pattern.test(call))) continue;
      const ask = (client as unknown as Record<string, Record<string, (input?: object) => Promise<unknown>>>)[subject]![name]!;
      for (const input of [undefined, ...inputs]) {
        const answered = await ask(input).then(async (value) => {
          const { jobId } = (value ?? {}) as { jobId?: never };
          if (jobId === undefined) return value;
          for (;;) {
            const job = await client.jobs.get({ id: jobId });
            if (job.endedAt !== null) return { result: job.result, error: job.error };
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        }).then((value) => ({ text: JSON.stringify(value), refused: false }), (error: unknown) => ({ text: JSON.stringify([error, (error as Error).message]), refused: true }));
        answers.push({ call, input: JSON.stringify(input ?? null), ...answered });
      }
    }
  }
  return answers;
}

describe('whoever reads a case blind', () => {
  it('learns from no call what the first reader did, nor changes it', async () => {
    const place = await blindPlace();
    const { bob, first, caseId, labelmapId } = place;
    const before = JSON.stringify([await first.labels.history({ labelmapId }), await first.reviews.states({ labelmapId }), await first.reviews.pins({ labelmapId })]);
    const answers = await askEverything(place, bob);
    const secrets = secretsOf(place);
    const told = answers.flatMap(({ call, text, input }) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${call} ${input} tells ${secret}`));
    expect(told).toEqual([]);
    expect(JSON.stringify([await first.labels.history({ labelmapId }), await first.reviews.states({ labelmapId }), await first.reviews.pins({ labelmapId })])).toBe(before);
    expect((await first.cases.note({ id: caseId })).text).toBe(said.note);
    // Others are told all of it: else the test would look for what nobody says.
    const hal = at(place, 'Hal');
    const others = JSON.stringify(await Promise.all([
      hal.cases.list(), hal.cases.note({ id: caseId }), hal.labels.history({ labelmapId }), hal.labels.history({ labelmapId: place.predicted }),
      hal.measurements.list({ caseId }), hal.reviews.pins({ labelmapId }), hal.reviews.states({ labelmapId }),
    ]));
    for (const secret of secrets) expect(others, secret).toContain(secret);
    // The log tells him neither of this case nor of what was done on it, though others hear of it.
    const { events: log } = await bob.project.events({ limit: 1000 });
    expect(log.filter((event) => event.who !== 'Bob' && event.case?.id === caseId)).toEqual([]);
    expect([labelmapId, 'reviewed', 'returned', 'major'].filter((secret) => JSON.stringify(log).includes(secret))).toEqual([]);
    expect(JSON.stringify(await hal.project.events({ limit: 1000 }))).toContain(caseId);
    // What Bob may ask is answered: the silence is no failure of everything.
    const answered = new Set(answers.filter(({ refused }) => !refused).map(({ call }) => call));
    for (const call of ['cases.list', 'cases.get', 'cases.note', 'labels.open', 'measurements.list', 'measurements.table', 'training.judgement', 'secondReadings.list', 'reviews.openPins']) {
      expect(answered.has(call), call).toBe(true);
    }
  });

  it('is told of the case as if nobody had read it, and of their own reading', async () => {
    const { bob, caseId, planned } = await blindPlace();
    expect(await bob.cases.get({ id: caseId })).toMatchObject({
      completeSlices: 0, sliceStates: { notStarted: 6, inProgress: 0, complete: 0, reviewed: 0, returned: 0 }, note: '', changedAt: null, labelmaps: [],
    });
    const { labelmapId } = await bob.labels.open({ caseId });
    await bob.labels.commit(stroke(labelmapId, 3));
    await bob.labels.mark({ labelmapId, slices: [1], state: 'complete' });
    expect(await bob.cases.get({ id: caseId })).toMatchObject({
      completeSlices: 1, sliceStates: { notStarted: 4, inProgress: 1, complete: 1 }, labelmaps: [{ id: labelmapId, owner: { kind: 'reading', annotator: 'Bob', blind: true } }],
    });
    expect(await bob.secondReadings.list()).toMatchObject([{ id: planned.id, complete: 1, slices: [1, 2], labelmapId }]);
    await expect(bob.secondReadings.finish({ id: planned.id })).rejects.toMatchObject({ code: 'conflict' });
    expect((await bob.labels.history({ labelmapId })).length).toBe(1);
    expect(await bob.measurements.ofLabels({ labelmapId })).toMatchObject([{ index: 1, voxels: 96 }]);
  });

  it('gets no voxels, no picture of labels, and no picture that was chosen by them', async () => {
    const place = await blindPlace();
    const { host, caseId, labelmapId, predicted, model, edits } = place;
    const fetched = (where: string, person = 'Bob') => host.fetch(new Request(`http://lamina.invalid${where}`, { headers: { 'lamina-person': person } }));
    for (const where of [`/labelmaps/${labelmapId}/voxels`, `/labelmaps/${labelmapId}/voxels?at=${edits[0]!}`, `/labelmaps/${predicted}/voxels`, `/judged/${model.id}/${caseId}`]) {
      const reply = await fetched(where);
      expect([where, reply.status]).toEqual([where, 409]);
      expect(await reply.text()).not.toContain(firstReader);
    }
    expect((await fetched(`/labelmaps/${labelmapId}/voxels`, 'Hal')).status).toBe(200);
    // Half of all slices lies before slice 3; of those that are complete now (0, 1, 3, 4, 5) the middle one is 3 too, so one more is opened.
    await place.first.labels.mark({ labelmapId, slices: [3, 4, 5], state: 'incomplete' });
    const [blind, open] = [await (await fetched(`/thumbnails/${caseId}`)).arrayBuffer(), await (await fetched(`/thumbnails/${caseId}`, 'Hal')).arrayBuffer()];
    expect(Buffer.from(blind).equals(Buffer.from(open))).toBe(false);
    await place.first.labels.mark({ labelmapId, slices: [0, 1], state: 'incomplete' });
    expect(Buffer.from(blind).equals(Buffer.from(await (await fetched(`/thumbnails/${caseId}`, 'Hal')).arrayBuffer()))).toBe(true);
    const stroked = host.answerEdit(JSON.stringify(stroke(labelmapId, 1)), 'Bob');
    expect(JSON.parse(stroked)).toMatchObject({ code: 'conflict' });
    expect(stroked).not.toContain(firstReader);
  });

  it('writes their own labels out no more than the first reader’s, and sees everything once they have finished', async () => {
    const place = await blindPlace();
    const { bob, caseId, planned, labelmapId } = place;
    const out = path.join(place.folder, 'masks');
    const refused = await place.run(bob.export.start({ out, incomplete: 'background' }));
    expect(refused.result).toMatchObject({ written: [], refused: [{ case: 'scan' }] });
    const own = (await bob.labels.open({ caseId })).labelmapId;
    await bob.labels.mark({ labelmapId: own, slices: [1, 2], state: 'complete' });
    await bob.secondReadings.finish({ id: planned.id });
    expect((await bob.cases.get({ id: caseId })).labelmaps.map(({ id }) => id)).toEqual(expect.arrayContaining([labelmapId, own]));
    expect((await bob.reviews.pins({ labelmapId })).map(({ text }) => text)).toEqual([said.pin]);
    expect((await bob.cases.note({ id: caseId })).text).toBe(said.note);
    await expect(bob.labels.commit(stroke(own, 3))).rejects.toMatchObject({ code: 'conflict' });
    const written = await place.run(bob.export.start({ out, incomplete: 'background', annotator: firstReader }));
    expect(written.result).toMatchObject({ refused: [], written: [{ case: 'scan' }] });
    expect(JSON.parse(readFileSync(path.join(out, 'scan.json'), 'utf8'))).toMatchObject({ author: firstReader });
  });
});
