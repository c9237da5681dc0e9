/**
 * Chance for slices. It hangs on the seed, the round and a slice's own name: neither the order in which slices come nor which
 * others there are moves anybody's draws, and two strategies of one seed see the same noise.
 */
import { randomDraws, type RandomDraws } from '../random.ts';
import { placeInLine } from '../split.ts';
import type { SliceName } from './slice-reading.ts';
import type { SelectionQuestion } from './strategy.ts';

/** One text for each slice, for maps and sets. */
export function sliceKey({ caseId, axis, index }: SliceName): string {
  return `${axis}:${index}:${caseId}`;
}

type Chance = Pick<SelectionQuestion, 'seed' | 'round'>;

/** What is drawn for a slice. */
const partOf = { line: 0, noise: 1, pick: 2 };

/** In an order that is drawn: so the first of them are a uniform sample, and the first of equals is drawn among them. */
export function inLine<Slice extends SliceName>(slices: readonly Slice[], { seed, round }: Chance): Slice[] {
  return slices
    .map((slice) => ({ slice, key: sliceKey(slice) }))
    .map(({ slice, key }) => ({ slice, key, place: drawsOf(key, { seed, round }, partOf.line).word() }))
    .sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1))
    .map(({ slice }) => slice);
}

/** Standard Gumbel noise for a slice, as many draws as are asked for. */
export function gumbelNoise(slice: SliceName, chance: Chance): () => number {
  const draws = drawsOf(sliceKey(slice), chance, partOf.noise);
  // In the middle of its 2⁻³² a draw is neither 0 nor 1.
  return () => -Math.log(-Math.log((draws.word() + 0.5) / 2 ** 32));
}

/** Draws for the n-th pick of a batch. */
export function drawsOfPick(n: number, { seed, round }: Chance): RandomDraws {
  return randomDraws(seed, 'selection', round, n, partOf.pick);
}

function drawsOf(key: string, { seed, round }: Chance, part: number): RandomDraws {
  return randomDraws(seed, 'selection', round, placeInLine(0, key), part);
}
