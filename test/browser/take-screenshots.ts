/**
 * `npm run screenshots`: every page in both themes and languages, and every layout and panel of the annotate page and what the loop and
 * several people bring in one, on the example project with a model that was trained for it, into `docs/images`. Parts can be asked for
 * by name (`npm run screenshots -- loop rounds`): `pages`, `panels`, `loop` or scenes of it, `images`, `rounds`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { drawPhantom } from '#shared/example/phantom.ts';
import { writeNifti } from '../src-main/tiny-nifti.ts';
import { awaitSaved, openCase, picture } from './annotate-page.ts';
import { annotator, scenes, showLoop, signIn } from './loop-pictures.ts';
import { showRounds } from './rounds-picture.ts';
import { serveHost, type ServedHost } from './served-host.ts';
import { smallPng } from './small-png.ts';
import { openPage, startBrowser } from './watched-page.ts';

const images = path.join(import.meta.dirname, '../../docs/images');
const pages = { cases: 1, annotate: 2, train: 3, export: 5 } as const;
const shownCase = { name: 'sub-007_organs' };

/** As somebody has it who has worked for an hour: a model, predictions, one of them accepted and half checked. */
async function prepare({ client, run }: ServedHost, page: Page): Promise<void> {
  await run(client.project.openExample());
  await client.settings.change({ brushRadiusVoxels: 3, language: 'en', theme: 'dark' });
  await run(client.training.start({
    epochs: 12,
    seed: 1,
    plan: { network: { name: 'unet-2d', filters: [16, 32, 64] }, patch: [64, 64], batch: 8, microBatch: 8, stepsPerEpoch: 40 },
  }));
  const open = (await client.cases.list()).filter(({ completeSlices }) => completeSlices === 0).slice(0, 4);
  await run(client.predictions.predictCases({ cases: open.map(({ id }) => id) }));
  await page.getByRole('row').filter({ hasText: 'sub-012' }).waitFor();
  await signIn(page, annotator);
  await openCase(page, shownCase);
  await page.getByRole('button', { name: 'Accept case' }).click();
  // It is computed beside the work; a slice that was marked before would be open again after it.
  await page.getByText(/^Prediction accepted for all/).first().waitFor();
  await awaitSaved(page);
  await page.keyboard.press('Home');
  for (let slice = 0; slice < 11; slice += 1) {
    await page.keyboard.press('Space');
    await page.getByTestId('complete-count').filter({ hasText: new RegExp(`^${slice + 1}/`) }).waitFor();
  }
}

async function show(page: Page, name: keyof typeof pages): Promise<void> {
  await page.keyboard.press(`Alt+${pages[name]}`);
  if (name === 'annotate') {
    await picture(page).waitFor();
    const { x, y, width, height } = (await picture(page).boundingBox())!;
    await page.mouse.move(x + 0.62 * width, y + 0.36 * height, { steps: 3 });
  } else {
    await page.mouse.move(640, 780);
  }
  // The keys that led here have left a ring around what has the focus.
  await page.evaluate('document.activeElement?.blur()');
  // Toasts and pictures of rows come and go on their own time.
  await page.waitForTimeout(800);
}

/** Surfaces are made in a thread of their own. */
const surfacesMs = 4000;

async function keep(page: Page, name: string): Promise<void> {
  const png = smallPng(await page.screenshot({ animations: 'disabled' }));
  writeFileSync(path.join(images, `${name}.png`), png);
  console.log(`${name}.png: ${Math.round(png.length / 1024)} KB`);
}

/** What the annotate page has besides its first look. */
async function showLayoutsAndPanels({ client }: ServedHost, page: Page): Promise<void> {
  await client.settings.change({ language: 'en', theme: 'dark' });
  await page.locator('html[lang=en]').waitFor();
  await page.keyboard.press('Alt+2');
  const { panel } = await client.settings.get();
  for (const layout of ['four', 'one-and-three', 'volume-and-three', 'volume'] as const) {
    await client.settings.change({ layout });
    await page.mouse.move(240, 20);
    await page.waitForTimeout(surfacesMs);
    await keep(page, `layout-${layout}`);
  }
  await client.settings.change({ layout: 'one' });
  for (const tab of ['image', 'measure', 'history'] as const) {
    await client.settings.change({ panel: { ...panel, tab } });
    await page.waitForTimeout(1500);
    await keep(page, `panel-${tab}`);
  }
  await client.settings.change({ panel });
  await page.keyboard.press('Control+k');
  await page.waitForTimeout(500);
  await page.keyboard.type('slice');
  await page.waitForTimeout(500);
  await keep(page, 'palette');
  await page.keyboard.press('Escape');
}

