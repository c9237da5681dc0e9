import { createI18n } from 'vue-i18n';
import { expect, it } from 'vitest';
import { logKinds } from '#shared/contract/log-sentences.ts';
import type { LoggedEvent } from '#shared/contract/log.ts';
import { aboutOf, deedOf, kindChoices } from '../../../src-renderer/components/log/log-words.ts';
import { en } from '../../../src-renderer/locales/en/en.ts';
import { zhCN } from '../../../src-renderer/locales/zh-CN/zh-cn.ts';

function speaking(locale: 'en' | 'zh-CN'): Parameters<typeof deedOf>[1] {
  const { global } = createI18n({ legacy: false, locale, messages: { en, 'zh-CN': zhCN } });
  return { t: (word, values = {}) => global.t(word, values), say: (sentence) => sentence[locale] };
}
const [words, chinese] = [speaking('en'), speaking('zh-CN')];

const event = (some: Partial<LoggedEvent>): LoggedEvent => ({
  number: 7, at: '2026-01-31T12:00:00.000Z', kind: 'edit', who: 'Ada', case: { id: 'a', name: 'liver_01' }, model: null, helped: null, what: 'brush', slices: [], ...some,
});

it('codes of the log are told in words, names as they are', () => {
  const deeds = [
    ['edit', 'accept-prediction'], ['edit', 'prediction'], ['edit', 'a-tool-of-tomorrow'], ['review', 'incomplete'], ['review', 'returned'], ['review', 'toString'], ['pin', 'major'], ['measurement', 'ellipse'],
    ['consensus', 'staple'], ['model_note', 'deleted'], ['model_note', 'm7, kept'], ['label-added', 'returned'], ['people-named', 'Ada, Bob'], ['case-removed', null], ['of-tomorrow', null],
  ] as const;
  expect(deeds.map(([kind, what]) => deedOf(event({ kind, what }), words))).toEqual([
    'Edit · Prediction accepted', 'Edit · Prediction', 'Edit · a-tool-of-tomorrow', 'Slices marked · Opened again', 'Slices marked · Returned', 'Slices marked · toString', 'Pin · Major', 'Measurement · Ellipse',
    'Consensus made · Consensus by STAPLE', 'Model described · Deleted', 'Model described · m7, kept', 'Label added · returned', 'Annotator joined · Ada, Bob', 'Case removed', 'of-tomorrow',
  ]);
  const settings = event({ kind: 'settings', case: null, what: 'onlyReviewedTeach true, nextSliceBy null, batchSlices 12, ofTomorrow 3' });
  expect(deedOf(settings, words)).toBe('Settings changed · only reviewed slices teach: yes; next slices chosen by: automatic; slices at a time: 12; ofTomorrow 3');
  expect(deedOf(settings, chinese)).toBe('更改设置 · 仅审阅过的切片用于训练：是；下一切片的选择方式：自动；每批切片数：12；ofTomorrow 3');
  expect(deedOf(event({ kind: 'review', what: 'complete' }), chinese)).toMatch(/^切片标记 · [\u3400-\u9fff]+$/);
});

it('says on what, slices counted from one, and with which model’s help', () => {
  const helped = { model: 'm', name: 'the third', prediction: null } as LoggedEvent['helped'];
  expect(aboutOf(event({ slices: [4, 9], helped }), words)).toBe('liver_01 · slices 5–10 · with the help of “the third”');
  expect(aboutOf(event({ kind: 'review', slices: [9, 4, 5, 6] }), words)).toBe('liver_01 · slices 5–7, 10');
  expect(aboutOf(event({ slices: [4, 4] }), words)).toBe('liver_01 · slice 5');
  expect(aboutOf(event({ kind: 'model-promoted', case: null, model: { id: 'm', name: 'm7' } }), words)).toBe('model “m7”');
  expect(aboutOf(event({ case: null }), chinese)).toBe('');
});

it('every kind can be chosen once by itself and once with its subject', () => {
  const [everything, ...choices] = kindChoices(words);
  expect(everything!.kinds).toBeNull();
  const kinds = Object.keys(logKinds).sort();
  expect(choices.filter(({ title }) => !title.startsWith('\u2003')).flatMap((choice) => choice.kinds).sort()).toEqual(kinds);
  expect(choices.filter(({ title }) => title.startsWith('\u2003')).flatMap((choice) => choice.kinds).sort()).toEqual(kinds);
});
