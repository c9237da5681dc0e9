/** Text as HTML. Whatever comes from files, names above all, goes through `html`, which leaves no mark-up in it. */

/** Mark-up that is known to be such. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | readonly Part[];

/** A template whose values are text, never mark-up, unless they were made by this function; lists are joined. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.reduce((whole, text, at) => `${whole}${at === 0 ? '' : asMarkup(parts[at - 1] as Part)}${text}`, ''));
}

function asMarkup(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(asMarkup).join('');
  // A file's name may hold characters that command a terminal, or turn the direction of writing.
  return String(part)
    .replace(/[\0-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
