/** Builds a page with one view and opens it under the policy of the real one. Needs no host. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; img-src 'self' blob:; connect-src 'self'";

export interface BarePage {
  readonly page: Page;
  /** What the page complained of: errors, breaches of its policy, warnings of the graphics. */
  readonly complaints: readonly string[];
}

/** @param root folder of the page @returns opens the page; and removes what was built */
export async function bareView(root: string = import.meta.dirname): Promise<{ open(browser: Browser, looks?: BrowserContextOptions): Promise<BarePage>; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lamina-bare-view-'));
  await build({
    root, base: './', configFile: false, logLevel: 'silent',
    build: { outDir: folder, emptyOutDir: true, target: 'chrome120', assetsInlineLimit: 0, modulePreload: { polyfill: false }, minify: false },
  });
  return {
    async open(browser, looks = {}) {
      const page = await (await browser.newContext({ viewport: { width: 640, height: 480 }, ...looks })).newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      // As secure as the loopback address of the real page is.
      await page.route('https://lamina.invalid/**', async (route) => {
        const { pathname } = new URL(route.request().url());
        const file = pathname === '/' ? '/index.html' : pathname;
        if (file === '/favicon.ico') return route.fulfill({ status: 204 });
        return route.fulfill({
          body: readFileSync(path.join(folder, file)),
          headers: { 'content-type': types[path.extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy },
        });
      });
      await page.goto('https://lamina.invalid/');
      return { page, complaints };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
