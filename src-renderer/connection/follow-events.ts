/** The one stream of events of this window: begun anew where it broke, and told when something was missed. */
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
    let pauseMs = firstPauseMs;
    while (!stop.signal.aborted) {
      try {
        const stream = await client.jobs.events({}, { signal: stop.signal });
        follower.connected(true);
        // After a break the host may be another one, with numbers of its own: what was seen before says nothing.
        follower.begin();
        pauseMs = firstPauseMs;
        let last: number | null = null;
        for await (const event of stream) {
          // A host forgets events that a slow reader leaves lying.
          if (last !== null && event.sequence !== last + 1) follower.begin();
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
      await new Promise((resolve) => { setTimeout(resolve, pauseMs); });
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  })();
  return () => stop.abort();
}
