import { resolve } from 'node:path';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { WrittenMaps } from '#shared/contract/explanation.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Client } from '../connect.ts';
import { usageSentences } from '../command-line-sentences.ts';
import { followJob } from '../follow-job.ts';
import type { Line, Outcome } from '../line.ts';
import type { Registry } from '../program.ts';
import { modelId, wholeNumber } from '../usage-errors.ts';

const texts = {
  about: { en: 'Write what a model thinks of a case as NIfTI maps: probabilities, uncertainty, disagreement.', 'zh-CN': '将模型对病例的判断写为 NIfTI 图：概率、不确定性、分歧。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  case: { en: 'name or id of the case', 'zh-CN': '病例的名称或编号' },
  out: { en: 'folder for the maps', 'zh-CN': '输出文件夹' },
  probability: { en: 'how likely each label is, 0 … 1', 'zh-CN': '各标签的概率，0 … 1' },
  uncertainty: { en: 'how unsure the model is, 0 … 1 (entropy in units of log of the number of classes)', 'zh-CN': '模型的不确定程度，0 … 1（以类别数对数为单位的熵）' },
  disagreement: { en: 'how far networks disagree, 0 … 1 (mutual information, the same units)', 'zh-CN': '网络间的分歧程度，0 … 1（互信息，单位相同）' },
  slice: { en: 'only this slice, counted from 0 along the case’s slice axis', 'zh-CN': '仅此切片，沿病例的切片轴从 0 数起' },
  model: { en: 'id of the model (else the one in use)', 'zh-CN': '模型编号（默认为使用中的模型）' },
  force: { en: 'replace files that are there already', 'zh-CN': '替换已存在的文件' },
} as const;

const kinds = ['probability', 'uncertainty', 'disagreement'] as const;
type Options = { out: string; slice?: number; model?: string; force?: boolean } & Partial<Record<(typeof kinds)[number], boolean>>;

export function addMaps({ command, words, run }: Registry): void {
  command('maps', texts.about)
    .argument('<project>', words(texts.project))
    .argument('<case>', words(texts.case))
    .requiredOption('--out <folder>', words(texts.out))
    .option('--probability', words(texts.probability))
    .option('--uncertainty', words(texts.uncertainty))
    .option('--disagreement', words(texts.disagreement))
    .option('--slice <n>', words(texts.slice), wholeNumber('--slice', 0))
    .option('--model <id>', words(texts.model), modelId('--model'))
    .option('--force', words(texts.force))
    .action((project: string, name: string, options: Options) => run(async (line) => {
      const named = kinds.filter((kind) => options[kind] === true);
      const { client } = await line.connect(resolve(project));
      const { id } = await caseNamed(client, name);
      const report = await followJob<WrittenMaps>(
        () => client.explanation.writeMaps({
          // Without a choice what costs no more than a prediction.
          caseId: id, kinds: named.length === 0 ? ['probability', 'uncertainty'] : named, out: resolve(options.out), slice: options.slice ?? null,
          model: options.model, force: options.force ?? false,
        }),
        { client, ...line },
      );
      return sayMaps(report, line);
    }));
}

/** Each by its name, else by its id. @throws UserFacingError `not-found` */
export async function casesNamed(client: Client, names: readonly string[]): Promise<readonly CaseInfo[]> {
  const cases = await client.cases.list();
  return names.map((name) => {
    const found = cases.find((one) => one.name === name) ?? cases.find(({ id }) => id === name.toLowerCase());
    if (found === undefined) throw failure('not-found', usageSentences.noCase, { name });
    return found;
  });
}

export async function caseNamed(client: Client, name: string): Promise<CaseInfo> {
  const [found] = await casesNamed(client, [name]);
  return found!;
}

export function sayMaps(report: WrittenMaps, { screen }: Line): Outcome {
  for (const note of report.notes) screen.say(note);
  return { value: report, text: report.written.map(({ file }) => file) };
}
