import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { encodeRuns } from '#shared/labels/runs.ts';
import { seriousFaults } from '../browser/accessibility.ts';
import { awaitSaved, drawThrough, goToSlice, shownSlice } from '../browser/annotate-page.ts';
import { writeScans } from '../browser/projects.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const name = 'sub-001_organs';
/** Of those that are read twice. */
const [first, last] = [6, 7];

/** Ada has drawn a square in two slices and completed them. */
async function firstReading(host: ServedHost, folder: string): Promise<void> {
  await host.client.project.create({ folder: path.join(folder, 'project'), name: 'Phantoms' });
  await host.client.labels.add({ value: 1, name: 'Organ', colour: '#e69f00', code: null, locked: false });
  const { images } = await writeScans(host, folder, 1, 0);
  await host.run(host.client.cases.import({ paths: [images], modality: 'mr' }));
  const [info] = await host.client.cases.list();
  const ada = host.as('Ada');
  const { labelmapId } = await ada.labels.open({ caseId: info!.id });
  const [width, height] = info!.images[0]!.size.map((length) => Math.min(64, length)) as [number, number];
  const square = Uint8Array.from({ length: width * height }, (_, at) => (Math.abs(at % width - 24) < 8 && Math.abs(Math.floor(at / width) - 24) < 8 ? 1 : 0));
  const runs = Buffer.from(encodeRuns(square)).toString('base64');
  for (const k of [first, last]) await ada.labels.commit({ id: randomUUID(), labelmapId, tool: 'brush', tiles: [{ k, tile: 0, expected: null, runs }] });
  await ada.labels.mark({ labelmapId, slices: [first, last], state: 'complete' });
}

async function openLog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Project: / }).click();
  await page.getByText('Event log…', { exact: true }).click();
  return page.getByRole('grid', { name: 'Events, newest first' });
}

