import path from 'node:path';
import { expect, it } from 'vitest';
import { awaitSaved, shownSlice } from '../browser/annotate-page.ts';
import { pressOn, tabTo, typeInto } from '../browser/keys.ts';
import { writeScans } from '../browser/projects.ts';
import type { Labelmap } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

/** Slices along k that hold a label; the made-up scans are taken along it. */
function drawnSlices({ info: { images: [image] }, voxels }: Labelmap): number[] {
  const [ni, nj] = image!.size;
  return [...new Set([...voxels.keys()].filter((at) => voxels[at] !== 0).map((at) => Math.floor(at / (ni * nj))))];
}

inBrowser('keyboard alone', () => {
  it('is enough to make a project, import, draw, mark, train, predict, accept and export', async () => {
    const { page, host, folder } = await windowForTest();
    const { images, labels } = await writeScans(host(), folder, 2, 1);
    const dialog = page.getByRole('dialog');
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await pressOn(page, button('New project…'));
    await dialog.getByRole('textbox', { name: 'Folder on this computer' }).waitFor();
    await typeInto(page, dialog.getByRole('textbox', { name: 'Folder on this computer' }), path.join(folder, 'project'));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });

    await pressOn(page, button('Import…'));
    await typeInto(page, dialog.getByRole('textbox', { name: /^Images: / }), images);
    await typeInto(page, dialog.getByRole('textbox', { name: /^Labels: / }), labels);
    await pressOn(page, dialog.getByRole('button', { name: 'Import', exact: true }));
    await page.getByText('Imported: 2 · already here: 0 · refused: 0').first().waitFor();

    await tabTo(page, page.getByRole('grid'));
    const heading = page.getByRole('columnheader').filter({ hasText: 'Name' });
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(() => heading.getAttribute('aria-sort')).toBe('descending');
    await page.keyboard.press('Enter');
    await expect.poll(() => heading.getAttribute('aria-sort')).toBe('ascending');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel('Image sub-002_organs').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await awaitSaved(page);
    const drawn = (await host().labelmap('sub-002_organs')).voxels;
    expect(drawn.some((label) => label === 1)).toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await host().labelmap('sub-002_organs')).voxels.some((label) => label !== 0)).toBe(false);

    // Corner by corner: half of a square of 11 × 11 voxels, whose corners belong to it or not.
    for (const key of ['p', 'k', 'Enter']) await page.keyboard.press(key);
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowDown');
    for (const key of ['Enter', 'Control+Enter', 'Escape', 'b']) await page.keyboard.press(key);
    await awaitSaved(page);
    const triangle = (await host().labelmap('sub-002_organs')).voxels.filter((label) => label === 1).length;
    expect(triangle).toBeGreaterThanOrEqual(36);
    expect(triangle).toBeLessThanOrEqual(66);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await host().labelmap('sub-002_organs')).voxels.some((label) => label !== 0)).toBe(false);

    // Marking goes on to the next slice, and so does the brush; what is drawn when another case is opened is kept.
    await page.keyboard.press('k');
    await page.keyboard.press('Space');
    const slice = await shownSlice(page);
    await page.keyboard.press('Enter');
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('PageUp');
    await page.getByLabel('Image sub-001_organs').waitFor();
    await expect.poll(async () => drawnSlices(await host().labelmap('sub-002_organs'))).toEqual([slice]);
    await page.keyboard.press('PageDown');
    await page.getByLabel('Image sub-002_organs').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => drawnSlices(await host().labelmap('sub-002_organs'))).toEqual([]);

    // A name that was begun and given up with Escape stays what it was.
    const named = page.locator('.labels li').first().locator('button.name');
    const name = await named.innerText();
    await pressOn(page, named, 'F2');
    await page.keyboard.type('Something else');
    await page.keyboard.press('Escape');
    await named.waitFor();
    expect(await named.innerText()).toBe(name);
    expect((await host().client.labels.table()).map((label) => label.name)).not.toContain('Something else');

    await page.keyboard.press('Alt+3');
    await tabTo(page, page.getByRole('radio', { name: 'Minutes' }));
    await page.keyboard.press('ArrowRight');
    await typeInto(page, page.getByLabel('Epochs, however long they take'), '1');
    await pressOn(page, page.locator('summary').filter({ hasText: /^Network/ }));
    // From the planner's choice to the light network, which learns in seconds.
    await tabTo(page, page.getByRole('radio', { name: /^Automatic/ }));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: /^Light U-Net, 2D/ }).and(page.locator(':checked')).waitFor();
    await pressOn(page, button('Train'));
    await page.getByText(/^Training done: /).first().waitFor({ timeout: 90_000 });

    await page.keyboard.press('Alt+2');
    await page.getByLabel('Image sub-002_organs').waitFor();
    await pressOn(page, button('Predict this case'));
    await button('Accept case').waitFor({ timeout: 60_000 });
    await page.keyboard.press('Shift+A');
    const predicted = await host().predicted('sub-002_organs');
    await expect.poll(async () => Buffer.compare((await host().labelmap('sub-002_organs')).voxels, predicted)).toBe(0);
    await page.keyboard.press('Shift+Space');
    // The prediction stands on slices that were not on screen: nothing is completed unasked.
    await page.getByText(/have not been on screen/).waitFor();
    expect((await host().labelmap('sub-002_organs')).completeSlices).toEqual([]);
    await pressOn(page, page.getByRole('dialog').getByRole('button', { name: 'Mark the whole case complete' }));
    await expect.poll(async () => (await host().labelmap('sub-002_organs')).completeSlices.length).toBeGreaterThan(20);
    await page.keyboard.press('PageUp');
    await page.getByLabel('Image sub-001_organs').waitFor();

    await page.keyboard.press('Alt+5');
    const download = page.waitForEvent('download');
    await pressOn(page, button('Export as ZIP…'));
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
    await page.getByText('Masks written and read back: 2, identical: 2').waitFor();

    await page.keyboard.press('?');
    await dialog.getByText('Ctrl+Z').first().waitFor();
  }, 180_000);
});
