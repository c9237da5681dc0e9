/**
 * Whether a structure's volume is unusual among other cases: where a label was mixed up, forgotten or spilled, its volume shows it.
 *
 * Volumes of one organ over people are skewed to the right and nearly log-normal, so they are compared by their logarithms, on
 * which small is as far from the middle as large. The rule is Tukey's (Exploratory Data Analysis, 1977): beyond one and a half
 * boxes from the quartiles, which single slips among the others move little and of which 0.7 % of a normal population fall foul.
 */
import { boxOf, type Box } from './box-of.ts';

/** Below that a quartile is one case's volume. */
export const fewestOthers = 8;

export type VolumeSlip = 'missing' | 'only-here' | 'small' | 'large';

export interface ComparedVolume {
  /** In ml, of the others that have the structure; null where none has. */
  readonly box: Box | null;
  readonly slip: VolumeSlip | null;
}

/** @param ml of the case that is looked at @param others ml in the other cases; 0: the case has none of it */
export function compareVolume(ml: number, others: readonly number[]): ComparedVolume {
  const having = others.filter((other) => other > 0);
  const logs = boxOf(having.map(Math.log));
  if (logs === null) return { box: null, slip: ml > 0 && others.length >= fewestOthers ? 'only-here' : null };
  const { first, low, middle, high, last } = logs;
  const box = { first: Math.exp(first), low: Math.exp(low), middle: Math.exp(middle), high: Math.exp(high), last: Math.exp(last) };
  if (having.length < fewestOthers) return { box, slip: null };
  // A structure that some people do not have is not missing.
  if (ml === 0) return { box, slip: having.length === others.length ? 'missing' : null };
  const reach = 1.5 * (high - low);
  // Equal volumes are equal, whatever their logarithms were rounded to.
  const rounding = 1e-9;
  if (Math.log(ml) < low - reach - rounding) return { box, slip: 'small' };
  return { box, slip: Math.log(ml) > high + reach + rounding ? 'large' : null };
}
