import { resolve } from 'node:path';
import type { ExportOptions, ExportReport } from '#shared/contract/export.ts';
import { fill } from '#shared/text/sentence.ts';
import { screenSentences, usageSentences } from '../command-line-sentences.ts';
import { followJob } from '../follow-job.ts';
import type { Registry } from '../program.ts';
import { modelId, UsageError } from '../usage-errors.ts';

const texts = {
  about: { en: 'Write the labels of every case as a mask that lies exactly on its image.', 'zh-CN': '将每个病例的标注写为与其图像精确对齐的掩膜。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  out: { en: 'folder for masks and their JSON files', 'zh-CN': '掩膜及其 JSON 文件的输出文件夹' },
  incomplete: { en: 'what incomplete slices become: background or ignore=<value> (else such cases are refused)', 'zh-CN': '未完成切片的处理：background 或 ignore=<数值>（默认拒绝此类病例）' },
  force: { en: 'replace files that are there already', 'zh-CN': '替换已存在的文件' },
  model: { en: 'the labels of this model instead of the person’s', 'zh-CN': '导出该模型的标注而非人工标注' },
  annotator: { en: 'the labels of this person', 'zh-CN': '导出该标注者的标注' },
  summary: { en: 'Masks written to {out} and read back: {count}, {identical} identical.', 'zh-CN': '已将 {count} 个掩膜写入 {out} 并回读核对：{identical} 个一致。' },
  hint: { en: 'Incomplete slices are written with --incomplete background or ignore=<value>; files that are there are replaced with --force.', 'zh-CN': '未完成的切片可用 --incomplete background 或 ignore=<数值> 写出；已存在的文件可用 --force 替换。' },
  differs: { en: 'Masks that were read back differently from what was meant: {count}; do not use them.', 'zh-CN': '{count} 个掩膜回读结果与预期不符；请勿使用。' },
} as const;

interface Options { out: string; incomplete?: ExportOptions['incomplete']; force?: boolean; model?: string; annotator?: string }

export function addExport({ command, words, run }: Registry): void {
  command('export', texts.about)
    .argument('<project>', words(texts.project))
    .requiredOption('--out <folder>', words(texts.out))
    .option('--incomplete <how>', words(texts.incomplete), incompleteSlices)
    .option('--force', words(texts.force))
    .option('--model <id>', words(texts.model), modelId('--model'))
    .option('--annotator <name>', words(texts.annotator))
    .action((project: string, options: Options) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      const out = resolve(options.out);
      const report = await followJob<ExportReport>(
        () => client.export.start({ ...options, out }),
        { client, ...line },
      );
      for (const { reason } of report.refused) line.screen.say(reason);
      if (report.refused.length > 0 && (options.force !== true || options.incomplete === undefined)) line.screen.say(texts.hint);
      const [count, refused] = [report.written.length, report.refused.length];
      const identical = report.written.filter(({ verdict }) => verdict === 'identical').length;
      return {
        value: report,
        text: [words(fill(texts.summary, { count, out, identical }))],
        failure: identical < count
          ? fill(texts.differs, { count: count - identical })
          : refused === 0 ? null : fill(screenSentences.someRefused, { refused, all: refused + count }),
      };
    }));
}

function incompleteSlices(given: string): ExportOptions['incomplete'] {
  if (given === 'background') return given;
  const value = Number(/^ignore=([1-9]\d{0,9})$/.exec(given)?.[1] ?? NaN);
  if (!(value < 2 ** 31)) throw new UsageError(fill(usageSentences.notIncomplete, { given }));
  return { ignore: value };
}
