import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { awaitSaved, drawThrough, openCase, pictureAlone, shownSlice } from '../browser/annotate-page.ts';
import { colouredPixels, differingPixels } from '../browser/picture.ts';
import { phantomProject, trainedProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

async function trainEpochs(page: Page, epochs: number): Promise<void> {
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByText('Epochs', { exact: true }).click();
  await page.getByLabel('Epochs, however long they take').fill(String(epochs));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
}

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
    await page.getByText(/^Epoch 2 of 2/).waitFor({ timeout: 60_000 });
    await page.getByText(/^Training done: /).first().waitFor({ timeout: 60_000 });
    const [model] = await host().client.training.models();
    expect(model!.curve.map(({ epoch }) => epoch)).toEqual([1, 2]);
    // What is drawn as a curve can be read as a table, to as many digits as are shown.
    await page.getByRole('button', { name: 'As a table' }).click();
    for (const { loss } of model!.curve) await page.getByRole('cell', { name: loss.toFixed(3), exact: true }).first().waitFor();
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
