import path from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { combine } from '#shared/regions/combine.ts';
import { fillHoles } from '#shared/regions/fill-holes.ts';
import { finish, type Grid, type Mask, type RegionWork } from '#shared/regions/grid.ts';
import { interpolateSlices } from '#shared/regions/interpolate-slices.ts';
import { islandAt, largestIsland, withoutSmallIslands } from '#shared/regions/islands.ts';
import { grow, hollow, shrink } from '#shared/regions/margin.ts';
import { smoothByMedian } from '#shared/regions/median.ts';
import { close, open } from '#shared/regions/morphology.ts';
import { usualBeta, walkFromSeeds } from '#shared/regions/random-walker.ts';
import { cutOut } from '#shared/regions/region-box.ts';
import { smoothByGaussian, smoothJointly } from '#shared/regions/smooth-labels.ts';
import { boxOfSeeds } from '#shared/regions/working-block.ts';
import { awaitSaved, drawThrough, goToSlice, moveCrosshair, openCase, pictureAlone, placesIn, type Place } from '../browser/annotate-page.ts';
import { differingPixels, pictureOf } from '../browser/picture.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { chooseOperation, toldChanges, wholeLabel } from '../browser/whole-label.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { diceOf } from '../shared/regions/painted-volumes.ts';
import { writeNifti } from '../src-main/tiny-nifti.ts';

const size: Vec3 = [48, 40, 12];
const grid: Grid = { size, spacingMm: [1, 1, 2] };
const at = ([i, j, k]: Vec3): number => i + size[0] * (j + size[1] * k);
const voxelOf = (index: number): Vec3 => [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))];
/** The middle of a bright ball of 9 mm in the dark; both are a little uneven. */
const middle: Vec3 = [22, 20, 6];
const fromMiddleMm = ([i, j, k]: Vec3): number => Math.hypot(i - middle[0], j - middle[1], 2 * (k - middle[2]));
const value = (i: number, j: number, k: number): number => (fromMiddleMm([i, j, k]) <= 9 ? 200 : 50) + ((7 * i + 3 * j + 5 * k) % 11);
const image = Int16Array.from({ length: size[0] * size[1] * size[2] }, (_, index) => value(...voxelOf(index) as [number, number, number]));
const isBall = Uint8Array.from(image, (one) => Number(one >= 150));
const isOf = (labels: Uint8Array, label: number): Mask => labels.map((one) => Number(one === label));
const countOf = (labels: Uint8Array, label: number): number => labels.filter((one) => one === label).length;

async function ballProject(host: ServedHost, folder: string): Promise<void> {
  await host.client.project.create({ folder: path.join(folder, 'project'), name: 'Operations' });
  await host.client.labels.add({ value: 1, name: 'Organ', colour: '#e69f00', code: null, locked: false });
  await host.client.labels.add({ value: 2, name: 'Other', colour: '#56b4e9', code: null, locked: false });
  await host.client.settings.change({ brushRadiusVoxels: 6, brushThrough: true });
  const scan = writeNifti(path.join(folder, 'ball.nii'), { size, spacing: grid.spacingMm, voxel: value });
  await host.run(host.client.cases.import({ paths: [scan], modality: 'mr' }));
}

/** What the operation makes of one label: there the label, elsewhere what was there and is not of it. */
const ofMask = (work: (mask: Mask) => RegionWork<Mask> | Mask) => (labels: Uint8Array): Uint8Array => {
  const made = work(isOf(labels, 1));
  const mask = made instanceof Uint8Array ? made : finish(made);
  return labels.map((present, index) => (mask[index] === 1 ? 1 : present === 1 ? 0 : present));
};
const without = (mask: Mask, island: Mask): Mask => combine(mask, island, 'difference');
const island: Vec3 = [40, 8, middle[2]];

function walked(labels: Uint8Array): Uint8Array {
  const box = boxOfSeeds(labels, grid, 4)!;
  const walk = finish(walkFromSeeds(image, labels, grid, { marginMm: 4, beta: usualBeta(cutOut(image, size, box)) }))!;
  const { first, last } = walk.box;
  return labels.map((present, index) => {
    const [i, j, k] = voxelOf(index);
    if ([i, j, k].some((place, axis) => place < first[axis]! || place > last[axis]!)) return present;
    const inBox = i - first[0] + (last[0] - first[0] + 1) * (j - first[1] + (last[1] - first[1] + 1) * (k - first[2]));
    return walk.labels[inBox] || present;
  });
}

