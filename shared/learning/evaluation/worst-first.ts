/** Which cases need a look most. */

/** The mean of a case's labels that have a Dice; null where none has. */
export function meanDice(labels: Iterable<{ readonly dice: number | null }>): number | null {
  const known = [...labels].flatMap(({ dice }) => dice ?? []);
  return known.length === 0 ? null : known.reduce((sum, dice) => sum + dice, 0) / known.length;
}

/** By Dice, ascending; cases without one behind all others; equal ones as they came. */
export function worstFirst<Case>(cases: readonly Case[], diceOf: (one: Case) => number | null): Case[] {
  return [...cases].sort((a, b) => (diceOf(a) ?? Infinity) - (diceOf(b) ?? Infinity) || 0);
}
