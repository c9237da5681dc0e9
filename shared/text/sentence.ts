/**
 * What a person reads, in every language that the program speaks, side by side.
 * Knows nothing of who shows it: the command line and the window pick the language at the very edge.
 */

export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** One sentence in all languages; `{name}` marks a place that a value fills. */
export type Sentence = Readonly<Record<Locale, string>>;

type PlaceholdersOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholdersOf<Rest>
  : never;

/** What differs from language to language is itself a sentence, or a part of one. */
type SentenceValue = string | number | Sentence;
export type SentenceValues<Text extends string> = Readonly<Record<PlaceholdersOf<Text>, SentenceValue>>;

/**
 * Fills the places of a sentence in all languages at once, so that an error can travel from the
 * engine to the window without either knowing the reader's language.
 */
export function fill<const Text extends string>(
  template: { readonly en: Text; readonly 'zh-CN': string },
  values: SentenceValues<Text>,
): Sentence {
  const put = (locale: Locale): string =>
    template[locale].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = (values as Record<string, SentenceValue>)[name];
      if (value === undefined) return whole;
      return typeof value === 'object' ? value[locale] : String(value);
    });
  return { en: put('en'), 'zh-CN': put('zh-CN') };
}