const pair = { name: 'contrasts' };

/** One patient in two contrasts: the second with dark and bright exchanged. */
async function importPair({ client, run }: ServedHost): Promise<void> {
  const { image, geometry: { affine, size } } = drawPhantom('organs', 1, 13);
  const column = (n: number): number[] => [-affine[n]!, -affine[4 + n]!, affine[8 + n]!];
  const brightest = image.reduce((most, value) => Math.max(most, value), 0);
  const contrasts = { t1: (value: number) => value, t2: (value: number) => brightest - value };
  for (const [role, of] of Object.entries(contrasts)) {
    writeNifti(path.join(folder, 'pair', `${pair.name}_${role}.nii`), {
      size, voxel: (i, j, k) => of(image[i + size[0] * (j + size[1] * k)]!), sform: [column(0), column(1), column(2), column(3)],
    });
  }
  await run(client.cases.import({ paths: [path.join(folder, 'pair')], roles: Object.keys(contrasts), modality: 'mr' }));
}

/** Two images of one case beside each other, a plane at an angle, and a volume that is rendered. */
async function showImages({ client }: ServedHost, page: Page): Promise<void> {
  const { panel } = await client.settings.get();
  await client.settings.change({ layout: 'one', panel: { ...panel, tab: 'image' } });
  await openCase(page, pair);
  const second = page.getByRole('region', { name: 'Second image' });
  const keepQuietly = async (name: string, waitMs = 1500): Promise<void> => {
    await page.mouse.move(240, 20);
    await page.waitForTimeout(waitMs);
    await keep(page, name);
  };
  await second.getByRole('combobox', { name: 'Image' }).selectOption('t2');
  await second.getByText('Side by side').click();
  await page.getByTestId('picture-second').waitFor();
  await second.getByRole('combobox', { name: 'Colour map' }).selectOption('Grey');
  await keepQuietly('images-side-by-side');
  await second.getByRole('combobox', { name: 'Image' }).selectOption('None');

  await openCase(page, shownCase);
  const oblique = page.getByRole('region', { name: 'Oblique plane' });
  await oblique.getByRole('checkbox').check();
  await oblique.getByRole('slider', { name: 'Tilt' }).fill('35');
  await page.getByTestId('picture-oblique').waitFor();
  await keepQuietly('oblique-plane');
  await oblique.getByRole('checkbox').uncheck();
  await client.settings.change({ layout: 'volume-and-three' });
  await page.getByRole('button', { name: 'Show the image as a volume' }).click();
  await keepQuietly('volume-rendering', surfacesMs);
  await client.settings.change({ layout: 'one', panel });
}

/** Every page in both themes and languages. */
async function showPages({ client }: ServedHost, page: Page): Promise<void> {
  for (const language of ['en', 'zh-CN'] as const) {
    for (const theme of ['dark', 'light'] as const) {
      await client.settings.change({ language, theme });
      await page.locator(`html[lang=${language}]`).waitFor();
      await page.locator(`.v-theme--${theme}`).first().waitFor();
      for (const name of Object.keys(pages) as (keyof typeof pages)[]) {
        await show(page, name);
        await keep(page, `${name}-${theme}-${language}`);
        if (name === 'annotate' && theme === 'dark' && language === 'en') await keep(page, 'workstation');
      }
    }
  }
}

const wanted = process.argv.slice(2);
const isWanted = (...parts: readonly string[]): boolean => wanted.length === 0 || parts.some((part) => wanted.includes(part));
const loopScenes = wanted.length === 0 || wanted.includes('loop') ? Object.keys(scenes) : Object.keys(scenes).filter((scene) => wanted.includes(scene));
const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-screenshots-'));
const host = await serveHost({ folder });
const browser = await startBrowser();
try {
  const { page } = await openPage(browser, host.address);
  mkdirSync(images, { recursive: true });
  if (isWanted('pages', 'panels', 'images') || loopScenes.length > 0) {
    await prepare(host, page);
    // A toast stays for at most twelve seconds.
    await page.waitForTimeout(12_500);
    if (isWanted('pages')) await showPages(host, page);
    if (isWanted('panels')) await showLayoutsAndPanels(host, page);
    await showLoop(host, page, (name) => keep(page, name), loopScenes);
    if (isWanted('images')) {
      await importPair(host);
      await showImages(host, page);
    }
  }
  if (isWanted('rounds')) await showRounds(host, folder, page, (name) => keep(page, name));
} finally {
  await browser.close();
  await host.kill();
  rmSync(folder, { recursive: true, force: true });
}
