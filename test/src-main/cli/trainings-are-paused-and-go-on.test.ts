import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Screen } from '#main/cli/screen.ts';
import { fail, plain, type Outcome } from '#main/cli/line.ts';
import { createProgram } from '#main/cli/program.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { sixSteps, stepping, type SteppingEngine } from '../stepping-engine.ts';
import { writeBalls } from '../tiny-nifti.ts';

interface Place extends HostInTest { readonly stepped: SteppingEngine; readonly plan: string }

async function ready(): Promise<Place> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 3);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  const plan = path.join(place.folder, 'plan.json');
  writeFileSync(plan, JSON.stringify(sixSteps));
  return { ...place, plan, stepped: stepping(place.engine) };
}

interface Said { readonly code: number; readonly said: readonly string[]; readonly value: unknown; readonly text: readonly string[] }

/** Runs a command as the terminal does, on a host of the test. */
async function lamina({ client }: HostInTest, args: readonly string[], interrupted = new AbortController().signal): Promise<Said> {
  const said: string[] = [];
  const screen: Screen = { locale: 'en', say: (text) => said.push(typeof text === 'string' ? text : text.en), print: () => {}, progress: () => {}, endProgress: () => {} };
  let outcome: Outcome | null = null;
  let code = 0;
  try {
    await createProgram('en', '0', async (command) => {
      outcome = await command({ screen, json: false, interrupted, words: ({ en }) => en, connect: async () => ({ client, joined: true, close: async () => {} }) });
    }).parseAsync([...args], { from: 'user' });
  } catch (error) {
    code = fail(await plain(error), { screen, json: false, interrupted });
  }
  const { value, text } = (outcome ?? { value: null, text: [] }) as Outcome;
  return { code, said, value, text };
}

it('An interrupted training is paused, says how it goes on, and goes on', async () => {
  const place = await ready();
  const stop = new AbortController();
  place.stepped.after = async (step) => {
    if (step === 3) stop.abort();
    // A call comes through the door a moment later than it was made.
    if (step >= 3) await new Promise((resolve) => { setTimeout(resolve, 200); });
  };
  const first = await lamina(place, ['train', 'my study', '--validation', '0', '--plan', place.plan], stop.signal);
  const id = (await place.client.training.unfinished())[0]!.id;
  expect(first.code).toBe(130);
  expect(first.said.at(-1)).toBe(`The training is kept as it was after step 3 of 6. Go on: lamina train "my study" --resume ${id}. Discard: lamina trainings "my study" --discard ${id}.`);

  place.stepped.after = () => undefined;
  const wrong = await lamina(place, ['train', 'study', '--resume', '--minutes', '3']);
  expect(wrong).toMatchObject({ code: 2, said: [expect.stringContaining('leave the other options out')] });
  const listed = await lamina(place, ['trainings', 'study']);
  expect(listed.value).toMatchObject({ running: null, unfinished: [{ id, step: 3, steps: 6 }] });
  expect(listed.text.join('\n')).toMatch(new RegExp(`${id}.*3/6`));

  const resumed = await lamina(place, ['train', 'study', '--resume']);
  expect(resumed).toMatchObject({ code: 0, value: { id, steps: 6, active: true } });
  expect(resumed.said).toContain('Going on after step 3 of 6.');
  expect(await lamina(place, ['trainings', 'study'])).toMatchObject({ code: 0, text: ['No unfinished training.'] });
  expect(await lamina(place, ['train', 'study', '--resume'])).toMatchObject({ code: 1, said: [expect.stringContaining('no unfinished training')] });
});

it('A crash ends with 1, with the reason and with the way to go on', async () => {
  const place = await ready();
  const { engineCrash } = await import('#main/engine-client/engine-crash.ts');
  place.stepped.after = (step) => { if (step === 3) throw engineCrash({ exitCode: 1, signal: null }); };
  const { code, said } = await lamina(place, ['train', 'study', '--validation', '0', '--plan', place.plan]);
  expect(code).toBe(1);
  expect(said.at(-2)).toMatch(/after step 2 of 6\. Go on: lamina train study --resume /);
  expect(said.at(-1)).toMatch(/exit 1/);
});

it('The training that runs is paused from elsewhere, a new one leaves it as it is, and only what is named is discarded', async () => {
  const place = await ready();
  place.stepped.after = async (step) => {
    if (step !== 2) return;
    expect((await lamina(place, ['trainings', 'study'])).text[0]).toMatch(/^A training is running: step \d of 6\.$|being prepared/);
    expect(await lamina(place, ['trainings', 'study', '--pause'])).toMatchObject({ code: 0, said: [] });
  };
  const train = ['train', 'study', '--validation', '0', '--plan', place.plan];
  expect((await lamina(place, train)).code).toBe(130);
  const second = await lamina(place, train);
  expect(second.said[0]).toMatch(/unfinished training \(step 2 of 6\), which stays as it is/);
  expect(await lamina(place, ['trainings', 'study', '--pause'])).toMatchObject({ code: 1, said: ['No training is running in this project.'] });

  const [one, other] = await place.client.training.unfinished();
  expect(await lamina(place, ['trainings', 'study', '--discard'])).toMatchObject({ code: 1, said: [expect.stringContaining('2 unfinished trainings')] });
  expect(await lamina(place, ['trainings', 'study', '--discard', 'x'])).toMatchObject({ code: 2 });
  expect(await lamina(place, ['trainings', 'study', '--discard', one!.id])).toMatchObject({ code: 0, value: { discarded: one!.id } });
  expect((await place.client.training.unfinished()).map(({ id }) => id)).toEqual([other!.id]);
  expect(await lamina(place, ['trainings', 'study', '--discard'])).toMatchObject({ code: 0, value: { discarded: other!.id } });
});
