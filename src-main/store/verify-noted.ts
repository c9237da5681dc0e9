/** Hashes of a log that were noted elsewhere, held against the log itself. */
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { EventPlace, LogReading } from './verify-chain.ts';
import { wrong, type Finding } from './verify-finding.ts';
import { notedSentences as say } from './verify-sentences.ts';

export interface NotedHead {
  readonly hash: string;
  /** Null: it was given by whoever asks. */
  readonly noted: {
    readonly at: string;
    readonly event: number;
    readonly origin: string;
    /** Whether it was noted of this very folder, and not of another copy of the project. */
    readonly here: boolean;
  } | null;
}

export interface HeadsReading {
  readonly wrong: readonly Finding[];
  readonly unproven: readonly Sentence[];
  /** In the order given; null: it is not in the log. */
  readonly places: readonly (EventPlace | null)[];
}

/**
 * A hash that is in the log proves everything before it. One that was noted of another folder may be newer than what a copy
 * of it, opened since or not, began with: only that is no contradiction.
 */
export function holdAgainst({ hashes, newest }: LogReading, heads: readonly NotedHead[]): HeadsReading {
  const found: Finding[] = [];
  const others: string[] = [];
  const lastOf = new Map<string, number>();
  for (const { event, origin } of hashes.values()) lastOf.set(origin, Math.max(event, lastOf.get(origin) ?? 0));
  const places = heads.map(({ hash }) => hashes.get(hash) ?? null);
  for (const [at, { hash, noted }] of heads.entries()) {
    if (places[at] !== null) continue;
    const short = hash.slice(0, 12);
    if (noted === null) found.push(wrong('head', fill(say.givenMissing, { hash: short })));
    else if (!noted.here && newest !== null && noted.event > (lastOf.get(noted.origin) ?? 0)) {
      others.push(dateOf(noted.at));
    } else found.push(wrong('head', fill(say.notedMissing, { hash: short, date: dateOf(noted.at), event: noted.event })));
  }
  const date = others.sort().at(-1);
  return { wrong: found, unproven: date === undefined ? [] : [fill(say.otherCopy, { count: others.length, date })], places };
}

function dateOf(at: string): string {
  return at.slice(0, 10);
}
