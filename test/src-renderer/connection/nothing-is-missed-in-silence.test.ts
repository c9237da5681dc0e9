import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HostEvent } from '#shared/contract/jobs.ts';
import { followEvents } from '../../../src-renderer/connection/follow-events.ts';

const streams = vi.hoisted(() => [] as (() => AsyncIterable<HostEvent>)[]);
vi.mock('../../../src-renderer/connection/client.ts', () => ({
  client: { jobs: { events: async () => {
    const next = streams.shift();
    if (next === undefined) throw new TypeError('Failed to fetch');
    return next();
  } } },
}));

const event = (sequence: number): HostEvent => ({ kind: 'cases', sequence });
async function* stream(...numbers: number[]): AsyncGenerator<HostEvent> {
  for (const number of numbers) yield event(number);
}

/** What a follower is told, in order, until its third try. */
async function told(...given: (() => AsyncIterable<HostEvent>)[]): Promise<string[]> {
  streams.push(...given);
  const words: string[] = [];
  const stop = followEvents({
    event: ({ sequence }) => words.push(String(sequence)),
    begin: () => words.push('begin'),
    connected: (yes) => words.push(yes ? 'connected' : 'lost'),
    refused: () => words.push('refused'),
  });
  await vi.advanceTimersByTimeAsync(1_000);
  stop();
  return words;
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it('A window that begins to follow asks for everything once, and is told every event in order', async () => {
  expect((await told(() => stream(7, 8, 9))).slice(0, 5)).toEqual(['connected', 'begin', '7', '8', '9']);
});

it('Where events were lost on the way, it asks for everything again', async () => {
  expect((await told(() => stream(7, 9))).slice(0, 5)).toEqual(['connected', 'begin', '7', 'begin', '9']);
});

it('After a break it begins anew, also at a host whose numbers start again', async () => {
  expect((await told(() => stream(7), () => stream(1, 2))).slice(0, 9))
    .toEqual(['connected', 'begin', '7', 'lost', 'connected', 'begin', '1', '2', 'lost']);
});

it('A host that does not answer is asked again, and the window knows', async () => {
  expect((await told()).slice(0, 4)).toEqual(['refused', 'lost', 'refused', 'lost']);
});
