import { decode } from 'fast-png';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { indexToWorld } from '../../../../shared/geometry/affine.ts';
import type { Affine, Vec3 } from '../../../../shared/geometry/volume-geometry.ts';
import { brickLayout, bricksAround } from '../../../../shared/regions/surface-bricks.ts';
import { startBrowser } from '../../../browser/watched-page.ts';
import { inBrowser } from '../../../browser/window.ts';
import type { VolumeView } from '../../../../src-renderer/viewer/volume/volume-view.ts';
import type { SurfaceBuilder } from '../../../../src-renderer/workers/surface-builder.ts';
import { bareView, type BarePage } from '../../bare-view/bare-view.ts';
import type { bareVolume } from '../../bare-volume-view/page.ts';

declare global {
  // What the stories keep in the page.
  var volumeView: VolumeView;
  var surfaceBuilder: SurfaceBuilder;
  var labelArray: Uint8Array;
  var builtBricks: number[];
  var hovered: (number | null)[];
  var toldLost: boolean[];
}
type Bare = { readonly bareVolume: typeof bareVolume };

interface Picture {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): readonly [number, number, number];
}

const size: Vec3 = [70, 60, 40];
/** Left-handed, sheared and with thick slices: nothing lies where it would without its affine. */
const affine: Affine = [-1, 0.1, 0, 30, 0, 1.2, 0.3, -40, 0, 0, 1.8, 500];
const middleVoxel: Vec3 = [35, 30, 20];
const middle = indexToWorld(affine, middleVoxel);
const radiusMm = 20;

async function picture(page: Page): Promise<Picture> {
  const { width, height, data, channels } = decode(await page.screenshot());
  return { width, height, at: (x, y) => [0, 1, 2].map((channel) => data[(Math.round(y) * width + Math.round(x)) * channels + channel]!) as [number, number, number] };
}

const isGreen = ([red, green, blue]: readonly [number, number, number]): boolean => green > 60 && green > 1.5 * red && green > 1.5 * blue;
const isBright = ([red, green, blue]: readonly [number, number, number]): boolean => Math.min(red, green, blue) > 60;

/** Left, right, top and bottom of the pixels that are so, the lower right corner with the cube left out. */
function extent(shown: Picture, isSo: (pixel: readonly [number, number, number]) => boolean): readonly number[] {
  const { width, height } = shown;
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    if ((x >= width - 80 && y >= height - 80) || !isSo(shown.at(x, y))) continue;
    xs.push(x);
    ys.push(y);
  }
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
}

/** Once every brick is made. */
async function built(page: Page): Promise<void> {
  await page.waitForFunction(() => !globalThis.surfaceBuilder.isBusy);
}

/** Whether a place of the patient is seen in the label's colour, or bright. */
async function seenAs(page: Page, isSo: (pixel: readonly [number, number, number]) => boolean, placeMm: Vec3): Promise<boolean> {
  const at = await page.evaluate((place) => globalThis.volumeView.clientOf(place), placeMm);
  return isSo((await picture(page)).at(at!.clientX, at!.clientY));
}

/** How far the middle of what is green lies from where the ball's is seen, in pixels: some while bricks of it are still missing. */
async function offMiddle(page: Page): Promise<number> {
  const { clientX, clientY } = await page.evaluate((place) => globalThis.volumeView.clientOf(place)!, middle);
  const [left, right, top, bottom] = extent(await picture(page), isGreen) as [number, number, number, number];
  return Math.hypot((left + right) / 2 - clientX, (top + bottom) / 2 - clientY);
}

