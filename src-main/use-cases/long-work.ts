/** What every long use case is given beside its arguments: how to say where it stands, and when to stop. */
import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { workSentences } from './work-sentences.ts';

export interface LongWork {
  readonly signal: AbortSignal;
  /** Aborted where the person wants to go on later; only a training heeds it. */
  readonly pause?: AbortSignal;
  readonly progress: (progress: { readonly phase: string; readonly done: number; readonly total: number; readonly note?: Sentence }) => void;
  /** What is told beside the progress: an epoch's losses, a warning. */
  readonly report: (event: unknown) => void;
}

/** Why work is ended that nobody cancelled: what can go on later is kept. */
export const programCloses = new UserFacingError('cancelled', workSentences.programCloses);

/** Whether nothing of it is wanted any more. */
export function wasCancelled({ signal }: LongWork): boolean {
  return signal.aborted && signal.reason !== programCloses;
}

/** How work ends that can go on later. */
export class Stopped extends Error {
  readonly state: 'paused' | 'interrupted';
  /** The job's result: what is kept, and where it stands. */
  readonly kept: unknown;
  /** What was thrown; null where the person wanted it so. */
  readonly reason: unknown;

  constructor(state: Stopped['state'], kept: unknown, reason: unknown = null) {
    super(state, { cause: reason });
    this.name = 'Stopped';
    this.state = state;
    this.kept = kept;
    this.reason = reason;
  }
}

/** Between two steps of long work; also lets the host answer others in between. @throws UserFacingError `cancelled` */
export async function breathe(work: Pick<LongWork, 'signal'>): Promise<void> {
  await new Promise<void>((resolve) => { setImmediate(resolve); });
  if (work.signal.aborted) throw new UserFacingError('cancelled', workSentences.cancelled);
}

/** A few hundredths of a second at a time, so that whoever paints meanwhile is not held up. */
const pieceMs = 15;

/**
 * Runs work that stops in many places.
 * @param told of how much is done, at each pause
 * @throws UserFacingError `cancelled`, at a pause
 */
export async function inPieces<Result>(pieces: Generator<number, Result, void>, work: Pick<LongWork, 'signal'>, told?: (done: number) => void): Promise<Result> {
  for (let began = performance.now(); ;) {
    const step = pieces.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < pieceMs) continue;
    told?.(step.value);
    await breathe(work);
    began = performance.now();
  }
}

/** Whether a failure of one file must end the whole work, because every other file would meet the same. */
export function endsEverything(error: unknown, work: LongWork): boolean {
  if (work.signal.aborted) return true;
  if (error instanceof UserFacingError) return error.code === 'cancelled' || error.code === 'disk-full';
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL';
}
