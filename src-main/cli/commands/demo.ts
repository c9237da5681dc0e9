import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ImportReport } from '#shared/contract/cases.ts';
import type { Evaluation } from '#shared/contract/evaluation.ts';
import type { ExportReport } from '#shared/contract/export.ts';
import type { ModelInfo, SegmentReport } from '#shared/contract/training.ts';
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import { writeWhole } from '#main/files/write-whole.ts';
import { demoData, demoSize, type DemoData } from '../demo-data.ts';
import type { Client } from '../connect.ts';
import { followJob } from '../follow-job.ts';
import type { Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { positiveNumber } from '../usage-errors.ts';
import { diceTable } from './evaluate.ts';
import { describeModel, sayTraining } from './train.ts';

const texts = {
  about: { en: 'Do the whole job once: import, train, segment, export, evaluate.', 'zh-CN': '完整演示一次：导入、训练、分割、导出、评估。' },
  minutes: { en: 'minutes to train (3)', 'zh-CN': '训练分钟数（默认 3）' },
  out: { en: 'folder for the results (demo)', 'zh-CN': '结果文件夹（默认 demo）' },
  real: { en: 'Hippocampi in MRI: {train} cases to learn from, {judge} others to judge by.', 'zh-CN': '海马体 MRI：{train} 个病例用于学习，另外 {judge} 个用于评估。' },
  example: { en: 'No images lie beside the program, so phantoms are drawn: {train} to learn from, {judge} others to judge by.', 'zh-CN': '程序旁没有图像，因此生成体模：{train} 个用于学习，另外 {judge} 个用于评估。' },
  imported: { en: 'Imported {cases} cases with {slices} labelled slices.', 'zh-CN': '已导入 {cases} 个病例，共 {slices} 层标注切片。' },
  segmented: { en: 'Segmented {cases} cases that the model has never seen.', 'zh-CN': '已分割 {cases} 个模型从未见过的病例。' },
  exported: { en: 'Exported their reference labels; every file was read back.', 'zh-CN': '已导出参考标注，并逐一回读核对。' },
  see: { en: 'Masks, references, report.json and montage.png are in {out}.', 'zh-CN': '掩膜、参考标注、report.json 与 montage.png 位于 {out}。' },
  notOurs: { en: '{out} holds files that are not of an earlier demo; choose another folder with --out.', 'zh-CN': '{out} 中有不属于先前演示的文件；请用 --out 选择其他文件夹。' },
} as const;

/** Lies in every demo's folder, so that the next one may replace it, and nothing else is ever deleted. */
const marker = '.lamina-demo';

export function addDemo({ command, words, run }: Registry): void {
  command('demo', texts.about)
    .option('--minutes <n>', words(texts.minutes), positiveNumber('--minutes'))
    .option('--out <folder>', words(texts.out))
    .action(({ minutes = 3, out = 'demo' }: { minutes?: number; out?: string }) => run(async (line) => {
      const folder = resolve(out);
      await clearFolder(folder);
      const { client } = await line.connect(null);
      const report = await demonstrate({ client, line, folder, minutes });
      await writeWhole(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
      return {
        value: report,
        text: [...describeModel(report.model, line), '', ...diceTable(report.evaluation, line), '', words(fill(texts.see, { out: folder }))],
      };
    }));
}

interface Demo { readonly client: Client; readonly line: Line; readonly folder: string; readonly minutes: number }

interface DemoReport {
  readonly data: DemoData['kind'];
  readonly trainedOn: readonly string[];
  readonly minutesAsked: number;
  readonly model: ModelInfo;
  readonly evaluation: Evaluation;
  readonly montage: string;
}

async function demonstrate(demo: Demo): Promise<DemoReport> {
  const { client, line, folder, minutes } = demo;
  const { screen } = line;
  const data = await demoData(client, join(folder, 'example'), line.interrupted);
  screen.say(fill(data.kind === 'hippocampus' ? texts.real : texts.example, demoSize));
  await client.project.create({ folder: join(folder, 'project'), name: 'demo' });
  const learnt = await importCases(demo, data, data.train);
  const slices = learnt.imported.reduce((sum, { completeSlices }) => sum + completeSlices, 0);
  for (const { index, value } of await client.labels.table()) {
    const name = data.labelNames[value];
    if (name !== undefined) await client.labels.change({ index, name });
  }
  screen.say(fill(texts.imported, { cases: learnt.imported.length, slices }));

  const model = await followJob<ModelInfo>(
    () => client.training.start({ minutes }),
    { client, ...line, onEvent: sayTraining(screen) },
  );

  const segmented = await followJob<SegmentReport>(
    () => client.predictions.segmentFiles({ paths: data.judge.map((name) => join(data.images, name)), out: join(folder, 'masks') }),
    { client, ...line },
  );
  refuseNothing(segmented.refused);
  screen.say(fill(texts.segmented, { cases: segmented.written.length }));

  // Imported only now, so that no training can have seen them; what is exported is what other programs get.
  const judged = await importCases(demo, data, data.judge);
  const exported = await followJob<ExportReport>(
    () => client.export.start({ out: join(folder, 'reference'), cases: judged.imported.map(({ caseId }) => caseId) }),
    { client, ...line },
  );
  refuseNothing(exported.refused);
  screen.say(texts.exported);

  const evaluation = await client.evaluation.run({ predictions: join(folder, 'masks'), references: join(folder, 'reference') }, { signal: line.interrupted });
  const montage = join(folder, 'montage.png');
  await client.evaluation.montage({ images: data.images, predictions: join(folder, 'masks'), references: join(folder, 'reference'), out: montage }, { signal: line.interrupted });
  return { data: data.kind, trainedOn: data.train, minutesAsked: minutes, model, evaluation, montage };
}

async function importCases({ client, line }: Demo, data: DemoData, names: readonly string[]): Promise<ImportReport> {
  const report = await followJob<ImportReport>(
    () => client.cases.import({ paths: names.map((name) => join(data.images, name)), labels: data.labels, modality: 'mr' }),
    { client, ...line },
  );
  refuseNothing(report.refused);
  return report;
}

/** In a demo every file must go through. */
function refuseNothing(refused: readonly { readonly reason: UserFacingError['sentence'] }[]): void {
  const [first] = refused;
  if (first !== undefined) throw new UserFacingError('bad-input', first.reason);
}

/** @throws UserFacingError `conflict` where something lies there that is not of a demo */
async function clearFolder(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw failure('conflict', texts.notOurs, { out: folder }, error);
  });
  if (entries.length > 0 && !existsSync(join(folder, marker))) throw failure('conflict', texts.notOurs, { out: folder });
  await rm(folder, { recursive: true, force: true });
  await writeWhole(join(folder, marker), '');
}
