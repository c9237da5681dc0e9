import { resolve } from 'node:path';
import type { TestSetOptions } from '#shared/contract/test-set.ts';
import { fill } from '#shared/text/sentence.ts';
import type { Registry } from '../program.ts';
import { UsageError, wholeNumber } from '../usage-errors.ts';
import { usageSentences } from '../command-line-sentences.ts';

const texts = {
  about: {
    en: 'Draw a test set: patients who never teach nor choose, and only judge each finished model. Once, for ever.',
    'zh-CN': '抽取测试集：这些患者不参与训练和任何选择，只用于评估每个完成的模型。仅抽取一次，永久有效。',
  },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  test: { en: 'a number of patients, or a share of them such as 0.2 or 20%; without it 20 %, at least 5', 'zh-CN': '患者人数，或占比（如 0.2 或 20%）；默认 20%，至少 5 位' },
  seed: { en: 'seed of the drawing', 'zh-CN': '抽取所用的随机种子' },
  drawn: {
    en: 'Test set drawn: {drawn} of {patients} patients, cases: {cases}, of which can judge now (with complete slices): {judging}. It stays as it is.',
    'zh-CN': '已抽取测试集：{patients} 位患者中的 {drawn} 位，{cases} 个病例，其中目前可用于评估（有已完成切片）的有 {judging} 个。此后不再改变。',
  },
  list: { en: '  {patient}', 'zh-CN': '  {patient}' },
} as const;

export function addSplit({ command, words, run }: Registry): void {
  command('split', texts.about)
    .argument('<project>', words(texts.project))
    .option('--test <n>', words(texts.test), testSetSize('--test'))
    .option('--seed <n>', words(texts.seed), wholeNumber('--seed', 0))
    .action((project: string, { test, seed }: { test?: TestSetOptions['size']; seed?: number }) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      const made = await client.training.drawTestSet({ size: test, seed });
      const names = made.drawn?.patients ?? [];
      const said = fill(texts.drawn, { drawn: names.length, patients: made.patients, cases: made.cases, judging: made.judgingCases });
      return { value: made, text: [words(said), ...names.map((patient) => words(fill(texts.list, { patient })))] };
    }));
}

/** `12` patients, or the share `0.2` or `20%`. */
const testSetSize = (option: string) => (given: string): NonNullable<TestSetOptions['size']> => {
  const [, number, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(given.trim()) ?? [];
  const value = number === undefined ? NaN : Number(number) / (percent === '%' ? 100 : 1);
  if (value > 0 && value < 1) return { share: value };
  if (Number.isInteger(value) && value >= 1 && percent === '') return { patients: value };
  throw new UsageError(fill(usageSentences.notPatients, { option, given }));
};
