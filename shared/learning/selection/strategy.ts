/** What a strategy is asked and what it answers: one slice after the other. It must not know what a batch allows. */
import type { Candidate, SlicePlace } from './slice-reading.ts';

/** A slice whose labels teach already. */
export type CompleteSlice = SlicePlace & Pick<Candidate, 'features'>;

export interface SelectionQuestion {
  /** In line (`inLine`): of candidates that are alike a strategy takes the first, so that the seed decides and not the order in which they came. */
  readonly candidates: readonly Candidate[];
  readonly complete: readonly CompleteSlice[];
  /** Slices wanted in all. */
  readonly size: number;
  /** Batches that were chosen by a model's readings before this one. */
  readonly round: number;
  /** Any non-negative safe integer. */
  readonly seed: number;
}

export interface PickedSlice {
  /** Which candidate. */
  readonly index: number;
  /** What the strategy holds of it, without noise; null where it holds nothing. */
  readonly score: number | null;
}

/**
 * Names the next slice of a batch; to be asked once for each, in order.
 * @param open 1 where a candidate may be chosen
 * @param taken candidates in the batch by now, whoever chose them; only grows
 * @returns null where none is open
 */
export type Picker = (open: Uint8Array, taken: readonly number[]) => PickedSlice | null;

/** Begins a batch. Strategies are pure: the same question and the same further course give the same picks. */
export type Strategy = (question: SelectionQuestion) => Picker;
