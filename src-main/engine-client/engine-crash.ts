/** The end of the engine's process that nobody asked for, and whether it was for want of memory. */
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { engineClientSentences } from './engine-client-sentences.ts';

export interface EngineEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The next request starts a new process. */
export class EngineCrash extends UserFacingError {
  /** A signal or an exit code. */
  readonly reason: string;
  readonly forMemory: boolean;

  constructor(sentence: UserFacingError['sentence'], reason: string, forMemory: boolean) {
    super('engine-crashed', sentence);
    this.name = 'EngineCrash';
    this.reason = reason;
    this.forMemory = forMemory;
  }
}

/** As the C++ library, TensorFlow and V8 word it when they give up. */
const memoryWords = /bad_alloc|RESOURCE_EXHAUSTED|OOM when allocating|heap out of memory|Allocation failed|Cannot allocate memory/;

/** @param lastLines of what the process printed */
export function engineCrash({ exitCode, signal }: EngineEnd, lastLines: readonly string[] = []): EngineCrash {
  const reason = signal ?? `exit ${exitCode ?? '?'}`;
  // Nobody here kills without having been asked to cancel: it was the system, short of memory.
  const forMemory = signal === 'SIGKILL' || lastLines.some((line) => memoryWords.test(line));
  return new EngineCrash(forMemory ? engineClientSentences.killed : fill(engineClientSentences.crashed, { reason }), reason, forMemory);
}

/** Whether less at a time may help. */
export function ranOutOfMemory(error: unknown): boolean {
  if (error instanceof EngineCrash) return error.forMemory;
  return error instanceof UserFacingError && error.code === 'out-of-memory';
}
