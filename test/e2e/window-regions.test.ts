import { expect, it } from 'vitest';
import { awaitSaved, drawThrough, openCase, pictureAlone } from '../browser/annotate-page.ts';
import { colouredPixels } from '../browser/picture.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const scan = 'sub-001_organs';
const drawn = (voxels: Uint8Array): number => voxels.filter((label) => label !== 0).length;

inBrowser('operations on a whole label', () => {
  it('are shown before they apply, are one entry of the history, and follow the rules of painting', async () => {
    const { page, host } = await windowForTest({
      async before(given, folder) {
        await phantomProject(1)(given, folder);
        await given.client.labels.add({ value: 2, name: 'Other', colour: '#56b4e9', code: null, locked: false });
      },
    });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    const panel = page.getByRole('region', { name: 'Whole label' });
    const status = page.getByTestId('region-status');

    // A ring, whose hole is filled.
    await drawThrough(page, [[-220, -220], [220, -220], [220, 220], [-220, 220], [-220, -220]]);
    await awaitSaved(page);
    const ring = (await host().labelmap(scan)).voxels;
    const ringShown = colouredPixels(await pictureAlone(page));
    await panel.getByRole('combobox', { name: 'Whole label' }).selectOption('Fill holes');
    await panel.getByRole('checkbox', { name: 'Slice by slice' }).check();
    await panel.getByRole('button', { name: 'Preview' }).click();
    await status.filter({ hasText: /Changes [\d,]+ voxels/ }).waitFor();
    expect(colouredPixels(await pictureAlone(page))).toBeGreaterThan(ringShown * 1.1);
    expect(Buffer.compare((await host().labelmap(scan)).voxels, ring)).toBe(0);
    await panel.getByRole('button', { name: 'Discard' }).click();
    expect(colouredPixels(await pictureAlone(page))).toBe(ringShown);

    await panel.getByRole('button', { name: 'Preview' }).click();
    await panel.getByRole('button', { name: 'Apply' }).click();
    await awaitSaved(page);
    const told = (await host().labelmap(scan)).voxels;
    expect(drawn(told)).toBeGreaterThan(drawn(ring));
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Buffer.compare((await host().labelmap(scan)).voxels, ring)).toBe(0);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(async () => Buffer.compare((await host().labelmap(scan)).voxels, told)).toBe(0);

    // Nothing is painted over by another label where only empty voxels give way.
    const rules = page.getByRole('region', { name: 'Painting rules' });
    await rules.getByRole('combobox', { name: 'Paint over' }).selectOption('Only empty voxels');
    await page.keyboard.press('2');
    await drawThrough(page, [[-320, 0], [320, 0]]);
    await awaitSaved(page);
    const both = (await host().labelmap(scan)).voxels;
    for (const [voxel, label] of told.entries()) if (label === 1 && both[voxel] !== 1) throw new Error(`voxel ${voxel} was painted over`);
    expect(both.filter((label) => label === 2).length).toBeGreaterThan(0);
  });
});
