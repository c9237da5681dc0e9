import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openCase, picture } from '../browser/annotate-page.ts';
import { pictureOf } from '../browser/picture.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { writeNifti } from '../src-main/tiny-nifti.ts';

/** Voxels of 0.8 × 0.8 × 3 mm; a bright block of 40 × 25 voxels: 32 × 20 mm. */
const spacing = [0.8, 0.8, 3] as const;
const inBlock = (i: number, j: number): boolean => i >= 20 && i < 60 && j >= 30 && j < 55;
/** The block, and as high a strip of dark voxels beside it. */
const inLabel = (i: number, j: number): boolean => i >= 20 && i < 80 && j >= 30 && j < 55;
const slicesOf: Readonly<Record<string, number>> = { 'scan-1': 12, 'scan-2': 6, 'scan-3': 9, 'ct-4': 5 };

async function phantoms(host: ServedHost, folder: string): Promise<void> {
  await host.client.project.create({ folder: path.join(folder, 'project'), name: 'Study' });
  for (const [name, slices] of Object.entries(slicesOf)) {
    const folderOf = path.join(folder, name.startsWith('ct') ? 'ct' : 'mr');
    writeNifti(path.join(folderOf, `${name}.nii.gz`), { size: [100, 80, slices], spacing, voxel: (i, j) => (inBlock(i, j) ? 1000 : 0) });
  }
  const labels = path.join(folder, 'labels');
  writeNifti(path.join(labels, 'scan-2.nii.gz'), { size: [100, 80, 6], spacing, type: 'uint8', voxel: (i, j) => (inLabel(i, j) ? 7 : 0) });
  await host.run(host.client.cases.import({ paths: [path.join(folder, 'mr')], labels, modality: 'mr' }));
  await host.run(host.client.cases.import({ paths: [path.join(folder, 'ct')], modality: 'ct' }));
}

/** Where the block lies on the screen, by the pixels: from dark to bright halfway between the voxels' values. */
async function blockOnScreen(page: Page): Promise<{ left: number; right: number; top: number; bottom: number }> {
  const box = (await picture(page).boundingBox())!;
  const drawn = await pictureOf(picture(page));
  const [white, black] = [drawn.at(Math.round(drawn.width / 2), Math.round(drawn.height / 2))[0], drawn.at(Math.round(drawn.width / 2), 60)[0]];
  expect(white - black).toBeGreaterThan(100);
  const bright = (x: number, y: number): boolean => drawn.at(x, y)[0] > (white + black) / 2;
  const [middleX, middleY] = [Math.round(drawn.width / 2), Math.round(drawn.height / 2)];
  let [left, right, top, bottom] = [middleX, middleX, middleY, middleY];
  while (bright(left - 1, middleY)) left -= 1;
  while (bright(right, middleY)) right += 1;
  while (bright(middleX, top - 1)) top -= 1;
  while (bright(middleX, bottom)) bottom += 1;
  return { left: box.x + left, right: box.x + right, top: box.y + top, bottom: box.y + bottom };
}

const measured = (page: Page): Locator => page.getByTestId('measured');
const mmIn = async (one: Locator): Promise<number> => Number(/([\d.]+) mm(?!²)/.exec((await one.textContent())!)![1]);
async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 5 });
  await page.mouse.up();
}

