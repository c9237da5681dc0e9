/** Words of the log for whoever shows it: what each kind of event is called, and what one is about. */
import { fill, type Sentence } from '../text/sentence.ts';
import { showSlices } from '../text/slices-text.ts';
import type { LoggedEvent } from './log.ts';
import { settingsIn } from './logged-settings.ts';

/** Every kind, as the log names it, with others of its subject. */
export const logSubjects = {
  drawing: {
    edit: { en: 'Edit', 'zh-CN': '编辑' },
    'labelmap-added': { en: 'Labels begun', 'zh-CN': '开始标注' },
    consensus: { en: 'Consensus made', 'zh-CN': '生成共识' },
  },
  slices: {
    review: { en: 'Slices marked', 'zh-CN': '切片标记' },
    pin: { en: 'Pin', 'zh-CN': '图钉批注' },
    'second-reading-planned': { en: 'Second reading planned', 'zh-CN': '计划第二次阅片' },
    'second-reading-finished': { en: 'Second reading finished', 'zh-CN': '完成第二次阅片' },
    'second-reading-withdrawn': { en: 'Second reading withdrawn', 'zh-CN': '撤回第二次阅片' },
  },
  queue: {
    'queue-filled': { en: 'Queue filled', 'zh-CN': '队列填充' },
    'slice-skipped': { en: 'Slice skipped', 'zh-CN': '跳过切片' },
    'slice-empty': { en: 'Nothing here', 'zh-CN': '切片为空' },
  },
  models: {
    snapshot: { en: 'Taught with (snapshot)', 'zh-CN': '训练快照' },
    model: { en: 'Model trained', 'zh-CN': '模型已训练' },
    'model-promoted': { en: 'Model promoted', 'zh-CN': '模型启用' },
    'model-held-back': { en: 'Model held back', 'zh-CN': '模型未启用' },
    'model-activated': { en: 'Model put to use', 'zh-CN': '设为使用中模型' },
    'model-tested': { en: 'Model scored on the test set', 'zh-CN': '模型在测试集上评分' },
    model_note: { en: 'Model described', 'zh-CN': '模型说明' },
    'model-files': { en: 'Files of a model noted', 'zh-CN': '记录模型文件' },
  },
  cases: {
    'case-added': { en: 'Case imported', 'zh-CN': '病例导入' },
    'case-images-added': { en: 'Images added to a case', 'zh-CN': '病例增加图像' },
    'case-removed': { en: 'Case removed', 'zh-CN': '病例移除' },
    note: { en: 'Note', 'zh-CN': '备注' },
    measurement: { en: 'Measurement', 'zh-CN': '测量' },
    'slice-axis-changed': { en: 'Slice axis changed', 'zh-CN': '切片轴更改' },
    'orientation-stated': { en: 'Orientation stated', 'zh-CN': '指定方向' },
    'spacing-distrusted': { en: 'Spacing distrusted', 'zh-CN': '间距不可信' },
  },
  labels: {
    'label-added': { en: 'Label added', 'zh-CN': '添加标签' },
    'label-changed': { en: 'Label changed', 'zh-CN': '更改标签' },
    'labels-ordered': { en: 'Labels ordered', 'zh-CN': '标签排序' },
    'label-removed': { en: 'Label removed', 'zh-CN': '删除标签' },
    'label-restored': { en: 'Label restored', 'zh-CN': '恢复标签' },
  },
  project: {
    origin: { en: 'Log begun', 'zh-CN': '日志开始' },
    'people-named': { en: 'Annotator joined', 'zh-CN': '标注者加入' },
    settings: { en: 'Settings changed', 'zh-CN': '更改设置' },
    'test-set': { en: 'Test set drawn', 'zh-CN': '抽取测试集' },
    folds: { en: 'Folds drawn', 'zh-CN': '划分折' },
  },
  files: {
    export: { en: 'Mask exported', 'zh-CN': '导出掩膜' },
    'maps-written': { en: 'Maps of a model exported', 'zh-CN': '导出模型图' },
    'bundle-made': { en: 'Bundle made', 'zh-CN': '制作数据包' },
    'bundle-begun': { en: 'Taking in a bundle begun', 'zh-CN': '开始接收数据包' },
    'bundle-taken-in': { en: 'Bundle taken in', 'zh-CN': '接收数据包' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Sentence>>>>;
export type LogSubject = keyof typeof logSubjects;

/** By kind; one of a newer version has none. */
export const logKinds: Readonly<Record<string, Sentence>> = Object.fromEntries(Object.values(logSubjects).flatMap((kinds) => Object.entries(kinds)));

const texts = {
  slice: { en: 'slice {slices}', 'zh-CN': '切片 {slices}' },
  slices: { en: 'slices {slices}', 'zh-CN': '切片 {slices}' },
  model: { en: 'model “{name}”', 'zh-CN': '模型“{name}”' },
  helped: { en: 'with the help of “{name}”', 'zh-CN': '借助“{name}”' },
} as const;

/** A name is the same in every language. */
const asItIs = (name: string): Sentence => ({ en: name, 'zh-CN': name });

/** What was done; a kind that this version does not know is told as the log names it. */
export const deedIn = ({ kind }: Pick<LoggedEvent, 'kind'>): Sentence => (Object.hasOwn(logKinds, kind) ? logKinds[kind]! : asItIs(kind));

/** What is told beside its kind: settings in words, a name or a code as the log has it; null: nothing. */
export const whatIn = ({ kind, what }: Pick<LoggedEvent, 'kind' | 'what'>): Sentence | null =>
  (what === null ? null : kind === 'settings' ? settingsIn(what) : asItIs(what));

/** On which case and slices, about which model, and with which model's help; empty where the log names none. */
export function partsOf({ kind, case: about, model, helped, slices: named }: LoggedEvent): Sentence[] {
  const slices = kind === 'edit' ? rangeOf(named) : showSlices([...named].sort((a, b) => a - b));
  return [
    ...(about === null ? [] : [asItIs(about.name)]),
    ...(named.length === 0 ? [] : [fill(new Set(named).size === 1 ? texts.slice : texts.slices, { slices })]),
    ...(model === null ? [] : [fill(texts.model, { name: model.name })]),
    ...(helped === null ? [] : [fill(texts.helped, { name: helped.name })]),
  ];
}

/** Counted from one, as everywhere that people read: from the first to the last that an edit changed. */
const rangeOf = (slices: readonly number[]): string => {
  const [from = 0, to = from] = [slices[0], slices.at(-1)];
  return from === to ? String(from + 1) : `${from + 1}–${to + 1}`;
};
