import path from 'node:path';
import { expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { awaitSaved, openCase, picture, placesIn, pointTo, shownSlice } from '../browser/annotate-page.ts';
import { trainedProject } from '../browser/projects.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { writeNifti } from '../src-main/tiny-nifti.ts';

const size: Vec3 = [96, 80, 24];
const spacing: Vec3 = [1, 1, 2];
const [radius, firstSlice, lastSlice] = [20, 4, 19];
const isInDisc = (i: number, j: number, within = radius): boolean => (i - 48) ** 2 + (j - 40) ** 2 < within ** 2;
const isInCylinder = (i: number, j: number, k: number): boolean => isInDisc(i, j) && k >= firstSlice && k <= lastSlice;
const countWhere = (is: (i: number, j: number, k: number) => boolean): number => {
  let voxels = 0;
  for (let k = 0; k < size[2]; k += 1) for (let j = 0; j < size[1]; j += 1) for (let i = 0; i < size[0]; i += 1) voxels += Number(is(i, j, k));
  return voxels;
};
const countOf = (voxels: Uint8Array, label: number): number => voxels.filter((one) => one === label).length;
const painted = (voxels: Uint8Array): Vec3[] => [...voxels.keys()].filter((at) => voxels[at] !== 0)
  .map((at) => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))]);

/** A bright cylinder along k in the dark. */
async function cylinderProject(host: ServedHost, folder: string): Promise<void> {
  await host.client.project.create({ folder: path.join(folder, 'project'), name: 'Tools' });
  await host.client.labels.add({ value: 1, name: 'Rod', colour: '#e69f00', code: null, locked: false });
  const scan = writeNifti(path.join(folder, 'rod.nii'), { size, spacing, type: 'int16', voxel: (i, j, k) => (isInCylinder(i, j, k) ? 200 : 50) });
  await host.run(host.client.cases.import({ paths: [scan], modality: 'mr' }));
}

