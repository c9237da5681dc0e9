import { expect, it } from 'vitest';
import { choose } from '../browser/fields.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

inBrowser('the window', () => {
  it('speaks the language and wears the theme that a person chose, also after a reload and after a new start', async () => {
    const { page, host, startHostAgain, openAgain, expectFault } = await windowForTest();
    const themeIsLight = (): Promise<boolean> => page.locator('.v-theme--light').first().isVisible();
    await page.getByRole('link', { name: 'Cases', exact: true }).waitFor();
    expect(await themeIsLight()).toBe(false);

    await page.getByRole('button', { name: 'Settings' }).click();
    await choose(page, 'Theme', 'Light');
    await choose(page, 'Language', '简体中文');
    await page.getByRole('button', { name: '关闭' }).click();
    await page.getByRole('link', { name: '病例' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await themeIsLight()).toBe(true);
    await expect.poll(() => host().client.settings.get()).toMatchObject({ language: 'zh-CN', theme: 'light' });

    await page.reload();
    await page.getByRole('link', { name: '病例' }).waitFor();
    await expect.poll(themeIsLight).toBe(true);
    // The page of the cases comes in a part of its own: the host must live until it is there.
    await page.getByText('当前没有打开的项目').waitFor();

    expectFault(/ERR_|40[13]/);
    await host().kill();
    await startHostAgain();
    await openAgain();
    await page.getByRole('link', { name: '病例' }).waitFor();
    await expect.poll(themeIsLight).toBe(true);
  });

  it('follows the language and the theme of the system until somebody chooses', async () => {
    const { page } = await windowForTest({ locale: 'zh-CN' });
    await page.getByRole('link', { name: '病例' }).waitFor();
  });

  it('says that its host is gone, and how to go on once Lamina runs again', async () => {
    const { page, host, startHostAgain, openAgain, expectFault } = await windowForTest();
    await page.getByText('No project is open').waitFor();
    await page.getByText('Ready').waitFor();
    expectFault(/ERR_|40[13]/);
    await host().kill();
    await page.getByRole('alert').filter({ hasText: /not answer/ }).waitFor();
    // A new start has a new key: the old page may not come in, and says what opens it.
    await startHostAgain();
    await page.getByRole('alert').filter({ hasText: 'open the address that Lamina printed' }).waitFor();
    await openAgain();
    await page.getByText('Ready').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('keeps its key out of the address, of the history and of the disk', async () => {
    const { page, host } = await windowForTest();
    await page.getByText('Ready').waitFor();
    const token = new URL(host().address).hash.slice('#token='.length);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(page.url()).not.toContain(token);
    const kept = await page.evaluate<string>('JSON.stringify([document.cookie, { ...localStorage }, history.state])');
    expect(kept).not.toContain(token);
  });
});
