/** One row: the two sides in turns, each in its own process, of which one always waits. */
import { loadavg } from 'node:os';
import type { Row } from './rows.ts';
import { median, spreadOf } from './statistics.ts';
import { begin, type Talk } from './talk.ts';
import type { Contestant, Work } from './work.ts';

export interface Measured {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  /** Median of ours by median of the peer's. */
  readonly ratio: number;
  /** Of the ratios of each turn to the one beside it: the middle half, as a share of the median. */
  readonly spread: number;
  /** The same ratio of computing time, which other programs on the machine change less; null where it is not time that is compared. */
  readonly computingRatio: number | null;
  /** Who the peer was. */
  readonly beside: Contestant;
  /** How many programs wanted to compute, on average, while this was measured: 1 for each that works all the time. */
  readonly load: number;
}

export interface Thoroughness {
  /** Steps of each side. */
  readonly steps: number;
  readonly warmUps: number;
  /** Measured again as often at most, where turns differ. */
  readonly rounds: number;
  /** Processes of each side whose memory is measured. */
  readonly processes: number;
}

export const thorough: Thoroughness = { steps: 30, warmUps: 4, rounds: 3, processes: 3 };
export const quick: Thoroughness = { steps: 6, warmUps: 2, rounds: 1, processes: 1 };

/** Ratios of turns that differ more than this are measured again. */
const wide = 0.15;

export async function measureRow(row: Row, how: Thoroughness, say: (line: string) => void): Promise<Measured> {
  return row.of === 'memory' ? measureMemory(row, how) : measureTime(row, how, say);
}

async function measureTime(row: Row, how: Thoroughness, say: (line: string) => void): Promise<Measured> {
  const ours = await begin('ours', row.ours);
  const beside = await fastest(row, how, say);
  try {
    await warmUp(ours, row, how);
    const turns: { readonly ours: Turn; readonly peer: Turn }[] = [];
    const loads: number[] = [];
    const counted = row.block - row.uncounted;
    for (let round = 1; ; round++) {
      for (let done = 0; done < how.steps; done += counted) {
        turns.push({ ours: await takeTurn(ours, row), peer: await takeTurn(beside.talk, row) });
        loads.push(loadavg()[0] ?? NaN);
      }
      const spread = spreadOf(turns.map((turn) => median(turn.ours.ms) / median(turn.peer.ms)));
      if (spread <= wide || round === how.rounds) return timesOf(turns, spread, beside.name, median(loads));
      say(`${row.name}: the turns differ by ${Math.round(spread * 100)} %, measured again`);
    }
  } finally {
    await Promise.all([ours.end(), beside.talk.end()]);
  }
}

interface Turn {
  readonly ms: readonly number[];
  readonly computingMs: readonly number[];
}

/** The steps that count. */
async function takeTurn(talk: Talk, { block, uncounted }: Row): Promise<Turn> {
  const { ms, computingMs } = await talk.steps(block);
  return { ms: ms.slice(uncounted), computingMs: computingMs.slice(uncounted) };
}

function timesOf(turns: readonly { readonly ours: Turn; readonly peer: Turn }[], spread: number, beside: Contestant, load: number): Measured {
  const [ours, peer] = [turns.flatMap((turn) => turn.ours.ms), turns.flatMap((turn) => turn.peer.ms)];
  const computing = [turns.flatMap((turn) => turn.ours.computingMs), turns.flatMap((turn) => turn.peer.computingMs)] as const;
  return {
    ours, peer, spread, beside, load,
    ratio: median(ours) / median(peer),
    computingRatio: median(computing[0]) / median(computing[1]),
  };
}

async function warmUp(talk: Talk, { block }: Row, { warmUps }: Thoroughness): Promise<number> {
  await talk.steps(Math.max(block, warmUps));
  return median((await talk.steps(warmUps)).ms);
}

/** Where there are several peers each is tried, and the fastest stays. */
async function fastest(row: Row, how: Thoroughness, say: (line: string) => void): Promise<{ readonly name: Contestant; readonly talk: Talk }> {
  let best: { readonly name: Contestant; readonly talk: Talk; readonly ms: number } | null = null;
  for (const name of row.peers) {
    const talk = await begin(name, row.peer);
    const ms = await warmUp(talk, row, how);
    if (row.peers.length > 1) say(`${row.name}: ${name} takes ${Math.round(ms)} ms`);
    if (best !== null && best.ms <= ms) {
      await talk.end();
    } else {
      await best?.talk.end();
      best = { name, talk, ms };
    }
  }
  if (best === null) throw new RangeError(`${row.name} has no peer`);
  return best;
}

async function measureMemory({ ours, peer, peers, block }: Row, { processes }: Thoroughness): Promise<Measured> {
  const [beside = 'keras'] = peers;
  const peaks = { ours: [] as number[], peer: [] as number[] };
  const peakOf = async (contestant: Contestant, work: Work): Promise<number> => {
    const talk = await begin(contestant, work);
    const { peakMegabytes } = await talk.steps(block);
    await talk.end();
    return peakMegabytes;
  };
  for (let n = 0; n < processes; n++) {
    peaks.ours.push(await peakOf('ours', ours));
    peaks.peer.push(await peakOf(beside, peer));
  }
  return {
    ...peaks, beside,
    ratio: median(peaks.ours) / median(peaks.peer),
    spread: spreadOf(peaks.ours.map((own, n) => own / (peaks.peer[n] ?? NaN))),
    computingRatio: null,
    load: loadavg()[0] ?? NaN,
  };
}
