import { resolve } from 'node:path';
import type { Evaluation } from '#shared/contract/evaluation.ts';
import { fill } from '#shared/text/sentence.ts';
import type { Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';

const texts = {
  about: { en: 'Compare masks with references of the same names.', 'zh-CN': '将掩膜与同名参考掩膜进行比较。' },
  predictions: { en: 'folder (or file) of the masks to judge', 'zh-CN': '待评估掩膜的文件夹（或文件）' },
  references: { en: 'folder (or file) of the masks to judge by', 'zh-CN': '参考掩膜的文件夹（或文件）' },
  name: { en: 'Case', 'zh-CN': '病例' },
  mean: { en: 'mean', 'zh-CN': '平均' },
  label: { en: 'Dice {value}', 'zh-CN': 'Dice {value}' },
  foreground: { en: 'Foreground', 'zh-CN': '前景' },
  missing: { en: '{name}: there is no prediction; it counts as empty.', 'zh-CN': '{name}：没有预测结果，按空掩膜计算。' },
  unmatched: { en: '{name}: there is no reference; it counts for nothing.', 'zh-CN': '{name}：没有参考掩膜，不计入结果。' },
} as const;

export function addEvaluate({ command, words, run }: Registry): void {
  command('evaluate', texts.about)
    .argument('<predictions>', words(texts.predictions))
    .argument('<references>', words(texts.references))
    .action((predictions: string, references: string) => run(async (line) => {
      const { client } = await line.connect(null);
      const report = await client.evaluation.run({ predictions: resolve(predictions), references: resolve(references) }, { signal: line.interrupted });
      for (const name of report.missing) line.screen.say(fill(texts.missing, { name }));
      for (const name of report.unmatched) line.screen.say(fill(texts.unmatched, { name }));
      for (const warning of report.warnings) line.screen.say(warning);
      return { value: report, text: diceTable(report, line) };
    }));
}

/** One row a case, one column a label, the means below. */
export function diceTable({ cases, mean }: Evaluation, { words }: Pick<Line, 'words'>): string[] {
  const values = Object.keys(mean).filter((key) => /^\d+$/.test(key)).sort((a, b) => Number(a) - Number(b));
  const show = (dice: number | null | undefined): string => dice?.toFixed(3) ?? '–';
  const header = [words(texts.name), ...values.map((value) => words(fill(texts.label, { value }))), words(texts.foreground)];
  const foregroundOf = (labels: Evaluation['cases'][number]['labels']): number | null => {
    const known = values.flatMap((value) => labels[value]?.dice ?? []);
    return known.length === 0 ? null : known.reduce((sum, dice) => sum + dice, 0) / known.length;
  };
  return textTable(header, [
    ...cases.map(({ name, labels }) => [name, ...values.map((value) => show(labels[value]?.dice)), show(foregroundOf(labels))]),
    [words(texts.mean), ...values.map((value) => show(mean[value]?.dice)), show(mean['foreground']?.dice)],
  ]);
}
