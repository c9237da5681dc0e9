/** Lamina's own page with its own host, driven by real input events; sizes, tools and layout are set as a person would. */
import path from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Settings } from '#shared/contract/settings.ts';
import { serveHost, type ServedHost } from '../../browser/served-host.ts';
import { timing } from './in-page.ts';
import type { PhantomFiles } from './phantom.ts';

export const viewPx = 512;
export type Plane = 'Axial' | 'Coronal' | 'Sagittal';

export interface OurWindow {
  readonly page: Page;
  readonly host: ServedHost;
  readonly devTools: CDPSession;
  /** From the event to the pixels, ms. */
  readonly timed: (kind: 'pointermove' | 'keydown' | 'wheel' | 'click', input: () => Promise<void>) => Promise<number>;
  /** Until what was drawn is on the disk. */
  saved(): Promise<void>;
  close(): Promise<void>;
}

export interface Wanted {
  readonly folder: string;
  readonly files: PhantomFiles;
  readonly layout?: Settings['layout'];
  /** False: the page stays on the list of cases. */
  readonly opens?: boolean;
}

export async function openOurWindow(browser: Browser, { folder, files, layout = 'one', opens = true }: Wanted): Promise<OurWindow> {
  const host = await serveHost({ folder });
  const { client } = host;
  await client.project.create({ folder: `${folder}/project`, name: 'Noise' });
  await host.run(client.cases.import({ paths: [files.image], labels: path.dirname(files.mask), modality: 'mr' }));
  await client.settings.change({ layout, brushRadiusVoxels: 20, panel: { shown: false, widthPx: 320, tab: 'draw' } });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', reducedMotion: 'reduce', deviceScaleFactor: 1 });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.addInitScript(timing);
  await page.goto(host.address);
  const timed: OurWindow['timed'] = async (kind, input) => {
    await page.evaluate((which) => { (globalThis as unknown as InPage).benchmark.arm(which); }, kind);
    await input();
    return page.evaluate(() => (globalThis as unknown as InPage).benchmark.taken());
  };
  const window: OurWindow = {
    page, host, timed,
    devTools: await context.newCDPSession(page),
    async saved() {
      await page.getByTestId('saving').filter({ hasText: /^\s*Saved\s*$/ }).waitFor();
    },
    async close() {
      await context.close();
      await host.kill();
    },
  };
  if (opens) await openFirstCase(window);
  return window;
}

export interface InPage {
  readonly benchmark: {
    accepts: () => boolean;
    arm(kind: string): void;
    taken(): Promise<number>;
    endedAt(): number;
  };
}

export async function openFirstCase({ page }: OurWindow): Promise<void> {
  await toCases(page);
  await page.getByRole('row').filter({ hasText: 'noise' }).click();
  const view = page.getByTestId(/^picture/).first();
  await view.waitFor();
  // The window is made so large that each view has the size that is measured.
  for (let turn = 0; turn < 3; turn += 1) {
    const box = (await view.boundingBox())!;
    const now = page.viewportSize()!;
    const parts = await page.getByTestId(/^picture/).count() > 1 ? 2 : 1;
    await page.setViewportSize({ width: Math.round(now.width + parts * (viewPx - box.width)), height: Math.round(now.height + parts * (viewPx - box.height)) });
  }
  // A large case is looked at before it is whole: nothing is drawn on it until then, and what comes is drawn meanwhile.
  await whole(page);
  await page.waitForTimeout(1000);
}

export async function whole(page: Page): Promise<void> {
  await page.getByText(/^Reading noise/).waitFor({ state: 'detached' });
}

/** As it was before: the next stroke along the same line changes something again. */
export async function takeBack(window: OurWindow): Promise<void> {
  await window.saved();
  await window.page.keyboard.press('Control+z');
  await window.page.waitForTimeout(200);
  await window.saved();
}

export async function toCases(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  await page.getByRole('row').filter({ hasText: 'noise' }).waitFor();
}

export async function showPlane({ page }: OurWindow, plane: Plane): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    if ((await page.getByTestId('slice').innerText()).includes(plane)) return;
    await page.keyboard.press('v');
  }
  throw new Error(`no plane is called ${plane}`);
}

/** Everything again as it is: the whole slice is shown already. */
export function redraw(window: OurWindow): Promise<number> {
  return window.timed('keydown', () => window.page.keyboard.press('r'));
}
