import { basename, dirname, resolve } from 'node:path';
import type { BundleLook, BundleReport, TakenReport } from '#shared/contract/bundles.ts';
import { fill } from '#shared/text/sentence.ts';
import { screenSentences } from '../command-line-sentences.ts';
import { followJob } from '../follow-job.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';
import { oneOf, UsageError } from '../usage-errors.ts';
import { casesNamed } from './maps.ts';

const texts = {
  make: { en: 'Put cases with labels and their history into one file for a colleague.', 'zh-CN': '将病例及其标注与历史放入一个文件，交给同事。' },
  take: { en: 'Take a bundle into the project; without --yes only say what that would do.', 'zh-CN': '将数据包接收到项目中；不加 --yes 时只说明将发生什么。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  cases: { en: 'names or ids of cases (else all of them)', 'zh-CN': '病例的名称或编号（默认全部）' },
  out: { en: 'file to write, such as work.lamina-bundle', 'zh-CN': '要写入的文件，例如 work.lamina-bundle' },
  images: { en: 'with the images; without them whoever takes it in must have the same ones', 'zh-CN': '包含图像；否则接收方须已有相同的图像' },
  annotator: { en: 'only the labels of this person (may be given several times)', 'zh-CN': '只包含该标注者的标注（可多次给出）' },
  noLabels: { en: 'no labels at all, so that a colleague starts from nothing', 'zh-CN': '不含任何标注，让同事从头开始' },
  force: { en: 'replace a file that is there already', 'zh-CN': '替换已存在的文件' },
  file: { en: 'the bundle', 'zh-CN': '数据包' },
  yes: { en: 'take it in', 'zh-CN': '确认接收' },
  conflicts: { en: 'whose state holds where a slice was changed on both sides: mine or theirs (the window lets each slice be looked at)', 'zh-CN': '两边都修改过的切片以谁为准：mine（本地）或 theirs（对方）（在窗口中可逐层查看）' },
  either: { en: 'Give --annotator or --no-labels, not both.', 'zh-CN': '--annotator 与 --no-labels 只能给出其一。' },
  made: { en: '{file}: {megabytes} MB, labels of {people}, cases: {cases}.', 'zh-CN': '{file}：{cases} 个病例，标注者 {people}，{megabytes} MB。' },
  nobody: { en: 'nobody', 'zh-CN': '无' },
  hash: { en: 'Hash, by which both logs name it: {hash}', 'zh-CN': '两边日志用以标识它的哈希：{hash}' },
  from: { en: 'Made by {by} on {date} from the project “{project}”.', 'zh-CN': '由 {by} 于 {date} 从项目“{project}”生成。' },
  ownReviews: {
    en: '{who} is said to have reviewed or returned slices of their own in {name} (slices: {count}): that is no review, and comes as their own word.',
    'zh-CN': '数据包称 {who} 审阅或退回了自己在 {name} 中的 {count} 个切片：这不算审阅，将作为其本人的标记接收。',
  },
  newLabels: { en: 'Labels that this project lacks: {names}.', 'zh-CN': '此项目缺少的标签：{names}。' },
  case: { en: 'Case', 'zh-CN': '病例' },
  image: { en: 'Image', 'zh-CN': '图像' },
  person: { en: 'Annotator', 'zh-CN': '标注者' },
  what: { en: 'Labels', 'zh-CN': '标注' },
  edits: { en: 'Edits', 'zh-CN': '编辑' },
  both: { en: 'Changed on both sides', 'zh-CN': '两边都修改' },
  here: { en: 'here', 'zh-CN': '已有' },
  comes: { en: 'comes along', 'zh-CN': '随附' },
  missing: { en: 'missing', 'zh-CN': '缺失' },
  added: { en: 'new', 'zh-CN': '新增' },
  continued: { en: 'go on', 'zh-CN': '接续' },
  merged: { en: 'joined', 'zh-CN': '合并' },
  nothing: { en: 'here already', 'zh-CN': '已有' },
  notYet: { en: 'Nothing was taken in; give --yes to do so.', 'zh-CN': '尚未接收任何内容；加上 --yes 即可接收。' },
  undecided: {
    en: 'Slices that were changed on both sides: {count}; say --conflicts mine or theirs, or look at each of them in the window (Cases, “Take in a bundle…”).',
    'zh-CN': '有 {count} 个切片两边都修改过；请给出 --conflicts mine 或 theirs，或在窗口中逐层查看（病例，“接收数据包…”）。',
  },
  taken: { en: 'Taken in: labels of {people}, cases: {cases} (new: {newCases}), edits: {edits}.', 'zh-CN': '已接收：{cases} 个病例（新增 {newCases} 个），{edits} 次编辑，标注者 {people}。' },
  left: { en: 'Of notes {notes} and of measurements {measurements} changes came along.', 'zh-CN': '随附 {notes} 次备注更改与 {measurements} 次测量更改。' },
  kept: {
    en: 'Measurements that stay as they are here, because both sides changed them or their image lies elsewhere: {count}.',
    'zh-CN': '因两边都修改过或图像位置不同而保持本地状态的测量：{count} 个。',
  },
  leftOut: { en: 'Left out, because their images are neither here nor in the bundle: {names}.', 'zh-CN': '以下病例的图像既不在此处也不在数据包中，已忽略：{names}。' },
} as const;

interface MakeOptions { out: string; images?: boolean; annotator?: string[]; labels?: boolean; force?: boolean }
interface TakeOptions { yes?: boolean; conflicts?: 'mine' | 'theirs' }

export function addBundle({ command, words, run }: Registry): void {
  const people = (names: readonly string[]): string => (names.length === 0 ? words(texts.nobody) : names.join(', '));
  command('bundle', texts.make)
    .argument('<project>', words(texts.project))
    .argument('[cases...]', words(texts.cases))
    .requiredOption('--out <file>', words(texts.out))
    .option('--images', words(texts.images))
    .option('--annotator <name>', words(texts.annotator), (name: string, before: string[] = []) => [...before, name])
    .option('--no-labels', words(texts.noLabels))
    .option('--force', words(texts.force))
    .action((project: string, cases: string[], { out, images, annotator, labels, force }: MakeOptions) => run(async (line) => {
      if (annotator !== undefined && labels === false) throw new UsageError(texts.either);
      const { client } = await line.connect(resolve(project));
      const file = resolve(out);
      const report = await followJob<BundleReport>(async () => client.bundles.make({
        out: dirname(file), name: basename(file), images: images === true, force: force === true,
        ...cases.length === 0 ? {} : { cases: (await casesNamed(client, cases)).map(({ id }) => id) },
        ...labels === false ? { annotators: [] } : annotator === undefined ? {} : { annotators: annotator },
      }), { client, ...line });
      const megabytes = Math.ceil(report.bytes / 1e5) / 10;
      return {
        value: report,
        text: [fill(texts.made, { file: report.file, cases: report.cases, people: people(report.annotators), megabytes }), fill(texts.hash, report)].map(words),
      };
    }));
  command('unbundle', texts.take)
    .argument('<project>', words(texts.project))
    .argument('<file>', words(texts.file))
    .option('--yes', words(texts.yes))
    .option('--conflicts <whose>', words(texts.conflicts), oneOf('--conflicts', ['mine', 'theirs']))
    .action((project: string, file: string, { yes, conflicts: otherwise }: TakeOptions) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      const look = await client.bundles.look({ path: resolve(file) });
      const told = [
        words(fill(texts.from, { by: look.by, date: look.at.slice(0, 10), project: look.project })),
        ...look.newLabels.length === 0 ? [] : [words(fill(texts.newLabels, { names: look.newLabels.join(', ') }))],
        ...look.cases.flatMap(({ name, labels }) => labels.filter(({ ownReviews }) => ownReviews > 0)
          .map(({ annotator: who, ownReviews: count }) => words(fill(texts.ownReviews, { who, count, name })))),
        ...tableOf(look, words),
      ];
      const undecided = look.cases.flatMap(({ labels }) => labels).reduce((sum, { conflicts }) => sum + conflicts.length, 0);
      if (yes !== true || (undecided > 0 && otherwise === undefined)) {
        await client.bundles.giveUp({ id: look.id });
        const failure = undecided > 0 && otherwise === undefined ? fill(texts.undecided, { count: undecided }) : null;
        return { value: look, text: yes === true ? told : [...told, words(texts.notYet)], failure };
      }
      if (!line.json) for (const row of told) line.screen.print(row);
      const report = await followJob<TakenReport>(
        () => client.bundles.takeIn({ id: look.id, ...otherwise === undefined ? {} : { otherwise } }), { client, ...line },
      );
      const { missing, annotators, ...counts } = report;
      return {
        value: report,
        text: [
          words(fill(texts.taken, { cases: counts.cases, newCases: counts.newCases, edits: counts.edits, people: people(annotators) })),
          ...counts.notes + counts.measurements === 0 ? [] : [words(fill(texts.left, { notes: counts.notes, measurements: counts.measurements }))],
          ...counts.measurementsKept === 0 ? [] : [words(fill(texts.kept, { count: counts.measurementsKept }))],
          ...missing.length === 0 ? [] : [words(fill(texts.leftOut, { names: missing.join(', ') }))],
        ],
        failure: missing.length === 0 ? null : fill(screenSentences.someRefused, { refused: missing.length, all: missing.length + report.cases }),
      };
    }));
}

function tableOf({ cases }: BundleLook, words: Registry['words']): string[] {
  const header = [texts.case, texts.image, texts.person, texts.what, texts.edits, texts.both].map(words);
  const rows = cases.flatMap(({ name, image, labels }): (string | number)[][] => (labels.length === 0
    ? [[name, words(texts[image]), '–', '–', '–', '–']]
    : labels.map(({ annotator, how, edits, conflicts }) => (
      [name, words(texts[image]), annotator, words(texts[how]), edits, conflicts.map(({ slice }) => slice + 1).join(', ') || '–']))));
  return textTable(header, rows);
}
