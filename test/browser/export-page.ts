/** Masks out of the window as a person gets them: a ZIP in the folder of downloads. */
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Download, Page } from 'playwright-core';
import { runPython } from '../python/python.ts';

export async function exportAs(page: Page): Promise<Download> {
  await page.getByRole('link', { name: 'Export', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as ZIP…' }).click();
  return download;
}

/** Another program unpacks it, and finds no fault. @returns the files */
export async function unpacked(download: Download, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const archive = path.join(folder, download.suggestedFilename());
  await download.saveAs(archive);
  if (!archive.endsWith('.zip')) return [archive];
  runPython('import sys, zipfile; archive = zipfile.ZipFile(sys.argv[1]); assert archive.testzip() is None; archive.extractall(sys.argv[2])', [archive, path.join(folder, 'files')]);
  return readdirSync(path.join(folder, 'files'), { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, 'files', file));
}
