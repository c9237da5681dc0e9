import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { indexToWorld } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { awaitSaved, openCase } from '../browser/annotate-page.ts';
import { pictureOf, type Picture } from '../browser/picture.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest, type WindowInTest } from '../browser/window.ts';

const scan = 'sub-001_organs';
const patience = { timeout: 60_000 };
const inSpace = (page: Page): Locator => page.getByTestId('picture-3d');
const slice = (page: Page, plane: 'i' | 'j' | 'k'): Locator => page.getByTestId(`picture-${plane}`);
const sliceOf = async (page: Page, plane: 'i' | 'j' | 'k'): Promise<number> => Number(/slice (\d+) of/.exec((await slice(page, plane).getAttribute('aria-label'))!)![1]) - 1;

/** The label's colour, lit from anywhere. */
const isOrange = ([red, green, blue]: readonly [number, number, number]): boolean => red > 50 && red > 1.15 * green && red > 2.5 * blue;
/** Of a rendered volume: neither the dark background nor the accent of the lines. */
const isBright = ([red, green, blue]: readonly [number, number, number]): boolean => Math.min(red, green, blue) > 60 && blue < 1.3 * red;

/** Places of such pixels, without the upper and lower edge, where words, buttons and the cube stand. */
function places(picture: Picture, isSo: typeof isOrange): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let y = 40; y < picture.height - 70; y += 1) for (let x = 6; x < picture.width - 6; x += 1) if (isSo(picture.at(x, y))) found.push([x, y]);
  return found;
}
const seen = async (page: Page, isSo: typeof isOrange): Promise<number> => places(await pictureOf(inSpace(page)), isSo).length;

function drawnVoxels({ images }: CaseInfo, voxels: Uint8Array): Vec3[] {
  const [ni, nj] = images[0]!.size;
  return [...voxels.keys()].filter((at) => voxels[at] !== 0).map((at) => [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))]);
}

/** Three planes and 3D, seen from above. */
async function opened(): Promise<WindowInTest & { readonly info: CaseInfo }> {
  const window = await windowForTest({ before: phantomProject(1) });
  const { info } = await window.host().labelmap(scan);
  await openCase(window.page, info);
  await window.page.getByRole('button', { name: 'Three planes and 3D' }).click();
  await inSpace(window.page).waitFor();
  await window.page.getByRole('button', { name: 'From above' }).click();
  return { ...window, info };
}

