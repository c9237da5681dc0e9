import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { seriousFaults } from '../browser/accessibility.ts';
import { awaitSaved, drawThrough, openCase, picture, pictureAlone } from '../browser/annotate-page.ts';
import { dropFiles } from '../browser/drop-files.ts';
import { colouredPixels, differingPixels } from '../browser/picture.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { writeNifti, type TinyNifti } from '../src-main/tiny-nifti.ts';

const scan = 'sub-001_organs';
const count = (voxels: Uint8Array, index: number): number => voxels.filter((label) => label === index).length;
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Labels', exact: true });
const row = (page: Page, name: string): Locator => panel(page).getByRole('button', { name, exact: true });
/** What is known of a label, opened by the right button on its row. */
async function card(page: Page, name: string): Promise<Locator> {
  await row(page, name).click({ button: 'right' });
  const opened = page.getByRole('dialog', { name: `Label ${name}` });
  // It is seen before it has the keyboard.
  await opened.locator(':focus').waitFor();
  return opened;
}
const act = async (page: Page, name: string, what: string): Promise<void> => (await card(page, name)).getByRole('button', { name: what, exact: true }).click();

/** A mask on the image's own grid, as other programs write it: patient axes RAS, i fastest. */
function maskOn({ images }: CaseInfo, voxel: TinyNifti['voxel']): TinyNifti {
  const { affine, size } = images[0]!;
  const column = (n: number): number[] => [-affine[n]!, -affine[4 + n]!, affine[8 + n]!];
  return { size: [...size], voxel, type: 'int16', sform: [column(0), column(1), column(2), column(3)] };
}

