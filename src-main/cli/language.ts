import { locales, type Locale } from '#shared/text/sentence.ts';

/** `--lang` where given, else the language of the terminal; read before anything else, for help and errors need it. */
export function chooseLocale(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): Locale {
  const place = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked = place < 0 ? undefined : argv[place]!.includes('=') ? argv[place]!.slice('--lang='.length) : argv[place + 1];
  if (asked !== undefined) return locales.find((locale) => locale.toLowerCase() === asked.toLowerCase()) ?? fromTag(asked);
  // POSIX: LC_ALL overrides LC_MESSAGES overrides LANG; an empty value counts as not set.
  return fromTag(environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || 'en');
}

function fromTag(tag: string): Locale {
  return /^zh/i.test(tag) ? 'zh-CN' : 'en';
}
