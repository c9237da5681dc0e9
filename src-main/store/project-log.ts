/** The log of a project, as the rest of the host may ask for it. */
import type { Sentence } from '#shared/text/sentence.ts';
import type { ToldLog } from './told-log.ts';

/** The newest event of a log: who notes its hash elsewhere can later prove that nothing before it was changed or cut. */
export interface LogHead {
  /** sha256, hexadecimal. */
  readonly hash: string;
  /** Its number in this file. */
  readonly event: number;
  /** The copy of the project that wrote it. */
  readonly origin: string;
  readonly at: string;
}

export interface ProjectLog {
  /** Appends what is no row of the log (an export, say) to the chain of this copy of the project. */
  append(kind: string, payload: unknown): void;
  /** Hash of the newest event, hexadecimal. */
  head(): string | null;
  newest(): LogHead | null;
  /** Contents of the events of a kind that are no rows, oldest first; without those that can no longer be read. */
  told(kind: string): readonly unknown[];
  /** As people read it. @param hidden cases of which nothing is told but what the reader did */
  page: ToldLog;
  /** Checks every event against its content and the one before it; says what is wrong, an empty list where nothing is. */
  verifyChain(): readonly Sentence[];
  /** Writes the whole database as it is now, without waiting for anybody, into a file that does not exist. */
  copyTo(file: string): Promise<void>;
}
