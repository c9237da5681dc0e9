import { resolve } from 'node:path';
import type { ImportReport } from '#shared/contract/cases.ts';
import { fill } from '#shared/text/sentence.ts';
import { screenSentences } from '../command-line-sentences.ts';
import { followJob } from '../follow-job.ts';
import type { Line } from '../line.ts';
import type { Registry } from '../program.ts';
import { nameWithin, tellNotes } from '../similar-notes.ts';
import { textTable } from '../text-table.ts';
import { commaList, oneOf, orientationCode } from '../usage-errors.ts';

const texts = {
  about: { en: 'Import images, with their labels where there are some.', 'zh-CN': '导入图像及其标注（如有）。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  path: { en: 'NIfTI or PNG files, DICOM folders, or folders of them', 'zh-CN': 'NIfTI 或 PNG 文件、DICOM 文件夹，或包含它们的文件夹' },
  modalities: { en: 'what the images of one case are called, e.g. flair,t1,t2: images whose names (or folders, or DICOM series) differ by these words alone become one case; labels lie on the first', 'zh-CN': '同一病例各图像的名称，例如 flair,t1,t2：名称（或文件夹、DICOM 序列）仅在这些词上不同的图像合为一个病例；标注位于第一种图像上' },
  labels: { en: 'folder of label files with the names of the images (or the one file of one image); every slice of them counts as complete', 'zh-CN': '与图像同名的标注文件所在文件夹（或单幅图像的标注文件）；其中每一层都视为已完成' },
  onlyLabelled: { en: 'only slices that hold a label count as complete', 'zh-CN': '仅将含有标签的切片视为已完成' },
  resample: { en: 'accept labels on another grid: each voxel takes the nearest label', 'zh-CN': '接受其他网格上的标注：每个体素取最近的标签' },
  patient: { en: 'regular expression with one group: what it matches in a file’s name is the patient', 'zh-CN': '含一个分组的正则表达式：在文件名中匹配到的部分即为患者' },
  patientTable: { en: 'CSV file with the columns name,patient', 'zh-CN': '含 name,patient 两列的 CSV 文件' },
  modality: { en: 'mr, ct or other (else guessed)', 'zh-CN': 'mr、ct 或 other（默认自动判断）' },
  orientation: { en: 'how i, j, k grow where the file does not say, e.g. RAS', 'zh-CN': '文件未说明时 i、j、k 的增长方向，例如 RAS' },
  spacingUnknown: { en: 'the spacing in the files is a placeholder: tell nothing of these images in mm', 'zh-CN': '文件中的间距只是占位值：这些图像的长度和体积均不以毫米表示' },
  forms: { en: 'for the project: which transform places images whose sform and qform disagree', 'zh-CN': '项目设置：sform 与 qform 不一致时采用哪一个' },
  annotator: { en: 'who made the labels (else you)', 'zh-CN': '标注者（默认为当前用户）' },
  name: { en: 'Case', 'zh-CN': '病例' },
  patientColumn: { en: 'Patient', 'zh-CN': '患者' },
  modalityColumn: { en: 'Modality', 'zh-CN': '模态' },
  slices: { en: 'Slices', 'zh-CN': '切片' },
  complete: { en: 'Complete', 'zh-CN': '已完成' },
  imported: { en: '{count} imported, {present} were there already, {refused} refused.', 'zh-CN': '已导入 {count} 项，{present} 项已存在，{refused} 项被拒绝。' },
  warning: { en: 'Note: {text}', 'zh-CN': '注意：{text}' },
} as const;

interface Options {
  modalities?: string[];
  labels?: string;
  onlyLabelledSlices?: boolean;
  resample?: 'nearest';
  patient?: string;
  patientTable?: string;
  modality?: 'mr' | 'ct' | 'other';
  orientation?: string;
  spacingUnknown?: boolean;
  conflictingForms?: 'sform' | 'qform';
  annotator?: string;
}

export function addImport({ command, words, run }: Registry): void {
  command('import', texts.about)
    .argument('<project>', words(texts.project))
    .argument('<path...>', words(texts.path))
    .option('--modalities <names>', words(texts.modalities), commaList('--modalities'))
    .option('--labels <folder>', words(texts.labels))
    .option('--only-labelled-slices', words(texts.onlyLabelled))
    .option('--resample <how>', words(texts.resample), oneOf('--resample', ['nearest']))
    .option('--patient <pattern>', words(texts.patient))
    .option('--patient-table <file>', words(texts.patientTable))
    .option('--modality <modality>', words(texts.modality), oneOf('--modality', ['mr', 'ct', 'other']))
    .option('--orientation <code>', words(texts.orientation), orientationCode('--orientation'))
    .option('--spacing-unknown', words(texts.spacingUnknown))
    .option('--conflicting-forms <form>', words(texts.forms), oneOf('--conflicting-forms', ['sform', 'qform']))
    .option('--annotator <name>', words(texts.annotator))
    .action((project: string, paths: string[], options: Options) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      const { conflictingForms, patient, patientTable, labels, modalities, ...rest } = options;
      if (conflictingForms !== undefined) await client.project.changeSettings({ conflictingForms });
      const report = await followJob<ImportReport>(
        () => client.cases.import({
          ...rest,
          paths: paths.map((path) => resolve(path)),
          roles: modalities,
          labels: labels === undefined ? undefined : resolve(labels),
          patientPattern: patient,
          patientTable: patientTable === undefined ? undefined : resolve(patientTable),
        }),
        { client, ...line },
      );
      return { value: report, text: describe(report, line), failure: refusal(report, line) };
    }));
}

function describe(report: ImportReport, line: Line): string[] {
  const { words } = line;
  const { imported, present, refused } = report;
  const summary = words(fill(texts.imported, { count: imported.length, present: present.length, refused: refused.length }));
  if (imported.length === 0) return [summary];
  const header = [texts.name, texts.patientColumn, texts.modalityColumn, texts.slices, texts.complete].map(words);
  return [...textTable(header, imported.map((one) => [one.name, one.patient, one.modality, one.slices, one.completeSlices])), summary];
}

function refusal(report: ImportReport, { screen, words }: Line): ReturnType<typeof fill> | null {
  const present = report.present.map(nameWithin);
  const notes = [
    ...report.warnings.map((text) => ({ about: present.find((name) => text.en.includes(name)) ?? '', text })),
    ...report.imported.flatMap(({ name, warnings }) => warnings.map((text) => ({ about: name, text }))),
  ];
  for (const note of tellNotes(notes)) screen.say(fill(texts.warning, { text: words(note) }));
  for (const { reason } of report.refused) screen.say(reason);
  const all = report.imported.length + report.present.length + report.refused.length;
  return report.refused.length === 0 ? null : fill(screenSentences.someRefused, { refused: report.refused.length, all });
}
