import { resolve } from 'node:path';
import type { Job } from '#shared/contract/jobs.ts';
import type { UnfinishedTraining } from '#shared/contract/training.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Client } from '../connect.ts';
import type { Line, Outcome } from '../line.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { trainingId, UsageError } from '../usage-errors.ts';

const texts = {
  about: { en: 'List the trainings of a project that are not done; pause the one that runs, or discard one.', 'zh-CN': '列出项目中未完成的训练；暂停正在进行的训练，或放弃某个训练。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  pause: { en: 'pause the training that runs', 'zh-CN': '暂停正在进行的训练' },
  discard: { en: 'remove what an unfinished training has learnt', 'zh-CN': '删除某个未完成训练所学的内容' },
  one: { en: '--pause and --discard are two steps; give one of them.', 'zh-CN': '--pause 与 --discard 是两个步骤；请只给出其中一个。' },
  id: { en: 'Id', 'zh-CN': '编号' },
  began: { en: 'Began', 'zh-CN': '开始时间' },
  network: { en: 'Network', 'zh-CN': '网络' },
  steps: { en: 'Steps', 'zh-CN': '步数' },
  minutes: { en: 'Minutes', 'zh-CN': '分钟' },
  running: { en: 'A training is running: step {step} of {steps}.', 'zh-CN': '正在训练：第 {step}/{steps} 步。' },
  preparing: { en: 'A training is being prepared.', 'zh-CN': '正在准备训练。' },
  none: { en: 'No unfinished training.', 'zh-CN': '没有未完成的训练。' },
  obstacle: { en: '{id}: {reason}', 'zh-CN': '{id}：{reason}' },
  nothingRuns: { en: 'No training is running in this project.', 'zh-CN': '此项目中没有正在进行的训练。' },
  several: { en: 'This project has {count} unfinished trainings; say which one by its id.', 'zh-CN': '此项目有 {count} 个未完成的训练；请用编号指明是哪一个。' },
  nothingToDiscard: { en: 'This project has no unfinished training.', 'zh-CN': '此项目没有未完成的训练。' },
  asked: { en: 'The training is being paused; it goes on with “lamina train … --resume”.', 'zh-CN': '训练正在暂停；可用“lamina train … --resume”继续。' },
  discarded: { en: 'Discarded training {id}.', 'zh-CN': '已放弃训练 {id}。' },
} as const;

interface Options { pause?: true; discard?: string | true }

export function addTrainings({ command, words, run }: Registry): void {
  command('trainings', texts.about)
    .argument('<project>', words(texts.project))
    .option('--pause', words(texts.pause))
    .option('--discard [id]', words(texts.discard), trainingId('--discard'))
    .action((project: string, { pause, discard }: Options) => run(async (line) => {
      if (pause !== undefined && discard !== undefined) throw new UsageError(texts.one);
      const { client } = await line.connect(resolve(project));
      if (pause === true) return pauseRunning(client, line);
      const unfinished = await client.training.unfinished();
      if (discard !== undefined) return discardOne(client, line, discard === true ? onlyOne(unfinished) : discard);
      return list(unfinished, await runningTraining(client), line);
    }));
}

async function runningTraining(client: Client): Promise<Job | null> {
  return (await client.jobs.list()).find(({ kind, state }) => kind === 'train' && state === 'running') ?? null;
}

async function pauseRunning(client: Client, { words }: Line): Promise<Outcome> {
  const job = await runningTraining(client);
  if (job === null) throw failure('not-found', texts.nothingRuns, {});
  await client.jobs.pause({ id: job.id });
  return { value: { paused: job.id }, text: [words(texts.asked)] };
}

async function discardOne(client: Client, { words }: Line, id: string): Promise<Outcome> {
  await client.training.discard({ id });
  return { value: { discarded: id }, text: [words(fill(texts.discarded, { id }))] };
}

/** What cannot be brought back is not guessed at. */
function onlyOne(unfinished: readonly UnfinishedTraining[]): string {
  const [first, second] = unfinished;
  if (first === undefined) throw failure('not-found', texts.nothingToDiscard, {});
  if (second !== undefined) throw failure('bad-input', texts.several, { count: unfinished.length });
  return first.id;
}

function list(unfinished: readonly UnfinishedTraining[], running: Job | null, { words }: Line): Outcome {
  const rows = unfinished.map(({ id, startedAt, plan, step, steps, minutesUsed, minutes }) => [
    id, startedAt.slice(0, 16).replace('T', ' '), plan?.network.name ?? '–', `${step}/${steps ?? '–'}`,
    minutes === null ? minutesUsed.toFixed(1) : `${minutesUsed.toFixed(1)}/${minutes}`,
  ]);
  const header = [texts.id, texts.began, texts.network, texts.steps, texts.minutes].map(words);
  return {
    value: { running, unfinished },
    text: [
      ...(running === null ? [] : [words(standing(running))]),
      ...(rows.length === 0 ? [words(texts.none)] : textTable(header, rows)),
      ...unfinished.flatMap(({ id, obstacle }) => (obstacle === null ? [] : [words(fill(texts.obstacle, { id, reason: obstacle }))])),
    ],
  };
}

function standing({ progress }: Job): Sentence {
  return progress?.phase === 'training' ? fill(texts.running, { step: progress.done, steps: progress.total }) : texts.preparing;
}
