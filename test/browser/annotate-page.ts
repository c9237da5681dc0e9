/** Steps on the annotate page, as a hand with a mouse makes them, and what its status line says. */
import type { Locator, Page } from 'playwright-core';
import { indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { pictureOf, type Picture } from './picture.ts';

/** Pixels from the middle of the picture, to the right and down. */
export type Place = readonly [number, number];

export async function openCase(page: Page, { name }: Pick<CaseInfo, 'name'>): Promise<void> {
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  await page.getByRole('row').filter({ hasText: name }).click();
  await page.getByLabel(`Image ${name}`).waitFor();
}

export function picture(page: Page): Locator {
  return page.getByTestId('picture');
}

export async function pointTo(page: Page, [right, down]: Place): Promise<void> {
  const box = (await picture(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2 + right, box.y + box.height / 2 + down, { steps: 2 });
}

/** One stroke through these places. */
export async function drawThrough(page: Page, places: readonly Place[], button: 'left' | 'right' = 'left'): Promise<void> {
  await pointTo(page, places[0]!);
  await page.mouse.down({ button });
  for (const place of places.slice(1)) await pointTo(page, place);
  await page.mouse.up({ button });
}

/** The picture as it is drawn, without the ring of the brush. */
export async function pictureAlone(page: Page): Promise<Picture> {
  await page.mouse.move(640, 20);
  return pictureOf(picture(page));
}

/** Every stroke so far is on the disk. */
export async function awaitSaved(page: Page): Promise<void> {
  await page.getByTestId('saving').filter({ hasText: /^\s*Saved\s*$/ }).waitFor();
}

export async function shownSlice(page: Page): Promise<number> {
  return Number(/(\d+)\/\d+$/.exec(await page.getByTestId('slice').innerText())![1]) - 1;
}

/** By the keyboard, one after the other. */
export async function goToSlice(page: Page, slice: number): Promise<void> {
  await picture(page).focus();
  for (let now = await shownSlice(page); now !== slice; now += Math.sign(slice - now)) await page.keyboard.press(now < slice ? 'ArrowDown' : 'ArrowUp');
  await page.getByTestId('slice').filter({ hasText: new RegExp(` ${slice + 1}/`) }).waitFor();
}

/** With whatever tool. */
export async function moveCrosshair(page: Page, at: Place): Promise<void> {
  await pointTo(page, at);
  await page.keyboard.down('Alt');
  await page.mouse.down();
  await page.mouse.up();
  await page.keyboard.up('Alt');
}

/** The voxel under the pointer, by the patient position that the status line tells. */
export async function voxelUnderPointer(page: Page, { images }: CaseInfo): Promise<Vec3> {
  const told = await page.getByTestId('position').innerText();
  const parts = /x ([\d.]+) ([LR])\s+y ([\d.]+) ([PA])\s+z ([\d.]+) ([SI])/.exec(told);
  if (parts === null) throw new Error(`no position: ${told}`);
  // LPS: left, posterior and superior are positive.
  const mm = [1, 3, 5].map((n) => Number(parts[n]) * ('LPS'.includes(parts[n + 1]!) ? 1 : -1)) as unknown as Vec3;
  return indexToWorld(invertAffine(images[0]!.affine as unknown as Affine), mm).map(Math.round) as unknown as Vec3;
}

/** Where voxels of the shown slice lie on the screen, found by pointing at four places and reading what is told of them. */
export async function placesIn(page: Page, info: CaseInfo): Promise<(voxel: Vec3) => Place> {
  const look = async (place: Place): Promise<Vec3> => {
    await pointTo(page, place);
    // What is told of a place comes with the next frame. As text, for what runs in the page is not compiled with the tests.
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    return voxelUnderPointer(page, info);
  };
  const reach = 150;
  const across = [await look([-reach, 0]), await look([reach, 0])] as const;
  const down = [await look([0, -reach]), await look([0, reach])] as const;
  const along = ([from, to]: readonly [Vec3, Vec3]): { axis: 0 | 1 | 2; middle: number; perVoxel: number } => {
    const axis = ([0, 1, 2] as const).find((one) => from[one] !== to[one])!;
    return { axis, middle: (from[axis] + to[axis]) / 2, perVoxel: (2 * reach) / (to[axis] - from[axis]) };
  };
  const [u, v] = [along(across), along(down)];
  return (voxel) => [(voxel[u.axis] - u.middle) * u.perVoxel, (voxel[v.axis] - v.middle) * v.perVoxel];
}

export function at({ images }: CaseInfo, [i, j, k]: Vec3): number {
  const [ni, nj] = images[0]!.size;
  return i + ni * (j + nj * k);
}
