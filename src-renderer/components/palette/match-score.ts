/** How well what was typed names something: by whole words first, then by their beginnings, then by letters in their order. Pure. */

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** @returns greater is better; null where a word of the query is not in the text. Nothing typed fits everything equally */
export function matchScore(query: string, text: string): number | null {
  const words = plain(query).split(/\s+/).filter((word) => word !== '');
  const searched = plain(text);
  let sum = searched === words.join(' ') ? 100 : 0;
  for (const word of words) {
    const score = wordScore(word, searched);
    if (score === null) return null;
    sum += score;
  }
  // Of two that fit alike the shorter one has less that was not asked for.
  return sum - searched.length / 100;
}

function wordScore(word: string, text: string): number | null {
  let at = text.indexOf(word);
  if (at >= 0) {
    for (let next = at; next >= 0; next = text.indexOf(word, next + 1)) if (beginsWord(text, next)) return next === 0 ? 90 : 80;
    return 50;
  }
  if (initials(text).startsWith(word)) return 60;
  // A number is another number when a digit is left out.
  if (/\d/.test(word)) return null;
  // Letters in their order: each that begins a word counts more, each gap less; scattered ones are chance.
  let score = 40;
  at = -1;
  for (const letter of word) {
    const next = nextOf(letter, text, at + 1);
    if (next < 0) return null;
    if (!beginsWord(text, next) && next !== at + 1) score -= 8 + Math.min(next - at, 4);
    at = next;
  }
  return score > 0 ? score : null;
}

/** The one that goes on without a gap, else the one that begins a word, else the first. */
function nextOf(letter: string, text: string, from: number): number {
  if (text[from] === letter) return from;
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1)) if (beginsWord(text, at)) return at;
  return text.indexOf(letter, from);
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!);
}

function initials(text: string): string {
  return text.split(/[^\p{L}\p{N}]+/u).map((word) => word[0] ?? '').join('');
}
