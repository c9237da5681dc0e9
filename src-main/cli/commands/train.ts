import { resolve } from 'node:path';
import type { ModelId } from '#shared/contract/ids.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { followJob } from '../follow-job.ts';
import { endedEarlyLines, judgedLines } from '../judged-lines.ts';
import { promotionLines } from '../promotion-lines.ts';
import type { Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { repeatTraining } from '../repeat-training.ts';
import { howToGoOn, trainingToResume, unfinishedNote } from '../resume-training.ts';
import type { Screen } from '../screen.ts';
import { addTrainingOptions, asTrainOptions, type TrainingWishes } from '../training-options.ts';
import { modelId, trainingId, UsageError } from '../usage-errors.ts';

const texts = {
  about: { en: 'Train a network on the complete slices of a project.', 'zh-CN': '用项目中已完成的切片训练网络。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  fold: { en: 'Fold {fold} of {folds}: {told}', 'zh-CN': '第 {fold}/{folds} 折：{told}' },
  resume: { en: 'go on with a training that was paused or cut short: the named one, else the newest', 'zh-CN': '继续暂停或中断的训练：指定编号的训练，否则为最新的一个' },
  resumeAlone: { en: '--resume goes on as the training began; leave the other options out.', 'zh-CN': '--resume 按训练开始时的设置继续；请省略其他选项。' },
  repeat: { en: 'train a model again from its snapshot and plan, keep nothing, and say whether the losses are the same', 'zh-CN': '按模型的快照和计划重新训练，不保留结果，并说明损失是否相同' },
  repeatAlone: { en: '--repeat trains as the model was trained; leave the other options out.', 'zh-CN': '--repeat 按模型当初的设置训练；请省略其他选项。' },
  resumed: { en: 'Going on after step {step} of {steps}.', 'zh-CN': '从第 {step}/{steps} 步之后继续。' },
  begunAnew: { en: 'Nothing was learnt before; beginning.', 'zh-CN': '之前尚未学习；现在开始。' },
  epoch: { en: 'Epoch {epoch} of {epochs}: loss {loss}, validation Dice {dice}, {minutes} min left', 'zh-CN': '第 {epoch}/{epochs} 轮：损失 {loss}，验证 Dice {dice}，剩余 {minutes} 分钟' },
  unjudged: { en: 'Epoch {epoch} of {epochs}: loss {loss}, {minutes} min left', 'zh-CN': '第 {epoch}/{epochs} 轮：损失 {loss}，剩余 {minutes} 分钟' },
  planned: { en: '{network}, epochs: {epochs}, steps in each: {steps}, patches in each step: {batch} of {patch}, about {minutes} min', 'zh-CN': '{network}，{epochs} 轮，每轮 {steps} 步，每步 {batch} 个 {patch} 的图块，约 {minutes} 分钟' },
  done: { en: 'Trained {name} ({parameters} parameters, {steps} steps, {minutes} min) with {computedWith}.', 'zh-CN': '已训练 {name}（{parameters} 个参数，{steps} 步，{minutes} 分钟），计算使用 {computedWith}。' },
} as const;

interface Options extends TrainingWishes { resume?: string | true; repeat?: string }

export function addTrain({ command, words, run }: Registry): void {
  addTrainingOptions(command('train', texts.about).argument('<project>', words(texts.project)), words)
    .option('--resume [id]', words(texts.resume), trainingId('--resume'))
    .option('--repeat <model>', words(texts.repeat), modelId('--repeat'))
    .action((project: string, { resume, repeat, ...wishes }: Options) => run(async (line) => {
      if (repeat !== undefined && (resume !== undefined || Object.keys(wishes).length > 0)) throw new UsageError(texts.repeatAlone);
      if (resume !== undefined && Object.keys(wishes).length > 0) throw new UsageError(texts.resumeAlone);
      const options = await asTrainOptions(wishes);
      const { client } = await line.connect(resolve(project));
      if (repeat !== undefined) return repeatTraining(client, repeat as ModelId, line, sayTraining(line.screen));
      const id = resume === undefined ? null : await trainingToResume(client, resume === true ? null : resume);
      const note = id === null ? await unfinishedNote(client) : null;
      if (note !== null) line.screen.say(note);
      const model = await followJob<ModelInfo>(
        () => (id === null ? client.training.start(options) : client.training.resume({ id })),
        { client, ...line, onEvent: sayTraining(line.screen), howToGoOn: howToGoOn(project) },
      );
      return { value: model, text: describeModel(model, line) };
    }));
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
    ...[...endedEarlyLines(model), ...judgedLines(model)].map(words),
    ...promotionLines(model).map(words),
  ];
}
