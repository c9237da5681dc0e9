/**
 * The host's single stream of events: numbered, remembered for a while, given to everyone who follows.
 * One stream a window carries everything, because browsers allow six connections to one origin.
 */
import { AsyncIteratorClass } from '@orpc/server';
import type { HostEvent } from '#shared/contract/jobs.ts';

type WithoutSequence<Event> = Event extends unknown ? Omit<Event, 'sequence'> : never;
export type HostEventBody = WithoutSequence<HostEvent>;

export interface Changes {
  publish(event: HostEventBody): void;
  /**
   * @param after number of the last event that the follower has seen: it gets every later one that is
   *   still remembered, first; undefined: only what comes from now on
   * @param told what this follower is told of an event, asked when it is read
   */
  follow(after?: number, told?: (event: HostEvent) => HostEvent): AsyncIteratorClass<HostEvent>;
  /** Ends every stream. */
  close(): void;
}

/** Minutes of a busy training; a follower that was away for longer sees the gap and asks again. */
const remembered = 2000;

export function createChanges(): Changes {
  let sequence = 0;
  let closed = false;
  const past: HostEvent[] = [];
  const followers = new Set<Follower>();

  return {
    publish(body) {
      const event: HostEvent = { ...body, sequence: ++sequence };
      past.push(event);
      if (past.length > remembered) past.shift();
      for (const follower of followers) follower.give(event);
    },
    follow(after, told = (event) => event) {
      const follower = createFollower(after === undefined ? [] : past.filter((event) => event.sequence > after), told);
      if (closed) follower.end();
      followers.add(follower);
      return new AsyncIteratorClass<HostEvent>(follower.next, async () => {
        followers.delete(follower);
        follower.end();
      });
    },
    close() {
      closed = true;
      for (const follower of followers) follower.end();
    },
  };
}

interface Follower {
  give(event: HostEvent): void;
  end(): void;
  readonly next: () => Promise<IteratorResult<HostEvent, undefined>>;
}

/** Subscribed from its making, not from the first `next`: nothing that happens in between is missed. */
function createFollower(backlog: HostEvent[], told: (event: HostEvent) => HostEvent): Follower {
  let ended = false;
  let wake: (() => void) | null = null;
  return {
    give(event) {
      backlog.push(event);
      // A reader that has stopped reading must not fill the memory; the gap in the numbers tells it.
      if (backlog.length > remembered) backlog.shift();
      wake?.();
    },
    end() {
      ended = true;
      wake?.();
    },
    async next() {
      while (backlog.length === 0 && !ended) await new Promise<void>((resolve) => { wake = resolve; });
      const event = backlog.shift();
      return event === undefined ? { done: true, value: undefined } : { done: false, value: told(event) };
    },
  };
}
