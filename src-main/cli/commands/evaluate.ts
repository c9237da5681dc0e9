import { resolve } from 'node:path';
import type { Evaluation, EvaluationOptions } from '#shared/contract/evaluation.ts';
import { measureTitle, showMeasure } from '#shared/learning/evaluation/measure-sentences.ts';
import { meanDice } from '#shared/learning/evaluation/worst-first.ts';
import { fill } from '#shared/text/sentence.ts';
import type { Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { UsageError } from '../usage-errors.ts';

const texts = {
  about: { en: 'Compare masks with references of the same names.', 'zh-CN': '将掩膜与同名参考掩膜进行比较。' },
  predictions: { en: 'folder (or file) of the masks to judge', 'zh-CN': '待评估掩膜的文件夹（或文件）' },
  references: { en: 'folder (or file) of the masks to judge by', 'zh-CN': '参考掩膜的文件夹（或文件）' },
  tolerance: {
    en: 'how far apart surfaces may lie and still count as the same, in mm, for all labels or single ones: 2 or 2,7=0.5 (1)',
    'zh-CN': '视为同一表面的最大距离（mm），可为全部或单个标签指定：2 或 2,7=0.5（默认 1）',
  },
  inVoxels: { en: 'the spacing in the files is not true: measure in voxels', 'zh-CN': '文件中的体素间距不真实：以体素为单位测量' },
  out: { en: 'folder for a report: report.html, evaluation.json, cases.csv, summary.csv', 'zh-CN': '报告文件夹：report.html、evaluation.json、cases.csv、summary.csv' },
  force: { en: 'replace a report that is there already', 'zh-CN': '替换已有的报告' },
  written: { en: 'The report is in {out}.', 'zh-CN': '报告位于 {out}。' },
  notTolerance: {
    en: '--tolerance is a number of mm, or several with labels, such as 2,7=0.5, not “{given}”.',
    'zh-CN': '--tolerance 应为毫米数，或带标签的多个数值，例如 2,7=0.5，而不是“{given}”。',
  },
  name: { en: 'Case', 'zh-CN': '病例' },
  mean: { en: 'mean', 'zh-CN': '平均' },
  sd: { en: 'SD', 'zh-CN': '标准差' },
  median: { en: 'median', 'zh-CN': '中位数' },
  n: { en: 'n', 'zh-CN': 'n' },
  figure: { en: 'Figure', 'zh-CN': '指标' },
  labelColumn: { en: 'Label', 'zh-CN': '标签' },
  label: { en: 'Dice {value}', 'zh-CN': 'Dice {value}' },
  foreground: { en: 'Foreground', 'zh-CN': '前景' },
  missing: { en: '{name}: there is no prediction; it counts as empty.', 'zh-CN': '{name}：没有预测结果，按空掩膜计算。' },
  unmatched: { en: '{name}: there is no reference; it counts for nothing.', 'zh-CN': '{name}：没有参考掩膜，不计入结果。' },
  partly: {
    en: '{name}: only {complete} of {slices} slices of the reference are complete; only they were compared.',
    'zh-CN': '{name}：参考掩膜的 {slices} 层中仅 {complete} 层已完成，只比较了这些切片。',
  },
  missed: { en: 'Missed, only in the reference: {list}', 'zh-CN': '漏检（仅参考掩膜中有）：{list}' },
  invented: { en: 'Invented, only in the prediction: {list}', 'zh-CN': '误检（仅预测中有）：{list}' },
  comma: { en: ', ', 'zh-CN': '、' },
  semicolon: { en: '; ', 'zh-CN': '；' },
  caseLabels: { en: '{name} (label {labels})', 'zh-CN': '{name}（标签 {labels}）' },
} as const;

type Options = Partial<Pick<EvaluationOptions, 'tolerance' | 'inVoxels' | 'out' | 'force'>>;

export function addEvaluate({ command, words, run }: Registry): void {
  command('evaluate', texts.about)
    .argument('<predictions>', words(texts.predictions))
    .argument('<references>', words(texts.references))
    .option('--tolerance <mm>', words(texts.tolerance), tolerances)
    .option('--in-voxels', words(texts.inVoxels))
    .option('--out <folder>', words(texts.out))
    .option('--force', words(texts.force))
    .action((predictions: string, references: string, options: Options) => run(async (line) => {
      const { client } = await line.connect(null);
      const report = await client.evaluation.run(
        {
          ...options, predictions: resolve(predictions), references: resolve(references),
          out: options.out === undefined ? undefined : resolve(options.out), locale: line.screen.locale,
        },
        { signal: line.interrupted },
      );
      for (const name of report.missing) line.screen.say(fill(texts.missing, { name }));
      for (const name of report.unmatched) line.screen.say(fill(texts.unmatched, { name }));
      for (const { name, partly } of report.cases) if (partly !== null) line.screen.say(fill(texts.partly, { name, ...partly }));
      for (const warning of report.warnings) line.screen.say(warning);
      const place = options.out === undefined ? [] : ['', words(fill(texts.written, { out: resolve(options.out) }))];
      return { value: report, text: [...diceTable(report, line), '', ...summaryTable(report, line), ...foundWrongly(report, line), ...place] };
    }));
}

/** `2`, `2,7=0.5` or `7=0.5`. */
function tolerances(given: string): EvaluationOptions['tolerance'] {
  const found: { every?: number; labels: Record<string, number> } = { labels: {} };
  for (const part of given.split(',')) {
    const [, label, value] = /^(?:(\d{1,10})=)?(\d{1,6}(?:\.\d{1,6})?)$/.exec(part.trim()) ?? [];
    if (value === undefined || (label === undefined && found.every !== undefined)) throw new UsageError(fill(texts.notTolerance, { given }));
    if (label === undefined) found.every = Number(value);
    else found.labels[String(Number(label))] = Number(value);
  }
  return found;
}

/** What tells most in least room; files hold the other figures. */
const shownFigures = ['dice', 'surfaceDice', 'hd95', 'assd', 'volumeError'] as const;

/** One row for each figure of each label. */
function summaryTable({ summary, unit }: Evaluation, { words }: Pick<Line, 'words'>): string[] {
  const labels = Object.keys(summary).sort((a, b) => Number(a) - Number(b));
  const rows = shownFigures.flatMap((figure) => labels.map((label) => {
    const { mean, sd, median, n } = summary[label]![figure];
    return [words(measureTitle(figure, unit)), label, ...[mean, sd, median].map((value) => showMeasure(figure, value, unit)), n];
  }));
  return textTable([texts.figure, texts.labelColumn, texts.mean, texts.sd, texts.median, texts.n].map(words), rows);
}

function foundWrongly({ missed, invented }: Evaluation, { words }: Pick<Line, 'words'>): string[] {
  const list = (all: Evaluation['missed']): string => [...Map.groupBy(all, (one) => one.case)]
    .map(([name, labels]) => words(fill(texts.caseLabels, { name, labels: labels.map(({ label }) => label).join(words(texts.comma)) }))).join(words(texts.semicolon));
  const rows = [
    ...missed.length === 0 ? [] : [words(fill(texts.missed, { list: list(missed) }))],
    ...invented.length === 0 ? [] : [words(fill(texts.invented, { list: list(invented) }))],
  ];
  return rows.length === 0 ? [] : ['', ...rows];
}

/** One row a case, one column a label, the means below. */
export function diceTable({ cases, mean }: Evaluation, { words }: Pick<Line, 'words'>): string[] {
  const values = Object.keys(mean).filter((key) => /^\d+$/.test(key)).sort((a, b) => Number(a) - Number(b));
  const show = (dice: number | null | undefined): string => dice?.toFixed(3) ?? '–';
  const header = [words(texts.name), ...values.map((value) => words(fill(texts.label, { value }))), words(texts.foreground)];
  return textTable(header, [
    ...cases.map(({ name, labels }) => [name, ...values.map((value) => show(labels[value]?.dice)), show(meanDice(Object.values(labels)))]),
    [words(texts.mean), ...values.map((value) => show(mean[value]?.dice)), show(mean['foreground']?.dice)],
  ]);
}
