import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { awaitSaved, drawThrough, openCase, pictureAlone, shownSlice } from '../browser/annotate-page.ts';
import { choose } from '../browser/fields.ts';
import { colouredPixels, differingPixels, pictureOf } from '../browser/picture.ts';
import { phantomProject, trainedProject } from '../browser/projects.ts';
import { trainEpochs } from '../browser/train-page.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

inBrowser('learning', () => {
  it('is told what is missing, marks slices complete by one key, trains, and watches the curve grow', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(3) });
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Train', exact: true }).and(page.locator(':disabled')).waitFor();
    await page.getByText('What is missing').waitFor();

    const { info } = await host().labelmap('sub-001_organs');
    await openCase(page, info);
    const first = await shownSlice(page);
    await drawThrough(page, [[-60, 0], [60, 0]]);
    await awaitSaved(page);
    await page.keyboard.press('Space');
    await expect.poll(async () => (await host().labelmap(info.name)).completeSlices).toEqual([first]);
    // The next slice is shown, and an empty one is an answer too.
    await expect.poll(() => shownSlice(page)).toBe(first + 1);
    await page.keyboard.press('Space');
    await expect.poll(async () => (await host().labelmap(info.name)).completeSlices).toEqual([first, first + 1]);
    await page.getByTestId('complete-count').filter({ hasText: `2/${info.slices}` }).waitFor();
    await page.keyboard.press('Shift+Space');
    await expect.poll(async () => (await host().labelmap(info.name)).completeSlices.length).toBe(info.slices);

    await trainEpochs(page, 2);
    await page.getByText(/^Epoch 2 of 2/).waitFor({ timeout: 100_000 });
    await page.getByText(/^Training done: /).first().waitFor({ timeout: 60_000 });
    const [model] = await host().client.training.models();
    expect(model!.curve.map(({ epoch }) => epoch)).toEqual([1, 2]);
    // What is drawn as a curve can be read as a table, to as many digits as are shown.
    await page.getByRole('button', { name: 'As a table' }).click();
    for (const { loss } of model!.curve) await page.getByRole('cell', { name: loss.toFixed(3), exact: true }).first().waitFor();
  });

  it('shows how good a model is, figure by figure and case by case, and leads to where it is worst', async () => {
    const { page, host, expectFault } = await windowForTest({ before: trainedProject(6, 6, 1) });
    const [model] = await host().client.training.models();
    const { cases, unit } = await host().client.training.judgement({ id: model!.id });
    expect([cases.length, unit]).toEqual([2, 'mm']);
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    const judged = page.getByRole('region', { name: 'How good it is' });
    await judged.getByText('Judged on 2 patients whom it had not seen (cases: 2).').waitFor();

    // Means and deviations of a sample, taken here from the cases themselves.
    const [label] = model!.judged!.labels;
    const dice = cases.map((one) => one.labels[label!.value]?.dice ?? null).filter((one) => one !== null);
    const mean = dice.reduce((sum, one) => sum + one, 0) / dice.length;
    const sd = Math.sqrt(dice.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (dice.length - 1));
    await judged.getByRole('row').filter({ hasText: /^Dice/ }).getByRole('cell').first()
      .filter({ hasText: dice.length > 1 ? `${mean.toFixed(3)} ± ${sd.toFixed(3)}` : mean.toFixed(3) }).waitFor();

    const meanOf = ({ labels }: (typeof cases)[number]): number => {
      const all = Object.values(labels).flatMap((one) => one.dice ?? []);
      return all.reduce((sum, one) => sum + one, 0) / all.length;
    };
    const worst = [...cases].sort((a, b) => meanOf(a) - meanOf(b));
    const rows = page.getByRole('region', { name: 'Every case, worst first' }).locator('tbody tr');
    await expect.poll(() => rows.locator('th').allInnerTexts()).toEqual(worst.map(({ name }) => name));
    expect(await rows.first().locator('td').nth(1).innerText()).toBe(meanOf(worst[0]!).toFixed(3));

    // Another figure of the same cases.
    await choose(page, 'Figure', 'Volume of the reference (ml)');
    const volume = worst[0]!.labels[label!.value]!.volumeReference!.toFixed(3);
    await rows.first().getByRole('cell').filter({ hasText: volume }).first().waitFor();
    await page.getByRole('img', { name: /^Volume of the reference \(ml\), median of each label: / }).waitFor();

    // What taught it, as it is in the project; what it is called; its card; and what keeps it from being deleted.
    const about = page.getByRole('region', { name: 'This model' });
    const slices = (await host().client.cases.list()).reduce((sum, { completeSlices, name }) => sum + (cases.some((one) => one.name === name) ? 0 : completeSlices), 0);
    await about.getByText(`patients: 4, cases: 4, complete slices: ${slices} of ${slices}`).waitFor();
    await about.locator('summary').getByText('Name and note').click();
    await about.getByLabel('Name', { exact: true }).fill('Organs, round 1');
    await about.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Models' }).getByText('Organs, round 1').waitFor();
    const saving = page.waitForEvent('download');
    await about.getByRole('button', { name: 'Model card' }).click();
    const card = await saving;
    expect(card.suggestedFilename()).toBe('model-card-Organs-round-1.html');
    expect(readFileSync(await card.path(), 'utf8')).toContain(`<h1>Model card: Organs, round 1</h1>`);
    expectFault(/409 \(Conflict\).*\/rpc\/models\/remove/);
    await about.getByRole('button', { name: 'Delete…' }).click();
    await page.getByText('The model Organs, round 1 is in use; make another one active before it is deleted.').first().waitFor();

    const picture = judged.getByRole('listitem').first();
    await picture.locator('img').waitFor();
    expect(colouredPixels(await pictureOf(picture.locator('img')))).toBeGreaterThan(20);
    await picture.getByRole('link').press('Enter');
    await expect.poll(() => page.url()).toContain(worst[0]!.caseId);
    await expect.poll(() => shownSlice(page)).toBe(worst[0]!.worst!.slice);
  });

  it('shows a prediction, accepts a slice and a case of it, and corrects it', async () => {
    const { page, host } = await windowForTest({ before: trainedProject(4, 3) });
    const { info } = await host().labelmap('sub-004_organs');
    await openCase(page, info);
    const bare = await pictureAlone(page);
    await page.getByRole('button', { name: 'Predict this case' }).click();
    await page.getByRole('button', { name: 'Accept slice' }).waitFor({ timeout: 60_000 });
    const slice = await shownSlice(page);
    await expect.poll(async () => differingPixels(await pictureAlone(page), bare)).toBeGreaterThan(100);

    await page.keyboard.press('a');
    await expect.poll(async () => (await host().labelmap(info.name)).voxels.some((label) => label !== 0)).toBe(true);
    const inSlice = await host().labelmap(info.name);
    const predicted = await host().predicted(info.name);
    const [ni, nj] = info.images[0]!.size;
    const shown = (voxels: Uint8Array): Uint8Array => voxels.subarray(ni * nj * slice, ni * nj * (slice + 1));
    expect(info.sliceAxis).toBe(2);
    expect(Buffer.compare(shown(inSlice.voxels), shown(predicted))).toBe(0);
    expect(inSlice.voxels.filter((label) => label !== 0).length).toBe(shown(predicted).filter((label) => label !== 0).length);

    await page.getByRole('button', { name: 'Accept case' }).click();
    await expect.poll(async () => Buffer.compare((await host().labelmap(info.name)).voxels, predicted)).toBe(0);
    // A correction is the person's; what the model said stays as it was.
    const before = await pictureAlone(page);
    await drawThrough(page, [[-150, -100], [-100, -100]], 'left');
    await awaitSaved(page);
    const corrected = (await host().labelmap(info.name)).voxels;
    expect(Buffer.compare(corrected, predicted)).not.toBe(0);
    expect(Buffer.compare(await host().predicted(info.name), predicted)).toBe(0);
    expect(colouredPixels(await pictureAlone(page))).toBeGreaterThan(colouredPixels(before));
    // Three strokes of the pen, as it were: both acceptances are undone like any other.
    for (const left of [predicted, inSlice.voxels]) {
      await page.keyboard.press('Control+z');
      await expect.poll(async () => Buffer.compare((await host().labelmap(info.name)).voxels, left)).toBe(0);
    }
  });
});
