import { resolve } from 'node:path';
import type { SimulationOptions } from '#shared/contract/simulation.ts';
import { networkNames, type NetworkName } from '#shared/learning/plan.ts';
import { strategyNames, type StrategyName } from '#shared/learning/selection/strategies.ts';
import { usualBudgets, usualSteps } from '#shared/learning/simulation/budgets.ts';
import type { SimulationFigures } from '#shared/learning/simulation/figures.ts';
import type { Budget } from '#shared/learning/simulation/budgets.ts';
import { fill } from '#shared/text/sentence.ts';
import { followJob } from '../follow-job.ts';
import type { Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { readPlan } from '../read-plan.ts';
import { readSplit } from '../read-split.ts';
import { textTable } from '../text-table.ts';
import { numberList, oneOf, seedList, wholeNumber, wordList } from '../usage-errors.ts';

const texts = {
  about: {
    en: 'Replay an annotator from the complete slices of a project: how good networks become by the slices that each strategy asks for. The project is only read.',
    'zh-CN': '用项目中已完成的切片模拟标注：比较各策略所选切片能使网络达到的效果。只读取项目，不作修改。',
  },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  out: { en: 'folder for all that is computed; what lies in it already is not computed again (<project>-simulation)', 'zh-CN': '保存全部计算结果的文件夹；其中已有的结果不会重新计算（默认 <project>-simulation）' },
  strategies: { en: 'with commas: {names}', 'zh-CN': '以逗号分隔：{names}' },
  seeds: { en: 'so many seeds from 1 on, or those from one to another: 5 or 6-10 (5)', 'zh-CN': '从 1 开始的种子数，或起止种子：5 或 6-10（默认 5）' },
  budgets: { en: 'percent of the pool’s slices, rising, with commas ({usual})', 'zh-CN': '占样本池切片的百分比，递增，以逗号分隔（默认 {usual}）' },
  steps: { en: 'steps of each training, whatever teaches it ({usual})', 'zh-CN': '每次训练的步数，与训练内容无关（默认 {usual}）' },
  network: { en: 'a network as for train (unet-2d)', 'zh-CN': '网络，同 train（默认 unet-2d）' },
  plan: { en: 'JSON file with the parts of the plan to fix', 'zh-CN': '包含需要固定的计划内容的 JSON 文件' },
  warm: { en: 'the strategy that is also tried with warm starts', 'zh-CN': '另以热启动尝试的策略' },
  predicted: { en: 'also try foreground-random as a project draws it, by what the model predicts', 'zh-CN': '另按项目中的方式尝试 foreground-random，即按模型预测抽取' },
  full: { en: 'do not train on all slices for comparison', 'zh-CN': '不使用全部切片训练作为对照' },
  longer: { en: 'do not train on all slices with four times the steps', 'zh-CN': '不以四倍步数使用全部切片训练' },
  test: { en: 'who judges: cases or patients with commas, or a file of names (lines, a JSON list, or a split with “fit” and “judge”); else the test set', 'zh-CN': '评估病例：以逗号分隔的病例或患者，或名称文件（每行一个、JSON 列表，或含“fit”和“judge”的划分）；默认为测试集' },
  round: { en: 'Seed {seed}, {arm}, {percent} % ({slices} slices): Dice {dice}', 'zh-CN': '种子 {seed}，{arm}，{percent} %（{slices} 层）：Dice {dice}' },
  arm: { en: 'Arm', 'zh-CN': '方式' },
  area: { en: 'Area', 'zh-CN': '面积' },
  less: { en: 'Area less that of {second}', 'zh-CN': '与 {second} 的面积之差' },
  between: { en: '{mean} (95 % interval {low} … {high}, {n} seeds)', 'zh-CN': '{mean}（95 % 区间 {low} … {high}，{n} 个种子）' },
  alone: { en: '{mean} (one seed)', 'zh-CN': '{mean}（一个种子）' },
  reference: { en: 'foreground-random draws by the reference here, by what a model predicts in a project.', 'zh-CN': 'foreground-random 在此按参考标注抽取；在项目中按模型预测抽取。' },
  written: { en: 'Figures in {results}, curves in {page} and {picture}.', 'zh-CN': '数据位于 {results}，曲线位于 {page} 和 {picture}。' },
} as const;

interface Options {
  out?: string; strategies?: readonly StrategyName[]; seeds?: readonly number[]; budgets?: readonly number[]; steps?: number;
  network?: NetworkName; plan?: string; warm?: StrategyName; predicted?: boolean; full: boolean; longer: boolean; test?: string;
}

/** As the host answers. */
interface Simulated extends SimulationFigures {
  readonly files: Readonly<Record<'results' | 'page' | 'picture', string>>;
}

export function addSimulate({ command, words, run }: Registry): void {
  command('simulate', texts.about)
    .argument('<project>', words(texts.project))
    .option('--out <folder>', words(texts.out))
    .option('--steps <n>', words(fill(texts.steps, { usual: usualSteps })), wholeNumber('--steps', 1))
    .option('--strategies <names>', words(fill(texts.strategies, { names: strategyNames.join(', ') })), wordList('--strategies', strategyNames))
    .option('--seeds <n>', words(texts.seeds), seedList('--seeds'))
    .option('--budgets <percents>', words(fill(texts.budgets, { usual: usualBudgets.join(',') })), numberList('--budgets'))
    .option('--network <name>', words(texts.network), oneOf('--network', networkNames))
    .option('--plan <file>', words(texts.plan))
    .option('--warm <strategy>', words(texts.warm), oneOf('--warm', strategyNames))
    .option('--predicted', words(texts.predicted))
    .option('--no-full', words(texts.full))
    .option('--no-longer', words(texts.longer))
    .option('--test <names>', words(texts.test))
    .action((project: string, options: Options) => run(async (line) => {
      const asked = await asOptions(options, `${resolve(project)}-simulation`, line);
      const { client } = await line.connect(resolve(project));
      const simulated = await followJob<Simulated>(() => client.simulation.run(asked), { client, ...line, onEvent: sayRound(line) });
      return { value: simulated, text: describe(simulated, line) };
    }));
}

/** Two that cost no more than their trainings, where nobody names others. */
const usualStrategies: readonly StrategyName[] = ['random', 'foreground-random'];

async function asOptions({ out, strategies = usualStrategies, seeds = [1, 2, 3, 4, 5], budgets = usualBudgets, steps = usualSteps, predicted = false, plan, test, ...others }: Options, usualOut: string, { screen }: Line): Promise<SimulationOptions> {
  return {
    ...others, ...test === undefined ? {} : await readSplit(test),
    strategies: [...strategies], seeds: [...seeds], budgets: [...budgets], steps, predicted,
    plan: plan === undefined ? undefined : await readPlan(resolve(plan)),
    out: resolve(out ?? usualOut), locale: screen.locale,
  };
}

function sayRound({ screen }: Line): (event: unknown) => void {
  return (event) => {
    const told = event as { kind: 'simulated-round'; seed: number; arm: string; budget: Budget; meanDice: number | null } | { kind: 'warning'; sentence: { en: string; 'zh-CN': string } };
    if (told.kind === 'warning') return screen.say(told.sentence);
    const { seed, arm, budget, meanDice } = told;
    screen.say(fill(texts.round, { seed, arm, ...budget, dice: meanDice?.toFixed(3) ?? '–' }));
  };
}

function describe({ arms, full, comparisons, files }: Simulated, { words }: Line): string[] {
  const budgets = [...new Set(arms.flatMap(({ points }) => points.map(({ percent }) => percent)))].sort((a, b) => a - b);
  const rows = [
    ...arms.map(({ name, points, area }) => [name, ...budgets.map((percent) => points.find((point) => point.percent === percent)?.dice.mean.toFixed(3) ?? '–'), area?.mean.toFixed(3) ?? '–']),
    ...full.map(({ name, dice }) => [name, ...budgets.map(() => '–'), dice.mean.toFixed(3)]),
  ];
  const against = comparisons.map(({ first, second, area: { mean, n, interval } }) => {
    const said = interval === null ? fill(texts.alone, { mean: signed(mean) }) : fill(texts.between, { mean: signed(mean), low: signed(interval.low), high: signed(interval.high), n });
    return `${first}: ${words(fill(texts.less, { second }))} ${words(said)}`;
  });
  return [
    ...textTable([words(texts.arm), ...budgets.map((percent) => `${percent} %`), words(texts.area)], rows), '',
    ...against,
    ...arms.some(({ strategy, predicted }) => strategy === 'foreground-random' && !predicted) ? [words(texts.reference)] : [],
    words(fill(texts.written, files)),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
