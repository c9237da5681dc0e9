/** A page of Chromium that remembers everything that should not happen in it. Knows nothing of Lamina but its address. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { browserArguments, findBrowser } from './find-browser.ts';

export interface Looks {
  readonly locale?: 'en-US' | 'zh-CN';
  readonly colorScheme?: 'dark' | 'light';
}

export interface WatchedPage {
  readonly page: Page;
  /** Errors of the page, of the console and of its policy, and requests that left this machine. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** WebGL 2 without a graphics card, the same on every machine. */
const softwareGraphics = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

// What the browser's own window would do beside the page, at the page's cost. The last list of features is the one that counts: here the driver's own, then ours.
const unusedFeatures = [
  'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding',
  'ThirdPartyStoragePartitioning', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch',
  'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess',
];
// The page around the pictures is put together without going through that software as well.
const light = ['--disable-gpu-compositing', `--disable-features=${unusedFeatures.join(',')}`];

/** As `lightly` as it goes, or with all that a browser's own window does. */
export async function startBrowser({ lightly = false } = {}): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser(), args: [...browserArguments, ...softwareGraphics, ...(lightly ? light : [])] });
}

// As text: what runs in the page is not compiled with the tests.
const reportPolicy = `addEventListener('securitypolicyviolation', (event) => {
  console.error('policy: ' + event.effectiveDirective + ' refused ' + (event.blockedURI || 'inline') + ' in ' + event.sourceFile);
});`;

export async function openPage(browser: Browser, address: string, { locale = 'en-US', colorScheme = 'dark' }: Looks = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const origin = new URL(address).origin;
  const faults: string[] = [];
  await page.addInitScript(reportPolicy);
  page.on('pageerror', (error) => faults.push(`thrown: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || /\[Vue warn\]|\[intlify\]/.test(message.text())) faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'blob:') faults.push(`left this machine: ${request.url()}`);
  });
  page.on('crash', () => faults.push('the page crashed'));
  await page.goto(address);
  return { page, faults, close: () => context.close() };
}