/** A page whose image is a bright ball, which has label 1. */
async function withBall(page: Page): Promise<void> {
  await page.evaluate(({ size, affine, middle, radiusMm }) => {
    const { bareVolume: { createVolumeView, createSurfaceBuilder, attachVolumeControls, container } } = globalThis as unknown as Bare;
    const labels = globalThis.labelArray = new Uint8Array(size[0] * size[1] * size[2]);
    for (let p = 0; p < labels.length; p++) {
      const row = Math.floor(p / size[0]);
      const [i, j, k] = [p % size[0], row % size[1], Math.floor(row / size[1])];
      const offset = [0, 4, 8].map((at) => affine[at]! * i + affine[at + 1]! * j + affine[at + 2]! * k + affine[at + 3]! - middle[at / 4]!);
      labels[p] = Number(Math.hypot(...offset) <= radiusMm);
    }
    const told: boolean[] = globalThis.toldLost = [];
    const view = globalThis.volumeView = createVolumeView(container, (lost) => told.push(lost));
    const geometry = { size, affine };
    view.setImage({ voxels: Int16Array.from(labels, (label) => label * 2000 - 1000), geometry, slope: 1, intercept: 0, orientationKnown: true });
    view.setLabelTable([{ index: 1, colour: '#00c000' }]);
    globalThis.builtBricks = [];
    const builder = globalThis.surfaceBuilder = createSurfaceBuilder({
      onSurfaces(brick, surfaces) {
        globalThis.builtBricks.push(brick);
        view.updateSurface(brick, surfaces);
      },
      onProgress: () => undefined,
      onFailed: () => { throw new Error('the worker died'); },
    });
    // Not laid out yet: no pixel means anything, and nothing is lost by it.
    view.zoomBy(2, 100, 100);
    view.panBy(5, 5);
    view.rotateBy(5, 5);
    builder.setLabels(labels, geometry);
    globalThis.hovered = [];
    attachVolumeControls(container, view, { picked: ({ placeMm }) => view.showPoint(placeMm), hovered: (picked) => globalThis.hovered.push(picked?.label ?? null) });
  }, { size, affine, middle, radiusMm });
  await built(page);
  await expect.poll(() => offMiddle(page)).toBeLessThan(3);
}

