import { fill } from '#shared/text/sentence.ts';
import type { Registry } from '../program.ts';
import { serveTexts } from './serve.ts';

const texts = {
  about: { en: 'Open Lamina: in its window where there is one, else in the browser.', 'zh-CN': '打开 Lamina：优先使用其窗口，否则使用浏览器。' },
} as const;

export function addOpen({ command, words, run }: Registry): void {
  command('open', texts.about)
    .action(() => run(async (line) => {
      const { openInBrowser, openWindow } = await import('../open-window.ts');
      const opened = await openWindow(line.interrupted);
      if (opened.inWindow) return null;
      line.screen.say(opened.why);
      const { serve } = await import('../serve-host.ts');
      await serve({ project: null, port: 0, openLast: true }, line, ({ address }) => {
        line.screen.print(words(fill(serveTexts.address, { address })));
        openInBrowser(address);
      });
      return null;
    }));
}
