/** Runs one command: its connection, its result on stdout, its failure as one sentence, its exit code. */
import type { Sentence } from '#shared/text/sentence.ts';
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { screenSentences } from './command-line-sentences.ts';
import type { Connection } from './connect.ts';
import { PausedWork, type Following } from './follow-job.ts';
import type { Screen } from './screen.ts';
import { UsageError } from './usage-errors.ts';

export interface Outcome {
  /** What `--json` prints. */
  readonly value: unknown;
  /** What a person reads. */
  readonly text: readonly string[];
  /** Set where part of the work failed: exit code 1, although there is a result. */
  readonly failure?: Sentence | null;
}

export interface Line extends Omit<Following, 'client'> {
  /** True where stdout is for one JSON value alone. */
  readonly json: boolean;
  /** The words of a sentence in the person's language. */
  readonly words: (sentence: Sentence) => string;
  /** @param opens false: a project that no host has open stays closed */
  readonly connect: (project: string | null, opens?: boolean) => Promise<Connection>;
}

/** Null: the command has said everything itself. */
export type Command = (line: Line) => Promise<Outcome | null>;

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export interface LineOptions {
  readonly screen: Screen;
  readonly json: boolean;
  readonly interrupted: AbortSignal;
}

/** @returns the exit code */
export async function runLine({ screen, json, interrupted }: LineOptions, command: Command): Promise<number> {
  const connections: Connection[] = [];
  const line: Line = {
    screen,
    json,
    interrupted,
    words: (sentence) => sentence[screen.locale],
    connect: async (project, opens) => {
      const { connect } = await import('./connect.ts');
      const connection = await connect(project, opens);
      connections.push(connection);
      return connection;
    },
  };
  try {
    const outcome = await command(line);
    if (outcome === null) return exitCodes.done;
    const { value, text, failure } = outcome;
    if (json) screen.print(JSON.stringify(value));
    else for (const row of text) screen.print(row);
    if (failure != null) screen.say(failure);
    return failure == null ? exitCodes.done : exitCodes.failed;
  } catch (error) {
    return fail(await plain(error), { screen, json, interrupted });
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

export function fail(error: UserFacingError, { screen, json, interrupted }: LineOptions): number {
  const paused = error instanceof PausedWork;
  const stopped = paused || (interrupted.aborted && error.code === 'cancelled');
  const sentence = stopped && !paused ? screenSentences.interrupted : error.sentence;
  if (json) screen.print(JSON.stringify({ error: { code: error.code, message: sentence[screen.locale] } }));
  screen.say(sentence);
  if (stopped) return exitCodes.interrupted;
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}

/** A typed error of the contract, one of our own, or a defect: the person sees one sentence in every case. */
export async function plain(error: unknown): Promise<UserFacingError> {
  if (error instanceof UserFacingError) return error;
  // A call that was told to end: the client may answer before the host does.
  if (error instanceof Error && error.name === 'AbortError') return new UserFacingError('cancelled', screenSentences.interrupted, { cause: error });
  const data = (error as { data?: { sentence?: Sentence } } | null)?.data;
  const code = (error as { code?: UserFacingError['code'] } | null)?.code;
  if (data?.sentence !== undefined && code !== undefined) return new UserFacingError(code, data.sentence);
  if (hostIsGone(error)) return new UserFacingError('internal', screenSentences.hostGone, { cause: error });
  const { openLog } = await import('#main/host/log.ts');
  const log = openLog();
  log.write('command line', error);
  return new UserFacingError('internal', fill(screenSentences.internal, { log: log.file }), { cause: error });
}

/** What Node's fetch says when nobody answers, and when the other side goes away in the middle; the client may wrap it. */
function hostIsGone(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof TypeError && ['fetch failed', 'terminated'].includes(at.message)) return true;
  }
  return false;
}