interface Step {
  readonly name: string;
  readonly tool: string;
  readonly numbers?: Readonly<Record<string, string>>;
  readonly choices?: Readonly<Record<string, string>>;
  readonly checked?: string;
  readonly makes: (labels: Uint8Array) => Uint8Array;
}
const steps: readonly Step[] = [
  { name: 'Keep the largest island', tool: 'keep-largest', makes: ofMask((mask) => largestIsland(mask, grid, 26)) },
  { name: 'Keep the island at the crosshair', tool: 'keep-at', makes: ofMask((mask) => islandAt(mask, grid, 26, island)) },
  { name: 'Remove the island at the crosshair', tool: 'remove-at', makes: ofMask((mask) => without(mask, finish(islandAt(mask, grid, 26, island)))) },
  { name: 'Remove small islands', tool: 'remove-small', numbers: { 'Smaller than': '100' }, makes: ofMask((mask) => withoutSmallIslands(mask, grid, 26, { mm3: 100 })) },
  { name: 'Fill holes', tool: 'fill-holes', checked: 'Slice by slice', makes: ofMask((mask) => fillHoles(mask, grid, { slices: 2, largest: null })) },
  { name: 'Grow', tool: 'grow', numbers: { Radius: '1.5' }, makes: ofMask((mask) => grow(mask, grid, 1.5)) },
  { name: 'Shrink', tool: 'shrink', numbers: { Radius: '1.5' }, makes: ofMask((mask) => shrink(mask, grid, 1.5)) },
  { name: 'Hollow out', tool: 'hollow', numbers: { Radius: '1.5' }, choices: { Shell: 'Inside the border' }, makes: ofMask((mask) => hollow(mask, grid, 1.5, 'inside')) },
  { name: 'Smooth: median', tool: 'median', numbers: { Radius: '1' }, makes: ofMask((mask) => smoothByMedian(mask, grid, [1, 1, 1])) },
  { name: 'Smooth: Gaussian', tool: 'gaussian', numbers: { 'Standard deviation': '1.5' }, makes: ofMask((mask) => smoothByGaussian(mask, grid, 1.5)) },
  { name: 'Smooth: all labels together', tool: 'joint', numbers: { 'Standard deviation': '1.5' }, makes: (labels) => finish(smoothJointly(labels, grid, [1, 2], 1.5)) },
  { name: 'Smooth: opening (remove bumps)', tool: 'open', numbers: { Radius: '2.5' }, makes: ofMask((mask) => open(mask, grid, 2.5)) },
  { name: 'Smooth: closing (close gaps)', tool: 'close', numbers: { Radius: '2.5' }, makes: ofMask((mask) => close(mask, grid, 2.5)) },
  { name: 'Combine with another label', tool: 'combine', choices: { Operation: 'Add (union)' }, makes: (labels) => labels.map((one) => (one === 2 ? 1 : one)) },
  { name: 'Combine with another label', tool: 'combine', choices: { Operation: 'Intersect' }, makes: (labels) => labels.map((one) => (one === 1 ? 0 : one)) },
  { name: 'Grow from seeds', tool: 'seeds', numbers: { 'Margin around the seeds': '4' }, choices: { Method: 'Random walker', 'Background seeds': 'No label' }, makes: walked },
];

