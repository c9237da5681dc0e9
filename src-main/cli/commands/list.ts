import { resolve } from 'node:path';
import { fill } from '#shared/text/sentence.ts';
import type { Registry } from '../program.ts';
import { textTable } from '../text-table.ts';

const texts = {
  about: { en: 'List the cases, labels and models of a project.', 'zh-CN': '列出项目中的病例、标签和模型。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  name: { en: 'Case', 'zh-CN': '病例' },
  patient: { en: 'Patient', 'zh-CN': '患者' },
  size: { en: 'Voxels', 'zh-CN': '体素' },
  slices: { en: 'Slices', 'zh-CN': '切片' },
  complete: { en: 'Complete', 'zh-CN': '已完成' },
  reviewed: { en: 'Reviewed', 'zh-CN': '已审核' },
  returned: { en: 'Returned', 'zh-CN': '已退回' },
  inProgress: { en: 'In progress', 'zh-CN': '进行中' },
  value: { en: 'Value', 'zh-CN': '数值' },
  label: { en: 'Label', 'zh-CN': '标签' },
  colour: { en: 'Colour', 'zh-CN': '颜色' },
  model: { en: 'Model', 'zh-CN': '模型' },
  id: { en: 'Id', 'zh-CN': '编号' },
  dice: { en: 'Validation Dice', 'zh-CN': '验证 Dice' },
  active: { en: 'In use', 'zh-CN': '使用中' },
  summary: { en: '{name}: cases {cases}, labels {labels}, models {models}.', 'zh-CN': '{name}：{cases} 个病例，{labels} 个标签，{models} 个模型。' },
} as const;

export function addList({ command, words, run }: Registry): void {
  command('list', texts.about)
    .argument('<project>', words(texts.project))
    .action((folder: string) => run(async (line) => {
      const { client } = await line.connect(resolve(folder));
      const [project, cases, labels, models] = await Promise.all([
        client.project.current(), client.cases.list(), client.labels.table(), client.training.models(),
      ]);
      const table = (header: readonly (keyof typeof texts)[], rows: readonly (readonly (string | number)[])[]): string[] =>
        rows.length === 0 ? [] : [...textTable(header.map((name) => words(texts[name])), rows), ''];
      const text = [
        ...table(['name', 'patient', 'size', 'slices', 'complete', 'reviewed', 'returned', 'inProgress'], cases.map(({ sliceStates, ...one }) =>
          [one.name, one.patient, one.images[0]?.size.join('×') ?? '', one.slices, one.completeSlices, sliceStates.reviewed, sliceStates.returned, sliceStates.inProgress])),
        ...table(['value', 'label', 'colour'], labels.map(({ value, name, colour }) => [value, name, colour])),
        ...table(['model', 'id', 'dice', 'active'], models.map((model) =>
          [model.name, model.id, model.validationDice?.toFixed(3) ?? '–', model.active ? '*' : ''])),
        words(fill(texts.summary, { name: project?.name ?? '', cases: cases.length, labels: labels.length, models: models.length })),
      ];
      return { value: { project, cases, labels, models }, text };
    }));
}
