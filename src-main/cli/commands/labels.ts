import { basename, resolve } from 'node:path';
import type { TableFormat, TableImportReport } from '#shared/contract/label-work.ts';
import { fill } from '#shared/text/sentence.ts';
import { usageSentences } from '../command-line-sentences.ts';
import type { Client } from '../connect.ts';
import type { Line, Outcome } from '../line.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { oneOf, UsageError } from '../usage-errors.ts';
import { writeFile } from '../write-file.ts';

const texts = {
  about: { en: 'Show the label table, or exchange it with ITK-SNAP, 3D Slicer and FreeSurfer.', 'zh-CN': '显示标签表，或与 ITK-SNAP、3D Slicer、FreeSurfer 交换标签表。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  import: { en: 'label file to read: new values become labels, known ones take its name, colour and opacity', 'zh-CN': '要读取的标签文件：新数值成为标签，已有标签采用其名称、颜色和不透明度' },
  export: { en: 'label file to write', 'zh-CN': '要写入的标签文件' },
  format: { en: 'itk-snap, slicer, slicer-csv or freesurfer (else by the file)', 'zh-CN': 'itk-snap、slicer、slicer-csv 或 freesurfer（默认根据文件判断）' },
  existing: { en: 'with --import: leave out labels that the project does not have', 'zh-CN': '与 --import 同用：忽略项目中没有的标签' },
  force: { en: 'replace a file that is there already', 'zh-CN': '替换已存在的文件' },
  value: { en: 'Value', 'zh-CN': '数值' },
  label: { en: 'Label', 'zh-CN': '标签' },
  colour: { en: 'Colour', 'zh-CN': '颜色' },
  opacity: { en: 'Opacity', 'zh-CN': '不透明度' },
  change: { en: 'Change', 'zh-CN': '更改' },
  added: { en: 'added', 'zh-CN': '新增' },
  name: { en: 'name', 'zh-CN': '名称' },
  visible: { en: 'shown', 'zh-CN': '显示' },
  visibleIn3d: { en: 'shown in 3D', 'zh-CN': '三维显示' },
  code: { en: 'code', 'zh-CN': '术语编码' },
  comma: { en: ', ', 'zh-CN': '、' },
  imported: {
    en: 'Labels added: {added}, changed: {changed}, as they were: {unchanged}, left out: {leftOut} ({format}).',
    'zh-CN': '新增标签 {added} 个，更改 {changed} 个，未变 {unchanged} 个，忽略 {leftOut} 个（{format}）。',
  },
  exported: { en: 'Labels written to {file}: {count}.', 'zh-CN': '已将 {count} 个标签写入 {file}。' },
} as const;

interface Options { import?: string; export?: string; format?: TableFormat; existing?: boolean; force?: boolean }

export function addLabels({ command, words, run }: Registry): void {
  command('labels', texts.about)
    .argument('<project>', words(texts.project))
    .option('--import <file>', words(texts.import))
    .option('--export <file>', words(texts.export))
    .option('--format <format>', words(texts.format), oneOf('--format', ['itk-snap', 'slicer', 'slicer-csv', 'freesurfer']))
    .option('--existing', words(texts.existing))
    .option('--force', words(texts.force))
    .action((project: string, options: Options) => run(async (line) => {
      const { import: from, export: to } = options;
      if (from !== undefined && to !== undefined) throw new UsageError(fill(usageSentences.eitherOr, { one: '--import', other: '--export' }));
      const { client } = await line.connect(resolve(project));
      if (from !== undefined) return imported(client, line, resolve(from), options);
      return to === undefined ? listed(client, line) : exported(client, line, resolve(to), options);
    }));
}

async function listed(client: Client, { words }: Line): Promise<Outcome> {
  const labels = await client.labels.table();
  const header = [texts.value, texts.label, texts.colour, texts.opacity].map(words);
  return { value: labels, text: textTable(header, labels.map(({ value, name, colour, opacity }) => [value, name, colour, opacity])) };
}

async function imported(client: Client, line: Line, path: string, { format, existing }: Options): Promise<Outcome> {
  const report = await client.labels.importTable({ path, format, which: existing === true ? 'existing' : 'all' });
  return { value: report, text: described(report, line) };
}

function described({ added, changed, unchanged, leftOut, format }: TableImportReport, { words }: Line): string[] {
  const rows = [
    ...added.map(({ value, name }) => [value, name, words(texts.added)]),
    ...changed.map(({ value, name, changes }) => [value, name, changes.map((one) => words(texts[one])).join(words(texts.comma))]),
  ];
  const table = rows.length === 0 ? [] : textTable([texts.value, texts.label, texts.change].map(words), rows);
  return [...table, words(fill(texts.imported, { added: added.length, changed: changed.length, unchanged, leftOut, format }))];
}

async function exported(client: Client, line: Line, file: string, { format, force = false }: Options): Promise<Outcome> {
  const { text, notes } = await client.labels.exportTable({ format: format ?? formatOf(basename(file)) });
  await writeFile(file, text, force);
  for (const note of notes) line.screen.say(note);
  const labels = (await client.labels.table()).length;
  return { value: { file, labels, notes }, text: [line.words(fill(texts.exported, { file, count: labels }))] };
}

/** Of a file that is not there yet. */
function formatOf(name: string): TableFormat {
  if (/\.ctbl$/i.test(name)) return 'slicer';
  if (/\.csv$/i.test(name)) return 'slicer-csv';
  return /lut|freesurfer/i.test(name) ? 'freesurfer' : 'itk-snap';
}
