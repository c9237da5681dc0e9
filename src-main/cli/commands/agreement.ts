import { resolve } from 'node:path';
import type { AgreementReport, ComparableCase, ConsensusInfo } from '#shared/contract/agreement.ts';
import { csv, type Cell } from '#shared/text/csv.ts';
import { fill } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { usageSentences } from '../command-line-sentences.ts';
import { plain, type Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { UsageError } from '../usage-errors.ts';
import { writeFile } from '../write-file.ts';

const texts = {
  about: { en: 'Show how far the readers of cases agree, and make what they come to together.', 'zh-CN': '显示各病例阅片者之间的一致程度，并生成他们的共识。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  cases: { en: 'names of cases (else all that two people or more have read)', 'zh-CN': '病例名称（默认为至少两人读过的全部病例）' },
  csv: { en: 'CSV file to write: one line for each label of each two readers', 'zh-CN': '要写入的 CSV 文件：每两位阅片者的每个标签一行' },
  consensus: { en: 'also make the consensus of each case: majority or staple', 'zh-CN': '同时生成每个病例的共识：majority 或 staple' },
  replace: { en: 'with --consensus: also where somebody has worked on the one before', 'zh-CN': '与 --consensus 同用：即使先前的共识已被人修改也予以替换' },
  force: { en: 'replace a file that is there already', 'zh-CN': '替换已存在的文件' },
  noCase: { en: 'The project has no case “{name}” that two people or more have read.', 'zh-CN': '项目中没有至少两人读过的病例“{name}”。' },
  none: { en: 'No case was read by two people or more yet.', 'zh-CN': '尚无至少两人读过的病例。' },
  written: { en: 'Figures written to {file}.', 'zh-CN': '指标已写入 {file}。' },
  head: {
    en: '{name}: {readers}. Slices that all completed: {slices}. Voxels on which they differ: {voxels}. Fleiss’ kappa {kappa}.',
    'zh-CN': '{name}：{readers}。全部完成的切片：{slices}。有分歧的体素：{voxels}。Fleiss kappa {kappa}。',
  },
  made: { en: '{name}: consensus made ({method}); voxels that no label won: {undecided}.', 'zh-CN': '{name}：已生成共识（{method}）；没有标签胜出的体素：{undecided}。' },
  refused: { en: 'Cases of which no consensus was made: {count}.', 'zh-CN': '{count} 个病例未生成共识。' },
  name: { en: 'Case', 'zh-CN': '病例' },
  readers: { en: 'Readers', 'zh-CN': '阅片者' },
  label: { en: 'Label', 'zh-CN': '标签' },
  dice: { en: 'Dice', 'zh-CN': 'Dice' },
  hd95: { en: 'HD95', 'zh-CN': 'HD95' },
  kappa: { en: 'Cohen’s kappa', 'zh-CN': 'Cohen kappa' },
  fleiss: { en: 'Fleiss’ kappa', 'zh-CN': 'Fleiss kappa' },
  comma: { en: ', ', 'zh-CN': '、' },
} as const;

interface Options { csv?: string; consensus?: ConsensusInfo['method']; replace?: boolean; force?: boolean }

export function addAgreement({ command, words, run }: Registry): void {
  command('agreement', texts.about)
    .argument('<project>', words(texts.project))
    .argument('[case...]', words(texts.cases))
    .option('--csv <file>', words(texts.csv))
    .option('--consensus <method>', words(texts.consensus), method)
    .option('--replace', words(texts.replace))
    .option('--force', words(texts.force))
    .action((project: string, names: string[], { csv: file, consensus, replace = false, force = false }: Options) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      const chosen = choose(await client.agreement.cases(), names);
      const reports: AgreementReport[] = [];
      const made: ConsensusInfo[] = [];
      let refused = 0;
      const told: string[] = [];
      for (const { caseId, name } of chosen) {
        const report = await client.agreement.of({ caseId }, { signal: line.interrupted }).catch((error: unknown) => tell(error, line));
        if (report === null) refused += 1;
        else {
          reports.push(report);
          told.push(...figures(report, line), '');
        }
        if (consensus === undefined || report === null) continue;
        const one = await client.agreement.makeConsensus({ caseId, method: consensus, replaceEdited: replace }, { signal: line.interrupted }).catch((error: unknown) => tell(error, line));
        if (one === null) refused += 1;
        else {
          made.push(one);
          told.push(words(fill(texts.made, { name, method: one.method, undecided: one.undecided })), '');
        }
      }
      if (file !== undefined) {
        await writeFile(resolve(file), table(reports), force);
        told.push(words(fill(texts.written, { file: resolve(file) })));
      }
      return {
        value: { cases: reports, ...(consensus === undefined ? {} : { consensus: made }) },
        text: chosen.length === 0 ? [words(texts.none)] : told.at(-1) === '' ? told.slice(0, -1) : told,
        failure: refused === 0 ? null : fill(texts.refused, { count: refused }),
      };
    }));
}

