/**
 * Which slices a person should label next, as one batch: what a strategy names, within what a batch may hold, and some drawn
 * blindly. It must not know where readings are kept, nor who labels.
 */
import { batchLimits } from './batch-limits.ts';
import { inLine } from './in-line.ts';
import type { Candidate } from './slice-reading.ts';
import { strategies, wayOf, type SelectionWay, type StrategyName } from './strategies.ts';
import type { SelectionQuestion } from './strategy.ts';

export interface BatchWish extends SelectionQuestion {
  /** In any order. */
  readonly candidates: readonly Candidate[];
  readonly strategy: StrategyName;
}

export interface ChosenSlice {
  readonly slice: Candidate;
  /** `uniform`: drawn blindly. Otherwise what chose it, which is another than was wished for where too little is known (`wayOf`). */
  readonly why: SelectionWay | 'uniform';
  /** What that holds of the slice, greater first but for noise and turns; null where it holds nothing. */
  readonly score: number | null;
}

/** Between 10 and 20 % of every batch that has any. */
const [fewestUniform, uniformShare, mostUniform] = [0.1, 0.15, 0.2];
const smallestWithUniform = 5;

/** How many slices of a batch are drawn blindly, which finds what a model misses altogether and keeps in slices that show nothing. */
export function uniformSlices(size: number): number {
  return size < smallestWithUniform ? 0 : Math.round(uniformShare * size);
}

/** A batch that comes short is chosen again for the size that it came to, which may come to another: so often at most. */
const mostChoices = 8;

/**
 * A batch in the order in which it should be shown: those drawn blindly stand at even distances, so that one who stops early has
 * had their share. They are drawn first, from all slices alike, and the strategy chooses around them. Fewer than were wanted where slices that may stand together
 * (`batch-limits.ts`) run out; those drawn blindly are then a share of what there is. Neither depends on the order of candidates and complete slices.
 */
export function chooseBatch(wish: BatchWish): readonly ChosenSlice[] {
  const candidates = inLine(wish.candidates, wish);
  const wanted = Math.min(wish.size, candidates.length);
  let batch = chooseFor(wish, candidates, wanted, wanted);
  let nearest = batch;
  for (let choice = 1; choice < mostChoices && !holdsShare(batch); choice += 1) {
    batch = chooseFor(wish, candidates, wanted, batch.length);
    if (beyondShare(batch) < beyondShare(nearest)) nearest = batch;
  }
  // To and fro between two sizes: with one drawn blindly there are eleven, with two of them nine.
  return holdsShare(batch) ? batch : nearest;
}

/** In slices, how many drawn blindly it holds too many or too few; more where it holds none. */
function beyondShare(batch: readonly ChosenSlice[]): number {
  const drawn = drawnIn(batch);
  const beyond = Math.max(0, drawn - mostUniform * batch.length, fewestUniform * batch.length - drawn);
  return drawn === 0 && batch.length >= smallestWithUniform ? batch.length : beyond;
}

function drawnIn(batch: readonly ChosenSlice[]): number {
  return batch.filter(({ why }) => why === 'uniform').length;
}

function holdsShare(batch: readonly ChosenSlice[]): boolean {
  const drawn = drawnIn(batch);
  return drawn === uniformSlices(batch.length) || (drawn >= fewestUniform * batch.length && drawn <= mostUniform * batch.length);
}

/** @param size by which limits and shares go; as many as `wanted` are taken where there are so many */
function chooseFor(wish: BatchWish, candidates: readonly Candidate[], wanted: number, size: number): readonly ChosenSlice[] {
  const limits = batchLimits(candidates, size);
  const taken: number[] = [];
  const take = (index: number): Candidate => {
    taken.push(index);
    limits.take(index);
    return candidates[index] as Candidate;
  };
  const drawn: ChosenSlice[] = [];
  while (drawn.length < uniformSlices(size)) {
    const index = limits.open.indexOf(1);
    if (index < 0) break;
    drawn.push({ slice: take(index), why: 'uniform', score: null });
  }
  const way = wayOf(wish.strategy, candidates);
  const next = strategies[way]({ ...wish, candidates, size });
  const chosen: ChosenSlice[] = [];
  while (taken.length < wanted) {
    const pick = next(limits.open, taken);
    if (pick === null) break;
    chosen.push({ slice: take(pick.index), why: way, score: pick.score });
  }
  return among(chosen, drawn);
}

/** Both in one row, the few at even distances. */
function among(many: readonly ChosenSlice[], few: readonly ChosenSlice[]): readonly ChosenSlice[] {
  const all = many.length + few.length;
  const row: ChosenSlice[] = [];
  for (let place = 0, used = 0; place < all; place++) {
    const due = used < few.length && place >= Math.floor(((used + 0.5) * all) / few.length);
    row.push((due ? few[used++] : many[place - used]) as ChosenSlice);
  }
  return row;
}
