/** Which cases need a look most. */
import { meanOfKnown } from './summary.ts';

/** The mean of a case's labels that have a Dice; null where none has. */
export function meanDice(labels: Iterable<{ readonly dice: number | null }>): number | null {
  return meanOfKnown(Array.from(labels, ({ dice }) => dice));
}

/** By Dice, ascending; cases without one behind all others; equal ones as they came. */
export function worstFirst<Case>(cases: readonly Case[], diceOf: (one: Case) => number | null): Case[] {
  return [...cases].sort((a, b) => (diceOf(a) ?? Infinity) - (diceOf(b) ?? Infinity) || 0);
}
