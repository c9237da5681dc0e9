import { expect, it } from 'vitest';
import { createI18n } from 'vue-i18n';
import { en } from '../../../src-renderer/locales/en/en.ts';
import { zhCN } from '../../../src-renderer/locales/zh-CN/zh-cn.ts';

function textsOf(tree: object, above = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    (typeof value === 'string' ? [[`${above}${key}`, value] as [string, string]] : textsOf(value as object, `${above}${key}.`)));
}

const english = new Map(textsOf(en));
const chinese = new Map(textsOf(zhCN));
const placesOf = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
const words = [...english.keys()];

it('Both languages have the same words, none empty', () => {
  expect([...chinese.keys()].sort()).toEqual([...words].sort());
  expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
});

it('Both languages ask for the same values', () => {
  // The singular of a thing that is counted may do without the number.
  const asked = (text: string) => placesOf(text.split(' | ').at(-1)!);
  for (const word of words) expect(asked(chinese.get(word)!), word).toEqual(asked(english.get(word)!));
});

it('Every message is spoken with the values that it asks for', () => {
  const { global } = createI18n({ legacy: false, locale: 'en', messages: { en, 'zh-CN': zhCN }, missingWarn: false, fallbackWarn: false });
  for (const [language, texts] of [['en', english], ['zh-CN', chinese]] as const) {
    global.locale.value = language;
    for (const [word, text] of texts) {
      const places = placesOf(text.split(' | ').at(-1)!);
      const spoken = global.t(word, Object.fromEntries(places.map((place) => [place, `«${place}»`])), 2);
      for (const place of places.filter((one) => one !== 'n')) expect(spoken, `${language} ${word}`).toContain(`«${place}»`);
      expect(spoken, `${language} ${word}`).not.toMatch(/[{}|]/);
    }
  }
});

it('What is Chinese is written in Chinese, but for names, numbers and signs', () => {
  const shared = new Set(['Lamina', 'MR', 'CT', 'Dice']);
  const stays = (text: string): boolean => shared.has(text) || placesOf(text).length > 0 || !/[A-Za-z]/.test(text);
  const untranslated = words.filter((word) => chinese.get(word) === english.get(word) && !stays(english.get(word)!));
  expect(untranslated).toEqual([]);
});