inBrowser('measuring', () => {
  it('tells a known length, lets its end be dragged, keeps it, and measures labels and what lies within an ellipse', async () => {
    const { page, host } = await windowForTest({ before: phantoms });
    await openCase(page, { name: 'scan-1' });
    const { left, right, top, bottom } = await blockOnScreen(page);
    // The display is as wide as high, so that both sides say the same scale.
    const pixelsPerMm = (right - left) / 32;
    expect((bottom - top) / 20 / pixelsPerMm).toBeCloseTo(1, 1);
    const middle = (top + bottom) / 2;

    await page.getByText('Measure', { exact: true }).first().click();
    await page.getByText('No measurements on this case yet.').waitFor();
    await page.keyboard.press('m');
    await drag(page, [left, middle], [right, middle]);
    await expect.poll(() => mmIn(measured(page))).toBeCloseTo(32, 0);
    const listed = async () => host().client.measurements.list({ caseId: (await host().client.cases.list()).find(({ name }) => name === 'scan-1')!.id });
    await expect.poll(async () => (await listed()).map(({ kind, unit }) => [kind, unit])).toEqual([['distance', 'mm']]);
    const [first] = await listed();
    expect(Math.abs(first!.value! - 32)).toBeLessThan(0.4);

    // Its right end, 12 mm down: the hypotenuse.
    await drag(page, [right, middle], [right, middle + 12 * pixelsPerMm]);
    await expect.poll(async () => (await listed())[0]!.value!).toBeGreaterThan(33.5);
    expect(Math.abs((await listed())[0]!.value! - Math.hypot(32, 12))).toBeLessThan(0.4);
    await expect.poll(() => mmIn(measured(page))).toBeCloseTo(Math.hypot(32, 12), 0);

    // On the slice beside it is dimmed, and further away it is not shown.
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => measured(page).getAttribute('class')).toMatch(/near/);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => measured(page).count()).toBe(0);

    // Half bright, half dark: of two values that are as frequent the mean lies between, and the deviation is 500.
    await page.keyboard.press('Home');
    await page.keyboard.press('m');
    await page.keyboard.press('m');
    await drag(page, [right - 50, middle - 60], [right + 50, middle + 60]);
    await expect.poll(async () => (await listed()).length).toBe(2);
    const ellipse = (await listed()).find(({ kind }) => kind === 'ellipse')!;
    expect(ellipse.value! / (Math.PI * (50 / pixelsPerMm) * (60 / pixelsPerMm))).toBeCloseTo(1, 2);
    expect(ellipse.statistics).toMatchObject({ lowest: 0, highest: 1000 });
    expect(Math.abs(ellipse.statistics!.mean - 500)).toBeLessThan(60);
    await expect.poll(() => measured(page).last().textContent()).toMatch(/mm²[\s\S]*±/);

    // Taken away by a key, and back again.
    await page.keyboard.press('Delete');
    await page.getByRole('status').filter({ hasText: 'Measurement removed.' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await host().client.measurements.history({ id: ellipse.id })).map(({ removed }) => removed)).toEqual([false, true, false]);
    await expect.poll(() => page.getByTestId('measurement').count()).toBe(2);

    // A name of its own, and everything is there when the window comes back.
    const row = page.getByTestId('measurement').filter({ hasText: 'Distance 1' });
    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Rename/ }).click();
    await page.getByRole('textbox', { name: /^Rename Distance 1/ }).press('Escape');
    await row.getByRole('button').first().dblclick();
    await page.getByRole('textbox', { name: /^Rename Distance 1/ }).fill('Width');
    await page.keyboard.press('Enter');
    await page.getByTestId('measurement').filter({ hasText: 'Width' }).getByRole('button').first().and(page.locator(':focus')).waitFor();
    await expect.poll(async () => (await listed()).map(({ text }) => text).sort()).toEqual(['', 'Width']);
    await page.reload();
    await page.getByTestId('measurement').filter({ hasText: 'Width' }).getByRole('button').first().click();
    await expect.poll(() => mmIn(measured(page).filter({ hasText: 'Width' }))).toBeCloseTo(Math.hypot(32, 12), 0);

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV…' }).first().click();
    const table = readFileSync(await (await saving).path(), 'utf8').trim().split('\r\n').map((line) => line.split(','));
    expect(table.map((cells) => [cells[0], cells[3], cells[6]])).toEqual([['case', 'kind', 'unit'], ['scan-1', 'distance', 'mm'], ['scan-1', 'ellipse', 'mm2']]);
    const place = table[1]![table[0]!.indexOf('points_lps')]!.split('; ').map((point) => point.split(' ').map(Number));
    expect(Math.hypot(...place[0]!.map((mm, axis) => mm - place[1]![axis]!))).toBeCloseTo((await listed()).find(({ text }) => text === 'Width')!.value!, 6);

    // Its diagonal and its lower side, and what they hold with its right one: an angle and an area of known size.
    const angles = async () => (await listed()).flatMap(({ kind, value, unit }) => (kind === 'angle' || kind === 'polygon' ? [{ kind, value: value!, unit }] : []));
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Angle', exact: true }).click();
    await drag(page, [left, top], [right, bottom]);
    await page.mouse.click(left + 20, bottom);
    await expect.poll(async () => (await angles()).map(({ kind, unit }) => [kind, unit])).toEqual([['angle', 'degrees']]);
    // Away from the lines, which would be taken hold of.
    const [corner, across, up] = [[right + 80, bottom + 100], [right + 80 - 20 * pixelsPerMm, bottom + 100], [right + 80, bottom + 100 - 12 * pixelsPerMm]] as const;
    await page.getByRole('button', { name: 'Area', exact: true }).click();
    for (const place of [corner, across, up]) {
      await page.mouse.click(...place);
      // Two presses in a moment would be a double click.
      await page.waitForTimeout(600);
    }
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await angles()).length).toBe(2);
    const sizeOf = async (kind: string): Promise<number> => (await angles()).find((one) => one.kind === kind)!.value;
    expect(Math.abs(await sizeOf('angle') - (Math.atan2(20, 32) * 180) / Math.PI)).toBeLessThan(0.7);
    expect(Math.abs(await sizeOf('polygon') - (20 * 12) / 2)).toBeLessThan(2);
    await expect.poll(async () => (await measured(page).allTextContents()).join(' ')).toMatch(/3[12](\.\d)?°[\s\S]*1[12]\d(\.\d)? mm²/);

    // 60 × 25 voxels on 6 slices, two thirds of them 1000 and the others 0.
    await openCase(page, { name: 'scan-2' });
    await page.getByRole('button', { name: 'Compute' }).click();
    const size = page.getByTestId('label-size');
    await size.getByText('17.28 ml').or(size.getByText('17.3 ml')).waitFor();
    const told = (await size.innerText()).replaceAll(/\s+/g, ' ');
    const [count, mean] = [60 * 25 * 6, 2000 / 3];
    const deviation = Math.sqrt((count * (2 / 3) * (1000 - mean) ** 2 + count * (1 / 3) * mean ** 2) / (count - 1));
    expect(told).toContain(`Voxels ${count.toLocaleString('en-US')}`);
    expect(told).toContain(`Mean ± SD ${mean.toFixed(0)} ± ${deviation.toFixed(0)}`);
    expect(told).toContain('Median 1,000');
    expect(told).toContain('Minimum … maximum 0 … 1,000');
    const savingSizes = page.waitForEvent('download');
    await page.getByRole('region', { name: 'Label statistics' }).getByRole('button', { name: 'Save as CSV…' }).click();
    const [names, sizes] = readFileSync(await (await savingSizes).path(), 'utf8').trim().split('\r\n').map((line) => line.split(','));
    const of = Object.fromEntries(names!.map((name, column) => [name, sizes![column]!]));
    expect(of).toMatchObject({ case: 'scan-2', value: '7', voxels: String(count), minimum: '0', maximum: '1000', median: '1000' });
    expect(Number(of['volume_ml'])).toBeCloseTo((count * 0.8 * 0.8 * 3) / 1000, 5);
    expect([Number(of['mean']), Number(of['sd'])]).toEqual([expect.closeTo(mean, 6), expect.closeTo(deviation, 6)]);
  });
});