inBrowser('the tools of the pointer', () => {
  it('draw squares through slices, fill, grow, follow edges and cut, each as one entry of the history', async () => {
    const { page, host } = await windowForTest({ before: cylinderProject });
    const { info } = await host().labelmap('rod');
    const stored = async (): Promise<Uint8Array> => {
      await awaitSaved(page);
      return (await host().labelmap('rod')).voxels;
    };
    const drawn = async (): Promise<number> => painted(await stored()).length;
    await openCase(page, info);
    const slice = await shownSlice(page);
    const place = await placesIn(page, info);
    const click = async (voxel: Vec3): Promise<void> => {
      await pointTo(page, place(voxel));
      await page.mouse.down();
      await page.mouse.up();
    };
    const undo = async (left = 0): Promise<void> => {
      await page.keyboard.press('Control+z');
      await expect.poll(drawn).toBe(left);
    };

    // A square of 16 voxels, and of 16 mm through slices that are 2 mm apart: those nearer than 8 mm.
    const brush = page.getByRole('region', { name: 'Brush', exact: true });
    await brush.getByText('Square').click();
    await brush.getByRole('checkbox', { name: 'Across slices (3D)' }).check();
    await click([48, 40, slice]);
    expect(await picture(page).locator('div[style*="border-radius: 0px"]').isVisible()).toBe(true);
    await expect.poll(drawn).toBe(16 * 16 * 7);
    expect([...new Set(painted(await stored()).map(([, , k]) => k - slice))]).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    await expect.poll(async () => (await host().client.settings.get()).brushShape).toBe('square');
    await undo();

    // In the slice at once, in another plane too; in the volume it is shown first.
    await page.keyboard.press('f');
    await click([48, 40, slice]);
    const disc = countWhere((i, j, k) => k === slice && isInDisc(i, j));
    await expect.poll(drawn).toBe(disc);
    expect(painted(await stored()).every(([i, j, k]) => k === slice && isInDisc(i, j))).toBe(true);
    await undo();
    await page.keyboard.press('v');
    const another = await placesIn(page, info);
    await pointTo(page, another([48, 40, slice]));
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(drawn).toBeGreaterThan(0);
    const [rectangle] = [painted(await stored())];
    const across = ([0, 1] as const).find((axis) => new Set(rectangle.map((voxel) => voxel[axis])).size === 1)!;
    const there = rectangle[0]![across];
    expect(rectangle).toHaveLength(countWhere((i, j, k) => isInCylinder(i, j, k) && [i, j][across] === there));
    await undo();
    await page.keyboard.press('v');
    await page.keyboard.press('v');

    const cylinder = countWhere(isInCylinder);
    const fill = page.getByRole('region', { name: 'Fill', exact: true });
    await fill.getByRole('combobox', { name: 'Within' }).selectOption('Whole volume (3D)');
    await click([48, 40, slice]);
    await page.getByTestId('seed-status').filter({ hasText: `Changes ${cylinder.toLocaleString('en')} voxels` }).waitFor();
    expect(await drawn()).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByTestId('seed-status').innerText()).toBe('');
    await page.keyboard.press('g');
    await click([48, 40, slice]);
    await page.getByTestId('seed-status').filter({ hasText: `Changes ${cylinder.toLocaleString('en')} voxels` }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(drawn).toBe(cylinder);

    // Scissors: the half of all slices, and back.
    await page.keyboard.press('l');
    const lasso = page.getByRole('region', { name: 'Lasso', exact: true });
    await lasso.getByRole('checkbox', { name: 'Through all slices (scissors)' }).check();
    await pointTo(page, place([48, 10, slice]));
    await page.mouse.down();
    for (const corner of [[90, 10, slice], [90, 70, slice], [48, 70, slice]] as const) await pointTo(page, place(corner));
    await page.mouse.up();
    await page.getByTestId('seed-status').filter({ hasText: /Changes [\d,]+ voxels/ }).waitFor();
    expect(await drawn()).toBe(cylinder);
    await page.keyboard.press('Enter');
    await expect.poll(drawn).toBeLessThan(cylinder * 0.6);
    const half = painted(await stored());
    expect(half.length).toBeGreaterThan(cylinder * 0.4);
    expect(half.every(([i]) => i <= 49)).toBe(true);
    expect(new Set(half.map(([, , k]) => k)).size).toBe(16);
    await undo(cylinder);
    await undo();
    await lasso.getByRole('checkbox', { name: 'Through all slices (scissors)' }).uncheck();

    // The wire: roughly around the disc, once too far and taken back.
    await page.keyboard.press('Shift+L');
    for (const corner of [[68, 40, slice], [48, 60, slice], [28, 40, slice], [48, 21, slice], [75, 70, slice]] as const) {
      await click(corner);
      await page.waitForTimeout(300);
    }
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await expect.poll(drawn).toBeGreaterThan(0);
    const wired = painted(await stored());
    const common = wired.filter(([i, j]) => isInDisc(i, j)).length;
    expect((2 * common) / (wired.length + disc)).toBeGreaterThan(0.93);
    expect(wired.every(([, , k]) => k === slice)).toBe(true);
    await undo();
    await click([68, 40, slice]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    expect(await drawn()).toBe(0);

    // Along the edge, inside: nothing beyond it.
    await page.keyboard.press('Shift+B');
    await page.getByRole('region', { name: 'Adaptive brush', exact: true }).getByRole('checkbox', { name: 'Across slices (3D)' }).uncheck();
    await pointTo(page, place([60, 34, slice]));
    await page.mouse.down();
    await pointTo(page, place([60, 46, slice]));
    await page.mouse.up();
    await expect.poll(drawn).toBeGreaterThan(100);
    const followed = painted(await stored());
    expect(followed.every(([i, j]) => isInDisc(i, j, radius + 1))).toBe(true);
    await undo();
    const tools = (await host().client.labels.history({ labelmapId: (await host().client.labels.open({ caseId: info.id })).labelmapId })).map(({ tool }) => tool).filter((tool) => tool !== 'revert');
    expect(tools).toEqual(['brush', 'flood-fill', 'flood-fill', 'grow-region', 'scissors', 'livewire', 'adaptive-brush']);
  });

  it('take over what a model predicts: where the brush passes, and a whole part by a click', async () => {
    const { page, host } = await windowForTest({ before: trainedProject(4, 3) });
    const { info } = await host().labelmap('sub-004_organs');
    await openCase(page, info);
    await page.getByRole('button', { name: 'Predict this case' }).click();
    await page.getByRole('button', { name: 'Accept slice' }).waitFor({ timeout: 60_000 });
    const predicted = await host().predicted(info.name);
    const slice = await shownSlice(page);
    const [ni, nj] = info.images[0]!.size;
    const place = await placesIn(page, info);
    // Of the label that has most of the slice the voxel nearest to its middle: a part of it is larger than the brush.
    const shown = predicted.subarray(ni * nj * slice, ni * nj * (slice + 1));
    const most = [1, 2, 3].reduce((one, other) => (countOf(shown, other) > countOf(shown, one) ? other : one));
    const awayFromMiddle = (at: number): number => Math.hypot((at % ni) - ni / 2, Math.floor(at / ni) - nj / 2);
    const seed = [...shown.keys()].filter((at) => shown[at] === most).reduce((one, other) => (awayFromMiddle(other) < awayFromMiddle(one) ? other : one));
    const voxel: Vec3 = [seed % ni, Math.floor(seed / ni), slice];
    await page.keyboard.press('Shift+D');
    await pointTo(page, place(voxel));
    await page.mouse.down();
    await page.mouse.up();
    const stored = async (): Promise<Uint8Array> => {
      await awaitSaved(page);
      return (await host().labelmap(info.name)).voxels;
    };
    const taken = (voxels: Uint8Array): number => voxels.filter((label) => label !== 0).length;
    await expect.poll(async () => taken(await stored())).toBeGreaterThan(0);
    const brushed = await stored();
    for (const [at, label] of brushed.entries()) if (label !== 0 && label !== predicted[at]) throw new Error(`voxel ${at} is not as predicted`);

    await page.getByRole('combobox', { name: 'Accept', exact: true }).selectOption('The region I click');
    await pointTo(page, place(voxel));
    await page.mouse.down();
    await page.mouse.up();
    await page.getByText(/Accepted .+ as predicted/).waitFor();
    const part = await stored();
    expect(taken(part)).toBeGreaterThan(taken(brushed));
    for (const [at, label] of part.entries()) if (label !== 0 && label !== predicted[at]) throw new Error(`voxel ${at} is not as predicted`);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Buffer.compare(await stored(), brushed)).toBe(0);
  });
});