inBrowser('the table of labels', () => {
  it('makes, renames, orders, hides and fades labels; merges them, removes them and brings them back', async () => {
    const { page, host, expectFault } = await windowForTest({ before: phantomProject(1) });
    const { client } = host();
    const { info } = await host().labelmap(scan);
    const voxels = async (): Promise<Uint8Array> => (await host().labelmap(scan)).voxels;
    const table = async () => (await client.labels.table()).map(({ index, name }) => [index, name]);
    await openCase(page, info);
    await drawThrough(page, [[-200, -120], [200, -120]]);
    await awaitSaved(page);

    await panel(page).getByRole('button', { name: 'Add a label' }).click();
    const made = page.getByRole('dialog', { name: 'New label' });
    // The focus comes with the dialog, and would take what is typed elsewhere.
    await made.getByLabel('Name').and(page.locator(':focus')).fill('Other');
    await made.getByLabel('Value in files').fill('2147483647');
    await made.getByRole('button', { name: 'Add' }).click();
    await row(page, 'Other').waitFor();
    await drawThrough(page, [[-200, 120], [200, 120]]);
    await awaitSaved(page);
    const drawn = await voxels();
    expect(count(drawn, 2)).toBeGreaterThan(100);

    // By the keyboard alone: a name, and a place above, which the number keys follow.
    await row(page, 'Other').focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('Spleen');
    await page.keyboard.press('Enter');
    await row(page, 'Spleen').and(page.locator(':focus')).waitFor();
    await expect.poll(table).toEqual([[1, 'Organ'], [2, 'Spleen']]);
    await row(page, 'Organ').focus();
    await page.keyboard.press('ArrowDown');
    await row(page, 'Spleen').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(table).toEqual([[2, 'Spleen'], [1, 'Organ']]);
    await picture(page).focus();
    await page.keyboard.press('2');
    expect(await row(page, 'Organ').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('1');
    expect(await row(page, 'Spleen').getAttribute('aria-pressed')).toBe('true');

    // By the card; what it did is shown at once.
    await act(page, 'Organ', 'Rename');
    await panel(page).getByRole('textbox', { name: 'Rename Organ' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Liver');
    await page.keyboard.press('Enter');
    await expect.poll(table).toEqual([[2, 'Spleen'], [1, 'Liver']]);
    // By the pointer, and back.
    await row(page, 'Spleen').dragTo(row(page, 'Liver'), { targetPosition: { x: 20, y: 24 } });
    await expect.poll(table).toEqual([[1, 'Liver'], [2, 'Spleen']]);
    await row(page, 'Spleen').dragTo(row(page, 'Liver'), { targetPosition: { x: 20, y: 2 } });
    await expect.poll(table).toEqual([[2, 'Spleen'], [1, 'Liver']]);

    const whole = await pictureAlone(page);
    await panel(page).getByRole('button', { name: 'Hide Spleen' }).click();
    await expect.poll(async () => (await client.labels.table())[0]?.visible).toBe(false);
    const one = colouredPixels(await pictureAlone(page));
    expect(one).toBeLessThan(colouredPixels(whole) * 0.7);
    expect(one).toBeGreaterThan(colouredPixels(whole) * 0.3);
    await panel(page).getByRole('button', { name: 'Show Spleen' }).click();
    await expect.poll(async () => differingPixels(await pictureAlone(page), whole)).toBe(0);

    const opened = await card(page, 'Spleen');
    await opened.getByText('2147483647').waitFor();
    await opened.getByTestId('label-amount').filter({ hasText: `${count(drawn, 2).toLocaleString('en')} voxels` }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await opened.getByRole('slider', { name: 'Opacity' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Escape');
    await opened.waitFor({ state: 'detached' });
    await expect.poll(async () => (await client.labels.table())[0]?.opacity).toBe(0);
    expect(colouredPixels(await pictureAlone(page))).toBe(one);
    await (await card(page, 'Spleen')).getByRole('slider', { name: 'Opacity' }).focus();
    for (let steps = 0; steps < 10; steps += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await client.labels.table())[0]?.opacity).toBe(0.5);
    const faded = await pictureAlone(page);
    expect(differingPixels(faded, whole)).toBeGreaterThan(1000);
    await client.labels.change({ index: 2, opacity: 1 });
    await expect.poll(async () => differingPixels(await pictureAlone(page), whole)).toBe(0);

    // A label that is drawn anywhere does not go; its voxels can.
    expectFault(/409 \(Conflict\).*labels\/remove/);
    await act(page, 'Spleen', 'Remove…');
    await page.getByRole('dialog', { name: 'Remove this label?' }).getByRole('button', { name: 'Remove' }).click();
    await page.getByText(/“Spleen” was not removed, because voxels still have it/).first().waitFor();
    expect(await table()).toHaveLength(2);
    await act(page, 'Spleen', 'Merge into another label…');
    const merge = page.getByRole('dialog', { name: 'Merge Spleen into another label' });
    await merge.getByText(`In this case this changes ${count(drawn, 2).toLocaleString('en')} voxels in `).waitFor();
    await merge.getByRole('radio', { name: 'In all cases, of all annotators' }).check();
    await merge.getByRole('checkbox', { name: 'Then remove Spleen from the table' }).check();
    await merge.getByRole('button', { name: 'Merge' }).click();
    await page.getByText('Spleen merged into Liver and removed.').first().waitFor();
    await expect.poll(table).toEqual([[1, 'Liver']]);
    expect(count(await voxels(), 1)).toBe(count(drawn, 1) + count(drawn, 2));
    await panel(page).getByRole('button', { name: 'More label actions' }).click();
    await page.getByText('Removed labels…').click();
    await page.getByRole('button', { name: 'Restore Spleen' }).click();
    await expect.poll(async () => (await client.labels.table()).map(({ index, value }) => [index, value])).toContainEqual([2, 2147483647]);
    await page.getByRole('dialog', { name: 'Removed labels' }).getByRole('button', { name: 'Close' }).click();
    await picture(page).focus();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Buffer.compare(await voxels(), drawn)).toBe(0);
  });

  it('goes out as it came in, stays fast with hundreds, and goes on from a mask that is dropped on the picture', async () => {
    const { page, host, folder } = await windowForTest({ before: phantomProject(1) });
    const { client } = host();
    const { info } = await host().labelmap(scan);
    const voxels = async (): Promise<Uint8Array> => (await host().labelmap(scan)).voxels;
    await openCase(page, info);
    await drawThrough(page, [[-200, 0], [200, 0]]);
    await awaitSaved(page);
    const drawn = await voxels();

    const header = ['# ITK-SnAP Label Description File', '# IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL', '0 0 0 0 0 0 0 "Clear Label"'];
    const lines = Array.from({ length: 240 }, (_, at) => `${at === 239 ? 65535 : at + 1} ${at} ${255 - at} 40 ${at % 2 === 0 ? 1 : 0.25} ${Number(at !== 3)} 1 "region ${at + 1}"`);
    const given = [...header, ...lines, ''].join('\n');
    const load = async (name: string, content: string, seen: string, done: string): Promise<void> => {
      writeFileSync(path.join(folder, name), content);
      await panel(page).getByRole('button', { name: 'More label actions' }).click();
      await page.getByText('Load a label table…').waitFor();
      await page.locator('input[data-choice="label-table"]').setInputFiles(path.join(folder, name));
      const reading = page.getByRole('dialog', { name: 'Load a label table' });
      await reading.getByText(seen).waitFor();
      await reading.getByRole('button', { name: 'Load' }).click();
      await page.getByTestId('label-file-report').getByText(done).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    const saved = async (format: string): Promise<string> => {
      await panel(page).getByRole('button', { name: 'More label actions' }).click();
      const download = page.waitForEvent('download');
      await page.getByText(format, { exact: true }).click();
      return readFileSync(await (await download).path(), 'utf8');
    };
    await load('regions.label', given, 'Labels in the file: 1 already in this project, 239 new.', 'Added: 239. Changed: 1.');
    expect((await client.labels.table()).at(-1)).toMatchObject({ value: 65535, name: 'region 240', opacity: 0.25 });
    expect(await panel(page).getByRole('listitem').count()).toBeLessThan(60);
    expect(await saved('ITK-SNAP (.label)')).toBe(given);

    await picture(page).focus();
    await page.keyboard.press('/');
    // What works on every page does so in the field too.
    await page.keyboard.press('Control+k');
    // A dialog is seen before it has the keyboard.
    await page.getByRole('dialog', { name: 'Command palette' }).locator(':focus').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await picture(page).focus();
    await page.keyboard.press('/');
    await page.keyboard.type('ion 240');
    await page.keyboard.press('Enter');
    await expect.poll(() => row(page, 'region 240').getAttribute('aria-pressed')).toBe('true');
    await picture(page).and(page.locator(':focus')).waitFor();

    // 1 lies on what was drawn and beside it, 5000 is no label of the project and becomes one that is.
    const [ni, nj] = info.images[0]!.size;
    const slab = (i: number, j: number, k: number): number => (k !== 2 && k !== 3 ? 0 : i < ni / 2 && j < nj / 2 ? 1 : i >= ni / 2 && j < nj / 2 ? 5000 : 0);
    const file = writeNifti(path.join(folder, 'masks', 'mask.nii.gz'), maskOn(info, slab));
    const box = (await picture(page).boundingBox())!;
    await dropFiles(page, [file], { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) });
    const laying = page.getByRole('dialog', { name: `Load labels from mask.nii.gz onto ${scan}` });
    await laying.getByRole('combobox', { name: 'Value 5000 becomes' }).selectOption('region 3');
    await laying.getByRole('radio', { name: 'Only fill voxels that have no label' }).check();
    expect(await seriousFaults(page)).toEqual([]);
    await laying.getByRole('button', { name: 'Load' }).click();
    // Nothing stands before the person meanwhile.
    await laying.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Details', exact: true }).first().click();
    await page.getByTestId('mask-report').getByText(/Changed [\d,]+ voxels on 2 slices\./).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const laid = await voxels();
    const wrong = [...laid.entries()].filter(([at, label]) => {
      const value = slab(at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj)));
      return label !== (drawn[at] !== 0 ? drawn[at] : value === 5000 ? 3 : value);
    });
    expect(wrong).toEqual([]);
    expect(count(laid, 3)).toBeGreaterThan(0);
    await picture(page).focus();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => Buffer.compare(await voxels(), drawn)).toBe(0);
    expect((await client.labels.table())).toHaveLength(240);

    // Tables of other programs, with opacities as each of them writes them: 3D Slicer 255 for solid, FreeSurfer 0.
    await load('organs.ctbl', '# Color table file organs.ctbl\n# 2 values\n0 Background 0 0 0 0\n4711 spleen 157 108 162 255\n', 'Labels in the file: 0 already in this project, 1 new.', 'Added: 1.');
    await load('FreeSurferColorLUT.txt', '#No. Label Name:                            R   G   B   A\n\n0   Unknown                 0   0   0   0\n2035  ctx-rh-insula  255 192 32 0\n', 'Labels in the file: 0 already in this project, 1 new.', 'Added: 1.');
    expect((await client.labels.table()).slice(240)).toMatchObject([
      { value: 4711, name: 'spleen', colour: '#9d6ca2', opacity: 1 }, { value: 2035, name: 'ctx-rh-insula', colour: '#ffc020', opacity: 1 },
    ]);
    const lastTwo = (written: string): string[] => written.trimEnd().split('\n').slice(-2);
    expect(lastTwo(await saved('3D Slicer (.ctbl)'))).toEqual(['4711 spleen 157 108 162 255', '2035 ctx-rh-insula 255 192 32 255']);
    expect(lastTwo(await saved('FreeSurfer (.txt)'))).toEqual(['4711 spleen 157 108 162 0', '2035 ctx-rh-insula 255 192 32 0']);
  });
});
