import { decode } from 'fast-png';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { inBrowser } from '../../browser/window.ts';
import { startBrowser } from '../../browser/watched-page.ts';
import { bareView, type BarePage } from '../bare-view/bare-view.ts';
import type { bare } from '../bare-view/page.ts';
import type { SliceView } from '../../../src-renderer/viewer/slice-view.ts';

declare global {
  // What the bare page offers to the code that tests run in it.
  var view: SliceView;
  var labels: Uint8Array;
}
type Bare = { readonly bare: typeof bare };

interface Picture {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): readonly [number, number, number];
}

async function picture(page: Page): Promise<Picture> {
  // Two frames: one to draw, one to show.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))));
  const { width, height, data, channels } = decode(await page.screenshot());
  return { width, height, at: (x, y) => [0, 1, 2].map((channel) => data[(y * width + x) * channels + channel]!) as [number, number, number] };
}

inBrowser('a slice view', () => {
  let browser: Browser;
  let built: Awaited<ReturnType<typeof bareView>>;
  const open = async (looks: Parameters<typeof built.open>[1] = {}): Promise<BarePage> => {
    const opened = await built.open(browser, looks);
    onTestFinished(() => opened.page.context().close());
    return opened;
  };
  beforeAll(async () => {
    [browser, built] = await Promise.all([startBrowser(), bareView()]);
  });
  afterAll(async () => {
    await browser.close();
    await built.remove();
  });

  it.each([1, 1.5, 2])('draws labels on exactly the pixels of their voxels, at %d screen pixels per pixel', async (deviceScaleFactor) => {
    const { page, complaints } = await open({ deviceScaleFactor });
    for (const axis of [0, 1, 2] as const) {
      // A random black and white image, turned and anisotropic; every white voxel has a label.
      await page.evaluate((along) => {
        const { bare: { createSliceView, container } } = globalThis as unknown as Bare;
        globalThis.view?.dispose();
        const size = [13, 11, 9] as const;
        let state = 7;
        const voxels = Uint8Array.from({ length: 13 * 11 * 9 }, () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 31) * 255);
        const view = globalThis.view = createSliceView(container);
        view.setImage({ voxels, geometry: { size, affine: [0, 0, -1.3, 0, 0.8, 0, 0, 0, 0, -2.1, 0, 0] }, slope: 1, intercept: 0, orientationKnown: true });
        view.setLabels(voxels.map((value) => value / 255));
        view.setLabelTable([{ index: 1, colour: '#ff0000' }]);
        view.setStyle({ drawing: 'fill', opacity: 1, labelsHidden: true, predictionHidden: true, hiddenLabels: new Set() });
        view.setInterpolation('nearest');
        view.setWindow({ centre: 127.5, width: 255 });
        view.setSlice(along, 4);
      }, axis);
      await picture(page);
      // Nothing falls on whole pixels by chance.
      await page.evaluate(() => {
        globalThis.view.zoomBy(1.37, 211.3, 170.9);
        globalThis.view.panBy(3.21, -2.17);
      });
      const grey = await picture(page);
      await page.evaluate(() => globalThis.view.setStyle({ drawing: 'fill', opacity: 1, labelsHidden: false, predictionHidden: true, hiddenLabels: new Set() }));
      const labelled = await picture(page);
      let white = 0;
      let wrong = 0;
      for (let y = 0; y < grey.height; y += 1) {
        for (let x = 0; x < grey.width; x += 1) {
          const isWhite = grey.at(x, y)[0] > 200;
          const [red, green] = labelled.at(x, y);
          white += Number(isWhite);
          wrong += Number(isWhite !== (red > 200 && green < 50));
        }
      }
      expect(white).toBeGreaterThan(10_000);
      // A border may pass a pixel's middle closer than single precision tells: one line of a hundred pixels, not one of many.
      expect(wrong / white).toBeLessThan(0.005);
    }
    expect(complaints).toEqual([]);
  });

  it('shows every value in its grey: CT beyond 2048, slopes, large and tiny values, and what is not a number', async () => {
    const { page, complaints } = await open();
    const ramp = (from: number, step: number): number[] => Array.from({ length: 16 }, (_, index) => from + step * index);
    const images = [
      { type: 'Int16Array', values: ramp(2040, 1), slope: 1, intercept: 0, centre: 2048, width: 16 },
      { type: 'Uint16Array', values: ramp(60_000, 1), slope: 0.5, intercept: -1024, centre: 28_980, width: 8 },
      { type: 'Int16Array', values: ramp(100, -1), slope: -2, intercept: 10, centre: -174, width: 32 },
      { type: 'Uint32Array', values: ramp(4_000_000_000, 1), slope: 1, intercept: 0, centre: 4_000_000_008, width: 16 },
      { type: 'Float64Array', values: ramp(1e12, 0.125), slope: 1, intercept: 0, centre: 1e12 + 1, width: 2 },
      { type: 'Float32Array', values: [NaN, ...ramp(0, 1e-9).slice(1, 15), Infinity], slope: 1, intercept: 0, centre: 8e-9, width: 16e-9 },
    ];
    for (const image of images) {
      await page.evaluate(({ type, values, slope, intercept, centre, width }) => {
        const { bare: { createSliceView, container } } = globalThis as unknown as Bare;
        globalThis.view?.dispose();
        const make = (globalThis as unknown as Record<string, { from(values: number[]): Uint8Array }>)[type]!;
        const view = globalThis.view = createSliceView(container);
        view.setImage({ voxels: make.from(values), geometry: { size: [16, 1, 1], affine: [1, 0, 0, 0, 0, 8, 0, 0, 0, 0, 1, 0] }, slope, intercept, orientationKnown: false });
        view.setInterpolation('nearest');
        view.setWindow({ centre, width });
        view.setSlice(2, 0);
      }, image);
      const shown = await picture(page);
      const greys = Array.from({ length: 16 }, (_, column) => shown.at(Math.round(320 + (column - 7.5) * (640 / 16) * 0.98), 240)[0]);
      const expected = image.values.map((stored, column) => {
        // What is not a number is shown as the darkest of the slice, what is infinite as the brightest.
        const value = Number.isFinite(stored) ? stored : column === 0 ? image.values[1]! : image.values[14]!;
        return 255 * Math.min(Math.max((value * image.slope + image.intercept - image.centre) / image.width + 0.5, 0), 1);
      });
      greys.forEach((grey, column) => expect(Math.abs(grey - expected[column]!), `${image.type} ${column}: ${grey}, not ${expected[column]}`).toBeLessThan(1.5));
    }
    expect(complaints).toEqual([]);
  });

  it.each([1, 1.5])('draws a stroke part by part as it draws the whole slice, at %d screen pixels per pixel', async (deviceScaleFactor) => {
    const { page, complaints } = await open({ deviceScaleFactor });
    await page.evaluate(() => {
      const { bare: { createSliceView, container } } = globalThis as unknown as Bare;
      const view = globalThis.view = createSliceView(container);
      const length = 40 * 30 * 5;
      globalThis.labels = Uint8Array.from({ length }, (_, index) => (index >> 4) % 3);
      view.setImage({ voxels: new Int16Array(length), geometry: { size: [40, 30, 5], affine: [0.7, 0, 0, 0, 0, 1.1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: true });
      view.setLabels(globalThis.labels);
      view.setPrediction(Uint8Array.from({ length }, (_, index) => (index >> 6) % 4));
      view.setLabelTable(['#ff0000', '#00ff00', '#0000ff'].map((colour, at) => ({ index: at + 1, colour })));
      view.setSlice(2, 3);
    });
    await picture(page);
    await page.evaluate(() => globalThis.view.zoomBy(1.37, 211.3, 170.9));
    for (const [drawing, differenceShown] of [['fill', false], ['outline', false], ['fill', true]] as const) {
      const style = { drawing, opacity: 0.4, labelsHidden: false, predictionHidden: false, differenceShown };
      await page.evaluate((isShown) => globalThis.view.setHeat(isShown ? { voxels: Uint8Array.from({ length: 40 * 30 * 5 }, (_, index) => index), colours: 'viridis', opacity: 0.5, least: 40 } : null), differenceShown);
      await page.evaluate((drawn) => globalThis.view.setStyle({ ...drawn, hiddenLabels: new Set() }), style);
      await picture(page);
      const before = await page.screenshot();
      for (const [column, row] of [[0, 0], [17, 12], [39, 29], [5, 20]] as const) {
        await page.evaluate(([i, j]) => {
          const [last0, last1] = [Math.min(i + 4, 39), Math.min(j + 3, 29)];
          for (let y = j; y <= last1; y += 1) for (let x = i; x <= last0; x += 1) globalThis.labels[(3 * 30 + y) * 40 + x] = (globalThis.labels[(3 * 30 + y) * 40 + x]! + 1) % 3;
          globalThis.view.labelsChanged({ first: [i, j, 3], last: [last0, last1, 3] });
        }, [column, row] as const);
        await picture(page);
      }
      const byParts = await page.screenshot();
      await page.evaluate((drawn) => globalThis.view.setStyle({ ...drawn, hiddenLabels: new Set() }), style);
      await picture(page);
      expect(Buffer.compare(byParts, await page.screenshot())).toBe(0);
      expect(Buffer.compare(byParts, before)).not.toBe(0);
    }
    expect(complaints).toEqual([]);
  });

  it('draws a map in the colours that matplotlib gives its values, below the outlines of labels, and lets the image through where it is too low or hidden', async () => {
    const { page, complaints } = await open();
    await page.evaluate(() => {
      const { bare: { createSliceView, container } } = globalThis as unknown as Bare;
      const view = globalThis.view = createSliceView(container);
      view.setImage({ voxels: Uint8Array.from({ length: 8 }, () => 128), geometry: { size: [8, 1, 1], affine: [1, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: false });
      view.setLabels(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 1]));
      view.setLabelTable([{ index: 1, colour: '#ffffff' }]);
      view.setStyle({ drawing: 'fill', opacity: 1, labelsHidden: false, predictionHidden: true, hiddenLabels: new Set() });
      view.setHeat({ voxels: Uint8Array.from([0, 50, 51, 64, 128, 192, 255, 255]), colours: 'viridis', opacity: 1, least: 51 });
    });
    const columnColours = async (): Promise<string[]> => {
      const shown = await picture(page);
      return Array.from({ length: 8 }, (_, column) => '#' + shown.at(Math.round(320 + (column - 3.5) * (640 / 8) * 0.98), 240).map((part) => part.toString(16).padStart(2, '0')).join(''));
    };
    // As matplotlib draws viridis at 0.2, 0.25, 0.5, 0.75 and 1.
    expect(await columnColours()).toEqual(['#808080', '#808080', '#414487', '#3b528b', '#21918c', '#5ec962', '#fde725', '#fde725']);
    // The labelled voxel is the last one, half of a voxel from its middle is its outline.
    expect((await picture(page)).at(Math.round(320 + 4 * (640 / 8) * 0.98) - 2, 240)).toEqual([255, 255, 255]);
    await page.evaluate(() => globalThis.view.setStyle({ drawing: 'fill', opacity: 1, labelsHidden: true, predictionHidden: true, hiddenLabels: new Set() }));
    expect(new Set(await columnColours())).toEqual(new Set(['#808080']));
    await page.evaluate(() => {
      globalThis.view.setStyle({ drawing: 'fill', opacity: 1, labelsHidden: false, predictionHidden: true, hiddenLabels: new Set() });
      globalThis.view.setHeat(null);
    });
    expect(await columnColours()).toEqual([...Array.from({ length: 7 }, () => '#808080'), '#ffffff']);
    expect(complaints).toEqual([]);
  });

  it('tells apart what is only drawn, only predicted and labelled otherwise, and leaves what agrees as it is', async () => {
    const { page, complaints } = await open();
    await page.evaluate(() => {
      const { bare: { createSliceView, container } } = globalThis as unknown as Bare;
      const view = globalThis.view = createSliceView(container);
      view.setImage({ voxels: new Uint8Array(5), geometry: { size: [5, 1, 1], affine: [1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: false });
      // Alike, only drawn, only predicted, otherwise, and of a label that is hidden.
      view.setLabels(Uint8Array.from([1, 1, 0, 1, 3]));
      view.setPrediction(Uint8Array.from([1, 0, 1, 2, 0]));
      view.setLabelTable([1, 2, 3].map((index) => ({ index, colour: '#ffffff' })));
      view.setStyle({ drawing: 'fill', opacity: 1, labelsHidden: false, predictionHidden: true, differenceShown: true, hiddenLabels: new Set([3]) });
    });
    const shown = await picture(page);
    // Inside each voxel, away from its outline: the two colours that a pattern has, the lighter first.
    const coloursOf = (column: number): string[] => {
      const middle = 320 + (column - 2) * (640 / 5) * 0.98;
      const seen = new Set<string>();
      for (let y = 210; y < 270; y += 1) for (let x = Math.round(middle) - 30; x < middle + 30; x += 1) seen.add(shown.at(x, y).join());
      return [...seen].sort((a, b) => Number(b.split(',')[0]) - Number(a.split(',')[0]));
    };
    const over = (colour: readonly number[], share: number): string => colour.map((part) => Math.round(part * share)).join();
    const near = (seen: string[], colour: readonly number[]): void => {
      expect(seen.length).toBeGreaterThanOrEqual(2);
      [0.95, 0.35].forEach((share, at) => over(colour, share).split(',').forEach((part, channel) => {
        expect(Math.abs(Number(seen.at(at === 0 ? 0 : -1)!.split(',')[channel]) - Number(part))).toBeLessThanOrEqual(2);
      }));
    };
    // Okabe and Ito's sky blue, orange and reddish purple.
    near(coloursOf(1), [86, 180, 233]);
    near(coloursOf(2), [230, 159, 0]);
    near(coloursOf(3), [204, 121, 167]);
    expect(coloursOf(0)).toEqual(['0,0,0']);
    expect(coloursOf(4)).toEqual(['0,0,0']);
    expect(complaints).toEqual([]);
  });

  it('uploads the touched rectangle, draws it anew and nothing more, and draws nothing where nothing changed', async () => {
    const { page } = await open();
    await page.evaluate(() => {
      const { bare: { createSliceView, container } } = globalThis as unknown as Bare;
      const view = globalThis.view = createSliceView(container);
      globalThis.labels = new Uint8Array(200 * 160 * 20);
      view.setImage({ voxels: new Int16Array(200 * 160 * 20), geometry: { size: [200, 160, 20], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: true });
      view.setLabels(globalThis.labels);
      view.setSlice(2, 7);
    });
    await picture(page);
    const counts = await page.evaluate(async () => {
      const seen = { parts: [] as number[][], drawnParts: [] as number[][], wholes: 0, draws: 0 };
      const gl = WebGL2RenderingContext.prototype as unknown as Record<string, (...args: number[]) => unknown>;
      const count = (name: string, note: (args: number[]) => void): void => {
        const original = gl[name]!;
        gl[name] = function counted(this: unknown, ...args) {
          note(args);
          return original.apply(this, args);
        };
      };
      count('texSubImage2D', (args) => seen.parts.push(args.slice(2, 6)));
      count('scissor', (args) => seen.drawnParts.push(args));
      count('texImage2D', () => { seen.wholes += 1; });
      for (const name of ['drawArrays', 'drawElements']) count(name, () => { seen.draws += 1; });
      const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await frame();
      const idle = seen.draws;
      globalThis.view.showBrush({ clientX: 100, clientY: 100 }, 9, false);
      globalThis.view.showBrush({ clientX: 120, clientY: 100 }, 9, false);
      await frame();
      const moved = seen.draws;
      globalThis.view.labelsChanged({ first: [10, 20, 7], last: [12, 21, 7] });
      globalThis.view.labelsChanged({ first: [13, 20, 7], last: [14, 20, 7] });
      await frame();
      globalThis.view.labelsChanged({ first: [10, 20, 8], last: [12, 21, 9] });
      await frame();
      return { ...seen, idle, moved };
    });
    const { drawnParts, ...others } = counts;
    expect(others).toEqual({ parts: [[10, 20, 5, 2]], wholes: 0, draws: 1, idle: 0, moved: 0 });
    // A voxel is 640 / 200 or 480 / 160 pixels of the view less its margin; around it lie the outline and what the card may round.
    expect(drawnParts).toHaveLength(1);
    const [, , width, height] = drawnParts[0]!;
    expect(width).toBeGreaterThanOrEqual(5 * 2.94 + 4);
    expect(width).toBeLessThan(5 * 2.94 + 10);
    expect(height).toBeGreaterThanOrEqual(2 * 2.94 + 4);
    expect(height).toBeLessThan(2 * 2.94 + 10);
  });

  it('comes back as it was when the graphics card lets go of it', async () => {
    const { page } = await open();
    await page.evaluate(() => {
      const { bare: { createSliceView, container } } = globalThis as unknown as Bare;
      const told: boolean[] = [];
      Object.assign(globalThis, { told });
      const view = globalThis.view = createSliceView(container, (lost) => told.push(lost));
      view.setImage({ voxels: Uint8Array.from({ length: 4096 }, (_, index) => index), geometry: { size: [64, 64, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: true });
      view.setLabels(Uint8Array.from({ length: 4096 }, (_, index) => (index >> 8) % 3));
      view.setPrediction(Uint8Array.from({ length: 4096 }, (_, index) => (index >> 9) % 2));
      view.setLabelTable([{ index: 1, colour: '#ff0000' }]);
      view.setHeat({ voxels: Uint8Array.from({ length: 4096 }, (_, index) => index), colours: 'inferno', opacity: 0.5, least: 100 });
      view.zoomBy(2, 100, 100);
    });
    await picture(page);
    await page.evaluate(() => globalThis.view.zoomBy(1.5, 100, 100));
    const shot = async (): Promise<Buffer> => (await picture(page), page.screenshot());
    const before = await shot();
    const told = await page.evaluate(async () => {
      const { told } = globalThis as unknown as { told: boolean[] };
      // A busy machine tells of it when it comes to it.
      const awaitTold = async (count: number): Promise<void> => {
        for (let tries = 0; tries < 500 && told.length < count; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 10); });
      };
      const extensions = [...document.querySelectorAll('canvas')].map((canvas) => canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!);
      for (const extension of extensions) extension.loseContext();
      await awaitTold(1);
      for (const extension of extensions) extension.restoreContext();
      await awaitTold(2);
      return told;
    });
    expect(told).toEqual([true, false]);
    expect(Buffer.compare(await shot(), before)).toBe(0);
    expect(await page.evaluate(() => document.querySelectorAll('canvas').length)).toBe(2);
  });

  it('leaves nothing behind: twenty views one after the other are no burden, and use one pair of canvases', async () => {
    const { page, complaints } = await open();
    const left = await page.evaluate(async () => {
      const { bare: { createSliceView, container } } = globalThis as unknown as Bare;
      const canvases = new Set<HTMLCanvasElement>();
      for (let turn = 0; turn < 20; turn += 1) {
        const view = createSliceView(container);
        for (const canvas of container.querySelectorAll('canvas')) canvases.add(canvas);
        view.setImage({ voxels: new Uint8Array(64), geometry: { size: [8, 8, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: true });
        await new Promise((resolve) => requestAnimationFrame(resolve));
        view.dispose();
      }
      return [container.childNodes.length, canvases.size];
    });
    expect(left).toEqual([0, 2]);
    // Chromium warns where more than sixteen contexts live.
    expect(complaints).toEqual([]);
  });
});
