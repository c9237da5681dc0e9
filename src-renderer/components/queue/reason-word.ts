/** Why a slice was chosen, in plain words. Pure. */
import type { Word } from '../../locales/use-words.ts';

const words = {
  uniform: 'queue.why.chance',
  random: 'queue.why.chance',
  'foreground-random': 'queue.why.foreground',
  entropy: 'queue.why.unsure',
  bald: 'queue.why.disagree',
  'power-bald': 'queue.why.disagree',
  'clasp-pe': 'queue.why.unsureOfLabel',
  'core-set': 'queue.why.unlike',
  representative: 'queue.why.standsForMany',
  'cold-start': 'queue.why.coldStart',
} as const satisfies Readonly<Record<string, Word>>;

/** @param reason the strategy's name; one that this window does not know is told as it is */
export function reasonWord(reason: string): { readonly word: Word; readonly values: { readonly reason: string } } {
  return { word: words[reason as keyof typeof words] ?? 'queue.why.other', values: { reason } };
}
