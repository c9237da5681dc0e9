import { resolve } from 'node:path';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { addTrainingOptions, asTrainOptions, type TrainingWishes } from '../training-options.ts';

const texts = {
  about: { en: 'Tell in plain words what a training would be, why, and what it would cost; nothing is trained.', 'zh-CN': '用通俗的语言说明训练内容、原因和开销；不进行训练。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  name: { en: 'Network', 'zh-CN': '网络' },
  wholeMinutes: { en: 'Whole schedule, min', 'zh-CN': '完整训练，分钟' },
  memory: { en: 'Memory, GB', 'zh-CN': '内存，GB' },
} as const;

export function addPlan({ command, words, run }: Registry): void {
  addTrainingOptions(command('plan', texts.about).argument('<project>', words(texts.project)), words)
    .action((project: string, wishes: TrainingWishes) => run(async (line) => {
      const options = await asTrainOptions(wishes);
      const { client } = await line.connect(resolve(project));
      const planned = await client.training.plan(options);
      const rows = planned.networks.map(({ name, minutes, memoryBytes }) =>
        [name === planned.plan.network.name ? `${name} *` : name, minutes < 10 ? minutes.toFixed(1) : minutes.toFixed(0), (memoryBytes / 1e9).toFixed(1)]);
      return {
        value: planned,
        text: [...planned.words.map(words), ...planned.warnings.map(words), '', ...textTable([words(texts.name), words(texts.wholeMinutes), words(texts.memory)], rows)],
      };
    }));
}
