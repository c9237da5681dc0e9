import { resolve } from 'node:path';
import { fill } from '#shared/text/sentence.ts';
import { endedEarlyLines, judgedLines } from '../judged-lines.ts';
import type { Registry } from '../program.ts';

const texts = {
  about: { en: 'Show the models of a project and how good each one is.', 'zh-CN': '显示项目中的模型及其质量。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  model: { en: '{name}, {id}', 'zh-CN': '{name}，{id}' },
  inUse: { en: '{name}, {id} (in use)', 'zh-CN': '{name}，{id}（使用中）' },
  unjudged: { en: 'Not judged: nothing was held back.', 'zh-CN': '未评估：没有留出数据。' },
  none: { en: 'No model yet.', 'zh-CN': '还没有模型。' },
} as const;

export function addModels({ command, words, run }: Registry): void {
  command('models', texts.about)
    .argument('<project>', words(texts.project))
    .action((folder: string) => run(async (line) => {
      const { client } = await line.connect(resolve(folder));
      const models = await client.training.models();
      const text = models.flatMap((model) => {
        const lines = judgedLines(model);
        return [
          words(fill(model.active ? texts.inUse : texts.model, { name: model.name, id: model.id })),
          ...[...endedEarlyLines(model), ...(lines.length === 0 ? [texts.unjudged] : lines)].map((said) => `  ${words(said)}`),
        ];
      });
      return { value: models, text: models.length === 0 ? [words(texts.none)] : text };
    }));
}
