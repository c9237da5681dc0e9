import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { drawThrough, openCase, pictureAlone, voxelUnderPointer } from '../browser/annotate-page.ts';
import { colouredPixels, pictureOf, type Picture } from '../browser/picture.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { niftiBytes, writeNifti, type TinyNifti } from '../src-main/tiny-nifti.ts';

type Colour = readonly [number, number, number];
/** Letters, marks and the bar lie at the edges. */
const edgePx = 70;

/** How many pixels are so, and the middle of them from the picture's upper left corner. */
function found(picture: Picture, isSo: (colour: Colour) => boolean): { readonly count: number; readonly x: number; readonly y: number } {
  let [count, x, y] = [0, 0, 0];
  for (let row = edgePx; row < picture.height - edgePx; row += 1) {
    for (let column = edgePx; column < picture.width - edgePx; column += 1) {
      if (!isSo(picture.at(column, row))) continue;
      count += 1;
      x += column + 0.5;
      y += row + 0.5;
    }
  }
  return { count, x: x / count, y: y / count };
}
const isBright = ([r, g, b]: Colour): boolean => r > 120 && g > 120 && b > 120;
const isRed = ([r, g, b]: Colour): boolean => r > 120 && g < 60 && b < 60;
const seen = async (page: Page, isSo: (colour: Colour) => boolean): Promise<number> => found(await pictureAlone(page), isSo).count;

async function pointAt(page: Page, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  const box = (await page.getByTestId('picture').boundingBox())!;
  await page.mouse.move(box.x + x - 3, box.y + y);
  await page.mouse.move(box.x + x, box.y + y);
}

// Voxels of 2 × 2 × 4 mm, nothing but one that is bright.
const bright = [20, 30, 14] as const;
const first: TinyNifti = {
  size: [60, 60, 20], spacing: [2, 2, 4],
  voxel: (i, j, k) => (i === bright[0] && j === bright[1] && k === bright[2] ? 1000 : 0),
};
// In the patient around the middle of this voxel: a ball, in an image on a finer grid that is turned by 30° and lies elsewhere.
const middle = [35, 22, 9] as const;
const place = [70, 44, 36] as const;
const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
const columns = [[1.5 * c, 1.5 * s, 0], [-1.5 * s, 1.5 * c, 0], [0, 0, 2]] as const;
const origin = [0, 1, 2].map((n) => place[n]! + [0.4, -0.3, 0.7][n]! - 25 * columns[0][n]! - 24 * columns[1][n]! - 10 * columns[2][n]!);
const second: TinyNifti = {
  size: [50, 50, 20], sform: [[...columns[0]], [...columns[1]], [...columns[2]], origin],
  voxel(i, j, k) {
    const away = [0, 1, 2].map((n) => origin[n]! + i * columns[0][n]! + j * columns[1][n]! + k * columns[2][n]! - place[n]!);
    return Math.hypot(...away) < 8 ? 500 : 0;
  },
};

