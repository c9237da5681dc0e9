/** What components call to speak: words of the window, and sentences of the host in the window's language. */
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { locales, type Locale, type Sentence } from '#shared/text/sentence.ts';
import type { en } from './en/en.ts';

/** Every key of the tree, with dots between. */
type Paths<Tree> = { [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Paths<Tree[Key]>}` }[keyof Tree & string];
export type Word = Paths<typeof en>;

export function useWords() {
  const { t, locale } = useI18n({ useScope: 'global' });
  const language = computed<Locale>(() => locales.find((one) => one === locale.value) ?? 'en');
  return {
    language,
    t: (word: Word, values: Record<string, string | number> = {}): string => t(word, values),
    /** A word of the form `one thing | {n} things`. */
    counted: (word: Word, n: number, values: Record<string, string | number> = {}): string => t(word, { n, ...values }, n),
    say: (sentence: Sentence): string => sentence[language.value],
    /** With the separators of the language and at most so many digits after the point. */
    amount: (value: number, digits = 0): string =>
      value.toLocaleString(language.value, { maximumFractionDigits: digits, minimumFractionDigits: digits }),
    time: (iso: string): string => new Date(iso).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'short' }),
  };
}
