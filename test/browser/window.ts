/**
 * Lamina's window in a real Chromium, for one test: host, page and folder are gone when the test ends,
 * and the test fails where anything went wrong that it did not name. Knows no page of the window.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, describe, expect, onTestFinished } from 'vitest';
import { browserAvailable, browserMissing } from './find-browser.ts';
import { serveHost, type ServedHost, type ServeOptions } from './served-host.ts';
import { openPage, startBrowser, type Looks, type WatchedPage } from './watched-page.ts';

export interface WindowInTest {
  /** Of this test alone; the host's own folders and, by custom, its projects lie here. */
  readonly folder: string;
  readonly page: Page;
  /** The one that serves the page now. */
  readonly host: () => ServedHost;
  /** Says that faults like this belong to the story. */
  readonly expectFault: (pattern: RegExp) => void;
  /** Starts a host at the same port, as a person does who starts Lamina again; its page is not opened. */
  readonly startHostAgain: () => Promise<void>;
  /** Opens the address that the present host printed. */
  readonly openAgain: () => Promise<void>;
}

export interface WindowOptions extends Looks, Pick<ServeOptions, 'diskMiB' | 'openLast'> {
  /** Called when the host runs and before the page opens: makes a project, imports. */
  readonly before?: (host: ServedHost, folder: string) => Promise<unknown>;
}

/** A story takes seconds; on a machine whose cores are all busy, a minute. */
const patienceMs = 150_000;

/** Stories in a real browser; skipped, with the reason, where there is none. */
export function inBrowser(subject: string, stories: () => void): void {
  describe.skipIf(!browserAvailable)(browserMissing === undefined ? subject : `${subject} (skipped: ${browserMissing})`, { timeout: patienceMs }, stories);
}

let browser: Promise<Browser> | null = null;
afterAll(async () => { await (await browser)?.close(); });

export async function windowForTest({ before, diskMiB, openLast = false, ...looks }: WindowOptions = {}): Promise<WindowInTest> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-window-'));
  const serving: ServeOptions = { folder, openLast, ...(diskMiB === undefined ? {} : { diskMiB }) };
  const expected: RegExp[] = [];
  let host: ServedHost | null = null;
  let watched: WatchedPage | null = null;
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await watched?.page.screenshot({ path: failurePicture(task.name) }).catch(() => undefined);
    // Before the host, or the page would complain that it is gone.
    await watched?.close();
    await host?.kill();
    rmSync(folder, { recursive: true, force: true });
    expect(watched?.faults.filter((fault) => !expected.some((pattern) => pattern.test(fault))) ?? []).toEqual([]);
  });
  let present = host = await serveHost(serving);
  await before?.(host, folder);
  browser ??= startBrowser({ lightly: true });
  watched = await openPage(await browser, host.address, looks);
  const { page } = watched;
  return {
    folder,
    page,
    host: () => present,
    expectFault: (pattern) => { expected.push(pattern); },
    startHostAgain: async () => { present = host = await serveHost({ ...serving, port: present.port, openLast: true }); },
    openAgain: async () => {
      // Only what stands behind the `#` may be new, and for that alone a browser loads nothing.
      await page.goto('about:blank');
      await page.goto(present.address);
    },
  };
}

/** How the window looked when a story went wrong, for whoever reads the report. */
function failurePicture(story: string): string {
  return path.join(import.meta.dirname, '../../build/test', `${story.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}.png`);
}