inBrowser('the 3D view', () => {
  let browser: Browser;
  let pages: Awaited<ReturnType<typeof bareView>>;
  const open = async (): Promise<BarePage> => {
    const opened = await pages.open(browser);
    onTestFinished(() => opened.page.context().close());
    return opened;
  };
  beforeAll(async () => {
    [browser, pages] = await Promise.all([startBrowser(), bareView(`${import.meta.dirname}/../../bare-volume-view`)]);
  });
  afterAll(async () => {
    await browser.close();
    await pages.remove();
  });

  it('draws a label in its colour where it lies, renews only what a stroke touches, and says what is under the pointer', async () => {
    const { page, complaints } = await open();
    await withBall(page);
    const layout = brickLayout(size);
    expect((await page.evaluate(() => globalThis.builtBricks)).toSorted((a, b) => a - b)).toEqual(Array.from({ length: layout.count }, (_, brick) => brick));
    const seen = await page.evaluate((place) => globalThis.volumeView.clientOf(place), middle);
    const drawn = await picture(page);
    // Of a ball seen from four radii of the volume the outline is a circle, a little larger than its radius.
    const [left, right, top, bottom] = extent(drawn, isGreen) as [number, number, number, number];
    expect(Math.abs((right - left) / (bottom - top) - 1)).toBeLessThan(0.04);

    const picked = await page.evaluate(({ clientX, clientY }) => globalThis.volumeView.pick(clientX + 20, clientY - 10), seen!);
    const away = Math.hypot(...picked!.placeMm.map((value, axis) => value - middle[axis]!));
    expect(Math.abs(away - radiusMm)).toBeLessThan(1.2);
    expect(picked!.label).toBe(1);
    expect(await page.evaluate(() => globalThis.volumeView.pick(3, 3))).toBeNull();

    // The pointer is read where it rests, and no more where it has left.
    await page.mouse.move(seen!.clientX, seen!.clientY);
    await expect.poll(() => page.evaluate(() => globalThis.hovered.at(-1))).toBe(1);
    await page.mouse.move(seen!.clientX, seen!.clientY + 2);
    await page.mouse.move(3, 3);
    await expect.poll(() => page.evaluate(() => globalThis.hovered.at(-1))).toBeNull();

    // Ten millimetres as deep as the middle of the volume are as long as the bar of the scale says, and twice as long twice as near.
    const tenMm = await page.evaluate((focus) => {
      const view = globalThis.volumeView;
      const told: number[] = [];
      const end = view.watchScale((pixelsPerMm) => told.push(pixelsPerMm));
      const lengthOf = (): number => view.clientOf([focus[0] + 10, focus[1], focus[2]])!.clientX - view.clientOf(focus)!.clientX;
      const lengths = [lengthOf()];
      const camera = view.camera;
      view.zoomBy(2, 200, 200);
      lengths.push(lengthOf());
      view.camera = camera;
      end();
      return { told, lengths };
    }, indexToWorld(affine, size.map((count) => (count - 1) / 2) as unknown as Vec3));
    expect(tenMm.told).toHaveLength(3);
    expect(tenMm.told[0]).toBeCloseTo(tenMm.lengths[0]! / 10, 6);
    expect(tenMm.told[1]! / tenMm.told[0]!).toBeCloseTo(2, 6);
    expect(tenMm.told[2]).toBe(tenMm.told[0]);

    const box = { first: [3, 3, 3] as Vec3, last: [5, 5, 5] as Vec3 };
    await page.evaluate((box) => {
      globalThis.builtBricks = [];
      for (let k = 3; k <= 5; k++) for (let j = 3; j <= 5; j++) globalThis.labelArray.fill(1, 3 + 70 * (j + 60 * k), 6 + 70 * (j + 60 * k));
      globalThis.surfaceBuilder.labelsChanged(box);
    }, box);
    await built(page);
    const renewed = await page.evaluate(() => globalThis.builtBricks);
    expect(renewed.toSorted((a, b) => a - b)).toEqual(bricksAround(layout, box));
    expect(renewed.length).toBeLessThan(layout.count);
    await expect.poll(() => seenAs(page, isGreen, indexToWorld(affine, [4, 4, 4]))).toBe(true);

    await page.evaluate(() => globalThis.volumeView.setStyle({ labelsHidden: false, hiddenLabels: new Set([1]), opacity: 1 }));
    await expect.poll(() => seenAs(page, isGreen, middle)).toBe(false);
    expect(await page.evaluate(({ clientX, clientY }) => globalThis.volumeView.pick(clientX, clientY), seen!)).toBeNull();
    expect(complaints).toEqual([]);
  });

  it('renders the volume where its surfaces lie, whatever its axes are, and cropped to a box', async () => {
    const { page, complaints } = await open();
    await withBall(page);
    await page.evaluate(() => globalThis.volumeView.turnBy(30, 20));
    await expect.poll(() => offMiddle(page)).toBeLessThan(3);
    const surface = extent(await picture(page), isGreen);
    await page.evaluate(() => globalThis.volumeView.setStyle({ labelsHidden: true, hiddenLabels: new Set(), opacity: 1 }));
    await expect.poll(() => seenAs(page, isGreen, middle)).toBe(false);
    for (const preset of ['mip', 'ct-bone'] as const) {
      await page.evaluate((preset) => {
        globalThis.volumeView.setWindow({ centre: 0, width: 2000 });
        globalThis.volumeView.setVolumeRendering(preset);
      }, preset);
      // The copy has no voxel between the ball's last and the next, so that its edge is blurred by half of one: 3 pixels.
      await expect.poll(async () => Math.max(...extent(await picture(page), isBright).map((value, at) => Math.abs(value - surface[at]!))), { message: preset }).toBeLessThan(8);
      await page.evaluate(() => globalThis.volumeView.setVolumeRendering(null));
      await expect.poll(() => seenAs(page, isBright, middle), { message: 'off again' }).toBe(false);
    }
    await page.evaluate(() => globalThis.volumeView.setVolumeRendering('ct-bone'));
    await expect.poll(() => seenAs(page, isBright, middle)).toBe(true);
    const seen = await page.evaluate((place) => globalThis.volumeView.clientOf(place), middle);
    const picked = await page.evaluate(({ clientX, clientY }) => globalThis.volumeView.pick(clientX, clientY), seen!);
    expect(Math.abs(Math.hypot(...picked!.placeMm.map((value, axis) => value - middle[axis]!)) - radiusMm)).toBeLessThan(3);

    // Nothing of the ball is in the box: it is not seen, and not picked.
    await page.evaluate(() => globalThis.volumeView.setCropping({ first: [0, 0, 0], last: [10, 59, 39] }));
    await expect.poll(() => seenAs(page, isBright, middle)).toBe(false);
    expect(await page.evaluate(({ clientX, clientY }) => globalThis.volumeView.pick(clientX, clientY), seen!)).toBeNull();
    expect(complaints).toEqual([]);
  });

  it('turns, moves and zooms by pointer and keys, and a click marks the place', async () => {
    const { page, complaints } = await open();
    await withBall(page);
    const place = indexToWorld(affine, [41, 30, 24]);
    const at = (): Promise<{ clientX: number; clientY: number }> => page.evaluate((place) => globalThis.volumeView.clientOf(place)!, place);
    const before = await at();
    const drag = async (button: 'left' | 'middle' | 'right', dx: number, dy: number): Promise<void> => {
      await page.mouse.move(300, 200);
      await page.mouse.down({ button });
      await page.mouse.move(300 + dx, 200 + dy, { steps: 4 });
      await page.mouse.up({ button });
    };
    await drag('middle', 50, -30);
    const panned = await at();
    expect([panned.clientX - before.clientX, panned.clientY - before.clientY].map(Math.round)).toEqual([expect.toSatisfy((x: number) => x > 40 && x < 62), expect.toSatisfy((y: number) => y < -24 && y > -38)]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Home');
    expect(await at()).toEqual(before);
    await drag('left', 60, 0);
    expect(await at()).not.toEqual(before);
    await page.keyboard.press('Home');
    for (let quarter = 0; quarter < 4; quarter++) await page.keyboard.press('Control+ArrowRight');
    const around = await at();
    expect(around.clientX).toBeCloseTo(before.clientX, 6);
    await page.keyboard.press('+');
    const middleOf = await page.evaluate((middle) => globalThis.volumeView.clientOf(middle)!, middle);
    const closer = await at();
    expect(Math.hypot(closer.clientX - middleOf.clientX, closer.clientY - middleOf.clientY)).toBeGreaterThan(1.1 * Math.hypot(before.clientX - middleOf.clientX, before.clientY - middleOf.clientY));
    await page.keyboard.press('Home');
    await page.mouse.click(before.clientX, before.clientY);
    const dot = await page.evaluate(() => {
      const circle = [...document.querySelectorAll('svg circle')].find((candidate) => candidate.getAttribute('r') === '3')!;
      return [circle.getAttribute('cx'), circle.getAttribute('cy')].map(Number);
    });
    expect(Math.hypot(dot[0]! - before.clientX, dot[1]! - before.clientY)).toBeLessThan(1.5);
    // A click on the cube's only face looks from there; the face to the front is A.
    await page.keyboard.press('Control+ArrowDown');
    await page.getByText('S', { exact: true }).click();
    const fromAbove = await page.evaluate(({ middle, left }) => [globalThis.volumeView.clientOf(middle)!.clientX, globalThis.volumeView.clientOf(left)!.clientX], { middle, left: [middle[0] + 10, middle[1], middle[2]] as Vec3 });
    expect(fromAbove[1]!).toBeLessThan(fromAbove[0]!);
    expect(complaints).toEqual([]);
  });

  it('comes back as it was when the graphics card lets go of it', async () => {
    const { page } = await open();
    await withBall(page);
    const loseIt = (): Promise<boolean[]> => page.evaluate(async () => {
      const told = globalThis.toldLost;
      const already = told.length;
      const waitFor = async (count: number): Promise<void> => {
        for (let tries = 0; tries < 500 && told.length < already + count; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 10); });
      };
      const extension = document.querySelector('canvas')!.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
      extension.loseContext();
      await waitFor(1);
      extension.restoreContext();
      await waitFor(2);
      return told;
    });
    // At first bricks come one by one; what comes back comes in one picture, with which a second loss can be compared.
    expect(await loseIt()).toEqual([true, false]);
    await expect.poll(() => seenAs(page, isGreen, middle)).toBe(true);
    expect(await offMiddle(page)).toBeLessThan(3);
    const before = await page.screenshot();
    expect(await loseIt()).toEqual([true, false, true, false]);
    await expect.poll(async () => Buffer.compare(await page.screenshot(), before)).toBe(0);
    expect(await page.evaluate(() => document.querySelectorAll('canvas').length)).toBe(1);
  });

  it('leaves nothing behind: many views one after the other are no burden', async () => {
    const { page, complaints } = await open();
    const left = await page.evaluate(async () => {
      const { bareVolume: { createVolumeView, container } } = globalThis as unknown as Bare;
      for (let turn = 0; turn < 18; turn += 1) {
        const view = createVolumeView(container);
        view.setImage({ voxels: new Uint8Array(4096), geometry: { size: [16, 16, 16], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: true });
        // To compile what renders volumes takes seconds without a card.
        if (turn < 2) view.setVolumeRendering('mr');
        view.updateSurface(0, [{ label: 1, positions: new Float32Array([0, 0, 0, 9, 0, 0, 0, 9, 0]), normals: new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1]), triangles: new Uint32Array([0, 1, 2]) }]);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        view.dispose();
      }
      return container.childNodes.length;
    });
    expect(left).toBe(0);
    // Chromium warns where more than sixteen contexts live.
    expect(complaints).toEqual([]);
  });
});
