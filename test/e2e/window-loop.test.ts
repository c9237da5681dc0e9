import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { LoggedEvent, LoggedEvents } from '#shared/contract/log.ts';
import { awaitSaved, drawThrough } from '../browser/annotate-page.ts';
import { trainEpochs } from '../browser/train-page.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { writeBalls } from '../src-main/tiny-nifti.ts';

/** A stroke, and the slice is complete; the next one is shown. */
async function label(page: Page): Promise<void> {
  await drawThrough(page, [[-80, 0], [80, 0]]);
  await awaitSaved(page);
  await page.keyboard.press('Space');
}

/** Not `scan-10` where `scan-1` is meant. */
const imageOf = (name: string): RegExp => new RegExp(`^Image ${name}(?!\\d)`);

inBrowser('the loop', () => {
  it('goes from unlabelled scans to a second model that learnt from what the first one asked for, and the log tells it all', async () => {
    const { page, host, folder } = await windowForTest({
      before: async ({ client }, place) => {
        await client.project.create({ folder: path.join(place, 'project'), name: 'Study' });
        await client.labels.add({ value: 1, name: 'Ball', colour: '#e69f00', code: null, locked: false });
      },
    });
    const { client } = host();

    // Twelve scans that nobody has labelled.
    const { images } = writeBalls(path.join(folder, 'data'), 12);
    await page.getByRole('button', { name: 'Import…' }).first().click();
    await page.getByRole('dialog').getByRole('textbox', { name: /^Images: / }).fill(images);
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('row').filter({ hasText: 'scan-12' }).waitFor();
    expect(await client.cases.list()).toHaveLength(12);

    // Patients who judge finished models are set aside before anything is learnt.
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Draw a test set' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Draw a test set' }).click();
    await expect.poll(async () => (await client.training.testSet()).drawn?.patients.length).toBe(5);
    const aside = new Set((await client.loop.testSlices()).slices.map(({ caseId }) => caseId));
    const pool = (await client.cases.list()).filter(({ id }) => !aside.has(id));
    expect(pool).toHaveLength(7);

    // Two slices of each of four of the others.
    for (const info of pool.slice(0, 4)) {
      await page.getByRole('link', { name: 'Cases', exact: true }).click();
      await page.getByRole('row', { name: new RegExp(`^${info.name} `) }).click();
      await page.getByLabel(imageOf(info.name)).waitFor();
      await label(page);
      await label(page);
      await expect.poll(async () => (await host().labelmap(info.name)).completeSlices.length).toBe(2);
    }

    await trainEpochs(page, 2);
    await page.getByText(/^Training done: /).first().waitFor({ timeout: 100_000 });
    await expect.poll(async () => (await client.queue.state()).total, { timeout: 60_000 }).toBeGreaterThan(5);
    const asked = await client.queue.state();
    const [first] = await client.training.models();
    expect(asked.modelId).toBe(first!.id);

    // Five slices are corrected as they come, of a sixth it is said that it holds nothing; one key each.
    await page.getByRole('link', { name: 'Annotate', exact: true }).click();
    await page.getByTestId('next-slice').click();
    await expect.poll(async () => (await client.queue.state()).given).not.toBeNull();
    const strip = page.getByTestId('queue');
    const done = async (count: number): Promise<void> => {
      await expect.poll(async () => (await client.queue.state()).done).toBe(count);
      await strip.getByTestId('queue-counts').filter({ hasText: `${count} done` }).waitFor();
    };
    const names = new Map(pool.map(({ id, name }) => [String(id), name]));
    for (let count = 1; count <= 6; count += 1) {
      const { caseId, index } = (await client.queue.state()).given!;
      const name = names.get(caseId)!;
      await strip.getByText(`${name}, slice ${index + 1}`, { exact: true }).waitFor();
      await page.getByLabel(imageOf(name)).waitFor();
      await page.getByTestId('slice').filter({ hasText: new RegExp(` ${index + 1}/`) }).waitFor();
      if (count < 6) await label(page);
      else await page.keyboard.press('n');
      await done(count);
    }

    await strip.getByRole('button', { name: 'Stop working through the queue' }).click();
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(async () => (await client.training.models()).length, { timeout: 100_000 }).toBe(2);

    // Both rounds stand in the chart, and what was decided.
    const { rounds } = await client.loop.rounds({});
    expect(rounds.map(({ slices, start }) => [slices, start])).toEqual([[8, 'cold'], [14, 'cold']]);
    expect(rounds.map(({ outcome }) => outcome)).toEqual(['promoted', expect.stringMatching(/promoted|held-back/)]);
    await page.getByText('All rounds', { exact: true }).click();
    const chart = page.getByRole('region', { name: 'Dice over annotation effort' });
    await chart.getByRole('button', { name: 'As a table' }).click();
    for (const { slices } of rounds) await chart.getByRole('cell', { name: String(slices), exact: true }).waitFor();

    // The log tells every step, and proves that nothing was changed behind it.
    await expect.poll(async () => (await client.queue.state()).modelId, { timeout: 60_000 }).toBe((await client.training.models()).find(({ active }) => active)!.id);
    const { result } = await host().run(client.project.verify({}));
    expect(result).toMatchObject({ wrong: [] });
    const told: LoggedEvent[] = [];
    for (let after: number | null = 0; after !== null;) {
      const found: LoggedEvents = await client.project.events({ after });
      told.push(...found.events);
      after = found.next;
    }
    const of = (...kinds: readonly string[]): LoggedEvent[] => told.filter(({ kind }) => kinds.includes(kind));
    expect(['case-added', 'test-set', 'snapshot', 'model', 'queue-filled', 'slice-empty'].map((kind) => of(kind).length)).toEqual([12, 1, 2, 2, 2, 1]);
    expect(of('model-promoted', 'model-held-back').map(({ model }) => model?.id)).toEqual(of('model').map(({ model }) => model?.id));
    // Eight slices, then five that were corrected and one that is empty.
    const drawn = of('edit').filter(({ model }) => model === null);
    expect(drawn.filter(({ what }) => what === 'brush')).toHaveLength(13);
    const completed = of('review').filter(({ what }) => what === 'complete').flatMap((event) => event.slices.map((slice) => `${event.case!.name} ${slice}`));
    expect(new Set(completed).size).toBe(14);
    const who = new Set([...drawn, ...of('case-added', 'test-set', 'model', 'review', 'slice-empty', 'queue-filled', 'model-promoted', 'model-held-back')].map((event) => event.who));
    expect([who.size, who.has(null)]).toEqual([1, false]);
  });
});
