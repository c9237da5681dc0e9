/** Which items are shown for what was typed, the best first. Pure. */
import { matchScore } from './match-score.ts';
import type { PaletteItem } from './palette-items.ts';

const mostShown = 60;
/** What cannot be done now comes behind what fits as well; a name in the other language behind one in one's own. */
const lessForDisabled = 30;
const lessForOther = 5;
/** A command is looked for more often than a case that is called like it. */
const lessForCase = 2;

/** @param recent ids, the newest first: what was done lately comes first where nothing is typed */
export function foundItems(query: string, few: readonly PaletteItem[], cases: readonly PaletteItem[], recent: readonly string[]): PaletteItem[] {
  if (query.trim() === '') {
    const placeOf = ({ id, whyNot }: PaletteItem): number => {
      const place = recent.indexOf(id);
      return (place < 0 ? recent.length : place) + (whyNot === null ? 0 : recent.length + 1);
    };
    return few.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
  const scored: { readonly item: PaletteItem; readonly score: number }[] = [];
  for (const item of [...few, ...cases]) {
    const score = scoreOf(query, item);
    if (score !== null) scored.push({ item, score });
  }
  return scored.toSorted((a, b) => b.score - a.score).slice(0, mostShown).map(({ item }) => item);
}

function scoreOf(query: string, { text, alsoCalled, whyNot, kind }: PaletteItem): number | null {
  const own = matchScore(query, text);
  const others = alsoCalled.map((name) => matchScore(query, name)).filter((score) => score !== null).map((score) => score - lessForOther);
  const scores = own === null ? others : [own, ...others];
  if (scores.length === 0) return null;
  return Math.max(...scores) - (whyNot === null ? 0 : lessForDisabled) - (kind === 'case' ? lessForCase : 0);
}
