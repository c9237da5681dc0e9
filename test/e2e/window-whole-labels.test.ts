import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { drawPhantom } from '#shared/example/phantom.ts';
import { awaitSaved, drawThrough, goToSlice, moveCrosshair, openCase, pictureAlone, placesIn, shownSlice, type Place } from '../browser/annotate-page.ts';
import { differingPixels } from '../browser/picture.ts';
import { phantomProject, trainedProject } from '../browser/projects.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { chooseOperation, toldChanges, wholeLabel } from '../browser/whole-label.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { diceOf } from '../shared/regions/painted-volumes.ts';

const scan = 'sub-001_organs';
/** The scan as it was drawn, with what its organs are. */
const phantom = drawPhantom('organs', 1, 0);
const size = phantom.geometry.size;
const at = ([i, j, k]: Vec3): number => i + size[0] * (j + size[1] * k);
const countOf = (voxels: Uint8Array, label: number): number => voxels.filter((one) => one === label).length;

const threeLabels = async (host: ServedHost, folder: string): Promise<void> => {
  await phantomProject(1)(host, folder);
  await host.client.labels.add({ value: 2, name: 'Other', colour: '#56b4e9', code: null, locked: false });
  await host.client.settings.change({ brushRadiusVoxels: 2 });
  await host.client.labels.add({ value: 3, name: 'Around', colour: '#009e73', code: null, locked: false });
};

