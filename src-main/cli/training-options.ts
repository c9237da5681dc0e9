/** What a training can be asked for on the command line: by `train`, and by `plan`, which only tells of it. */
import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { ModelId } from '#shared/contract/ids.ts';
import type { TrainOptions } from '#shared/contract/training.ts';
import { networkNames, type NetworkName } from '#shared/learning/plan.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { readPlan } from './read-plan.ts';
import { modelId, oneOf, positiveNumber, UsageError, wholeNumber } from './usage-errors.ts';

const texts = {
  network: { en: 'unet-2d (light), unet-classic, unet (as nnU-Net builds it), vnet (volumes), fcn-32s, fcn-16s or fcn-8s; without it the plan chooses', 'zh-CN': 'unet-2d（轻量）、unet-classic、unet（按 nnU-Net 的方式构建）、vnet（三维体积）、fcn-32s、fcn-16s 或 fcn-8s；默认由计划选择' },
  minutes: { en: 'time until the model can be used; the number of epochs is fixed after a short measurement', 'zh-CN': '得到可用模型的时间；短暂测量后确定训练轮数' },
  epochs: { en: 'number of epochs, however long they take', 'zh-CN': '训练轮数，不限时间' },
  seed: { en: 'seed of everything random; the same seed gives the same run', 'zh-CN': '随机种子；相同种子得到相同的训练' },
  plan: { en: 'JSON file with the parts of the plan to fix', 'zh-CN': '包含需要固定的计划内容的 JSON 文件' },
  validation: { en: 'patients held back to judge the model; 0: train on all', 'zh-CN': '留作评估的患者数；0 表示全部用于训练' },
  folds: { en: 'cross-validation: so many trainings, each judged by other patients, together one model', 'zh-CN': '交叉验证：进行这么多次训练，每次由不同的患者评估，合为一个模型' },
  start: { en: 'first weights: scratch, the id of a model, or auto (the default: scratch where the time allows the whole schedule, else the model in use)', 'zh-CN': '初始权重：scratch（从头）、模型编号或 auto（默认：时间允许完整训练时从头开始，否则从使用中的模型开始）' },
  frozen: { en: 'epochs in which the encoder of the model that it starts from is not changed', 'zh-CN': '起始模型的编码器保持不变的轮数' },
  frozenAlone: { en: '--frozen-epochs needs --start with the id of a model.', 'zh-CN': '--frozen-epochs 需要与 --start 加模型编号一起使用。' },
} as const;

export interface TrainingWishes {
  network?: NetworkName; minutes?: number; epochs?: number; seed?: number; plan?: string; validation?: number; folds?: number;
  start?: string; frozenEpochs?: number;
}

export function addTrainingOptions(command: Command, words: (sentence: Sentence) => string): Command {
  return command
    .option('--network <name>', words(texts.network), oneOf('--network', networkNames))
    .option('--minutes <n>', words(texts.minutes), positiveNumber('--minutes'))
    .option('--epochs <n>', words(texts.epochs), wholeNumber('--epochs', 1))
    .option('--seed <n>', words(texts.seed), wholeNumber('--seed', 0))
    .option('--plan <file>', words(texts.plan))
    .option('--validation <n>', words(texts.validation), wholeNumber('--validation', 0))
    .option('--folds <n>', words(texts.folds), wholeNumber('--folds', 2, 10))
    .option('--start <model>', words(texts.start), (given) => (given === 'auto' || given === 'scratch' ? given : modelId('--start')(given)))
    .option('--frozen-epochs <n>', words(texts.frozen), wholeNumber('--frozen-epochs', 0));
}

/** @throws UsageError; UserFacingError where the plan's file cannot be read */
export async function asTrainOptions({ plan, start, frozenEpochs, ...options }: TrainingWishes): Promise<TrainOptions> {
  const first = startWish(start, frozenEpochs);
  return { ...options, plan: plan === undefined ? undefined : await readPlan(resolve(plan)), start: first };
}

function startWish(start: string | undefined, frozenEpochs: number | undefined): TrainOptions['start'] {
  if (start !== undefined && start !== 'auto' && start !== 'scratch') return { kind: 'transfer', model: start as ModelId, frozenEpochs: frozenEpochs ?? 0 };
  if (frozenEpochs !== undefined) throw new UsageError(texts.frozenAlone);
  return start === undefined ? undefined : { kind: start };
}
