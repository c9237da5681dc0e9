import { resolve } from 'node:path';
import type { Round, Rounds } from '#shared/contract/loop.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { followJob } from '../follow-job.ts';
import type { Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { UsageError } from '../usage-errors.ts';

const texts = {
  about: { en: 'Tell what each training had to learn from, what that cost people, and how good it became.', 'zh-CN': '显示每次训练可学习的标注、所花的标注时间以及达到的质量。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  wanted: { en: 'a Dice: also tell how much more work it takes', 'zh-CN': '期望的 Dice：同时估计还需要多少工作量' },
  score: { en: 'first score kept models on the test set, where they are not or it was changed since', 'zh-CN': '先在测试集上为尚未评分（或测试集已更改）的保留模型评分' },
  notDice: { en: '--wanted takes a number between 0 and 1; “{given}” is none.', 'zh-CN': '--wanted 需要 0 到 1 之间的数字；“{given}”不是。' },
  columns: {
    name: { en: 'Model', 'zh-CN': '模型' }, slices: { en: 'Slices', 'zh-CN': '切片' }, minutes: { en: 'Minutes', 'zh-CN': '分钟' },
    start: { en: 'Start', 'zh-CN': '起始' }, validation: { en: 'Validation', 'zh-CN': '验证' }, test: { en: 'Test set', 'zh-CN': '测试集' }, outcome: { en: 'Decided', 'zh-CN': '结论' },
  },
  starts: { cold: { en: 'fresh', 'zh-CN': '从头' }, warm: { en: 'earlier model', 'zh-CN': '早期模型' } },
  outcomes: { promoted: { en: 'put to use', 'zh-CN': '启用' }, 'held-back': { en: 'held back', 'zh-CN': '未启用' }, overruled: { en: 'overruled', 'zh-CN': '人工启用' } },
  tests: {
    'too-few': { en: 'too few to tell', 'zh-CN': '过少，无法判断' }, seen: { en: 'taught it', 'zh-CN': '曾参与训练' },
    'not-scored': { en: 'not scored', 'zh-CN': '未评分' }, 'no-test-set': { en: '–', 'zh-CN': '–' },
  },
  removed: { en: '{name} (deleted)', 'zh-CN': '{name}（已删除）' },
  bySlabs: { en: '{dice} (same patients)', 'zh-CN': '{dice}（同一批患者）' },
  none: { en: 'No model yet.', 'zh-CN': '还没有模型。' },
  toScore: { en: 'Models to be scored on the test set: {count}; --score does it.', 'zh-CN': '待在测试集上评分的模型：{count}；可用 --score 评分。' },
  effort: {
    'cannot-be-told-yet': { en: 'Work to a Dice of {wanted}: cannot be told yet (rounds: {rounds} of {fewest}).', 'zh-CN': '达到 Dice {wanted} 的工作量：目前无法判断（轮次：{rounds}/{fewest}）。' },
    reached: { en: 'A Dice of {wanted} is reached.', 'zh-CN': '已达到 Dice {wanted}。' },
    'not-with-this-method': { en: 'A Dice of {wanted} is not to be expected with more of the same (chance {chance} %).', 'zh-CN': '继续同样的做法预计达不到 Dice {wanted}（可能性 {chance}%）。' },
    estimated: { en: 'More slices to a Dice of {wanted}: {more} (80 % interval: {low} to {high}).', 'zh-CN': '达到 Dice {wanted} 还需切片：{more}（80% 区间：{low} 至 {high}）。' },
  },
  open: { en: 'open', 'zh-CN': '无上限' },
} as const;

interface Options { wanted?: number; score?: true }

export function addRounds({ command, words, run }: Registry): void {
  command('rounds', texts.about)
    .argument('<project>', words(texts.project))
    .option('--wanted <dice>', words(texts.wanted), (given: string) => {
      const dice = Number(given);
      if (given.trim() === '' || !(dice >= 0 && dice <= 1)) throw new UsageError(fill(texts.notDice, { given }));
      return dice;
    })
    .option('--score', words(texts.score))
    .action((project: string, { wanted, score }: Options) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      if (score === true) await followJob(() => client.loop.score(), { client, ...line });
      const found = await client.loop.rounds({ wanted });
      return { value: found, text: describe(found, line) };
    }));
}

function describe({ rounds, effort, testSet }: Rounds, { words }: Line): string[] {
  if (rounds.length === 0) return [words(texts.none)];
  return [
    ...textTable(Object.values(texts.columns).map(words), rounds.map((one) => row(one).map((cell) => (typeof cell === 'object' ? words(cell) : cell)))),
    ...testSet === null || testSet.toScore === 0 ? [] : ['', words(fill(texts.toScore, { count: testSet.toScore }))],
    ...effort === null ? [] : ['', words(effortSentence(effort.wanted, effort.slices))],
  ];
}

function row({ name: called, removed, slices, minutes, start, validation, test, outcome }: Round): (Sentence | string)[] {
  const name = removed ? fill(texts.removed, { name: called }) : called;
  const judged = validation.dice?.toFixed(3) ?? '–';
  return [
    name, String(slices), minutes === null ? '–' : minutes.toFixed(0), texts.starts[start], validation.kind === 'slabs' ? fill(texts.bySlabs, { dice: judged }) : judged,
    testCell(test), outcome === null ? '–' : texts.outcomes[outcome],
  ];
}

function testCell({ outcome, mean }: Round['test']): Sentence | string {
  if (outcome !== 'figures') return texts.tests[outcome];
  const { dice, interval } = mean ?? { dice: null, interval: null };
  if (dice === null) return '–';
  return interval === null ? dice.toFixed(3) : `${dice.toFixed(3)} [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`;
}

function effortSentence(wanted: number, told: NonNullable<Rounds['effort']>['slices']): Sentence {
  switch (told.outcome) {
    case 'cannot-be-told-yet': return fill(texts.effort[told.outcome], { wanted, rounds: told.rounds, fewest: told.fewestRounds });
    case 'reached': return fill(texts.effort[told.outcome], { wanted });
    case 'not-with-this-method': return fill(texts.effort[told.outcome], { wanted, chance: Math.round(100 * told.chance) });
    case 'estimated': return fill(texts.effort[told.outcome], {
      wanted, more: Math.round(told.more), low: Math.round(told.low), high: told.high === null ? texts.open : String(Math.round(told.high)),
    });
  }
}
