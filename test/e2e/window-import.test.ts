import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { ImportReport } from '#shared/contract/cases.ts';
import { dropFiles } from '../browser/drop-files.ts';
import { inBrowser, windowForTest, type WindowInTest } from '../browser/window.ts';
import { placeForTest } from '../src-main/cli/lamina.ts';
import { writeBalls } from '../src-main/tiny-nifti.ts';

const emptyProject: NonNullable<Parameters<typeof windowForTest>[0]>['before'] = (host, folder) =>
  host.client.project.create({ folder: path.join(folder, 'project'), name: 'Study' });

/** Three good scans, one that was cut off on its way, and a letter. */
function folderWithBrokenFile({ folder }: WindowInTest): string {
  const { images } = writeBalls(path.join(folder, 'data'), 3);
  const whole = readFileSync(path.join(images, 'scan-1.nii.gz'));
  writeFileSync(path.join(images, 'cut-off.nii.gz'), whole.subarray(0, whole.length / 2));
  writeFileSync(path.join(images, 'letter.nii'), 'Dear colleague, enclosed please find the scans of last week.');
  return images;
}

/** Nothing stands before the person meanwhile; the notice leads to the report. */
async function importNow(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Details', exact: true }).first().click();
  await page.getByRole('dialog', { name: 'What was imported' }).waitFor();
}

inBrowser('importing', () => {
  it('takes a folder that is let fall on it, refuses a broken file in the words of the command line, and imports the rest', async () => {
    const window = await windowForTest({ before: emptyProject });
    const { page, host } = window;
    const images = folderWithBrokenFile(window);
    await page.getByText('This project has no images yet').waitFor();
    await dropFiles(page, [images]);
    await importNow(page);

    const place = placeForTest();
    await place.lamina('init', path.join(place.folder, 'project'));
    const { refused } = (await place.lamina('import', path.join(place.folder, 'project'), images, '--json')).json as ImportReport;
    expect(refused).toHaveLength(2);
    const report = page.getByRole('dialog');
    await report.getByText('Imported: 3 · already here: 0 · refused: 2').waitFor();
    for (const { file, reason } of refused) {
      const item = report.getByRole('listitem').filter({ hasText: path.basename(file) });
      // The page learns no path of this machine.
      await item.getByText(reason.en.replace(`${images}/`, ''), { exact: true }).waitFor();
    }
    await report.getByRole('button', { name: 'Close' }).click();
    expect((await host().client.cases.list()).map(({ name }) => name).sort()).toEqual(['scan-1', 'scan-2', 'scan-3']);
    for (const name of ['scan-1', 'scan-2', 'scan-3']) await page.getByRole('row').filter({ hasText: name }).waitFor();
  });

  it('takes folders of images and of labels from the dialog, and does not import the same twice', async () => {
    const { page, host, folder } = await windowForTest({ before: emptyProject });
    const { images, labels } = writeBalls(path.join(folder, 'data'), 2);
    for (const turn of ['first', 'again'] as const) {
      await page.getByRole('button', { name: 'Import…' }).first().click();
      const dialog = page.getByRole('dialog');
      for (const [name, chosen] of [['Images', images], ['Labels', labels]] as const) {
        const choosing = page.waitForEvent('filechooser');
        await dialog.getByRole('button', { name: `${name}: Choose folder…` }).click();
        await (await choosing).setFiles(chosen);
      }
      await importNow(page);
      await dialog.getByText(turn === 'first' ? 'Imported: 2 · already here: 0 · refused: 0' : 'Imported: 0 · already here: 2 · refused: 0').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
    }
    // Each voxel of the ball's label is there: 6 slices, all complete.
    const { voxels, completeSlices } = await host().labelmap('scan-1');
    expect(completeSlices).toEqual([0, 1, 2, 3, 4, 5]);
    const reference = readFileSync(path.join(labels, 'scan-1.nii.gz'));
    const { gunzipSync } = await import('node:zlib');
    expect(Buffer.compare(voxels, gunzipSync(reference).subarray(352))).toBe(0);
    await page.getByRole('row').filter({ hasText: 'scan-1' }).getByText('6/6').waitFor();
  });

  it('says in the words of the command line what is wrong with a path, and leaves the project as it was', async () => {
    const { page, host, folder } = await windowForTest({ before: emptyProject });
    const nowhere = path.join(folder, 'nowhere');
    mkdirSync(path.join(folder, 'empty'));
    const place = placeForTest();
    await place.lamina('init', path.join(place.folder, 'project'));
    for (const wrong of [nowhere, path.join(folder, 'empty')]) {
      const { refused } = (await place.lamina('import', path.join(place.folder, 'project'), wrong, '--json')).json as ImportReport;
      expect(refused).toHaveLength(1);
      await page.getByRole('button', { name: 'Import…' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: /^Images: / }).fill(wrong);
      await importNow(page);
      await dialog.getByText(refused[0]!.reason.en, { exact: true }).waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
    }
    expect(await host().client.cases.list()).toEqual([]);
  });
});
