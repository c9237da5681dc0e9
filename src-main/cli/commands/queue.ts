import { resolve } from 'node:path';
import type { FillOptions, FillReport } from '#shared/contract/loop.ts';
import { strategyNames, type StrategyName } from '#shared/learning/selection/strategies.ts';
import { fill } from '#shared/text/sentence.ts';
import { followJob } from '../follow-job.ts';
import type { Line, Outcome } from '../line.ts';
import type { Client } from '../connect.ts';
import type { Registry } from '../program.ts';
import { oneOf, UsageError, wholeNumber } from '../usage-errors.ts';

const texts = {
  about: { en: 'Tell what of the queue of slices is left and whether to train again; --fill reads what is not labelled and fills it anew.', 'zh-CN': '显示切片队列的剩余情况以及是否该重新训练；--fill 读取尚未标注的切片并重新填充队列。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  fill: { en: 'choose the next slices', 'zh-CN': '选择下一批切片' },
  slices: { en: 'with --fill: how many (else as the project has it)', 'zh-CN': '与 --fill 一起：切片数（默认按项目设置）' },
  strategy: { en: 'what chooses them, from now on; with --fill: this time', 'zh-CN': '选择方式，从现在起；与 --fill 一起：仅本次' },
  batch: { en: 'how many slices a filling chooses, from now on', 'zh-CN': '每次填充的切片数，从现在起' },
  refill: { en: 'fill the queue by itself after each training, from now on', 'zh-CN': '从现在起每次训练后自动填充队列' },
  noRefill: { en: 'fill it only when asked to, from now on', 'zh-CN': '从现在起仅在要求时填充队列' },
  settings: { en: 'Chosen by {strategy}, {slices} slices at a time, {when}.', 'zh-CN': '由 {strategy} 选择，每次 {slices} 个切片，{when}。' },
  after: { en: 'after each training', 'zh-CN': '每次训练后' },
  asked: { en: 'when asked to', 'zh-CN': '在要求时' },
  filled: { en: 'Slices in the queue: {queued}, chosen by {strategy} from {pool} that are not labelled (read just now: {read}).', 'zh-CN': '队列中的切片：{queued}，由 {strategy} 从 {pool} 个未标注切片中选出（本次读取：{read}）。' },
  state: { en: 'Slices in the queue: {total}, done: {done}, waiting for you: {waiting}.', 'zh-CN': '队列中的切片：{total}，已完成：{done}，等待您处理：{waiting}。' },
  empty: { en: 'The queue was not filled yet; --fill does it.', 'zh-CN': '队列尚未填充；可用 --fill 填充。' },
  fresh: { en: 'Complete slices that the newest model does not know: {newSlices}; a training is suggested from {enough} on.', 'zh-CN': '最新模型尚未学习的已完成切片：{newSlices}；达到 {enough} 个时建议训练。' },
  onlyWithFill: { en: '--slices says how many slices a filling chooses; add --fill, or leave it out.', 'zh-CN': '--slices 指定一次填充选择的切片数；请加上 --fill，或去掉此选项。' },
  suggested: { en: 'A training is suggested now.', 'zh-CN': '建议现在训练。' },
} as const;

interface Options { fill?: true; slices?: number; strategy?: StrategyName; batch?: number; refill?: boolean }

export function addQueue({ command, words, run }: Registry): void {
  command('queue', texts.about)
    .argument('<project>', words(texts.project))
    .option('--fill', words(texts.fill))
    .option('--slices <n>', words(texts.slices), wholeNumber('--slices', 1))
    .option('--strategy <name>', words(texts.strategy), oneOf('--strategy', strategyNames))
    .option('--batch <n>', words(texts.batch), wholeNumber('--batch', 1))
    .option('--refill', words(texts.refill))
    .option('--no-refill', words(texts.noRefill))
    .action((project: string, { fill: fills, slices, strategy, batch: batchSlices, refill: refillQueue }: Options) => run(async (line) => {
      if (fills !== true && slices !== undefined) throw new UsageError(texts.onlyWithFill);
      const { client } = await line.connect(resolve(project));
      const settings = { nextSliceBy: fills === true ? undefined : strategy, batchSlices, refillQueue };
      if (Object.values(settings).some((value) => value !== undefined)) await client.project.changeSettings(settings);
      return fills === true ? fillQueue(client, line, { slices, strategy }) : tellState(client, line);
    }));
}

async function fillQueue(client: Client, line: Line, wish: Pick<FillOptions, 'slices' | 'strategy'>): Promise<Outcome> {
  const { words, screen } = line;
  const onEvent = (event: unknown): void => {
    const told = event as { kind: string; sentence?: { en: string; 'zh-CN': string } };
    if (told.kind === 'warning' && told.sentence !== undefined) screen.say(told.sentence);
  };
  const report = await followJob<FillReport>(() => client.loop.fill(wish), { client, ...line, onEvent });
  const { queued, strategy, pool, read } = report;
  return { value: report, text: [words(fill(texts.filled, { queued, strategy, pool, read }))] };
}

async function tellState(client: Client, { words }: Line): Promise<Outcome> {
  const [queue, loop] = [await client.queue.state(), await client.loop.state()];
  const { total, done, waiting, batch } = queue;
  return {
    value: { queue, loop },
    text: [
      words(batch === null ? texts.empty : fill(texts.state, { total, done, waiting })),
      words(fill(texts.settings, { strategy: loop.strategy, slices: loop.batchSlices, when: words(loop.refill ? texts.after : texts.asked) })),
      words(fill(texts.fresh, { newSlices: loop.newSlices, enough: loop.enough })),
      ...loop.suggested === null ? [] : [words(texts.suggested)],
    ],
  };
}
