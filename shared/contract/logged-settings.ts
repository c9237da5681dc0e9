/** What the log tells of changed settings, in words. */
import { fill, type Sentence } from '../text/sentence.ts';
import type { ProjectInfo } from './project.ts';

const settings: Readonly<Record<keyof ProjectInfo['settings'], Sentence>> = {
  conflictingForms: { en: 'where a file states two positions, {value} holds', 'zh-CN': '文件含两种位置时采用 {value}' },
  modality: { en: 'modality of new images: {value}', 'zh-CN': '新图像的模态：{value}' },
  onlyReviewedTeach: { en: 'only reviewed slices teach: {value}', 'zh-CN': '仅审阅过的切片用于训练：{value}' },
  nextSliceBy: { en: 'next slices chosen by: {value}', 'zh-CN': '下一切片的选择方式：{value}' },
  batchSlices: { en: 'slices at a time: {value}', 'zh-CN': '每批切片数：{value}' },
  refillQueue: { en: 'queue filled after each training: {value}', 'zh-CN': '每次训练后填充队列：{value}' },
};
const values: Readonly<Record<string, Sentence>> = {
  true: { en: 'yes', 'zh-CN': '是' },
  false: { en: 'no', 'zh-CN': '否' },
  null: { en: 'automatic', 'zh-CN': '自动' },
};
const between = { en: '; ', 'zh-CN': '；' } as const;

/** @param what as the log has it: names with their values, `name value, name value`; one that this version does not know is told as it is */
export function settingsIn(what: string): Sentence {
  const told = what.split(', ').map((one): Sentence => {
    const [name = '', value = ''] = one.split(' ');
    if (!Object.hasOwn(settings, name)) return { en: one, 'zh-CN': one };
    return fill(settings[name as keyof typeof settings], { value: Object.hasOwn(values, value) ? values[value]! : value });
  });
  return { en: told.map(({ en }) => en).join(between.en), 'zh-CN': told.map((one) => one['zh-CN']).join(between['zh-CN']) };
}
