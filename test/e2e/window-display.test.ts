import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { awaitSaved, drawThrough, goToSlice, openCase, picture, pictureAlone, placesIn, pointTo, shownSlice } from '../browser/annotate-page.ts';
import { choose } from '../browser/fields.ts';
import { pictureOf, type Picture } from '../browser/picture.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { writeNifti } from '../src-main/tiny-nifti.ts';

/** Hounsfield units: of the patient's left half, of the right one (i counts to the right), and of a bar that is in one slice alone. */
const [onTheLeft, onTheRight, bar] = [-200, 100, 700];
const size: Vec3 = [40, 40, 11];
const value = (i: number, j: number, k: number): number => (k === 5 && j >= 28 && j < 34 ? bar : i < 20 ? onTheLeft : onTheRight);
const [left, right, inBar]: readonly Vec3[] = [[8, 16, 5], [32, 16, 5], [12, 31, 5]] as const;

async function halves(host: ServedHost, folder: string): Promise<void> {
  await host.client.project.create({ folder: path.join(folder, 'project'), name: 'Display' });
  await host.client.labels.add({ value: 1, name: 'Organ', colour: '#56b4e9', code: null, locked: false });
  await host.client.settings.change({ brushRadiusVoxels: 2 });
  const scan = writeNifti(path.join(folder, 'halves.nii'), { size, spacing: [1, 1, 3], voxel: value });
  await host.run(host.client.cases.import({ paths: [scan], modality: 'ct' }));
}

/** From black to white over the width. */
const greyOf = (one: number, centre: number, width: number): number => 255 * Math.min(1, Math.max(0, (one - centre) / width + 0.5));
/** Without what is written at the edges. */
const inside = ({ width, height }: Picture): [number, number][] => {
  const places: [number, number][] = [];
  for (let y = 80; y < height - 80; y += 7) for (let x = 80; x < width - 80; x += 7) places.push([x, y]);
  return places;
};
const lettersOf = async (page: Page): Promise<string[]> => {
  const frame = picture(page).locator('xpath=..');
  return Promise.all(['.left', '.right', '.top', '.bottom'].map((side) => frame.locator(`.letter${side}`).innerText()));
};

