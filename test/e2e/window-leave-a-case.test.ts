import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { awaitSaved, drawThrough, openCase, picture, pictureAlone, pointTo } from '../browser/annotate-page.ts';
import { colouredPixels } from '../browser/picture.ts';
import { phantomProject } from '../browser/projects.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const first = 'sub-001_organs';
const second = 'sub-002_organs';
const commits = '**/rpc/labels/commit';

/** Without its thread for strokes the page makes calls instead, which can be held up. */
async function withoutSocket(page: Page): Promise<void> {
  await page.route('**/edit-worker*.js', async (route) => route.fulfill({ response: await route.fetch(), body: '' }));
}

inBrowser('whoever leaves a case', () => {
  it('for the next one while a slow host still stores finds every stroke stored, the one in the hand too', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(2) });
    await withoutSocket(page);
    await openCase(page, { name: first });
    const { info } = await host().labelmap(first);
    await page.route(commits, async (route) => {
      await new Promise((resolve) => { setTimeout(resolve, 400); });
      await route.continue();
    });
    await drawThrough(page, [[-60, -150], [60, -150]]);
    await drawThrough(page, [[-60, 0], [60, 0]]);
    await pointTo(page, [-60, 150]);
    await page.mouse.down();
    await pointTo(page, [60, 150]);
    await page.keyboard.press('PageDown');
    await page.getByLabel(`Image ${second}`).waitFor();
    await page.mouse.up();
    const { labelmapId } = await host().client.labels.open({ caseId: info.id });
    await expect.poll(async () => (await host().client.labels.history({ labelmapId })).length).toBe(3);
    expect((await host().labelmap(second)).voxels.some((label) => label !== 0)).toBe(false);
  });

  it('with strokes that cannot be stored is told so on every page, finds them there again, and has them stored at last', async () => {
    const { page, host, expectFault } = await windowForTest({ before: phantomProject(2) });
    expectFault(/ERR_FAILED/);
    await withoutSocket(page);
    await openCase(page, { name: first });
    await page.route(commits, (route) => route.abort());
    await drawThrough(page, [[-60, 0], [60, 0]]);
    await page.getByTestId('saving').filter({ hasText: 'Not saved' }).waitFor();
    const painted = colouredPixels(await pictureAlone(page));
    await page.getByRole('link', { name: 'Cases', exact: true }).click();
    await page.getByText(`Not saved yet: ${first}`).waitFor();
    await openCase(page, { name: first });
    await expect.poll(async () => colouredPixels(await pictureAlone(page))).toBe(painted);
    expect((await host().labelmap(first)).voxels.some((label) => label !== 0)).toBe(false);
    await page.getByRole('link', { name: 'Cases', exact: true }).click();
    await page.unroute(commits);
    await expect.poll(async () => (await host().labelmap(first)).voxels.some((label) => label !== 0), { timeout: 20_000 }).toBe(true);
    await page.getByText(`Not saved yet: ${first}`).waitFor({ state: 'detached' });
  });

  it('or turns to another plane with the pen down has drawn on the slice that was shown, and on no other', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(1) });
    await openCase(page, { name: first });
    await pointTo(page, [-60, 0]);
    await page.mouse.down();
    await pointTo(page, [0, 0]);
    await page.keyboard.press('v');
    await picture(page).and(page.getByLabel(/Sagittal|Coronal/)).waitFor();
    await pointTo(page, [0, 120]);
    await page.mouse.up();
    await awaitSaved(page);
    const { voxels, info } = await host().labelmap(first);
    const perSlice = info.images[0]!.size[0] * info.images[0]!.size[1];
    const slices = new Set([...voxels].flatMap((label, at) => (label === 0 ? [] : [Math.floor(at / perSlice)])));
    expect([...slices]).toHaveLength(1);
  });

  it('by removing it is asked first, and no key reaches the page behind the question', async () => {
    const { page, host } = await windowForTest({ before: phantomProject(2) });
    await page.getByRole('row').filter({ hasText: first }).hover();
    await page.getByRole('row').filter({ hasText: first }).getByRole('button', { name: /^Remove / }).click();
    await page.getByRole('dialog').waitFor();
    for (const key of ['/', '?', 'a']) await page.keyboard.press(key);
    expect(await page.getByRole('dialog').locator(':focus').count()).toBe(1);
    expect(await page.getByPlaceholder('Name, patient or note').inputValue()).toBe('');
    // The harmless answer has the focus.
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await host().client.cases.list()).toHaveLength(2);
    await page.getByRole('row').filter({ hasText: first }).hover();
    await page.getByRole('row').filter({ hasText: first }).getByRole('button', { name: /^Remove / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(async () => (await host().client.cases.list()).map(({ name }) => name)).toEqual([second]);
  });

  it('because somebody else removed it in mid-stroke goes on with another, and nothing waits for ever', async () => {
    const { page, host, expectFault } = await windowForTest({ before: phantomProject(2) });
    expectFault(/status of 4/);
    await openCase(page, { name: first });
    const { info } = await host().labelmap(first);
    await pointTo(page, [-60, 0]);
    await page.mouse.down();
    await pointTo(page, [60, 0]);
    await host().client.cases.remove({ id: info.id });
    await page.getByLabel(`Image ${second}`).waitFor();
    await page.mouse.up();
    await page.getByText(`Not saved yet: ${first}`).waitFor({ state: 'detached' });
    await drawThrough(page, [[-60, 0], [60, 0]]);
    await awaitSaved(page);
  });
});
