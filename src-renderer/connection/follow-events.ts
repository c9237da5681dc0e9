/** The one stream of events of this window: resumed where it broke, and told when something was missed. */
import type { HostEvent } from '#shared/contract/jobs.ts';
import { client } from './client.ts';

export interface Follower {
  event(event: HostEvent): void;
  /** At the start, and whenever events may have been missed: ask for everything again. */
  begin(): void;
  connected(yes: boolean): void;
  /** Why there is no way to the host just now; it is tried again all the same. */
  refused(error: unknown): void;
}

const firstPauseMs = 250;
const longestPauseMs = 4_000;

/** @returns ends it */
export function followEvents(follower: Follower): () => void {
  const stop = new AbortController();
  void (async () => {
    let last: number | undefined;
    let pauseMs = firstPauseMs;
    while (!stop.signal.aborted) {
      try {
        const stream = await client.jobs.events(last === undefined ? {} : { after: last }, { signal: stop.signal });
        follower.connected(true);
        // A host that was started anew counts from the beginning: what was seen of the old one says nothing.
        if (last === undefined) follower.begin();
        let first = last !== undefined;
        pauseMs = firstPauseMs;
        for await (const event of stream) {
          if (first && last !== undefined && event.sequence !== last + 1) follower.begin();
          first = false;
          last = event.sequence;
          follower.event(event);
        }
      } catch (error) {
        if (stop.signal.aborted) return;
        // A host that was started anew has another key, and waiting for it would be in vain.
        follower.refused(error);
      }
      if (stop.signal.aborted) return;
      follower.connected(false);
      // Begun anew after a break, since the host may be another one with numbers of its own.
      last = undefined;
      await new Promise((resolve) => { setTimeout(resolve, pauseMs); });
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  })();
  return () => stop.abort();
}