inBrowser('every operation', () => {
  it('is shown on what was drawn before it applies, makes of it what it makes of the same voxels anywhere, and is taken back', async () => {
    const { page, host } = await windowForTest({ before: ballProject });
    const { client } = host();
    const { info } = await host().labelmap('ball');
    const { labelmapId } = await client.labels.open({ caseId: info.id });
    const stored = async (): Promise<Uint8Array> => {
      await awaitSaved(page);
      return (await host().labelmap('ball')).voxels;
    };
    const tools = async (): Promise<string[]> => (await client.labels.history({ labelmapId })).map(({ tool }) => tool);
    await openCase(page, info);
    await goToSlice(page, middle[2]);
    const place = await placesIn(page, info);
    const brushOf = async (radiusVoxels: number, isThrough: boolean): Promise<void> => {
      await client.settings.change({ brushRadiusVoxels: radiusVoxels, brushThrough: isThrough });
      await page.getByText(`${2 * radiusVoxels} px`, { exact: true }).first().waitFor();
    };

    // A ball, through slices that are 2 mm apart: those nearer than its radius have a smaller and smaller circle.
    await drawThrough(page, [place(middle)]);
    const ball = await stored();
    const away = [0, 1, 2].map((slices) => 2 * slices);
    for (const mm of away) for (const k of [middle[2] - mm / 2, middle[2] + mm / 2]) {
      const area = countOf(ball.subarray(at([0, 0, k]), at([0, 0, k + 1])), 1);
      expect(Math.abs(area / (Math.PI * (36 - mm * mm)) - 1), `slice ${k}`).toBeLessThan(0.12);
    }
    expect(new Set([...ball.keys()].filter((index) => ball[index] === 1).map((index) => voxelOf(index)[2])).size).toBe(5);

    // The eraser under the left button: a hole. Then an island, and another label beside.
    await brushOf(1.5, false);
    await page.keyboard.press('e');
    await drawThrough(page, [place(middle)]);
    const holed = await stored();
    expect(countOf(ball, 1) - countOf(holed, 1)).toBeGreaterThanOrEqual(5);
    expect(holed.every((label, index) => label === ball[index] || (label === 0 && Math.hypot(...voxelOf(index).map((one, axis) => one - middle[axis]!)) < 2.5))).toBe(true);
    await page.keyboard.press('b');
    await drawThrough(page, [place(island), place([42, 9, middle[2]])]);
    await page.keyboard.press('2');
    await drawThrough(page, [place([27, 12, middle[2]]), place([27, 28, middle[2]])]);
    await page.keyboard.press('1');
    await moveCrosshair(page, place(island));
    const start = await stored();
    const shown = await pictureAlone(page);
    const begun = await tools();
    const panel = wholeLabel(page);
    const button = (name: string): Locator => panel.getByRole('button', { name, exact: true });

    for (const { name, tool, numbers = {}, choices = {}, checked, makes } of steps) {
      await chooseOperation(page, name);
      for (const [field, choice] of Object.entries(choices)) await panel.getByRole('combobox', { name: field }).selectOption(choice);
      for (const [field, number] of Object.entries(numbers)) {
        await panel.getByRole('textbox', { name: field }).fill(number);
        await panel.getByRole('textbox', { name: field }).press('Enter');
      }
      if (checked !== undefined) await panel.getByRole('checkbox', { name: checked }).check();
      const expected = makes(start);
      const changed = expected.filter((label, index) => label !== start[index]).length;
      await button('Preview').click();
      expect(await toldChanges(page), name).toBe(changed);
      expect(differingPixels(await pictureAlone(page), shown), name).toBeGreaterThan(100);
      expect(Buffer.compare(await stored(), start), `${name} before it applies`).toBe(0);
      await button('Apply').click();
      await expect.poll(async () => Buffer.compare(await stored(), expected), { message: name }).toBe(0);
      expect((await tools()).slice(begun.length), name).toEqual([tool]);
      await page.keyboard.press('Control+z');
      await expect.poll(async () => Buffer.compare(await stored(), start), { message: `${name} undone` }).toBe(0);
      await expect.poll(async () => differingPixels(await pictureAlone(page), shown), { message: `${name} undone` }).toBe(0);
      begun.push(tool, 'revert');
    }

    // A contour held by edges, from the drawn part of the ball alone: it comes to rest at the ball's.
    await chooseOperation(page, 'Keep the largest island');
    await button('Preview').click();
    await toldChanges(page);
    await button('Apply').click();
    await expect.poll(tools).toEqual([...begun, 'keep-largest']);
    await chooseOperation(page, '3D active contour');
    await panel.getByRole('combobox', { name: 'Speed' }).selectOption('Edges');
    await panel.getByRole('checkbox', { name: 'Start from what is drawn of Organ' }).check();
    await button('Start').click();
    const status = page.getByTestId('region-status');
    await expect.poll(async () => Number(/iteration ([\d,]+)/i.exec(await status.innerText())?.[1]?.replaceAll(',', '') ?? 0)).toBeGreaterThan(60);
    await button('Pause').click();
    await status.filter({ hasText: 'Paused' }).waitFor();
    expect(differingPixels(await pictureAlone(page), shown)).toBeGreaterThan(100);
    await button('Apply').click();
    await expect.poll(tools).toEqual([...begun, 'keep-largest', 'contour']);
    expect(diceOf(isOf(await stored(), 1), isBall)).toBeGreaterThan(0.85);
    for (let edits = 0; edits < 2; edits += 1) await page.keyboard.press('Control+z');
    await expect.poll(async () => Buffer.compare(await stored(), start)).toBe(0);
  }, 240_000);

  it('of the hand keeps to a range of values, is seen in 3D before it fills, and cuts away what lies outside a line', async () => {
    const { page, host } = await windowForTest({ before: ballProject });
    const { info } = await host().labelmap('ball');
    const stored = async (): Promise<Uint8Array> => {
      await awaitSaved(page);
      return (await host().labelmap('ball')).voxels;
    };
    await openCase(page, info);
    await goToSlice(page, middle[2]);
    const place = await placesIn(page, info);
    const across: readonly Place[] = [place([5, 20, middle[2]]), place([42, 20, middle[2]])];

    const rules = page.getByRole('region', { name: 'Painting rules' });
    await rules.getByRole('checkbox', { name: 'Only within an intensity range' }).check();
    for (const [field, number] of [['From', '150'], ['To', '300']] as const) {
      await rules.getByRole('textbox', { name: field }).fill(number);
      await rules.getByRole('textbox', { name: field }).press('Enter');
    }
    await drawThrough(page, across);
    const within = await stored();
    expect(within.every((label, index) => label === 0 || isBall[index] === 1)).toBe(true);
    expect([14, 22, 30].map((i) => within[at([i, 20, middle[2]])])).toEqual([1, 1, 1]);
    await rules.getByRole('checkbox', { name: 'Only within an intensity range' }).uncheck();
    await drawThrough(page, across);
    expect(countOf(await stored(), 1)).toBeGreaterThan(countOf(within, 1) + 100);
    for (const left of [countOf(within, 1), 0]) {
      await page.keyboard.press('Control+z');
      await expect.poll(async () => countOf(await stored(), 1)).toBe(left);
    }

    // Two slices, and what lies between them.
    await page.getByRole('region', { name: 'Brush', exact: true }).getByRole('checkbox', { name: 'Across slices (3D)' }).uncheck();
    for (const [k, i] of [[4, 12], [8, 20]] as const) {
      await goToSlice(page, k);
      await drawThrough(page, [place([i, 20, k])]);
    }
    const drawn = await stored();
    await goToSlice(page, middle[2]);
    const before = await pictureAlone(page);
    await chooseOperation(page, 'Interpolate between slices');
    await wholeLabel(page).getByRole('button', { name: 'Preview' }).click();
    const between = finish(interpolateSlices(drawn, grid, { axis: 2, label: 1 }));
    expect(await toldChanges(page)).toBe(countOf(between, 1) - countOf(drawn, 1));
    expect(differingPixels(await pictureAlone(page), before)).toBeGreaterThan(1000);
    await wholeLabel(page).getByRole('button', { name: 'Apply' }).click();
    await expect.poll(async () => Buffer.compare(await stored(), between)).toBe(0);
    for (let edits = 0; edits < 3; edits += 1) await page.keyboard.press('Control+z');
    await expect.poll(async () => countOf(await stored(), 1)).toBe(0);

    // In three planes and in 3D, before it is drawn.
    await page.getByRole('button', { name: 'Three planes and 3D' }).click();
    const inSpace = page.getByTestId('picture-3d');
    await inSpace.waitFor();
    await page.getByText('Labels that you draw appear here as surfaces.').waitFor();
    const empty = await pictureOf(inSpace);
    await page.keyboard.press('f');
    await page.getByRole('combobox', { name: 'Within' }).first().selectOption('Whole volume (3D)');
    const slice = (await page.getByTestId('picture-k').boundingBox())!;
    await page.mouse.click(slice.x + slice.width * (22.5 / 48), slice.y + slice.height / 2);
    const balls = isBall.filter((one) => one === 1).length;
    await page.getByTestId('seed-status').filter({ hasText: `Changes ${balls.toLocaleString('en')} voxels` }).waitFor();
    await expect.poll(async () => differingPixels(await pictureOf(inSpace), empty)).toBeGreaterThan(1000);
    expect(countOf(await stored(), 1)).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(async () => Buffer.compare(await stored(), isBall)).toBe(0);

    // All of the label outside the line goes, in every slice.
    await page.getByRole('button', { name: 'One view', exact: true }).click();
    await page.getByTestId('picture').waitFor();
    await page.keyboard.press('l');
    const lasso = page.getByRole('region', { name: 'Lasso', exact: true });
    await lasso.getByRole('checkbox', { name: 'Through all slices (scissors)' }).check();
    await lasso.getByRole('combobox', { name: 'Operation' }).selectOption('Erase outside');
    await drawThrough(page, [place([22.5, 4, middle[2]]), place([44, 4, middle[2]]), place([44, 36, middle[2]]), place([22.5, 36, middle[2]])]);
    await page.getByTestId('seed-status').filter({ hasText: 'Changes' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(async () => countOf(await stored(), 1)).toBeLessThan(balls);
    const cut = await stored();
    // The line is drawn by hand: it lies within a voxel of where it is meant.
    for (const [index, label] of cut.entries()) if (Math.abs(voxelOf(index)[0] - 22.5) > 1) expect(label, `voxel ${index}`).toBe(voxelOf(index)[0] > 22 ? isBall[index] : 0);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Buffer.compare(await stored(), isBall)).toBe(0);
  }, 240_000);
});
