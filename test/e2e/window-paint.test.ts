import { expect, it } from 'vitest';
import { at, awaitSaved, drawThrough, openCase, picture, pictureAlone, pointTo, shownSlice, voxelUnderPointer } from '../browser/annotate-page.ts';
import { colouredPixels, differingPixels } from '../browser/picture.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const scan = 'sub-001_organs';
const drawn = (voxels: Uint8Array): number => voxels.filter((label) => label !== 0).length;

inBrowser('painting', () => {
  it('draws what the hand draws, undoes and redoes it, and finds all of it again after a reload and a new start', async () => {
    const { page, host, startHostAgain, openAgain, expectFault } = await windowForTest({ before: phantomProject(2) });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    const empty = await pictureAlone(page);
    expect(colouredPixels(empty)).toBe(0);

    await drawThrough(page, [[-80, 0], [80, 0]]);
    await awaitSaved(page);
    await pointTo(page, [0, 0]);
    const voxel = await voxelUnderPointer(page, info);
    expect(voxel[info.sliceAxis]).toBe(await shownSlice(page));
    await page.getByTestId('label').filter({ hasText: 'Organ' }).waitFor();
    const one = (await host().labelmap(scan)).voxels;
    expect(one[at(info, voxel)]).toBe(1);

    await drawThrough(page, [[0, -120], [0, 120]]);
    await awaitSaved(page);
    const both = (await host().labelmap(scan)).voxels;
    expect(drawn(both)).toBeGreaterThan(drawn(one));
    const shown = await pictureAlone(page);
    expect(colouredPixels(shown)).toBeGreaterThan(1000);

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => Buffer.compare((await host().labelmap(scan)).voxels, one)).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => drawn((await host().labelmap(scan)).voxels)).toBe(0);
    expect(colouredPixels(await pictureAlone(page))).toBe(0);
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(async () => Buffer.compare((await host().labelmap(scan)).voxels, both)).toBe(0);

    await page.reload();
    await picture(page).waitFor();
    await expect.poll(async () => differingPixels(await pictureAlone(page), shown)).toBe(0);
    expectFault(/ERR_|40[13]/);
    await host().kill();
    await startHostAgain();
    await openAgain();
    // Where the person was: the same project, the same case, the same slice.
    await page.getByRole('link', { name: 'Annotate', exact: true }).click();
    await picture(page).waitFor();
    expect(Buffer.compare((await host().labelmap(scan)).voxels, both)).toBe(0);
    await expect.poll(async () => differingPixels(await pictureAlone(page), shown)).toBe(0);
  });

  it('erases with the other button, keeps locked labels, and hides all labels while a key is held', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    await drawThrough(page, [[-100, 0], [100, 0]]);
    await awaitSaved(page);
    const before = drawn((await host().labelmap(scan)).voxels);

    await drawThrough(page, [[0, 0], [40, 0]], 'right');
    await awaitSaved(page);
    const erased = drawn((await host().labelmap(scan)).voxels);
    expect(erased).toBeLessThan(before);
    expect(erased).toBeGreaterThan(0);

    await page.getByRole('button', { name: /^Lock Organ/ }).click();
    await page.getByRole('button', { name: /^Unlock Organ/ }).waitFor();
    await drawThrough(page, [[-100, 0], [100, 0]], 'right');
    await awaitSaved(page);
    expect(drawn((await host().labelmap(scan)).voxels)).toBe(erased);

    const labelled = colouredPixels(await pictureAlone(page));
    await page.keyboard.down('h');
    await expect.poll(async () => colouredPixels(await pictureAlone(page))).toBe(0);
    await page.keyboard.up('h');
    await expect.poll(async () => colouredPixels(await pictureAlone(page))).toBe(labelled);
    // An outline colours less than a fill does.
    await page.keyboard.press('o');
    await expect.poll(async () => colouredPixels(await pictureAlone(page))).toBeLessThan(labelled);
  });

  it('shows each of the three planes, letters at its sides, and the value under the pointer', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    const pictures = [];
    for (const plane of ['Axial', 'Coronal', 'Sagittal']) {
      await page.getByRole('button', { name: new RegExp(`^${plane}`) }).click();
      await page.getByTestId('slice').filter({ hasText: plane }).waitFor();
      await pointTo(page, [0, 0]);
      expect(Number((await page.getByTestId('value').innerText()).replaceAll(',', ''))).toBeGreaterThanOrEqual(0);
      const voxel = await voxelUnderPointer(page, info);
      voxel.forEach((index, axis) => expect(index).toBeLessThan(info.images[0]!.size[axis]!));
      pictures.push(await pictureAlone(page));
    }
    expect(differingPixels(pictures[0]!, pictures[1]!)).toBeGreaterThan(5000);
    expect(differingPixels(pictures[1]!, pictures[2]!)).toBeGreaterThan(5000);
  });
});
