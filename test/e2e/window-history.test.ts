import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousFaults } from '../browser/accessibility.ts';
import { awaitSaved, drawThrough, openCase, picture, pictureAlone, shownSlice, type Place } from '../browser/annotate-page.ts';
import { dropFiles } from '../browser/drop-files.ts';
import { colouredPixels, differingPixels } from '../browser/picture.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const scan = 'sub-001_organs';
const strokes: readonly (readonly Place[])[] = [[[-80, -60], [80, -60]], [[-80, 0], [80, 0]], [[-80, 60], [80, 60]]];
const edits = (page: Page): Locator => page.getByRole('listbox', { name: 'Edits, newest first' }).getByRole('option');
const banner = (page: Page): Locator => page.getByTestId('earlier');

inBrowser('the history of a case', () => {
  it('shows the labels as they were, brings them back, and takes that back too, also after a reload', async () => {
    const { page, host, folder } = await windowForTest({ before: phantomProject(1) });
    const { info } = await host().labelmap(scan);
    const stored = async (): Promise<Uint8Array> => {
      await awaitSaved(page);
      return (await host().labelmap(scan)).voxels;
    };
    const expectStored = (wanted: Uint8Array): Promise<void> => expect.poll(async () => Buffer.compare(await stored(), wanted)).toBe(0);
    await openCase(page, info);
    await page.getByRole('group', { name: 'Panel' }).getByText('History').click();
    await page.getByText('Nothing has been drawn on this case yet.').waitFor();

    // Three strokes; what is stored and what is seen after each.
    const states = [await stored()];
    const seen = [await pictureAlone(page)];
    for (const stroke of strokes) {
      await drawThrough(page, stroke);
      states.push(await stored());
      seen.push(await pictureAlone(page));
    }
    await expect.poll(() => edits(page).count()).toBe(3);
    const here = await shownSlice(page);
    expect(await edits(page).first().innerText()).toContain(`slice ${here + 1} · `);
    expect(await edits(page).allInnerTexts()).toEqual([expect.stringMatching(/^Brush\s+now/), expect.stringMatching(/^Brush/), expect.stringMatching(/^Brush/)]);

    // The state after the first of them: seen, and not to be drawn on.
    await edits(page).last().click();
    await banner(page).getByText('You are viewing the labels as of').waitFor();
    // The line above it makes the picture smaller: what was drawn is told by its colour.
    const [after1, after3] = [colouredPixels(seen[1]!), colouredPixels(seen[3]!)];
    const share = async (): Promise<number> => (colouredPixels(await pictureAlone(page)) - after1) / (after3 - after1);
    await expect.poll(share).toBeLessThan(0.3);
    await drawThrough(page, [[-60, 30], [60, 30]]);
    await page.keyboard.press('Control+z');
    await page.getByText('You are viewing an earlier state of the labels.').first().waitFor();
    // Nor does it take a mask; it would go to the images unasked.
    const mask = path.join(folder, 'mask.nii');
    writeFileSync(mask, 'labels');
    const box = (await picture(page).boundingBox())!;
    await dropFiles(page, [mask], { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) });
    await page.getByText('No labels can be loaded while you view an earlier state.').first().waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await expectStored(states[3]!);
    await page.keyboard.press('Escape');
    await banner(page).waitFor({ state: 'detached' });
    await expect.poll(async () => differingPixels(await pictureAlone(page), seen[3]!)).toBeLessThan(50);

    // By keys alone: to the list, down to the oldest, and back to now.
    await page.getByRole('listbox', { name: 'Edits, newest first' }).focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await banner(page).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Restore this slice' }).click();
    await banner(page).waitFor({ state: 'detached' });
    await expectStored(states[1]!);
    await expect.poll(() => edits(page).first().innerText()).toMatch(/^Restored to /);
    await expect.poll(async () => differingPixels(await pictureAlone(page), seen[1]!)).toBeLessThan(50);

    // Also from within the list.
    await page.getByRole('listbox', { name: 'Edits, newest first' }).focus();
    await page.keyboard.press('Control+z');
    await expectStored(states[3]!);
    await expect.poll(() => edits(page).first().innerText()).toMatch(/^Undo: Restore/);
    expect(await edits(page).nth(1).innerText()).toContain('undone');

    // By the menu of an edit, which need not be looked at first.
    await edits(page).last().click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Restore the case/ }).click();
    await expectStored(states[1]!);
    await page.getByRole('listbox', { name: 'Edits, newest first' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Control+z');
    await expectStored(states[3]!);

    await page.reload();
    await page.getByLabel(`Image ${scan}`).waitFor();
    await expect.poll(() => edits(page).count()).toBe(7);
    for (const state of [2, 1, 0]) {
      await page.keyboard.press('Control+z');
      await expectStored(states[state]!);
    }
    for (const state of [1, 2]) {
      await page.keyboard.press('Control+Shift+z');
      await expectStored(states[state]!);
    }
    await expect.poll(() => edits(page).first().innerText()).toMatch(/^Redo: Brush/);

    // What another window does is listed and shown.
    const { client } = host();
    const { labelmapId } = await client.labels.open({ caseId: info.id });
    const all = (await client.labels.historyPage({ labelmapId })).edits;
    const third = all.toReversed()[2]!.id;
    await client.labels.restore({ labelmapId, edit: third, slices: 'all' });
    await expect.poll(() => edits(page).first().innerText()).toMatch(/^Restored to /);
    await expect.poll(async () => differingPixels(await pictureAlone(page), seen[3]!)).toBeLessThan(50);

    // Of a slice that nobody has drawn on.
    await page.getByLabel(`Only slice ${here + 1}`).check();
    await expect.poll(() => edits(page).count()).toBe(all.length + 1);
    await page.getByTestId('picture').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('No edit has changed this slice.').waitFor();
  });
});
