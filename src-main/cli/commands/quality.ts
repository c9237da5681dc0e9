import { resolve } from 'node:path';
import type { PredictedQualities } from '#shared/contract/explanation.ts';
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { followJob } from '../follow-job.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { modelId } from '../usage-errors.ts';

const texts = {
  about: { en: 'List the cases that are not wholly labelled by how good their prediction probably is: look at the first ones first.', 'zh-CN': '按预测的可能质量列出尚未完全标注的病例：请先查看排在前面的。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  model: { en: 'id of the model (else the one in use)', 'zh-CN': '模型编号（默认为使用中的模型）' },
  read: { en: 'let the model read the cases that it has not read yet', 'zh-CN': '让模型读取其尚未读取的病例' },
  name: { en: 'Case', 'zh-CN': '病例' },
  dice: { en: 'Expected Dice', 'zh-CN': '预期 Dice' },
  interval: { en: '{percent} % interval', 'zh-CN': '{percent}% 区间' },
  slices: { en: 'Slices read', 'zh-CN': '已读切片' },
  unread: { en: 'Cases that the model has not read: {count}; --read lets it.', 'zh-CN': '模型尚未读取的病例：{count} 个；使用 --read 读取。' },
} as const;

export function addQuality({ command, words, run }: Registry): void {
  command('quality', texts.about)
    .argument('<project>', words(texts.project))
    .option('--model <id>', words(texts.model), modelId('--model'))
    .option('--read', words(texts.read))
    .action((project: string, { model, read }: { model?: string; read?: boolean }) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      const told = read === true
        ? await followJob<PredictedQualities>(() => client.quality.read({ model }), { client, ...line })
        : await client.quality.list({ model });
      if (told.modelId === null && told.notes[0] !== undefined) throw new UserFacingError('not-found', told.notes[0]);
      for (const note of told.notes) line.screen.say(note);
      const header = [texts.name, texts.dice, ...(told.interval === null ? [] : [fill(texts.interval, { percent: Math.round(100 * told.interval.confidence) })]), texts.slices];
      const rows = told.cases.map(({ name, dice, interval, read: slices, slices: all }) => [
        name, dice?.toFixed(2) ?? '–',
        ...(told.interval === null ? [] : [interval === null ? '–' : `${interval.low.toFixed(2)} … ${interval.high.toFixed(2)}`]),
        `${slices}/${all}`,
      ]);
      return {
        value: told,
        text: [
          ...(rows.length === 0 ? [] : textTable(header.map(words), rows)),
          ...(told.unread.length === 0 ? [] : [words(fill(texts.unread, { count: told.unread.length }))]),
        ],
      };
    }));
}
