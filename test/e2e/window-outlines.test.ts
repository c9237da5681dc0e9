import { expect, it } from 'vitest';
import { at, awaitSaved, openCase, pointTo, shownSlice, voxelUnderPointer, type Place } from '../browser/annotate-page.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const scan = 'sub-001_organs';
const drawn = (voxels: Uint8Array): number => voxels.filter((label) => label !== 0).length;
const square: readonly Place[] = [[-150, -150], [150, -150], [150, 150], [-150, 150]];

inBrowser('lines drawn by hand', () => {
  it('hold what is inside: lasso and polygon give the same square, the other button takes it away', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    const { info } = await host().labelmap(scan);
    const stored = async (): Promise<Uint8Array> => {
      await awaitSaved(page);
      return (await host().labelmap(scan)).voxels;
    };
    await openCase(page, info);

    await page.keyboard.press('l');
    await pointTo(page, square[0]!);
    await page.mouse.down();
    for (const corner of square.slice(1)) await pointTo(page, corner);
    await page.mouse.up();
    const lasso = await stored();
    await pointTo(page, [0, 0]);
    const middle = await voxelUnderPointer(page, info);
    expect(lasso[at(info, middle)]).toBe(1);
    await pointTo(page, [-100, 100]);
    const within = await voxelUnderPointer(page, info);
    expect(lasso[at(info, within)]).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => drawn(await stored())).toBe(0);

    // Corner by corner, one too many and taken back, closed by a key.
    await page.keyboard.press('p');
    for (const corner of [...square, [-300, 300]] as const) {
      await pointTo(page, corner);
      await page.mouse.down();
      await page.mouse.up();
      // Two presses in a moment would be a double click.
      await page.waitForTimeout(600);
    }
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await expect.poll(async () => Buffer.compare(await stored(), lasso)).toBe(0);

    // Nothing of it is drawn where it is given up.
    await pointTo(page, [0, 0]);
    await page.mouse.down();
    await page.mouse.up();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    expect(Buffer.compare(await stored(), lasso)).toBe(0);

    // Onto the next slice, which is shown then; back and out of it again.
    const here = await shownSlice(page);
    await page.keyboard.press('Control+ArrowDown');
    await expect.poll(() => shownSlice(page)).toBe(here + 1);
    expect(drawn(await stored())).toBe(2 * drawn(lasso));
    await page.keyboard.press('Control+z');
    await expect.poll(async () => drawn(await stored())).toBe(drawn(lasso));
    await page.keyboard.press('Home');
    await page.keyboard.press('z');
    await expect.poll(() => shownSlice(page)).toBe(here);
    await page.keyboard.press('r');

    await page.keyboard.press('l');
    await pointTo(page, [-300, -300]);
    await page.mouse.down({ button: 'right' });
    for (const corner of [[300, -300], [300, 0], [-300, 0]] as const) await pointTo(page, corner);
    await page.mouse.up({ button: 'right' });
    const half = await stored();
    expect(drawn(half)).toBeGreaterThan(0);
    expect(drawn(half)).toBeLessThan(drawn(lasso) * 0.6);
    expect(half[at(info, within)]).toBe(1);
  });
});
