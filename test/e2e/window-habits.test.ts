import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousFaults } from '../browser/accessibility.ts';
import { awaitSaved, drawThrough, openCase, picture, pointTo, shownSlice } from '../browser/annotate-page.ts';
import { choose } from '../browser/fields.ts';
import { differingPixels, pictureOf } from '../browser/picture.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const scan = 'sub-001_organs';
const drawn = (voxels: Uint8Array): number => voxels.filter((label) => label !== 0).length;
const here = (page: Page): Locator => page.locator(':focus');

/** By the palette, as a person does who knows only what it is called. */
async function say(page: Page, typed: string, found: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox').and(here(page));
  await field.fill(typed);
  await page.getByRole('option', { selected: true }).filter({ hasText: found }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

inBrowser('habits of good software', () => {
  it('every command is found by its name on every page and in both languages, and what cannot be done says why', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(2) });
    await page.getByRole('row').filter({ hasText: scan }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').and(here(page)).fill('undo');
    const undo = page.getByRole('option').filter({ hasText: 'Undo' }).first();
    await undo.filter({ hasText: 'Open a case first.' }).waitFor();
    expect(await undo.getAttribute('aria-disabled')).toBe('true');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    // A case by its name leads to it.
    await say(page, '002', /^\s*sub-002_organs/);
    await page.getByLabel('Image sub-002_organs').waitFor();
    await say(page, scan, scan);
    await page.getByLabel(`Image ${scan}`).waitFor();
    await drawThrough(page, [[-80, -60], [80, -60]]);
    await awaitSaved(page);
    expect(drawn((await host().labelmap(scan)).voxels)).toBeGreaterThan(0);

    await say(page, '简体', '简体中文');
    await page.locator('html[lang=zh-CN]').waitFor();
    await say(page, '撤销', '撤销');
    await expect.poll(async () => drawn((await host().labelmap(scan)).voxels)).toBe(0);
    // The other language's name leads there as well.
    await say(page, 'redo', '重做');
    await expect.poll(async () => drawn((await host().labelmap(scan)).voxels)).toBeGreaterThan(0);
  });

  it('a key that was changed works, is told on the button, asks before it is taken from another, and stays after a reload', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    await openCase(page, { name: scan });
    const dialog = page.getByRole('dialog');
    const line = (command: string) => dialog.locator(`[data-command="${command}"]`);
    const pressed = (tool: string): Promise<string | null> => page.getByRole('button', { name: tool, exact: true }).getAttribute('aria-pressed');

    await page.keyboard.press('?');
    await line('tool.eraser').click();
    await dialog.getByText('Press the new key…').waitFor();
    await page.keyboard.press('b');
    await dialog.getByText('B is already used for “Brush”. Use it here instead?').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await line('tool.eraser').filter({ hasText: /^Eraser\s*B$/ }).and(here(page)).waitFor();
    await line('tool.brush').filter({ hasText: /^Brush$/ }).press('Enter');
    await page.keyboard.press('y');
    await line('tool.brush').filter({ hasText: /^Brush\s*Y$/ }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await picture(page).focus();
    await page.keyboard.press('b');
    await expect.poll(() => pressed('Eraser')).toBe('true');
    await expect.poll(async () => (await host().client.settings.get()).keys).toEqual({ 'tool.eraser': ['B'], 'tool.brush': ['Y'] });
    await page.reload();
    await picture(page).waitFor();
    await picture(page).focus();
    await page.keyboard.press('y');
    await expect.poll(() => pressed('Brush')).toBe('true');
    await expect.poll(() => page.getByRole('button', { name: 'Brush', exact: true }).getAttribute('title')).toBe('Brush (Y)');

    await page.keyboard.press('?');
    await dialog.getByRole('button', { name: 'Reset all keys' }).click();
    await line('tool.brush').filter({ hasText: /^Brush\s*B$/ }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await picture(page).focus();
    await page.keyboard.press('e');
    await expect.poll(() => pressed('Eraser')).toBe('true');
  });

  it('the right button erases, or zooms as in 3D Slicer, where its click opens the menu', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    await openCase(page, { name: scan });
    const menu = page.getByRole('menu');
    await drawThrough(page, [[-80, -60], [80, -60]]);
    await awaitSaved(page);
    const before = drawn((await host().labelmap(scan)).voxels);
    await drawThrough(page, [[0, -60], [20, -60]], 'right');
    await awaitSaved(page);
    const kept = drawn((await host().labelmap(scan)).voxels);
    expect(kept).toBeLessThan(before);
    expect(await menu.count()).toBe(0);

    await page.keyboard.press('Control+,');
    await choose(page, 'Mouse', 'As in 3D Slicer');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.mouse.move(640, 20);
    const far = await pictureOf(picture(page));
    await drawThrough(page, [[0, 0], [0, -120]], 'right');
    await page.mouse.move(640, 20);
    expect(differingPixels(await pictureOf(picture(page)), far)).toBeGreaterThan(1000);
    expect(await menu.count()).toBe(0);
    expect(drawn((await host().labelmap(scan)).voxels)).toBe(kept);

    // A click drags nothing; the menu is about what lies there, and Escape leads back to the picture.
    await pointTo(page, [0, 0]);
    await page.mouse.down({ button: 'right' });
    await page.mouse.up({ button: 'right' });
    await menu.getByRole('menuitem', { name: /^Move all views here/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await picture(page).and(here(page)).waitFor();
  });

  it('a key opens the menu of a picture, of a case and of 3D', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    await openCase(page, { name: scan });
    const menu = page.getByRole('menu');
    await picture(page).focus();
    const slice = await shownSlice(page);
    await page.keyboard.press('Shift+F10');
    await menu.getByRole('menuitem').first().and(here(page)).waitFor();
    const complete = menu.getByRole('menuitem', { name: /^Mark the slice complete/ });
    for (let pressed = 0; pressed < 12 && await complete.and(here(page)).count() === 0; pressed += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await host().labelmap(scan)).completeSlices).toEqual([slice]);

    // On a case as well.
    await page.keyboard.press('Alt+1');
    await page.getByRole('grid').focus();
    await page.keyboard.press('ContextMenu');
    await menu.getByRole('menuitem', { name: /^Open/ }).and(here(page)).waitFor();
    await menu.getByRole('menuitem', { name: /^Predict/ }).filter({ hasText: 'Train a model first.' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel(`Image ${scan}`).waitFor();

    // In 3D, where the right button zooms when it is dragged, by its click too.
    await page.getByRole('button', { name: '3D alone' }).click();
    const volume = page.getByTestId('picture-3d');
    await volume.focus();
    await page.keyboard.press('ContextMenu');
    await menu.getByRole('menuitem', { name: /^Show the image as a volume/ }).click();
    await volume.and(here(page)).waitFor();
    await volume.click({ button: 'right' });
    await menu.getByRole('menuitem', { name: /^From the left/ }).waitFor();
    await menu.getByRole('menuitem', { name: /^Hide the volume/ }).waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
  });

  it('the first steps tick themselves off, and the next window begins where this one was', async () => {
    const { page, host, startHostAgain, openAgain, expectFault } = await windowForTest({ before: phantomProject(1) });
    await page.getByRole('row').filter({ hasText: scan }).waitFor();
    await say(page, 'first steps', 'Show or hide the first steps');
    const guide = page.getByRole('region', { name: 'First steps' });
    await guide.getByText('0 of 7').waitFor();
    await openCase(page, { name: scan });
    await picture(page).focus();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowDown');
    await guide.getByText('Choose a label:').waitFor();
    await drawThrough(page, [[-80, -60], [80, -60]]);
    // Who has painted has chosen a label.
    await guide.getByText('3 of 7').waitFor();
    await page.keyboard.press('Space');
    await guide.getByText('Train a model:').waitFor();
    await guide.getByRole('button', { name: 'All steps' }).click();
    await guide.getByRole('listitem').nth(6).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await guide.getByRole('button', { name: /^Close the first steps/ }).click();
    await guide.waitFor({ state: 'detached' });
    await expect.poll(async () => (await host().client.settings.get()).guide).toEqual({ shown: false, done: ['look', 'label', 'paint', 'complete'] });

    await picture(page).focus();
    await page.keyboard.press('l');
    await page.keyboard.press('Shift+M');
    const slice = await shownSlice(page);
    await expect.poll(async () => await host().client.settings.lastPlace()).toMatchObject({
      sliceIndex: slice, tool: 'lasso', label: 1, page: 'annotate', choices: { slab: { projection: 'max' } }, windows: [{ imageId: (await host().labelmap(scan)).info.images[0]!.id }],
    });
    expectFault(/ERR_|40[13]/);
    await host().kill();
    await startHostAgain();
    await openAgain();
    await page.getByLabel(`Image ${scan}`).waitFor();
    expect(await shownSlice(page)).toBe(slice);
    await expect.poll(() => page.getByRole('button', { name: 'Lasso', exact: true }).getAttribute('aria-pressed')).toBe('true');
    await page.getByTestId('image-marks').filter({ hasText: 'Maximum' }).waitFor();
    expect(await guide.count()).toBe(0);
    await page.getByRole('button', { name: /^Project: / }).click();
    await page.getByText('First steps', { exact: true }).click();
    await guide.getByText('4 of 7').waitFor();
  });
});
