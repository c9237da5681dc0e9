/** What most readers say of each voxel, and how many do not. */
import type { RegionWork } from '../regions/grid.ts';
import type { Readings } from './readings.ts';
import { paintVotes, talliesOf, type Votes } from './votes.ts';
import { winnerOf } from './winner.ts';

/** A labelmap that readers came to together: 0 beyond the compared slices. */
export interface Consensus {
  readonly labels: Uint8Array;
  /** Compared voxels that no label won. */
  readonly undecided: number;
}

/**
 * To each voxel the label that more readers gave it than any other: not always more than half of them. Two readers are
 * undecided wherever they differ.
 * @param undecidedAs the label value of voxels where two labels or more have the most votes; by default the background
 */
export function* consensusByMajority(readings: Readings, votes: Votes, undecidedAs = 0): RegionWork<Consensus> {
  const winners = Array.from(votes.voxels, (_, vote) => winnerOf(talliesOf(votes, vote)));
  return yield* paintWinners(readings, votes, winners, undecidedAs);
}

/** By voxel, how many readers gave it another label than most did: 0 where all agree or nothing was compared; of a tie, all but those of one label. */
export function* disagreementMap(readings: Readings, votes: Votes): RegionWork<Uint8Array> {
  const others = Array.from(votes.voxels, (_, vote) => votes.readers - Math.max(...talliesOf(votes, vote)));
  return yield* paintVotes(readings, votes, others, new Uint8Array(readings.labelmaps[0]?.length ?? 0));
}

/** @param winners by vote, an index of its labels; null where there is none */
export function* paintWinners(readings: Readings, votes: Votes, winners: readonly (number | null)[], undecidedAs: number): RegionWork<Consensus> {
  const byVote = winners.map((winner) => winner === null ? undecidedAs : votes.labels[winner] ?? 0);
  const labels = yield* paintVotes(readings, votes, byVote, new Uint8Array(readings.labelmaps[0]?.length ?? 0));
  return { labels, undecided: winners.reduce<number>((sum, winner, vote) => sum + (winner === null ? votes.voxels[vote] as number : 0), 0) };
}