inBrowser('the case in 3D', () => {
  it('shows a stroke after it was drawn, goes where it is clicked, and cuts what lies inside a line', async () => {
    const { page, host, info } = await opened();
    const stored = async (): Promise<Uint8Array> => {
      await awaitSaved(page);
      return (await host().labelmap(scan)).voxels;
    };
    await page.getByText('Labels that you draw appear here as surfaces.').waitFor(patience);
    expect(await seen(page, isOrange)).toBe(0);

    const box = (await slice(page, 'k').boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x - 50, y);
    await page.mouse.down();
    await page.mouse.move(x + 50, y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => seen(page, isOrange), patience).toBeGreaterThan(150);
    const before = await stored();
    await page.getByRole('button', { name: 'Hide Organ' }).click();
    await expect.poll(() => seen(page, isOrange), patience).toBe(0);
    await page.getByRole('button', { name: 'Show Organ' }).click();
    await expect.poll(() => seen(page, isOrange), patience).toBeGreaterThan(150);

    // The left end of the stroke: all views go there, and the cross is under the pointer.
    const shown = (await inSpace(page).boundingBox())!;
    const orange = places(await pictureOf(inSpace(page)), isOrange);
    const leftEnd = Math.min(...orange.map(([column]) => column)) + 3;
    const rows = orange.filter(([column]) => column === leftEnd).map(([, row]) => row);
    const click = [leftEnd, rows[Math.floor(rows.length / 2)]!] as const;
    await page.mouse.click(shown.x + click[0], shown.y + click[1]);
    const drawn = drawnVoxels(info, before);
    const furthest = async (): Promise<number> => {
      const place: Vec3 = [await sliceOf(page, 'i'), await sliceOf(page, 'j'), await sliceOf(page, 'k')];
      return Math.min(...drawn.map((voxel) => Math.hypot(...voxel.map((at, axis) => at - place[axis]!))));
    };
    await expect.poll(furthest, patience).toBeLessThan(2);
    const dot = inSpace(page).locator('svg circle[r="3"]');
    const offMm = async (): Promise<number> => Math.hypot(Number(await dot.getAttribute('cx')) - click[0], Number(await dot.getAttribute('cy')) - click[1]);
    await expect.poll(offMm, patience).toBeLessThan(6);

    // The status line reads what is under the pointer, and a bar says how long things are.
    await page.mouse.move(shown.x + click[0] + 1, shown.y + click[1]);
    await expect.poll(() => page.getByTestId('label').innerText(), patience).toBe('Organ');
    expect(await page.getByTestId('position').innerText()).toMatch(/x [\d.]+ [LR]/);
    await page.mouse.move(shown.x + 8, shown.y + 60);
    await page.getByTestId('label').waitFor({ state: 'detached' });
    expect(await inSpace(page).locator('xpath=..').getByTestId('scale').innerText()).toMatch(/^[\d.]+ [cm]m/);

    // A line around the left half, drawn by hand: of the stroke stays what is seen right of it.
    await page.getByRole('button', { name: 'Scissors: draw around the part to erase' }).click();
    const middle = orange.reduce((sum, [column]) => sum + column, 0) / orange.length;
    const line = [[20, 60], [middle, 60], [middle, shown.height - 90], [20, shown.height - 90]] as const;
    const leftOfMiddle = async (): Promise<number> => places(await pictureOf(inSpace(page)), isOrange).filter(([column]) => column < middle - 4).length;
    const drawLine = async (): Promise<void> => {
      await page.mouse.move(shown.x + line[0][0], shown.y + line[0][1]);
      await page.mouse.down();
      for (const [column, row] of line.slice(1)) await page.mouse.move(shown.x + column, shown.y + row, { steps: 6 });
      await page.mouse.up();
      await page.getByTestId('cut-status').filter({ hasText: /Changes [\d,]+ voxels/ }).waitFor(patience);
      await expect.poll(leftOfMiddle, patience).toBe(0);
    };
    // It is shown first: given up, and drawn once more.
    await drawLine();
    await page.keyboard.press('Escape');
    await expect.poll(leftOfMiddle, patience).toBeGreaterThan(50);
    await drawLine();
    expect(Buffer.compare(await stored(), before)).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(async () => Buffer.compare(await stored(), before), patience).not.toBe(0);
    const after = await stored();
    const rest = drawnVoxels(info, after);
    const gone = drawn.filter(([i, j, k]) => after[i + info.images[0]!.size[0] * (j + info.images[0]!.size[1] * k)] === 0);
    expect(Math.abs(gone.length / drawn.length - 0.5)).toBeLessThan(0.15);
    expect(gone.length + rest.length).toBe(drawn.length);
    // From above the patient's left is on the left, and LPS counts to the left.
    const left = (voxels: readonly Vec3[]): number[] => voxels.map((voxel) => indexToWorld(info.images[0]!.affine as unknown as Affine, voxel)[0]);
    expect(Math.min(...left(gone))).toBeGreaterThan(Math.max(...left(rest)));
    await expect.poll(leftOfMiddle, patience).toBe(0);
    const { labelmapId } = await host().client.labels.open({ caseId: info.id });
    expect((await host().client.labels.history({ labelmapId })).map(({ tool }) => tool)).toEqual(['brush', 'scissors']);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Buffer.compare(await stored(), before), patience).toBe(0);
    await expect.poll(leftOfMiddle, patience).toBeGreaterThan(50);
  }, 240_000);

  it('renders the image as a volume, cropped and shifted, turns by keys, and is made large and small again', async () => {
    const { page, expectFault } = await opened();
    expectFault(/context lost/i);
    await page.getByRole('button', { name: 'Show the image as a volume' }).click();
    await expect.poll(() => seen(page, isBright), patience).toBeGreaterThan(1500);
    /** On the right of the view, where the box that is cropped to does not reach, nor its handles. */
    const onTheRight = async (): Promise<number> => {
      const shown = await pictureOf(inSpace(page));
      return places(shown, isBright).filter(([column]) => column > shown.width / 2 + 20).length;
    };
    const whole = await onTheRight();
    expect(whole).toBeGreaterThan(500);

    await page.getByRole('complementary', { name: 'Panel' }).getByText('Image', { exact: true }).click();
    const panel = page.getByRole('region', { name: 'Volume rendering' });
    await panel.getByRole('checkbox', { name: 'Crop to a box' }).check();
    await panel.getByRole('slider', { name: 'Axial: last slice shown in 3D' }).waitFor();
    const sagittal = panel.getByRole('slider', { name: 'Sagittal: last slice shown in 3D' });
    await sagittal.fill(String(Math.round(Number(await sagittal.getAttribute('max')) / 3)));
    await expect.poll(onTheRight, patience).toBeLessThan(0.05 * whole);
    await panel.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(onTheRight, patience).toBeGreaterThan(0.9 * whole);

    // All values seen through that are not far above the brightest.
    const shift = panel.getByRole('slider', { name: 'Shift' });
    await shift.focus();
    await page.keyboard.press('End');
    await expect.poll(onTheRight, patience).toBeLessThan(0.7 * whole);
    await panel.getByRole('button', { name: 'Reset' }).click();
    await panel.getByRole('combobox', { name: 'Preset' }).selectOption('Maximum intensity projection');
    await expect.poll(() => seen(page, isBright), patience).toBeGreaterThan(1500);

    // By keys, from above to the front: the cube shows another face.
    await inSpace(page).focus();
    const face = (letter: string): Locator => inSpace(page).getByText(letter, { exact: true });
    expect(await face('S').isVisible()).toBe(true);
    await page.keyboard.press('1');
    await expect.poll(() => face('S').isVisible(), patience).toBe(false);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => face('S').isVisible(), patience).toBe(true);

    await page.keyboard.press('F11');
    await slice(page, 'k').waitFor({ state: 'detached' });
    expect((await inSpace(page).boundingBox())!.width).toBeGreaterThan(600);
    // As it was turned.
    await expect.poll(() => face('S').isVisible(), patience).toBe(true);
    await page.keyboard.press('F11');
    await slice(page, 'k').waitFor();
    await page.getByText(/^Axial \d+\/\d+$/).last().dblclick();
    await inSpace(page).waitFor({ state: 'detached' });
    await page.getByTestId('picture').waitFor();
    await page.keyboard.press('F11');
    await inSpace(page).waitFor();
    await expect.poll(() => seen(page, isBright), patience).toBeGreaterThan(1500);

    // The card lets go of the view, which says so and comes back.
    // As text: what is of a browser, these tests do not know.
    await page.evaluate(`void (globalThis.loss = document.querySelector('[data-testid=picture-3d] canvas').getContext('webgl2').getExtension('WEBGL_lose_context'))`);
    await page.evaluate('globalThis.loss.loseContext()');
    const told = page.getByRole('alert').filter({ hasText: 'The graphics card has let go of this view' });
    await told.waitFor();
    await page.evaluate('globalThis.loss.restoreContext()');
    await told.waitFor({ state: 'detached' });
    await expect.poll(() => seen(page, isBright), patience).toBeGreaterThan(1500);
  }, 240_000);
});
