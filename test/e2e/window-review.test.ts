import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { encodeRuns } from '#shared/labels/runs.ts';
import { seriousFaults } from '../browser/accessibility.ts';
import { drawThrough, pointTo, shownSlice, voxelUnderPointer } from '../browser/annotate-page.ts';
import { writeScans } from '../browser/projects.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const name = 'sub-001_organs';

/** Ada has labelled a whole case; Carla has begun to. */
async function labelledByOthers(host: ServedHost, folder: string): Promise<void> {
  await host.client.project.create({ folder: path.join(folder, 'project'), name: 'Phantoms' });
  const { images, labels } = await writeScans(host, folder, 1, 1);
  await host.run(host.client.cases.import({ paths: [images], labels, modality: 'mr', annotator: 'Ada' }));
  const [info] = await host.client.cases.list();
  const { labelmapId } = await host.as('Carla').labels.open({ caseId: info!.id });
  const [ni, nj] = info!.images[0]!.size;
  const runs = Buffer.from(encodeRuns(new Uint8Array(Math.min(64, ni) * Math.min(64, nj)).fill(1))).toString('base64');
  await host.as('Carla').labels.commit({ id: randomUUID(), labelmapId, tool: 'brush', tiles: [{ k: 0, tile: 0, expected: null, runs }] });
}

inBrowser('a reviewer', () => {
  it('accepts by one key, gives back with a pin, sees it answered, and accepts what was mended', async () => {
    const { page, host } = await windowForTest({ before: labelledByOthers });
    const ada = host().as('Ada');
    await page.getByRole('link', { name: 'Review', exact: true }).click();
    await page.getByRole('link', { name: `Review ${name} by Ada` }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('link', { name: `Review ${name} by Ada` }).click();
    await page.getByLabel(`Image ${name}`).waitFor();
    const [info] = await host().client.cases.list();
    const { labelmapId } = (await host().client.reviews.list()).find(({ annotator }) => annotator === 'Ada')!;
    const standings = async () => (await host().client.reviews.states({ labelmapId })).slices;
    const reviewed = page.getByTestId('reviewed-count');
    const state = page.getByTestId('slice-state');

    expect(await shownSlice(page)).toBe(0);
    await page.keyboard.press('a');
    await reviewed.filter({ hasText: `1/${info!.slices} reviewed` }).waitFor();
    await state.filter({ hasText: /Slice 2\s+Complete/ }).waitFor();

    // What is judged is what is seen: of other labels than those under review nothing is said.
    await page.keyboard.press('f');
    await page.getByTestId('layer').filter({ hasText: 'Labels by Carla: not under review' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByText('Other labels were in view').first().waitFor();
    await page.getByTestId('layer').filter({ hasText: /^\s*Labels by Ada\s*$/ }).waitFor();

    await page.keyboard.press('Backspace');
    await page.getByRole('form', { name: 'Return the slice' }).waitFor();
    // The pin is where the picture is clicked, and nothing is drawn there.
    await page.getByText('Major', { exact: true }).click();
    await drawThrough(page, [[60, 40], [60, 40]]);
    const voxel = await voxelUnderPointer(page, info!);
    // Whoever has moved the pin goes on writing.
    await page.keyboard.type('The rim is missing.');
    await page.keyboard.press('Enter');
    await state.filter({ hasText: /Slice 3\s+Complete/ }).waitFor();
    const [pin] = await ada.reviews.openPins();
    expect(pin).toMatchObject({ labelmapId, voxel, slice: 1, severity: 'major', text: 'The rim is missing.', state: 'open' });
    expect((await standings()).slice(0, 3).map((one) => one.state)).toEqual(['reviewed', 'returned', 'complete']);
    const inBar = page.getByTestId('slice-states').locator('rect[data-state]');
    expect([await inBar.count(), await inBar.nth(1).getAttribute('data-state')]).toEqual([3, 'returned']);
    expect(await page.getByTestId('pin-mark').count()).toBe(0);

    await page.getByTestId('pin').getByRole('button').first().click();
    await page.getByTestId('pin-mark').waitFor();
    await state.filter({ hasText: /Slice 2\s+Returned/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    // An open pin has said it: after a second look the slice is given back again by one key.
    await ada.labels.mark({ labelmapId, slices: [1], state: 'complete' });
    await state.filter({ hasText: /Slice 2\s+Complete/ }).waitFor();
    await page.keyboard.press('Backspace');
    await state.filter({ hasText: /Slice 3\s+Complete/ }).waitFor();
    expect((await standings())[1]!.state).toBe('returned');
    expect(await ada.reviews.openPins()).toHaveLength(1);
    await page.getByTestId('pin').getByRole('button').first().click();
    await state.filter({ hasText: /Slice 2\s+Returned/ }).waitFor();

    await ada.reviews.answerPin({ id: pin!.id, text: 'Drawn anew.', state: 'resolved' });
    await ada.labels.mark({ labelmapId, slices: [1], state: 'complete' });
    await page.getByTestId('pin').filter({ hasText: 'Drawn anew.' }).waitFor();
    await state.filter({ hasText: /Slice 2\s+Complete/ }).waitFor();
    await pointTo(page, [0, 0]);
    await page.getByTestId('picture').focus();
    await page.keyboard.press('a');
    await reviewed.filter({ hasText: `2/${info!.slices} reviewed` }).waitFor();

    await page.keyboard.press('Shift+Space');
    await page.getByRole('dialog').getByRole('button', { name: 'Accept all' }).click();
    await reviewed.filter({ hasText: `${info!.slices}/${info!.slices} reviewed` }).waitFor();
    expect((await standings()).every((one) => one.state === 'reviewed' && one.annotator !== 'Ada')).toBe(true);
  });
});
