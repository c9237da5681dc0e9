/** Files and folders let fall on the page, by the browser's own drag and drop. */
import type { Page } from 'playwright-core';

export async function dropFiles(page: Page, paths: readonly string[], at = { x: 640, y: 400 }): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await browser.send('Input.dispatchDragEvent', { type, ...at, data });
  await browser.detach();
}
