import { expect, it } from 'vitest';
import { phantomProject, quickPlan } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

/** Longer than anybody waits, and a second's work when it is to end. */
const long = { ...quickPlan, epochs: 2000 };

inBrowser('a training', () => {
  it('is paused by a button, lasts over a killed host, goes on, and is discarded when nobody wants it', async () => {
    const { page, host, startHostAgain, openAgain, expectFault } = await windowForTest({ before: phantomProject(3, 3) });
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await host().client.training.start({ validation: 0, plan: long });
    await page.getByText(/^Epoch ([3-9]|\d\d+) of 2000/).waitFor({ timeout: 60_000 });
    const pause = page.getByRole('button', { name: 'Pause', exact: true });
    await pause.focus();
    await page.keyboard.press('Enter');
    const unfinished = page.getByRole('region', { name: 'Unfinished trainings' });
    await unfinished.getByText(/^Step [\d,]+ of 10,000/).waitFor({ timeout: 60_000 });
    const [kept] = await host().client.training.unfinished();
    expect((await host().client.jobs.list()).find(({ kind }) => kind === 'train')).toMatchObject({ state: 'paused', result: { training: kept!.id, step: kept!.step, steps: 10_000 } });

    expectFault(/ERR_|40[13]/);
    await host().kill();
    await startHostAgain();
    await openAgain();
    await page.getByText(/^A training is unfinished: step \d+ of 10000/).first().waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await unfinished.getByRole('button', { name: /^Go on with the training of / }).click();
    // Its curve begins where it began, not where it goes on.
    await page.getByText(/^Epoch \d+ of 2000/).waitFor({ timeout: 60_000 });
    await unfinished.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('cell', { name: kept!.curve[0]!.loss.toFixed(3), exact: true }).first().waitFor();

    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await unfinished.getByRole('button', { name: /^Discard the training of / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
    expect(await host().client.training.unfinished()).toHaveLength(1);
    await unfinished.getByRole('button', { name: /^Discard the training of / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await unfinished.waitFor({ state: 'detached' });
    expect(await host().client.training.unfinished()).toEqual([]);
  });
});
