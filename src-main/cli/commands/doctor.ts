import type { Sentence } from '#shared/text/sentence.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';

const texts = {
  about: { en: 'Say what this computer can do, and what is missing.', 'zh-CN': '显示本机的能力以及缺少的组件。' },
  missing: { en: 'Something that Lamina needs is missing; the line above says how to mend it.', 'zh-CN': '缺少 Lamina 所需的组件；上面已说明如何修复。' },
} as const;

/** Names of checks that are words; the others are names everywhere. */
const names: Readonly<Record<string, Sentence>> = {
  Memory: { en: 'Memory', 'zh-CN': '内存' },
  Display: { en: 'Display', 'zh-CN': '显示器' },
  Browser: { en: 'Browser', 'zh-CN': '浏览器' },
};

const states: Readonly<Record<'good' | 'note' | 'missing', Sentence>> = {
  good: { en: 'good', 'zh-CN': '正常' },
  note: { en: 'note', 'zh-CN': '提示' },
  missing: { en: 'MISSING', 'zh-CN': '缺少' },
};

export function addDoctor({ command, words, run }: Registry): void {
  command('doctor', texts.about)
    .action(() => run(async (line) => {
      const { client } = await line.connect(null);
      const report = await client.system.doctor();
      const text = textTable(
        ['Lamina', report.version, ''],
        report.checks.map(({ name, state, finding }) => [words(names[name] ?? { en: name, 'zh-CN': name }), words(states[state]), words(finding)]),
      );
      return { value: report, text, failure: report.ok ? null : texts.missing };
    }));
}
