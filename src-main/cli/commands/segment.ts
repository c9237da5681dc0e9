import { resolve } from 'node:path';
import type { SegmentReport } from '#shared/contract/training.ts';
import { fill } from '#shared/text/sentence.ts';
import { screenSentences } from '../command-line-sentences.ts';
import { followJob } from '../follow-job.ts';
import type { Registry } from '../program.ts';
import { nameWithin, tellNotes } from '../similar-notes.ts';
import { modelId, orientationCode } from '../usage-errors.ts';
import { sayTraining } from './train.ts';

const texts = {
  about: { en: 'Segment images with a trained model; they need not be imported.', 'zh-CN': '用训练好的模型分割图像；无需先导入。' },
  project: { en: 'folder of the project that holds the model', 'zh-CN': '模型所在的项目文件夹' },
  path: { en: 'NIfTI or PNG files, DICOM folders, or folders of them', 'zh-CN': 'NIfTI 或 PNG 文件、DICOM 文件夹，或包含它们的文件夹' },
  out: { en: 'folder for the masks', 'zh-CN': '掩膜输出文件夹' },
  model: { en: 'id of the model (else the one in use)', 'zh-CN': '模型编号（默认为使用中的模型）' },
  orientation: { en: 'how i, j, k grow where the file does not say, e.g. RAS', 'zh-CN': '文件未说明时 i、j、k 的增长方向，例如 RAS' },
  force: { en: 'replace masks that are there already', 'zh-CN': '替换已存在的掩膜' },
  summary: { en: 'Masks written to {out}: {count}.', 'zh-CN': '已将 {count} 个掩膜写入 {out}。' },
} as const;

export function addSegment({ command, words, run }: Registry): void {
  command('segment', texts.about)
    .argument('<project>', words(texts.project))
    .argument('<path...>', words(texts.path))
    .requiredOption('--out <folder>', words(texts.out))
    .option('--model <id>', words(texts.model), modelId('--model'))
    .option('--orientation <code>', words(texts.orientation), orientationCode('--orientation'))
    .option('--force', words(texts.force))
    .action((project: string, paths: string[], options: { out: string; model?: string; orientation?: string; force?: boolean }) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      const out = resolve(options.out);
      const report = await followJob<SegmentReport>(
        () => client.predictions.segmentFiles({
          ...options,
          out,
          paths: paths.map((path) => resolve(path)),
        }),
        { client, ...line, onEvent: sayTraining(line.screen) },
      );
      const notes = report.written.flatMap(({ input, warnings }) => warnings.map((text) => ({ about: nameWithin(input), text })));
      for (const note of tellNotes(notes)) line.screen.say(note);
      for (const { reason } of report.refused) line.screen.say(reason);
      const refused = report.refused.length;
      return {
        value: report,
        text: [...report.written.map(({ mask }) => mask), words(fill(texts.summary, { count: report.written.length, out }))],
        failure: refused === 0 ? null : fill(screenSentences.someRefused, { refused, all: refused + report.written.length }),
      };
    }));
}
