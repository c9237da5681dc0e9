import type { Locale } from '#shared/text/sentence.ts';

/** `--lang` where given, else the language of the terminal; read before anything else, for help and errors need it. */
export function chooseLocale(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): Locale {
  const place = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked = place < 0 ? undefined : argv[place]!.includes('=') ? argv[place]!.slice('--lang='.length) : argv[place + 1];
  const chosen = asked === undefined ? null : asLanguage(asked);
  if (chosen !== null) return chosen;
  // POSIX: LC_ALL overrides LC_MESSAGES overrides LANG; an empty value counts as not set.
  return fromTag(environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || 'en');
}

/** A language tag of either language, such as `zh`, `zh-TW` or `en-GB`; null where it names another one. */
export function asLanguage(tag: string): Locale | null {
  return /^(en|zh)(?![a-z])/i.test(tag) ? fromTag(tag) : null;
}

function fromTag(tag: string): Locale {
  return /^zh/i.test(tag) ? 'zh-CN' : 'en';
}
