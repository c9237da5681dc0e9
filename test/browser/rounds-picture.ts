/** The picture of all rounds: a study of its own, whose labels grow from training to training, judged by a test set. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { drawnOf, label } from './loop-pictures.ts';
import type { ServedHost } from './served-host.ts';

const organs = [['Large organ', '#e69f00'], ['Oval organ', '#56b4e9'], ['Tube', '#009e73']] as const;
/** Of each patient, what a round adds. */
const added = [[11], [7, 15], [9, 13, 17], [5, 10, 14, 19], [3, 6, 8, 12, 16, 18]] as const;

const inTheMiddle = ({ slices }: CaseInfo, wanted: readonly number[]): number[] => wanted.filter((slice) => slice < slices);

async function fiveRounds({ client, run }: ServedHost, folder: string): Promise<void> {
  await client.project.create({ folder: path.join(folder, 'study'), name: 'Study', instead: true });
  await client.project.changeSettings({ refillQueue: false });
  for (const [at, [name, colour]] of organs.entries()) await client.labels.add({ value: at + 1, name, colour, code: null, locked: false });
  const out = path.join(folder, 'study-scans');
  await client.system.writeExample({ out, preset: 'organs', cases: 16, seed: 1 });
  await run(client.cases.import({ paths: [path.join(out, 'images')], modality: 'mr' }));
  await client.training.drawTestSet({});
  const cases = await client.cases.list();
  const { slices: drawn } = await client.loop.testSlices();
  for (const info of cases) {
    const ofTest = drawn.filter(({ caseId }) => caseId === info.id).map(({ index }) => index);
    if (ofTest.length > 0) await label(client, info, drawnOf(info), ofTest);
  }
  const pool = cases.filter(({ id }) => drawn.every(({ caseId }) => caseId !== id));
  let last: ModelInfo['id'] | null = null;
  for (const [round, slices] of added.entries()) {
    for (const info of pool) await label(client, info, drawnOf(info), inTheMiddle(info, slices));
    const isWarm = round === added.length - 1 && last !== null;
    const { result } = await run(client.training.start({
      epochs: 10, seed: 1,
      start: isWarm ? { kind: 'transfer', model: last!, frozenEpochs: 0 } : { kind: 'scratch' },
      plan: { network: { name: 'unet-2d', filters: [8, 16, 32] }, patch: [64, 64], batch: 8, microBatch: 8, stepsPerEpoch: 40 },
    }));
    last = (result as ModelInfo).id;
  }
}

/** @param keep the window as it is then */
export async function showRounds(host: ServedHost, folder: string, page: Page, keep: (name: string) => Promise<void>): Promise<void> {
  await fiveRounds(host, folder);
  await host.client.settings.change({ language: 'en', theme: 'dark' });
  await page.getByRole('button', { name: 'Project: Study' }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByText('All rounds', { exact: true }).click();
  await page.getByRole('region', { name: 'Dice over annotation effort' }).getByRole('img').waitFor();
  await page.evaluate('document.activeElement?.blur()');
  await page.mouse.move(640, 780);
  // A toast stays for at most twelve seconds.
  await page.waitForTimeout(12_500);
  await keep('rounds');
}
