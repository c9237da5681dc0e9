import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, windowForTest } from '../browser/window.ts';
import { placeForTest } from '../src-main/cli/lamina.ts';

async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Project: / }).click();
  await page.getByText(item, { exact: true }).click();
}

inBrowser('projects', () => {
  it('first shows somebody new the example with its labelled and its open cases, and later what was open last', async () => {
    const { page, host, startHostAgain, openAgain, expectFault, folder } = await windowForTest({ openLast: true });
    await page.getByRole('button', { name: 'Project: Example' }).waitFor({ timeout: 60_000 });
    expect(await host().client.cases.list()).toHaveLength(12);
    await page.getByRole('row').filter({ hasText: 'sub-001' }).waitFor();
    await page.getByText('Ready').waitFor();

    await fromMenu(page, 'New…');
    const dialog = page.getByRole('dialog');
    // What is typed goes where the focus is, and that comes with the dialog.
    await dialog.getByRole('textbox', { name: 'Folder on this computer' }).and(page.locator(':focus')).fill(path.join(folder, 'my study'));
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Knees');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Project: Knees' }).waitFor();
    await page.getByText('This project has no images yet').waitFor();

    // Also an answer that was on its way.
    expectFault(/ERR_|40[13]|Cannot parse response body/);
    await host().kill();
    await startHostAgain();
    await openAgain();
    await page.getByRole('button', { name: 'Project: Knees' }).waitFor();
    await fromMenu(page, 'Example');
    await page.getByRole('button', { name: 'Project: Example' }).waitFor();
  });

  it('leaves whoever types on fast in the field that was gone to', async () => {
    const { page } = await windowForTest();
    // The first field has the focus for no longer than it takes to press Tab.
    await page.evaluate(`document.addEventListener('focusin', ({ target }) => {
      const [first, second] = document.querySelectorAll('[role=dialog] input');
      if (target === first) second.focus();
    })`);
    await fromMenu(page, 'New…');
    const dialog = page.getByRole('dialog');
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.and(page.locator(':focus')).waitFor();
    await page.evaluate("document.addEventListener('focusout', () => { window.stolen = true; })");
    // Longer than any delay after which a dialog passes its focus on.
    await page.waitForTimeout(400);
    expect(await page.evaluate('window.stolen ?? false')).toBe(false);
  });

  it('answers a wrong folder with the sentence of the command line', async () => {
    const { page, folder, expectFault } = await windowForTest();
    const { lamina } = placeForTest();
    const full = path.join(folder, 'full');
    mkdirSync(full);
    writeFileSync(path.join(full, 'letter.txt'), 'not a project');
    expectFault(/4\d\d/);
    const told = async (...args: string[]): Promise<string> => (await lamina(...args)).stderr.trim().split('\n').at(-1)!;
    for (const [item, act, wrong, sentence] of [
      ['Open…', 'Open', path.join(folder, 'nowhere'), await told('list', path.join(folder, 'nowhere'))],
      ['Open…', 'Open', full, await told('list', full)],
      ['New…', 'Create', full, await told('init', full)],
    ] as const) {
      await fromMenu(page, item);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Folder on this computer' }).fill(wrong);
      await dialog.getByRole('button', { name: act, exact: true }).click();
      await dialog.getByText(sentence, { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Project: No project' }).waitFor();
  });
});