inBrowser('whole labels', () => {
  it('follow a range of values while it is dragged, grow from seeds as they are drawn, and split into labels of their own', async () => {
    const { page, host } = await windowForTest({ before: threeLabels });
    const { info } = await host().labelmap(scan);
    const stored = async (): Promise<Uint8Array> => {
      await awaitSaved(page);
      return (await host().labelmap(scan)).voxels;
    };
    await openCase(page, info);
    const panel = wholeLabel(page);
    const button = (name: string): Locator => panel.getByRole('button', { name, exact: true });

    // Nothing is pressed but the slider.
    const slider = panel.getByRole('slider', { name: 'From (slider)' });
    await slider.scrollIntoViewIfNeeded();
    const box = (await slider.boundingBox())!;
    const valuesIn = async (): Promise<[number, number]> => [Number(await panel.getByLabel('From', { exact: true }).inputValue()), Number(await panel.getByLabel('To', { exact: true }).inputValue())];
    const inRange = ([lowest, highest]: [number, number]): number => phantom.image.filter((value) => value >= lowest && value <= highest).length;
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 3 });
    const ofRange = (): Promise<void> => expect.poll(async () => (await toldChanges(page)) - inRange(await valuesIn())).toBe(0);
    await ofRange();
    const first = await toldChanges(page);
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2, { steps: 5 });
    await expect.poll(() => toldChanges(page)).toBeLessThan(first);
    await page.mouse.up();
    await ofRange();
    await panel.getByRole('combobox', { name: 'Within' }).selectOption('Current slice');
    const ofSlice = phantom.image.subarray((await shownSlice(page)) * size[0] * size[1]).subarray(0, size[0] * size[1]);
    const [lowest, highest] = await valuesIn();
    await expect.poll(() => toldChanges(page)).toBe(ofSlice.filter((value) => value >= lowest && value <= highest).length);
    await panel.getByRole('combobox', { name: 'Within' }).selectOption('Whole volume');
    await button('Automatic (Otsu)').click();
    await ofRange();
    expect(countOf(await stored(), 0)).toBe(phantom.image.length);
    await button('Discard').click();

    // A little of the organ, and a ring of what lies around.
    await chooseOperation(page, 'Grow from seeds');
    await goToSlice(page, 12);
    const place = await placesIn(page, info);
    const around = (radius: number): Place[] => Array.from({ length: 13 }, (_, step) => place([44 + radius * Math.cos((step * Math.PI) / 6), 35 + radius * Math.sin((step * Math.PI) / 6), 12]));
    await page.keyboard.press('1');
    await drawThrough(page, [place([42, 35, 12]), place([46, 36, 12])]);
    await button('Preview').click();
    await page.getByRole('status').filter({ hasText: 'at least two labels' }).first().waitFor();
    await page.keyboard.press('3');
    await drawThrough(page, around(16));
    await panel.getByRole('combobox', { name: 'Background seeds' }).selectOption('Around');
    await button('Preview').click();
    const before = await toldChanges(page);
    // Another seed, and nothing pressed.
    await page.keyboard.press('1');
    await drawThrough(page, [place([44, 31, 12]), place([44, 39, 12])]);
    await expect.poll(async () => (await page.getByTestId('region-status').innerText()).includes('Changes') && (await toldChanges(page)) !== before).toBe(true);
    const seeds = await stored();
    await button('Apply').click();
    const grown = await stored();
    expect(diceOf(grown, phantom.labels)).toBeGreaterThan(0.7);
    expect(countOf(grown, 3)).toBe(0);
    seeds.forEach((label, voxel) => { if (label === 1) expect(grown[voxel]).toBe(1); });
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Buffer.compare((await host().labelmap(scan)).voxels, seeds)).toBe(0);

    // Two islands of another label: the smaller becomes a label that did not exist.
    await page.keyboard.press('2');
    await drawThrough(page, [place([10, 8, 12]), place([26, 8, 12])]);
    await drawThrough(page, [place([50, 8, 12]), place([54, 8, 12])]);
    const drawn = await stored();
    await chooseOperation(page, 'Split islands into labels');
    await button('Preview').click();
    const smaller = await toldChanges(page);
    expect(Buffer.compare(await stored(), drawn)).toBe(0);
    expect((await host().client.labels.table()).map(({ name }) => name)).toEqual(['Organ', 'Other', 'Around']);
    await button('Apply').click();
    await page.getByRole('region', { name: 'Labels' }).getByText('Other 2').first().waitFor();
    await expect.poll(async () => countOf(await stored(), 2)).toBe(countOf(drawn, 2) - smaller);
    const split = await stored();
    const added = (await host().client.labels.table()).find(({ name }) => name === 'Other 2')!;
    expect(countOf(split, added.index)).toBe(smaller);
    expect([split[at([52, 8, 12])], split[at([18, 8, 12])]]).toEqual([added.index, 2]);
    const { labelmapId } = await host().client.labels.open({ caseId: info.id });
    expect((await host().client.labels.history({ labelmapId })).map(({ tool }) => tool)).toEqual(['brush', 'brush', 'brush', 'seeds', 'revert', 'brush', 'brush', 'split']);
  });

  it('fill an organ by a contour that moves from a bubble, stands still and goes on', async () => {
    const { page, host } = await windowForTest({ before: threeLabels });
    const { info } = await host().labelmap(scan);
    await openCase(page, info);
    const panel = wholeLabel(page);
    const status = page.getByTestId('region-status');
    const button = (name: string): Locator => panel.getByRole('button', { name, exact: true });
    const write = async (name: RegExp, value: string): Promise<void> => {
      await panel.getByRole('textbox', { name }).fill(value);
      await panel.getByRole('textbox', { name }).press('Enter');
    };
    await page.keyboard.press('2');
    await chooseOperation(page, '3D active contour');
    await write(/^From/, '310');
    await write(/^To\b/, '500');
    await write(/^Smoothing \(curvature\)/, '0.5');
    const scanned = await pictureAlone(page);
    await panel.getByLabel('Show the speed image').check();
    await expect.poll(async () => differingPixels(await pictureAlone(page), scanned)).toBeGreaterThan(10_000);
    await panel.getByLabel('Show the speed image').uncheck();
    await expect.poll(async () => differingPixels(await pictureAlone(page), scanned)).toBe(0);

    await button('Start').click();
    await page.getByRole('status').filter({ hasText: 'nowhere to begin' }).first().waitFor();
    await goToSlice(page, 11);
    const place = await placesIn(page, info);
    await moveCrosshair(page, place([21, 20, 11]));
    await write(/^Radius/, '4');
    await button('Add a bubble at the crosshair').click();
    await status.filter({ hasText: 'The contour starts here' }).waitFor();
    await panel.getByRole('button', { name: 'Remove bubble 1' }).waitFor();
    await button('Start').click();
    await status.filter({ hasText: /Iteration [\d,]+:/ }).waitFor();
    await button('Pause').click();
    await status.filter({ hasText: /Paused at iteration/ }).waitFor();
    const iteration = async (): Promise<number> => Number(/iteration ([\d,]+)/i.exec(await status.innerText())![1]!.replaceAll(',', ''));
    const paused = await iteration();
    expect(countOf((await host().labelmap(scan)).voxels, 2)).toBe(0);
    await button('Continue').click();
    await expect.poll(iteration).toBeGreaterThan(paused + 40);
    await button('Pause').click();
    await status.filter({ hasText: /Paused at iteration/ }).waitFor();
    const told = Number(/([\d,]+) voxels/.exec(await status.innerText())![1]!.replaceAll(',', ''));
    await button('Apply').click();
    await awaitSaved(page);
    const { voxels } = await host().labelmap(scan);
    expect(countOf(voxels, 2)).toBe(told);
    expect(diceOf(voxels, phantom.labels, 2)).toBeGreaterThan(0.85);
    const { labelmapId } = await host().client.labels.open({ caseId: info.id });
    expect((await host().client.labels.history({ labelmapId })).map(({ tool }) => tool)).toEqual(['contour']);
  });

  it('become as predicted, one label alone', async () => {
    const { page, host } = await windowForTest({ before: trainedProject(4, 3) });
    const { info } = await host().labelmap('sub-004_organs');
    await openCase(page, info);
    await page.getByRole('button', { name: 'Predict this case' }).click();
    await page.getByRole('button', { name: 'Accept case' }).waitFor({ timeout: 60_000 });
    const predicted = await host().predicted(info.name);
    const table = await host().client.labels.table();
    const place = table.findIndex((label) => countOf(predicted, label.index) > 0);
    const { index, name } = table[place]!;
    const stored = async (): Promise<Uint8Array> => (await host().labelmap(info.name)).voxels;
    await page.getByTestId('picture').focus();
    await page.keyboard.press(String(place + 1));
    await page.getByRole('button', { name: `Accept only ${name} in the whole case` }).click();
    await expect.poll(async () => Buffer.compare(await stored(), predicted.map((label) => (label === index ? index : 0)))).toBe(0);
    await awaitSaved(page);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => countOf(await stored(), 0)).toBe(predicted.length);
    await page.getByRole('button', { name: `Accept only ${name} in this slice` }).click();
    const { sliceAxis, images } = info;
    const [ni, nj] = images[0]!.size;
    const slice = await shownSlice(page);
    const sliceOf = (voxel: number): number => [voxel % ni, Math.floor(voxel / ni) % nj, Math.floor(voxel / (ni * nj))][sliceAxis]!;
    const inSlice = predicted.map((label, voxel) => (label === index && sliceOf(voxel) === slice ? index : 0));
    await expect.poll(async () => Buffer.compare(await stored(), inSlice)).toBe(0);
  });
});