inBrowser('a second reader', () => {
  it('reads blind what was planned, is compared with the first, and settles what both come to', async () => {
    const { page, host } = await windowForTest({ before: firstReading });
    const [info] = await host().client.cases.list();
    const ada = host().as('Ada');
    const firstLabels = info!.labelmaps[0]!.id;
    const { name: me } = await host().client.people.current();

    // Another is asked by mistake, and it is taken back.
    await page.getByRole('link', { name: 'Readings', exact: true }).click();
    const form = page.getByRole('form', { name: 'Plan a second reading' });
    await form.getByLabel('Reader').fill('Ben');
    await form.getByLabel('Slices').fill('3-99');
    await form.getByRole('alert').waitFor();
    await form.getByLabel('Slices').fill(`${first + 1}-${last + 1}`);
    await form.getByRole('button', { name: 'Plan' }).click();
    const list = page.getByRole('region', { name: 'Second readings' });
    await list.getByRole('row').filter({ hasText: `Ben7–8planned` }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await list.getByRole('button', { name: /^Withdraw the reading/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await list.getByRole('row').filter({ hasText: 'withdrawn' }).waitFor();

    await ada.secondReadings.plan({ caseId: info!.id, annotator: me, slices: [first, last] });
    const mine = page.getByRole('region', { name: 'For you to read blind' });
    await mine.getByText('0 of 2 slices complete').waitFor();
    await mine.getByRole('link', { name: 'Open' }).click();
    const bar = page.getByTestId('reading-bar');
    await bar.filter({ hasText: 'You are reading this case blind' }).waitFor();
    await page.getByLabel(`Image ${name}`).waitFor();
    expect(await shownSlice(page)).toBe(first);
    // Neither labels nor a model, and the host tells nothing of them.
    expect(await page.getByRole('region', { name: 'Model' }).count()).toBe(0);
    expect((await host().client.cases.get({ id: info!.id })).labelmaps.map(({ id }) => id)).not.toContain(firstLabels);
    await expect(host().client.labels.history({ labelmapId: firstLabels })).rejects.toMatchObject({ code: 'conflict' });
    await expect(host().client.agreement.of({ caseId: info!.id })).rejects.toMatchObject({ code: 'conflict' });

    // The log is the reader's own deeds and what concerns nobody's reading of the case.
    const log = await openLog(page);
    await log.getByRole('row').filter({ hasText: 'Label added · Organ' }).waitFor();
    expect(await log.innerText()).not.toMatch(/Edit|Slices marked/);
    expect(await log.getByRole('row').filter({ hasText: 'Ada' }).filter({ hasText: name }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await log.waitFor({ state: 'detached' });

    for (const slice of [first, last]) {
      await goToSlice(page, slice);
      await drawThrough(page, [[-40, -40], [-10, -10]]);
      await page.keyboard.press('Space');
    }
    await awaitSaved(page);
    await bar.filter({ hasText: '2 of 2 slices complete' }).waitFor();
    await bar.getByRole('button', { name: 'Finish reading' }).click();

    const table = page.getByTestId('agreement');
    await table.getByRole('row').filter({ hasText: 'Organ' }).waitFor();
    const report = await host().client.agreement.of({ caseId: info!.id });
    const dice = report.pairs[0]!.labels[0]!.dice!;
    expect(dice).toBeLessThan(1);
    expect(await table.innerText()).toContain(dice.toFixed(3));
    expect(report.readers.map(({ annotator, second }) => [annotator, second])).toEqual([['Ada', false], [me, true]]);
    expect(await seriousFaults(page)).toEqual([]);

    // Now it tells everything; of one person and one subject the newest first, and Enter leads there.
    await openLog(page);
    await page.getByRole('combobox', { name: /^Person/ }).selectOption('Ada');
    await page.getByRole('combobox', { name: /^What/ }).selectOption('Drawing');
    const about = [last, first].map((slice) => `${name} · slice ${slice + 1}`);
    await expect.poll(() => log.getByRole('row').allInnerTexts().then((rows) => rows.slice(1).map((row) => row.split('\n').slice(1)))).toEqual([
      ...about.map((where) => ['Ada', 'Edit · Brush', where]), ['Ada', 'Labels begun', name],
    ]);
    expect(await seriousFaults(page)).toEqual([]);
    await log.focus();
    for (const key of ['Home', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.getByTestId('slice').filter({ hasText: new RegExp(` ${first + 1}/`) }).waitFor();
    await page.getByRole('link', { name: 'Readings', exact: true }).click();

    await page.getByRole('button', { name: 'Make consensus' }).click();
    await page.getByTestId('consensus').filter({ hasText: '0 of 2 slices settled' }).waitFor();
    await page.getByRole('link', { name: 'Adjudicate' }).click();
    await bar.filter({ hasText: `Consensus of Ada, ${me}` }).waitFor();
    await bar.filter({ hasText: `${report.differences[0]!.voxels.toLocaleString('en')} voxels differ in this slice` }).waitFor();
    await page.keyboard.press('j');
    await page.getByTestId('slice').filter({ hasText: new RegExp(` ${last + 1}/`) }).waitFor();
    await drawThrough(page, [[30, 30], [60, 60]]);
    await page.keyboard.press('Space');
    await awaitSaved(page);
    const consensus = (await host().client.agreement.cases())[0]!.consensus!;
    await expect.poll(async () => (await host().client.agreement.cases())[0]!.consensus).toMatchObject({ edited: true, completeSlices: [last] });
    expect((await host().client.labels.history({ labelmapId: consensus.labelmapId })).map(({ annotator }) => annotator)).toEqual(['consensus: readers', me]);
    await expect(host().client.agreement.makeConsensus({ caseId: info!.id })).rejects.toMatchObject({ code: 'conflict' });
    expect(await seriousFaults(page)).toEqual([]);
    await bar.getByRole('link', { name: 'Back to my labels' }).click();
    await bar.waitFor({ state: 'detached' });
  });
});