/** What is wrong with one case keeps no other from being compared. */
async function tell(error: unknown, line: Line): Promise<null> {
  const { code, sentence } = await plain(error);
  if (code === 'cancelled' || code === 'internal') throw error;
  line.screen.say(sentence);
  return null;
}

function choose(cases: readonly ComparableCase[], names: readonly string[]): readonly ComparableCase[] {
  if (names.length === 0) return cases.filter(({ readers }) => readers.length > 1);
  return names.map((name) => {
    const found = cases.find((one) => one.name === name);
    if (found === undefined) throw failure('not-found', texts.noCase, { name });
    return found;
  });
}

function method(given: string): ConsensusInfo['method'] {
  if (given === 'majority' || given === 'staple') return given;
  throw new UsageError(fill(usageSentences.notOneOf, { option: '--consensus', choices: 'majority, staple', given }));
}

function figures(report: AgreementReport, { words }: Pick<Line, 'words'>): string[] {
  const { name, readers, slices, differingVoxels, fleiss, pairs, labels, unit } = report;
  const number = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '–';
  const head = fill(texts.head, {
    name, readers: readers.map(({ annotator }) => annotator).join(words(texts.comma)), slices: slices.length, voxels: differingVoxels, kappa: number(fleiss.box, 3),
  });
  const rows = pairs.flatMap(({ first, second, labels: found }) => found.map((one) => [
    `${readers[first]!.annotator} – ${readers[second]!.annotator}`, labels.find(({ label }) => label === one.label)?.name ?? one.label,
    number(one.dice, 3), number(one.hd95, unit === 'mm' ? 2 : 1), number(one.kappa.box, 3), number(labels.find(({ label }) => label === one.label)?.fleiss.box ?? null, 3),
  ]));
  const header = [words(texts.readers), words(texts.label), words(texts.dice), `${words(texts.hd95)} ${unit}`, words(texts.kappa), words(texts.fleiss)];
  return [words(head), ...textTable(header, rows)];
}

/** Figures as they are, empty where there is none. */
function table(reports: readonly AgreementReport[]): string {
  const header = ['case', 'first', 'second', 'label', 'value', 'slices', 'found', 'dice', 'hd95', 'unit', 'lone_slices', 'cohen_kappa', 'cohen_kappa_slices', 'fleiss_kappa', 'fleiss_kappa_slices', 'volume_first', 'volume_second', 'volume_difference'];
  const rows = reports.flatMap(({ name, readers, slices, unit, pairs, labels }) => pairs.flatMap(({ first, second, labels: found }) => found.map((one): readonly Cell[] => {
    const label = labels.find((entry) => entry.label === one.label)!;
    return [
      name, readers[first]!.annotator, readers[second]!.annotator, label.name, label.value, slices.length, one.found, one.dice, one.hd95, unit, one.loneSlices,
      one.kappa.box, one.kappa.slices, label.fleiss.box, label.fleiss.slices, one.volumeFirst, one.volumeSecond, one.volumeDifference,
    ];
  })));
  return csv([header, ...rows]);
}
