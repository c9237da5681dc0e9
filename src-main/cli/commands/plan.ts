import { resolve } from 'node:path';
import type { TrainOptions } from '#shared/contract/training.ts';
import { networkNames, type NetworkName } from '#shared/learning/plan.ts';
import type { Registry } from '../program.ts';
import { readPlan } from '../read-plan.ts';
import { textTable } from '../text-table.ts';
import { oneOf, positiveNumber, wholeNumber } from '../usage-errors.ts';

const texts = {
  about: { en: 'Tell in plain words what a training would be, why, and what it would cost; nothing is trained.', 'zh-CN': '用通俗的语言说明训练内容、原因和开销；不进行训练。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  network: { en: 'as train would be asked for it', 'zh-CN': '与 train 的选项相同' },
  minutes: { en: 'time that the training would have', 'zh-CN': '训练可用的时间' },
  seed: { en: 'as train would be given it', 'zh-CN': '与 train 的选项相同' },
  plan: { en: 'JSON file with the parts of the plan to fix', 'zh-CN': '包含需要固定的计划内容的 JSON 文件' },
  validation: { en: 'patients held back to judge the model', 'zh-CN': '留作评估的患者数' },
  name: { en: 'Network', 'zh-CN': '网络' },
  wholeMinutes: { en: 'Whole schedule, min', 'zh-CN': '完整训练，分钟' },
  memory: { en: 'Memory, GB', 'zh-CN': '内存，GB' },
} as const;

interface Options { network?: NetworkName; minutes?: number; seed?: number; plan?: string; validation?: number }

export function addPlan({ command, words, run }: Registry): void {
  command('plan', texts.about)
    .argument('<project>', words(texts.project))
    .option('--network <name>', words(texts.network), oneOf('--network', networkNames))
    .option('--minutes <n>', words(texts.minutes), positiveNumber('--minutes'))
    .option('--seed <n>', words(texts.seed), wholeNumber('--seed', 0))
    .option('--plan <file>', words(texts.plan))
    .option('--validation <n>', words(texts.validation), wholeNumber('--validation', 0))
    .action((project: string, { plan, ...options }: Options) => run(async (line) => {
      const parts: TrainOptions['plan'] = plan === undefined ? undefined : await readPlan(resolve(plan));
      const { client } = await line.connect(resolve(project));
      const planned = await client.training.plan({ ...options, plan: parts });
      const rows = planned.networks.map(({ name, minutes, memoryBytes }) =>
        [name === planned.plan.network.name ? `${name} *` : name, minutes < 10 ? minutes.toFixed(1) : minutes.toFixed(0), (memoryBytes / 1e9).toFixed(1)]);
      return {
        value: planned,
        text: [...planned.words.map(words), ...planned.warnings.map(words), '', ...textTable([words(texts.name), words(texts.wholeMinutes), words(texts.memory)], rows)],
      };
    }));
}