inBrowser('images of a case', () => {
  it('are shown in colours and slabs, one over the other at their places in the patient, in turn and side by side', async () => {
    const { page, host, expectFault } = await windowForTest({
      async before(given, folder) {
        await given.client.project.create({ folder: path.join(folder, 'project'), name: 'Study' });
        await given.client.labels.add({ value: 1, name: 'Organ', colour: '#56b4e9', code: null, locked: false });
        writeNifti(path.join(folder, 'scans', 'scan_t1.nii'), first);
        writeNifti(path.join(folder, 'scans', 'scan_flair.nii'), second);
        await given.run(given.client.cases.import({ paths: [path.join(folder, 'scans')], roles: ['t1', 'flair'], modality: 'mr' }));
      },
    });
    expectFault(/context lost/i);
    const { info } = await host().labelmap('scan');
    expect(info.images.map(({ role }) => role)).toEqual(['t1', 'flair']);
    await openCase(page, info);
    await page.getByText('Image', { exact: true }).click();
    await page.getByRole('region', { name: 'Window/level' }).waitFor();
    const panel = (name: string) => page.getByRole('region', { name });

    // The bright voxel lies five slices away: a slab that reaches so far shows it, at its place.
    await expect.poll(() => seen(page, isBright)).toBe(0);
    await panel('Thick slab').getByRole('combobox').selectOption('Maximum (MIP)');
    const thickness = panel('Thick slab').getByRole('textbox', { name: 'Thickness' });
    await thickness.fill('36');
    await thickness.press('Enter');
    expect(await seen(page, isBright)).toBe(0);
    await thickness.fill('44');
    await thickness.press('Enter');
    await expect.poll(() => seen(page, isBright)).toBeGreaterThan(20);
    await pointAt(page, found(await pictureAlone(page), isBright));
    await expect.poll(() => page.getByTestId('value').innerText()).toBe('MIP 1,000');
    expect(await voxelUnderPointer(page, info)).toEqual([bright[0], bright[1], middle[2]]);
    await panel('Thick slab').getByRole('combobox').selectOption('Minimum (MinIP)');
    await expect.poll(() => seen(page, isBright)).toBe(0);
    await panel('Thick slab').getByRole('combobox').selectOption('None (one slice)');

    // viridis begins with (68, 1, 84).
    await panel('Window/level').getByRole('combobox', { name: 'Colour map' }).selectOption('Viridis');
    await expect.poll(() => seen(page, ([r, g, b]) => Math.abs(r - 68) < 4 && g < 6 && Math.abs(b - 84) < 4)).toBeGreaterThan(50_000);
    await panel('Window/level').getByRole('combobox', { name: 'Colour map' }).selectOption('Grey');
    await expect.poll(() => seen(page, ([r, g, b]) => r + g + b > 60)).toBe(0);

    // The ball of the second image lies where it is in the patient.
    await panel('Second image').getByRole('combobox', { name: 'Image' }).selectOption('flair');
    await panel('Second image').getByRole('combobox', { name: 'Colour map' }).selectOption('Red');
    await expect.poll(() => seen(page, ([r, g, b]) => r > 100 && g < 60 && b < 60)).toBeGreaterThan(500);
    const ball = found(await pictureAlone(page), ([r, g, b]) => r > 64 && g < 60 && b < 60);
    await pointAt(page, ball);
    await expect.poll(() => voxelUnderPointer(page, info)).toEqual([...middle]);
    expect(await page.getByTestId('second-value').innerText()).toBe('flair: 500');
    // Half opaque over black, and 8 mm from its middle to its edge.
    const { x, y, count } = ball;
    expect(Math.abs((await pictureAlone(page)).at(Math.round(x), Math.round(y))[0] - 128)).toBeLessThan(5);
    const pixelsPerMm2 = count / (Math.PI * 64);
    const scale = (await page.getByTestId('picture').boundingBox())!.height * 0.98 / 120;
    expect(Math.abs(Math.sqrt(pixelsPerMm2) / scale - 1)).toBeLessThan(0.08);
    await pointAt(page, { x, y: y - 55 * scale });
    await expect.poll(() => page.getByTestId('second-value').innerText()).toBe('flair: outside');
    await page.getByRole('combobox', { name: 'Coordinates' }).selectOption('RAS');
    await pointAt(page, ball);
    await expect.poll(() => page.getByTestId('position').innerText()).toBe('RAS 70.0  44.0  36.0');
    await page.getByRole('combobox', { name: 'Coordinates' }).selectOption('LPS');
    await pointAt(page, { x: x + 1, y });
    await expect.poll(() => page.getByTestId('position').innerText()).toBe('LPS -70.0  -44.0  36.0');

    // A tap changes to the other image and back, a held key shows it while it is held.
    await page.getByTestId('picture').focus();
    await page.keyboard.press('q');
    await expect.poll(() => seen(page, ([r]) => r > 240)).toBeGreaterThan(500);
    await page.keyboard.press('q');
    await expect.poll(() => seen(page, ([r]) => r > 240)).toBe(0);
    await page.keyboard.down('q');
    await page.waitForTimeout(600);
    await expect.poll(() => seen(page, ([r]) => r > 240)).toBeGreaterThan(500);
    await page.keyboard.up('q');
    await expect.poll(() => seen(page, ([r]) => r > 240)).toBe(0);

    // Side by side, on the same slice, at the same place and scale, under the same labels.
    await panel('Second image').getByText('Side by side').click();
    const other = page.getByTestId('picture-second');
    await other.waitFor();
    await expect.poll(async () => found(await pictureOf(other), isRed).count).toBeGreaterThan(200);
    expect(await seen(page, isRed)).toBe(0);
    await drawThrough(page, [[-40, 60], [40, 60]]);
    const isLabel = ([r, g, b]: Colour): boolean => b > r + 40 && g > r + 20;
    const stroke = found(await pictureAlone(page), isLabel);
    expect(stroke.count).toBeGreaterThan(500);
    await pointAt(page, { x: 100, y: 100 });
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await expect.poll(async () => Math.abs(found(await pictureAlone(page), isLabel).y - stroke.y)).toBeGreaterThan(20);
    const [left, right] = [found(await pictureAlone(page), isLabel), found(await pictureOf(other), isLabel)];
    expect(Math.hypot(left.x - right.x, left.y - right.y)).toBeLessThan(2);

    // A plane at an angle through the crosshair shows what lies in it, with its labels, and says how it lies.
    await panel('Second image').getByText('Overlaid').click();
    await panel('Oblique plane').getByRole('checkbox').check();
    const oblique = page.getByTestId('picture-oblique');
    const straight = await (async () => {
      await expect.poll(async () => found(await pictureOf(oblique), isLabel).count).toBeGreaterThan(200);
      return found(await pictureOf(oblique), isLabel).count;
    })();
    await panel('Oblique plane').getByRole('slider', { name: 'Tilt' }).fill('90');
    await page.getByText('Oblique, tilt 90°, rotation 0°').waitFor();
    // Across the slice, one line of the stroke is left at most.
    await expect.poll(async () => found(await pictureOf(oblique), isLabel).count).toBeLessThan(straight / 2);
    await page.getByTestId('oblique-line').waitFor({ state: 'attached' });
    // Tilted so, its lower edge lies towards the head. A layout that is asked for is seen in its place.
    expect(await oblique.locator('xpath=..').locator('.bottom').innerText()).toBe('S');
    expect(await page.getByRole('button', { name: 'One view', exact: true }).getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('button', { name: 'One view', exact: true }).click();
    await oblique.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'One view', exact: true }).getAttribute('aria-pressed')).toBe('true');

    // The graphics card may take its pictures away for a moment: that is said, and they come back.
    const drawn = colouredPixels(await pictureAlone(page));
    const told = page.getByText('The graphics card has let go of this view');
    await page.evaluate(`globalThis.taken = [...document.querySelectorAll('[data-testid=picture] canvas')].map((canvas) => canvas.getContext('webgl2').getExtension('WEBGL_lose_context'));
      for (const one of taken) one.loseContext();`);
    await told.waitFor();
    await page.evaluate('for (const one of taken) one.restoreContext();');
    await told.waitFor({ state: 'detached' });
    await expect.poll(async () => colouredPixels(await pictureAlone(page))).toBe(drawn);

    // Nothing is kept of an image that nobody looks at.
    await panel('Second image').getByRole('combobox', { name: 'Image' }).selectOption('None');
    await expect.poll(() => page.getByTestId('image-marks').count()).toBe(0);
    expect(colouredPixels(await pictureAlone(page))).toBeGreaterThan(500);
  });

  it('of several times are gone through one by one, and played; a window is dragged on its histogram', async () => {
    const { page, host } = await windowForTest({
      async before(given, folder) {
        await given.client.project.create({ folder: path.join(folder, 'project'), name: 'Cine' });
        const at = (time: number): TinyNifti => ({ size: [24, 20, 6], spacing: [2, 2, 4], voxel: (i, j) => (i > 8 && i < 16 && j > 6 && j < 14 ? 100 * (time + 1) : 10 * ((i + j) % 3)) });
        const file = path.join(folder, 'scans', 'heart.nii');
        mkdirSync(path.dirname(file), { recursive: true });
        const whole = niftiBytes(at(0));
        const header = new DataView(whole.buffer);
        header.setInt16(40, 4, true);
        header.setInt16(48, 3, true);
        writeFileSync(file, whole);
        for (const time of [1, 2]) appendFileSync(file, niftiBytes(at(time)).subarray(352));
        await given.run(given.client.cases.import({ paths: [file], modality: 'mr' }));
      },
    });
    const { info } = await host().labelmap('heart');
    expect(info.images.map(({ timePoint }) => timePoint)).toEqual([0, 1, 2]);
    await openCase(page, info);
    await page.getByText('Image', { exact: true }).click();
    const greys = page.getByRole('region', { name: 'Window/level' });
    const centre = greys.getByRole('textbox', { name: 'Level' });
    const width = greys.getByRole('textbox', { name: 'Width' });
    for (const [field, value] of [[centre, '200'], [width, '400']] as const) {
      await field.fill(value);
      await field.press('Enter');
    }
    const inTheMiddle = async (): Promise<number> => {
      const picture = await pictureAlone(page);
      return picture.at(Math.round(picture.width / 2), Math.round(picture.height / 2))[0];
    };
    // 100, 200 and 300 in a window from 0 to 400.
    await expect.poll(async () => Math.abs(await inTheMiddle() - 64)).toBeLessThan(4);
    await page.getByTestId('picture').focus();
    await page.keyboard.press('Control+ArrowRight');
    await expect.poll(async () => Math.abs(await inTheMiddle() - 128)).toBeLessThan(4);
    expect(await page.getByTestId('moment').innerText()).toBe('Time point 2/3');
    await page.keyboard.press('Control+ArrowRight');
    await expect.poll(async () => Math.abs(await inTheMiddle() - 191)).toBeLessThan(4);
    await page.keyboard.press('Control+ArrowRight');
    await expect.poll(async () => Math.abs(await inTheMiddle() - 64)).toBeLessThan(4);
    await page.getByRole('button', { name: 'Play' }).click();
    for (const moment of ['Time point 3/3', 'Time point 2/3']) await page.getByTestId('moment').filter({ hasText: moment }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();

    // The middle of the window goes with the pointer, by as much of the values as of the picture.
    const histogram = (await page.getByTestId('histogram').boundingBox())!;
    await page.mouse.move(histogram.x + histogram.width / 2, histogram.y + 20);
    await page.mouse.down();
    await page.mouse.move(histogram.x + histogram.width / 4, histogram.y + 20, { steps: 4 });
    await page.mouse.up();
    expect(Number(await centre.inputValue())).toBeLessThan(185);
    expect(await width.inputValue()).toBe('400');
    await greys.getByRole('slider', { name: 'Upper window limit' }).focus();
    const before = Number(await width.inputValue());
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => Number(await width.inputValue())).toBeLessThan(before);
    await greys.getByRole('combobox', { name: 'Preset' }).selectOption('Full range');
    expect(await greys.getByRole('combobox', { name: 'Preset' }).inputValue()).toBe('Full range');
  });
});