inBrowser('the table of cases', () => {
  it('is ordered and filtered, keys go through what it shows, and a note stays with its case', async () => {
    const { page } = await windowForTest({ before: phantoms });
    const names = async (): Promise<string[]> => {
      const rows = await page.getByRole('row').allInnerTexts();
      return rows.flatMap((text) => /(?:scan|ct)-\d/.exec(text)?.[0] ?? []);
    };
    const header = page.getByRole('columnheader', { name: 'Size' });
    await expect.poll(names).toEqual(['ct-4', 'scan-1', 'scan-2', 'scan-3']);
    // Each with a small picture: the bright block in the dark, and not one colour.
    const small = page.getByRole('row').filter({ hasText: 'scan-1' }).locator('img');
    await small.waitFor();
    const seen = await pictureOf(small);
    const greys = Array.from({ length: seen.width * seen.height }, (_, at) => seen.at(at % seen.width, Math.floor(at / seen.width))[0]);
    for (const isSo of [(grey: number) => grey > 200, (grey: number) => grey < 30]) expect(greys.filter(isSo).length).toBeGreaterThan(0.05 * greys.length);
    const find = page.getByRole('textbox', { name: 'Name, patient or note' });
    await find.fill('AN-2');
    await expect.poll(names).toEqual(['scan-2']);
    await find.fill('nobody');
    await expect.poll(names).toEqual([]);
    await find.fill('');
    await expect.poll(names).toEqual(['ct-4', 'scan-1', 'scan-2', 'scan-3']);
    await header.getByRole('button').click();
    await expect.poll(names).toEqual(['scan-1', 'scan-3', 'scan-2', 'ct-4']);
    await page.getByRole('button', { name: /^MR/ }).click();
    await expect.poll(names).toEqual(['scan-1', 'scan-3', 'scan-2']);

    await page.getByRole('row').filter({ hasText: 'scan-1' }).click();
    for (const [key, name, place] of [
      ['PageDown', 'scan-3', '2/3'], ['PageDown', 'scan-2', '3/3'], ['PageDown', 'scan-2', '3/3'], ['PageUp', 'scan-3', '2/3'],
    ] as const) {
      await page.getByTestId('saving').waitFor();
      await page.keyboard.press(key);
      await page.getByLabel(`Image ${name}`).waitFor();
      await page.getByText(`Case ${place}`).waitFor();
    }

    await page.keyboard.press('Shift+N');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Motion on the left.\nAsk for another scan.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByTestId('note').getByText('Motion on the left.').waitFor();
    await page.reload();
    await page.getByTestId('note').getByText('Motion on the left.').waitFor();

    await page.getByRole('link', { name: 'Cases', exact: true }).click();
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending');
    await expect.poll(names).toEqual(['scan-1', 'scan-3', 'scan-2', 'ct-4']);
    await page.getByRole('button', { name: /^Has a note/ }).click();
    await expect.poll(names).toEqual(['scan-3']);
    await page.getByRole('button', { name: 'Edit the note on scan-3' }).click();
    await expect.poll(() => dialog.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Motion on the left.\nAsk for another scan.');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^All/ }).click();
    await page.getByRole('button', { name: /^Complete \d/ }).click();
    await expect.poll(names).toEqual(['scan-2']);
  });
});
