/**
 * The picture of the rounds' chart. Five trainings to their ends take longer than anybody waits for a picture: these are of one step each, and
 * their figures are made up, by the law that curves are fitted to. Nothing else is.
 */
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Page } from 'playwright-core';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { annotator, drawnOf, label } from './loop-pictures.ts';
import type { ServedHost } from './served-host.ts';

const cases = 24;
/** Slices of the pool that are labelled when each model is trained. */
const roundsAt = [12, 24, 48, 90, 150];
const plan = { network: { name: 'unet-2d' as const, filters: [4, 8] }, patch: [32, 32] as [number, number], batch: 4, microBatch: 4, stepsPerEpoch: 1 };

const diceAfter = (slices: number): number => 0.91 - 0.9 * slices ** -0.5;
/** Patients differ: up to 0.05 to either side. */
const ofPatient = (patient: string): number => 0.05 * Math.sin(37 * Number(/\d+/.exec(patient)?.[0] ?? 0));

/** Waits for what begins by itself after a training. */
async function scored({ client }: ServedHost): Promise<void> {
  for (;;) {
    const [{ testSet }, jobs] = await Promise.all([client.loop.rounds({}), client.jobs.list()]);
    if (testSet?.toScore === 0 && jobs.every(({ endedAt }) => endedAt !== null)) return;
    await new Promise((resolve) => { setTimeout(resolve, 300); });
  }
}

async function fiveRounds(host: ServedHost, folder: string): Promise<string> {
  const { client, run } = host;
  const project = path.join(folder, 'rounds');
  await client.project.close();
  await client.project.create({ folder: project, name: 'Rounds' });
  await client.project.changeSettings({ refillQueue: false });
  for (const [at, name] of ['Large organ', 'Oval organ', 'Tube'].entries()) {
    await client.labels.add({ value: at + 1, name, colour: ['#e69f00', '#56b4e9', '#009e73'][at]!, code: null, locked: false });
  }
  const { images } = await client.system.writeExample({ out: path.join(folder, 'rounds-scans'), preset: 'organs', cases, seed: 1 });
  await run(client.cases.import({ paths: [images], modality: 'mr' }));
  const mine = host.as(annotator);
  const all = await client.cases.list();
  const { drawn: testSet } = await mine.training.drawTestSet({ size: { patients: 6 } });
  const isTested = ({ patient }: CaseInfo): boolean => testSet!.patients.includes(patient);
  const { slices: toPaint } = await mine.loop.testSlices();
  for (const info of all.filter(isTested)) await label(mine, info, drawnOf(info), toPaint.filter(({ caseId }) => caseId === info.id).map(({ index }) => index));
  const pool = all.filter((info) => !isTested(info));
  let labelled = 0;
  for (const [round, wanted] of roundsAt.entries()) {
    for (; labelled < wanted; labelled += 1) {
      const turn = Math.floor(labelled / pool.length);
      const info = pool[labelled % pool.length]!;
      await label(mine, info, drawnOf(info), [12 + (turn % 2 === 0 ? turn / 2 : -(turn + 1) / 2)]);
    }
    await run(mine.training.start({ epochs: 1, seed: round + 1, plan }));
  }
  await scored(host);
  return project;
}

/** What longer trainings would have come to. */
function makeUp(project: string, slices: ReadonlyMap<string, number>): void {
  const database = new Sqlite(path.join(project, 'project.sqlite'));
  const models = database.prepare('SELECT id, uuid, metrics FROM model').all() as { id: number; uuid: string; metrics: string }[];
  for (const { id, uuid, metrics } of models) {
    const dice = diceAfter(slices.get(uuid)!);
    const known = JSON.parse(metrics) as Record<string, unknown>;
    database.prepare('UPDATE model SET metrics = ? WHERE id = ?').run(JSON.stringify({ ...known, validation: { dice: [dice + 0.04, dice, dice - 0.04], meanDice: dice } }), id);
    const score = database.prepare('SELECT cases FROM test_score WHERE model = ?').get(id) as { cases: string } | undefined;
    if (score === undefined) continue;
    const told = (JSON.parse(score.cases) as { patient: string; labels: Record<string, object> }[]).map((one) => ({
      ...one, labels: Object.fromEntries(Object.entries(one.labels).map(([value, measures]) => [value, { ...measures, dice: dice - 0.02 + 0.04 * (2 - Number(value)) + ofPatient(one.patient) }])),
    }));
    database.prepare('UPDATE test_score SET cases = ? WHERE model = ?').run(JSON.stringify(told), id);
  }
  database.close();
}

export async function showRounds(host: ServedHost, page: Page, folder: string, keep: (name: string) => Promise<void>): Promise<void> {
  const project = await fiveRounds(host, folder);
  const { rounds } = await host.client.loop.rounds({});
  await host.client.project.close();
  makeUp(project, new Map(rounds.map(({ modelId, slices, testSlices }) => [modelId, slices - testSlices])));
  await host.client.project.open({ folder: project });
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByText('All rounds', { exact: true }).click();
  await page.getByText(/more slices/).waitFor();
  await page.mouse.move(640, 790);
  await keep('rounds');
}
