/** From a call to a job: its grants redeemed, its changes told of, its failures explained. */
import type { HostEventBody } from '../changes.ts';
import type { JobId } from '#shared/contract/ids.ts';
import type { JobLane, ProjectStore } from '../../store/project-store.ts';
import type { LongWork } from '../../use-cases/long-work.ts';
import type { HostParts } from './host-parts.ts';

export interface ProjectJob<Input extends object> {
  readonly kind: string;
  readonly lane: JobLane;
  /** May hold grants. */
  readonly input: Input;
  readonly run: (store: ProjectStore, input: Input, work: LongWork) => Promise<unknown>;
  readonly pausable?: boolean;
  /** Told afterwards, whatever became of it: a cancelled import leaves what it had done. */
  readonly changed?: readonly HostEventBody[];
}

/** A job on the open project. @throws UserFacingError where none is open, or a grant is not to be had */
export async function startJob<Input extends object>(parts: HostParts, { kind, lane, input, run, pausable = false, changed = [] }: ProjectJob<Input>): Promise<{ jobId: JobId }> {
  const { session, jobs, grants, changes } = parts;
  session.required();
  const granted = await grants.resolve(input);
  const store = await stillOpen(session, granted.release);
  const jobId = jobs.start({
    kind, lane, store, pausable,
    request: granted.input,
    hidden: granted.hidden,
    ended: granted.release,
    run: async (work) => {
      try {
        return await run(store, granted.input, work);
      } catch (error) {
        throw session.explain(error);
      } finally {
        // Told first: to hash what a large model holds takes a while, and nothing that is shown waits for it.
        for (const event of changed) changes.publish(event);
        await keepProof(parts, kind, store, work.signal);
      }
    },
  });
  return { jobId };
}

/** Work whose end is a good moment to note the newest hash: something was handed on that others go by, or came from others. */
const leavesTheProject: ReadonlySet<string> = new Set(['train', 'export', 'bundle', 'take-in-bundle', 'segment', 'write-maps']);

/** What a later inspection of the project goes by. Never throws: the work itself has ended, one way or the other. */
async function keepProof({ heads, log }: HostParts, kind: string, store: ProjectStore, signal: AbortSignal): Promise<void> {
  if (!leavesTheProject.has(kind)) return;
  if (kind === 'train') {
    const { noteModelFiles } = await import('../../use-cases/note-model-files.ts');
    await noteModelFiles(store, signal).catch((error: unknown) => log.write('the files of models could not be noted', error));
  }
  await heads.note(store);
}

/** The project may have been closed while grants were redeemed: then nobody reads what they stand for. */
async function stillOpen(session: HostParts['session'], release: () => Promise<void>): Promise<ProjectStore> {
  try {
    return session.required();
  } catch (error) {
    await release();
    throw error;
  }
}

/** For calls that answer within one request and so have nobody to tell their progress. */
export function quiet(signal: AbortSignal | undefined): LongWork {
  return { signal: signal ?? new AbortController().signal, progress: () => {}, report: () => {} };
}
