import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { at, awaitSaved, openCase, shownSlice, voxelUnderPointer } from '../browser/annotate-page.ts';
import { colouredPixels, pictureOf } from '../browser/picture.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const scan = 'sub-001_organs';
const planes = ['i', 'j', 'k'] as const;
const view = (page: Page, plane: (typeof planes)[number]) => page.getByTestId(`picture-${plane}`);
const sliceOf = async (page: Page, plane: (typeof planes)[number]): Promise<number> =>
  Number(/slice (\d+) of/.exec((await view(page, plane).getAttribute('aria-label'))!)![1]) - 1;

async function middleOf(page: Page, plane: (typeof planes)[number]): Promise<readonly [number, number]> {
  const box = (await view(page, plane).boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

inBrowser('views of one case', () => {
  it('show three planes through one place, which goes where a person points', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    await page.getByRole('button', { name: 'Three planes' }).click();
    for (const plane of planes) await view(page, plane).waitFor();

    await page.keyboard.press('c');
    const [x, y] = await middleOf(page, 'k');
    await page.mouse.move(x + 20, y - 30, { steps: 3 });
    const voxel = await voxelUnderPointer(page, info);
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(async () => [await sliceOf(page, 'i'), await sliceOf(page, 'j')]).toEqual([voxel[0], voxel[1]]);
    expect(await sliceOf(page, 'k')).toBe(voxel[2]);
    // The lines of the other views cross where it lies: what is read there is the same place.
    const lines = view(page, 'j').locator('[data-crosshair]');
    const [column, row] = [(await lines.nth(2).boundingBox())!, (await lines.nth(0).boundingBox())!];
    await page.mouse.move(column.x, row.y);
    await expect.poll(() => voxelUnderPointer(page, info)).toEqual(voxel);

    // The wheel turns the slices that it is over, and leaves the others.
    await page.mouse.wheel(0, 120);
    await expect.poll(() => sliceOf(page, 'j')).toBe(voxel[1] + 2);
    expect([await sliceOf(page, 'i'), await sliceOf(page, 'k')]).toEqual([voxel[0], voxel[2]]);
  });

  it('are painted in any plane, and show it in all at once', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    await page.keyboard.press('Shift+V');
    for (const plane of planes) await view(page, plane).waitFor();
    const [x, y] = await middleOf(page, 'i');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 8, y, { steps: 3 });
    const voxel = await voxelUnderPointer(page, info);
    await page.mouse.up();
    await awaitSaved(page);
    const { voxels } = await host().labelmap(scan);
    expect(voxels[at(info, voxel)]).toBe(1);
    expect(voxel[0]).toBe(await sliceOf(page, 'i'));
    // A disc across i is a line in the planes across j and k; the keys are about the plane that was painted.
    await page.mouse.move(640, 20);
    for (const plane of planes) await expect.poll(async () => colouredPixels(await pictureOf(view(page, plane)))).toBeGreaterThan(10);
    const before = await sliceOf(page, 'i');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => sliceOf(page, 'i')).toBe(before + 1);
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(() => sliceOf(page, 'i')).toBe(before);

    // One view and back; what a person chose is there after a reload.
    await page.keyboard.press('F11');
    await page.getByTestId('picture').waitFor();
    expect(await shownSlice(page)).toBe(before);
    await page.keyboard.press('F11');
    await view(page, 'j').waitFor();
    // How long the bar is for which length: how far the view is zoomed.
    const scale = async (): Promise<readonly (string | null)[]> => {
      const bar = view(page, 'i').locator('xpath=..').getByTestId('scale');
      return [await bar.innerText(), await bar.locator('i').getAttribute('style')];
    };
    const fitted = await scale();
    for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('+');
    await expect.poll(scale).not.toEqual(fitted);
    await expect.poll(async () => (await host().client.settings.lastPlace())?.zooms?.length).toBe(3);
    const zoomed = await scale();
    await page.reload();
    await view(page, 'j').waitFor();
    await expect.poll(scale).toEqual(zoomed);
    await page.keyboard.press('r');
    await expect.poll(scale).toEqual(fitted);
  });
});
