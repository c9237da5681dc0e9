import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousFaults } from '../browser/accessibility.ts';
import { trainedProject } from '../browser/projects.ts';
import type { ServedHost } from '../browser/served-host.ts';
import { forgottenEnglish, isRawKey, shownWords } from '../browser/shown-words.ts';
import { inBrowser, windowForTest } from '../browser/window.ts';

const pages = ['cases', 'annotate', 'train', 'review', 'export'] as const;
/** Names that people or the project's own data gave. */
const names = ['regions-7.label', 'Phantoms', 'sub-', '_organs', 'organ', 'label', 'root'];

async function show(page: Page, name: (typeof pages)[number]): Promise<void> {
  await page.goto(`${page.url().split('#')[0]}#/${name}`);
  await page.locator('main').waitFor();
  await settle(page);
}

/** What the host tells comes a moment later. */
async function settle(page: Page): Promise<void> {
  let before = '';
  for (let same = 0; same < 3; ) {
    await page.waitForTimeout(100);
    const now = await page.locator('body').innerText();
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

const panel = (page: Page, name: RegExp): Promise<void> => page.locator('aside label').filter({ hasText: name }).click();
const layout = (page: Page, name: RegExp): Promise<void> => page.getByRole('button', { name }).click();

/** What stands on the annotate page besides, each where the one before has left it. */
const views = {
  'image and 3D': async (page: Page) => {
    await panel(page, /^(Image|图像)$/);
    await layout(page, /^(3D large, the planes beside it|三维为主，平面在旁)$/);
    await page.getByTestId('picture-3d').waitFor();
  },
  'oblique plane': async (page: Page) => {
    await page.getByRole('checkbox', { name: /^(Show beside the slice|在切片旁显示)$/ }).check();
    await page.getByTestId('picture-oblique').waitFor();
  },
  'its menu': async (page: Page) => {
    await page.getByTestId('picture-oblique').click({ button: 'right' });
    await page.getByRole('menu').waitFor();
  },
  measuring: async (page: Page) => {
    await page.getByRole('menuitem', { name: /^(Close the oblique plane|关闭斜切面)$/ }).click();
    await page.getByTestId('picture-oblique').waitFor({ state: 'detached' });
    await panel(page, /^(Measure|测量)$/);
    await layout(page, /^(One view|单视图)$/);
  },
  history: (page: Page) => panel(page, /^(History|历史)$/),
} as const;

async function ofLabel(page: Page, act: RegExp): Promise<void> {
  await page.locator('[data-label]').first().click({ button: 'right' });
  await page.getByRole('button', { name: act }).click();
}
async function ofLabels(page: Page, act: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^(More label actions|标签的更多操作)$/ }).click();
  await page.getByText(act).click();
}

const dialogs = {
  keys: (page: Page) => page.keyboard.press('?'),
  settings: (page: Page) => page.keyboard.press('Control+,'),
  palette: (page: Page) => page.keyboard.press('Control+k'),
  'new label': async (page: Page) => {
    await show(page, 'annotate');
    await page.getByRole('button', { name: /^(Add a label|添加标签)$/ }).click();
  },
  'case note': (page: Page) => page.keyboard.press('Shift+N'),
  merge: (page: Page) => ofLabel(page, /^(Merge into another label…|合并到其他标签…)$/),
  confirmation: (page: Page) => ofLabel(page, /^(Remove…|移除…)$/),
  'removed labels': (page: Page) => ofLabels(page, /^(Removed labels…|已移除的标签…)$/),
  'label table': (page: Page) => page.locator('input[data-choice="label-table"]').setInputFiles({ name: 'regions-7.label', mimeType: 'text/plain', buffer: Buffer.from('7 10 20 200 1 1 1 "Spleen"\n') }),
  import: async (page: Page) => {
    await show(page, 'cases');
    await page.getByRole('button', { name: /^(Import…|导入…)$/ }).click();
  },
  'new project': async (page: Page) => {
    await page.getByRole('button', { name: /^(Project: |项目：)/ }).click();
    await page.getByText(/^(New…|新建…)$/).click();
  },
  'event log': async (page: Page) => {
    await page.getByRole('button', { name: /^(Project: |项目：)/ }).click();
    await page.getByText(/^(Event log…|事件日志…)$/).click();
  },
} as const;

/** Looks at every page and every dialog, and gathers what is wrong with each. */
async function everywhere(page: Page, wrongWith: () => Promise<string[]>): Promise<Record<string, string[]>> {
  const faults: Record<string, string[]> = {};
  const look = async (place: string): Promise<void> => {
    const found = await wrongWith();
    if (found.length > 0) faults[place] = found;
  };
  for (const name of pages) {
    await show(page, name);
    await look(name);
  }
  await show(page, 'annotate');
  for (const [name, open] of Object.entries(views)) {
    await open(page);
    await settle(page);
    await look(name);
  }
  await panel(page, /^(Draw|绘制)$/);
  for (const [name, open] of Object.entries(dialogs)) {
    await open(page);
    await page.getByRole('dialog').waitFor();
    await settle(page);
    await look(name);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  return faults;
}

async function wrongWords(page: Page, language: 'en' | 'zh-CN'): Promise<string[]> {
  // A language is called by its own name in all of them.
  const foreign = (word: string): boolean => (language === 'en' ? /[\u3400-\u9fff]/.test(word.replace('简体中文', '')) : forgottenEnglish(word, names));
  return (await shownWords(page)).filter((word) => isRawKey(word) || foreign(word));
}

async function wear(host: ServedHost, page: Page, language: 'en' | 'zh-CN', theme: 'dark' | 'light'): Promise<void> {
  await host.client.settings.change({ language, theme });
  await page.locator(`html[lang=${language}]`).waitFor();
  await page.locator(`.v-theme--${theme}`).first().waitFor();
}

inBrowser('whoever sits before it', () => {
  // Twenty places, twice.
  it('finds on no page and in no dialog a serious fault of accessibility, in both themes, nor a word in another language', { timeout: 240_000 }, async () => {
    const { page, host } = await windowForTest({ before: trainedProject(4, 3, 1) });
    for (const [language, theme] of [['en', 'dark'], ['zh-CN', 'light']] as const) {
      await wear(host(), page, language, theme);
      expect(await everywhere(page, async () => [...await seriousFaults(page), ...await wrongWords(page, language)])).toEqual({});
    }
  });

  it('is told in both languages what to do where there is nothing yet', async () => {
    const { page, host } = await windowForTest();
    for (const language of ['en', 'zh-CN'] as const) {
      await wear(host(), page, language, 'dark');
      for (const name of pages) {
        await show(page, name);
        const main = page.locator('main');
        // One sentence and one button at least.
        await main.getByText(language === 'en' ? /\w+ \w+ \w+/ : /[\u3400-\u9fff]{5,}/).first().waitFor();
        await main.locator('button, a[href]').first().waitFor();
        expect(await seriousFaults(page)).toEqual([]);
        expect(await wrongWords(page, language)).toEqual([]);
      }
    }
  });
});