inBrowser('how an image is shown', () => {
  it('is as a person sets it: sides, window, slab, blending, crosshair; and what is read under the cursor is in Hounsfield units', async () => {
    const { page, host } = await windowForTest({ before: halves });
    const { info } = await host().labelmap('halves');
    await openCase(page, info);
    await goToSlice(page, 5);
    const place = await placesIn(page, info);
    await page.getByRole('complementary', { name: 'Panel' }).getByText('Image', { exact: true }).click();
    const panel = page.getByRole('region', { name: 'Window/level' });
    const [centre, width] = [panel.getByRole('textbox', { name: 'Level' }), panel.getByRole('textbox', { name: 'Width' })];
    const greyAt = async (voxel: Vec3): Promise<number> => {
      const shown = await pictureAlone(page);
      const [x, y] = place(voxel);
      return shown.at(Math.round(shown.width / 2 + x), Math.round(shown.height / 2 + y))[0];
    };
    const expectGreys = async (voxels: readonly (readonly [Vec3, number])[], middle: number, wide: number): Promise<void> => {
      for (const [voxel, one] of voxels) await expect.poll(async () => Math.abs(await greyAt(voxel) - greyOf(one, middle, wide)), { message: `${one} in ${wide} around ${middle}` }).toBeLessThan(2.5);
    };
    const all = [[left, onTheLeft], [right, onTheRight], [inBar, bar]] as const;
    for (const [field, one] of [[centre, '0'], [width, '2000']] as const) {
      await field.fill(one);
      await field.press('Enter');
    }
    await expectGreys(all, 0, 2000);

    // What is under the cursor, with its unit and its label.
    for (const [voxel, one] of all) {
      await pointTo(page, place(voxel));
      await expect.poll(() => page.getByTestId('value').innerText()).toBe(`${one} HU`);
    }

    // Dragged with the tool: down and to the right, by shares of the width.
    await picture(page).focus();
    await page.keyboard.press('w');
    await drawThrough(page, [[0, 0], [0, 60]]);
    await expect.poll(() => centre.inputValue()).toBe(String(-60 * 2000 / 300));
    await expectGreys(all, -400, 2000);
    await drawThrough(page, [[0, 0], [-100, 0]]);
    const narrow = 2000 * Math.exp(-100 / 200);
    await expect.poll(async () => Number(await width.inputValue())).toBeCloseTo(narrow, -0.5);
    await expectGreys(all, -400, narrow);

    // Windows for CT, as radiologists know them.
    for (const [name, level, wide] of [['CT: lung', -600, 1500], ['CT: brain', 40, 80], ['CT: abdomen', 50, 400], ['CT: bone', 400, 1800]] as const) {
      await panel.getByRole('combobox', { name: 'Preset' }).selectOption(name);
      await expect.poll(async () => [Number(await centre.inputValue()), Number(await width.inputValue())]).toEqual([level, wide]);
      await expectGreys(all, level, wide);
    }

    // Of three slices the mean: the bar is in one of them.
    const slab = page.getByRole('region', { name: 'Thick slab' });
    await slab.getByRole('combobox').selectOption('Mean');
    await slab.getByRole('textbox', { name: 'Thickness' }).fill('9');
    await slab.getByRole('textbox', { name: 'Thickness' }).press('Enter');
    await slab.getByText('3 slices in this plane').waitFor();
    await expectGreys([[right, onTheRight], [inBar, (bar + 2 * onTheLeft) / 3]], 400, 1800);
    await pointTo(page, place(inBar));
    await expect.poll(() => page.getByTestId('value').innerText()).toBe('mean 100 HU');
    await slab.getByRole('combobox').selectOption('None (one slice)');

    // Between two voxels: blended, or as they are.
    const between = async (): Promise<number> => {
      const shown = await pictureAlone(page);
      const row = Math.round(shown.height / 2 + place(left)[1]);
      const two = [onTheLeft, onTheRight].map((one) => greyOf(one, 400, 1800));
      return Array.from({ length: shown.width - 160 }, (_, x) => shown.at(80 + x, row)[0]).filter((grey) => grey > two[0]! + 4 && grey < two[1]! - 4).length;
    };
    expect(await between()).toBeGreaterThan(3);
    await panel.getByRole('checkbox', { name: 'Interpolate between voxels' }).uncheck();
    await expect.poll(between).toBe(0);
    await panel.getByRole('checkbox', { name: 'Interpolate between voxels' }).check();

    // The patient's right is on the left, as one sees who stands before them; or on the right.
    expect(await lettersOf(page)).toEqual(['R', 'L', 'A', 'P']);
    const facing = await pictureAlone(page);
    await page.keyboard.press('Control+,');
    await choose(page, 'Left and right', 'Neurological: the patient’s right on the right');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => lettersOf(page)).toEqual(['L', 'R', 'A', 'P']);
    const mirrored = await pictureAlone(page);
    const differing = (other: (x: number, y: number) => readonly [number, number, number]): number =>
      inside(facing).filter(([x, y]) => Math.abs(facing.at(x, y)[0] - other(x, y)[0]) > 8).length;
    expect(differing((x, y) => mirrored.at(facing.width - 1 - x, y))).toBe(0);
    expect(differing((x, y) => mirrored.at(x, y))).toBeGreaterThan(200);
    // What is drawn lies where it is seen: right of the middle now, in the patient's right half.
    await page.keyboard.press('b');
    await drawThrough(page, [[120, 0], [140, 0]]);
    await awaitSaved(page);
    const { voxels } = await host().labelmap('halves');
    expect(voxels.includes(1)).toBe(true);
    expect([...voxels.keys()].every((index) => voxels[index] === 0 || index % size[0] >= 20)).toBe(true);

    // Slices that are not complete yet: over those that are, in both directions.
    for (const slice of [4, 5]) {
      await goToSlice(page, slice);
      await page.keyboard.press('Space');
      await page.getByTestId('complete-count').filter({ hasText: `${slice - 3}/11` }).waitFor();
    }
    await goToSlice(page, 3);
    await page.keyboard.press('.');
    await expect.poll(() => shownSlice(page)).toBe(6);
    await page.keyboard.press(',');
    await expect.poll(() => shownSlice(page)).toBe(3);

    // The crosshair of several views goes and comes back; each says where its sides lie.
    await page.getByRole('button', { name: 'Three planes and 3D' }).click();
    const sagittal = page.getByTestId('picture-i');
    await sagittal.waitFor();
    const lines = sagittal.locator('[data-crosshair]');
    const length = await lines.count();
    expect(length).toBeGreaterThan(0);
    await expect.poll(() => lines.first().isVisible()).toBe(true);
    await page.mouse.move(640, 20);
    const crossed = await pictureOf(sagittal);
    await page.keyboard.press('Shift+C');
    await expect.poll(async () => (await lines.count()) > 0 && await lines.first().isVisible()).toBe(false);
    const plain = await pictureOf(sagittal);
    const gone = Array.from({ length: crossed.height - 12 }, (_, y) => y + 6)
      .filter((y) => Array.from({ length: crossed.width - 12 }, (_, x) => x + 6).some((x) => crossed.at(x, y).some((one, channel) => Math.abs(one - plain.at(x, y)[channel]!) > 8)));
    // A line across, which touches few rows, and one down, which touches nearly all.
    expect(gone.length).toBeGreaterThan(0.5 * crossed.height);
    await page.keyboard.press('Shift+C');
    await expect.poll(() => lines.first().isVisible()).toBe(true);
    const sides = sagittal.locator('xpath=..').locator('.letter');
    expect((await sides.allInnerTexts()).toSorted()).toEqual(['A', 'I', 'P', 'S']);
  }, 240_000);
});
