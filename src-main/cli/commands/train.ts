import { resolve } from 'node:path';
import type { ModelId } from '#shared/contract/ids.ts';
import type { ModelInfo, TrainOptions } from '#shared/contract/training.ts';
import { networkNames, type NetworkName } from '#shared/learning/plan.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { followJob } from '../follow-job.ts';
import { judgedLines } from '../judged-lines.ts';
import type { Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { readPlan } from '../read-plan.ts';
import { howToGoOn, trainingToResume, unfinishedNote } from '../resume-training.ts';
import type { Screen } from '../screen.ts';
import { modelId, oneOf, positiveNumber, trainingId, UsageError, wholeNumber } from '../usage-errors.ts';

const texts = {
  about: { en: 'Train a network on the complete slices of a project.', 'zh-CN': '用项目中已完成的切片训练网络。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  network: { en: 'unet-2d (light, the default), unet-classic, unet (as nnU-Net builds it), vnet (volumes), fcn-32s, fcn-16s or fcn-8s', 'zh-CN': 'unet-2d（轻量，默认）、unet-classic、unet（按 nnU-Net 的方式构建）、vnet（三维体积）、fcn-32s、fcn-16s 或 fcn-8s' },
  minutes: { en: 'time until the model can be used; the number of epochs is fixed after a short measurement', 'zh-CN': '得到可用模型的时间；短暂测量后确定训练轮数' },
  epochs: { en: 'number of epochs, however long they take', 'zh-CN': '训练轮数，不限时间' },
  seed: { en: 'seed of everything random; the same seed gives the same run', 'zh-CN': '随机种子；相同种子得到相同的训练' },
  plan: { en: 'JSON file with the parts of the plan to fix', 'zh-CN': '包含需要固定的计划内容的 JSON 文件' },
  validation: { en: 'patients held back to judge the model; 0: train on all', 'zh-CN': '留作评估的患者数；0 表示全部用于训练' },
  folds: { en: 'cross-validation: so many trainings, each judged by other patients, together one model', 'zh-CN': '交叉验证：进行这么多次训练，每次由不同的患者评估，合为一个模型' },
  start: { en: 'first weights: scratch, the id of a model, or auto (the default: scratch where the time allows the whole schedule, else the model in use)', 'zh-CN': '初始权重：scratch（从头）、模型编号或 auto（默认：时间允许完整训练时从头开始，否则从使用中的模型开始）' },
  frozen: { en: 'epochs in which the encoder of the model that it starts from is not changed', 'zh-CN': '起始模型的编码器保持不变的轮数' },
  frozenAlone: { en: '--frozen-epochs needs --start with the id of a model.', 'zh-CN': '--frozen-epochs 需要与 --start 加模型编号一起使用。' },
  fold: { en: 'Fold {fold} of {folds}: {told}', 'zh-CN': '第 {fold}/{folds} 折：{told}' },
  resume: { en: 'go on with a training that was paused or cut short: the named one, else the newest', 'zh-CN': '继续暂停或中断的训练：指定编号的训练，否则为最新的一个' },
  resumeAlone: { en: '--resume goes on as the training began; leave the other options out.', 'zh-CN': '--resume 按训练开始时的设置继续；请省略其他选项。' },
  resumed: { en: 'Going on after step {step} of {steps}.', 'zh-CN': '从第 {step}/{steps} 步之后继续。' },
  begunAnew: { en: 'Nothing was learnt before; beginning.', 'zh-CN': '之前尚未学习；现在开始。' },
  epoch: { en: 'Epoch {epoch} of {epochs}: loss {loss}, validation Dice {dice}, {minutes} min left', 'zh-CN': '第 {epoch}/{epochs} 轮：损失 {loss}，验证 Dice {dice}，剩余 {minutes} 分钟' },
  unjudged: { en: 'Epoch {epoch} of {epochs}: loss {loss}, {minutes} min left', 'zh-CN': '第 {epoch}/{epochs} 轮：损失 {loss}，剩余 {minutes} 分钟' },
  planned: { en: '{network}, epochs: {epochs}, steps in each: {steps}, patches in each step: {batch} of {patch}, about {minutes} min', 'zh-CN': '{network}，{epochs} 轮，每轮 {steps} 步，每步 {batch} 个 {patch} 的图块，约 {minutes} 分钟' },
  done: { en: 'Trained {name} ({parameters} parameters, {steps} steps, {minutes} min) with {computedWith}.', 'zh-CN': '已训练 {name}（{parameters} 个参数，{steps} 步，{minutes} 分钟），计算使用 {computedWith}。' },
  id: { en: 'Model {id} is now in use.', 'zh-CN': '模型 {id} 现已启用。' },
} as const;

interface Options {
  network?: NetworkName; minutes?: number; epochs?: number; seed?: number; plan?: string; validation?: number; folds?: number;
  start?: string; frozenEpochs?: number; resume?: string | true;
}

export function addTrain({ command, words, run }: Registry): void {
  command('train', texts.about)
    .argument('<project>', words(texts.project))
    .option('--network <name>', words(texts.network), oneOf('--network', networkNames))
    .option('--minutes <n>', words(texts.minutes), positiveNumber('--minutes'))
    .option('--epochs <n>', words(texts.epochs), wholeNumber('--epochs', 1))
    .option('--seed <n>', words(texts.seed), wholeNumber('--seed', 0))
    .option('--plan <file>', words(texts.plan))
    .option('--validation <n>', words(texts.validation), wholeNumber('--validation', 0))
    .option('--folds <n>', words(texts.folds), wholeNumber('--folds', 2, 10))
    .option('--start <model>', words(texts.start), (given) => (given === 'auto' || given === 'scratch' ? given : modelId('--start')(given)))
    .option('--frozen-epochs <n>', words(texts.frozen), wholeNumber('--frozen-epochs', 0))
    .option('--resume [id]', words(texts.resume), trainingId('--resume'))
    .action((project: string, { plan, resume, start, frozenEpochs, ...options }: Options) => run(async (line) => {
      if (resume !== undefined && [plan, start, frozenEpochs, ...Object.values(options)].some((given) => given !== undefined)) throw new UsageError(texts.resumeAlone);
      const first = startWish(start, frozenEpochs);
      const parts = plan === undefined ? undefined : await readPlan(resolve(plan));
      const { client } = await line.connect(resolve(project));
      const id = resume === undefined ? null : await trainingToResume(client, resume === true ? null : resume);
      const note = id === null ? await unfinishedNote(client) : null;
      if (note !== null) line.screen.say(note);
      const model = await followJob<ModelInfo>(
        () => (id === null ? client.training.start({ ...options, plan: parts, start: first }) : client.training.resume({ id })),
        { client, ...line, onEvent: sayTraining(line.screen), howToGoOn: howToGoOn(project) },
      );
      return { value: model, text: describeModel(model, line) };
    }));
}

function startWish(start: string | undefined, frozenEpochs: number | undefined): TrainOptions['start'] {
  if (start !== undefined && start !== 'auto' && start !== 'scratch') return { kind: 'transfer', model: start as ModelId, frozenEpochs: frozenEpochs ?? 0 };
  if (frozenEpochs !== undefined) throw new UsageError(texts.frozenAlone);
  return start === undefined ? undefined : { kind: start };
}

/** Shows what a job reports beside its progress. */
export function sayTraining(screen: Screen): (event: unknown) => void {
  return (event) => {
    const told = tell(event);
    const { fold, folds } = event as { fold?: number; folds?: number };
    if (told !== null) screen.say(fold === undefined ? told : fill(texts.fold, { fold, folds: folds ?? fold, told }));
  };
}

/** As a line; null where a person has no use for it. */
function tell(event: unknown): Sentence | null {
  const told = event as
    | { kind: 'epoch'; epoch: number; epochs: number; loss: number; validation: { meanDice: number | null } | null; minutesLeft: number }
    | { kind: 'planned'; plan: ModelInfo['plan']; expectedMinutes: number }
    | { kind: 'warning'; sentence: Sentence }
    | { kind: 'resumed'; step: number; steps: number | null }
    | { kind: 'checkpoint' | 'segmented' };
  switch (told.kind) {
    case 'epoch': {
      const { epoch, epochs } = told;
      const values = { epoch, epochs, loss: told.loss.toFixed(3), minutes: told.minutesLeft.toFixed(1) };
      if (told.validation === null) return fill(texts.unjudged, values);
      return fill(texts.epoch, { ...values, dice: told.validation.meanDice?.toFixed(3) ?? '–' });
    }
    case 'planned': {
      const { network, epochs, stepsPerEpoch: steps, batch, patch } = told.plan;
      return fill(texts.planned, { network: network.name, epochs, steps, batch, patch: patch.join(' × '), minutes: told.expectedMinutes.toFixed(1) });
    }
    case 'resumed':
      return told.step === 0 ? texts.begunAnew : fill(texts.resumed, { step: told.step, steps: told.steps ?? '–' });
    case 'warning':
      return told.sentence;
    case 'checkpoint':
    case 'segmented':
      return null;
  }
}

export function describeModel(model: ModelInfo, { words }: Pick<Line, 'words'>): string[] {
  const { name, steps, computedWith } = model;
  const parameters = model.parameters.toLocaleString('en');
  return [
    words(fill(texts.done, { name, parameters, steps, minutes: (model.seconds / 60).toFixed(1), computedWith })),
    ...judgedLines(model).map(words),
    words(fill(texts.id, { id: model.id })),
  ];
}
