/** NiiVue on a page of its own, with the same volume and pen, driven by the same events. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { timing } from './in-page.ts';
import { viewPx, type InPage } from './our-window.ts';
import type { PhantomFiles } from './phantom.ts';
import type { Hand } from './strokes.ts';

const page_ = `<!doctype html><meta charset="utf-8"><style>body { margin: 0 } canvas { width: ${viewPx}px; height: ${viewPx}px; display: block }</style>
<div style="width: ${viewPx}px; height: ${viewPx}px"><canvas id="view" width="${viewPx}" height="${viewPx}"></canvas></div>
<script type="module">
  import { Niivue, SLICE_TYPE } from './index.js';
  const view = new Niivue({ isResizeCanvas: false, show3Dcrosshair: false, logLevel: 'error' });
  await view.attachToCanvas(document.querySelector('#view'));
  await view.loadVolumes([{ url: './image.nii' }]);
  await view.loadDrawingFromUrl('./mask.nii');
  view.setDrawingEnabled(true);
  // From edge to edge, where ours says from the middle.
  view.opts.penSize = 41;
  view.setPenValue(1, false);
  globalThis.plane = (name) => view.setSliceType(name === 'Axial' ? SLICE_TYPE.AXIAL : SLICE_TYPE.SAGITTAL);
  globalThis.takeBack = () => view.drawUndo();
  globalThis.drawnVoxels = () => view.drawBitmap.reduce((sum, label) => sum + (label === 1 ? 1 : 0), 0);
  globalThis.ready = true;
</script>`;

export interface NiivueWindow extends Hand {
  readonly view: Locator;
  showPlane(plane: 'Axial' | 'Sagittal'): Promise<void>;
  /** As it was before the last stroke. */
  takeBack(): Promise<void>;
  /** Of label 1: that strokes are drawn at all. */
  drawnVoxels(): Promise<number>;
  close(): Promise<void>;
}

/** @param modules folder in which the package is installed */
export async function openNiivue(browser: Browser, modules: string, files: PhantomFiles): Promise<NiivueWindow> {
  const context = await browser.newContext({ viewport: { width: 600, height: 600 }, deviceScaleFactor: 1 });
  const page: Page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.addInitScript(timing);
  const server = await served({
    '/index.js': { file: path.join(modules, '@niivue/niivue/dist/index.js'), type: 'text/javascript' },
    '/image.nii': { file: files.image, type: 'application/octet-stream' },
    '/mask.nii': { file: files.mask, type: 'application/octet-stream' },
  });
  // What stops its page is known at once, and not after minutes of waiting.
  const broken = new Promise<never>((_resolve, reject) => { page.once('pageerror', reject); });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await Promise.race([page.waitForFunction('globalThis.ready === true'), broken]);
  return {
    page,
    view: page.locator('#view'),
    async timed(kind, input) {
      await page.evaluate((which) => { (globalThis as unknown as InPage).benchmark.arm(which); }, kind);
      await input();
      return page.evaluate(() => (globalThis as unknown as InPage).benchmark.taken());
    },
    async showPlane(plane) {
      await page.evaluate((name) => { (globalThis as unknown as { plane(name: string): void }).plane(name); }, plane);
      await page.waitForTimeout(500);
    },
    async takeBack() {
      await page.evaluate(() => { (globalThis as unknown as { takeBack(): void }).takeBack(); });
      await page.waitForTimeout(500);
    },
    drawnVoxels: () => page.evaluate(() => (globalThis as unknown as { drawnVoxels(): number }).drawnVoxels()),
    async close() {
      await context.close();
      server.close();
    },
  };
}

type Files = Readonly<Record<string, { readonly file: string; readonly type: string }>>;

/** By a server of its own: what the browser is driven through passes no volume of 384³, and closes the browser. */
async function served(files: Files): Promise<Server> {
  const server = createServer(({ url }, response) => {
    if (url === '/') return void response.setHeader('Content-Type', 'text/html').end(page_);
    const found = files[url ?? ''];
    if (found === undefined) return void response.writeHead(404).end();
    createReadStream(found.file).pipe(response.setHeader('Content-Type', found.type));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
