import { fill } from '#shared/text/sentence.ts';
import type { Registry } from '../program.ts';
import { wholeNumber } from '../usage-errors.ts';

export const serveTexts = {
  about: { en: 'Run Lamina for a browser or other programs on this computer, until Ctrl-C.', 'zh-CN': '为本机的浏览器或其他程序运行 Lamina，直到按下 Ctrl-C。' },
  project: { en: 'folder of the project to open', 'zh-CN': '要打开的项目文件夹' },
  port: { en: 'port on 127.0.0.1 (else a free one)', 'zh-CN': '127.0.0.1 上的端口（默认自动选择）' },
  openLast: { en: 'open the project that was open last; at the very first start, the example', 'zh-CN': '打开上次打开的项目；首次启动时打开示例' },
  address: { en: 'Lamina is running; open {address}', 'zh-CN': 'Lamina 正在运行；请打开 {address}' },
} as const;

export function addServe({ command, words, run }: Registry): void {
  command('serve', serveTexts.about)
    .argument('[project]', words(serveTexts.project))
    .option('--port <n>', words(serveTexts.port), wholeNumber('--port', 0, 65_535))
    .option('--open-last', words(serveTexts.openLast))
    .action((project: string | undefined, { port = 0, openLast = false }: { port?: number; openLast?: boolean }) => run(async (line) => {
      const { serve } = await import('../serve-host.ts');
      await serve({ project: project ?? null, port, openLast }, line, ({ address, port: taken, token }) => {
        if (line.json) line.screen.print(JSON.stringify({ address, port: taken, token }));
        else line.screen.print(words(fill(serveTexts.address, { address })));
      });
      return null;
    }));
}
