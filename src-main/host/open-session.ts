/** The project that this host has open: one at a time, or none. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { sweepWorkFolders } from '../use-cases/work-folder.ts';
import { whoActs } from './acting.ts';
import type { Changes } from './changes.ts';
import { hostSentences } from './host-sentences.ts';

export interface OpenSession {
  /** Null where none is open. @throws UserFacingError `not-found` where the open one's folder is gone */
  current(): ProjectStore | null;
  /** @throws UserFacingError `conflict` where none is open; `not-found` where its folder is gone */
  required(): ProjectStore;
  /** The open project, whether its folder is still there or not: for what is asked of its past alone. */
  held(): ProjectStore | null;
  /**
   * Opening the one that is open already changes nothing.
   * @throws UserFacingError `conflict` while another one is open, unless this one is to take its place
   */
  open(folder: string, options?: { readonly instead?: boolean }): Promise<ProjectStore>;
  create(folder: string, name: string | undefined, options?: { readonly instead?: boolean }): Promise<ProjectStore>;
  close(): Promise<void>;
  /** Does something while no project is opened or closed here. */
  whileNoneOpens<Result>(step: () => Result): Promise<Result>;
  /** What really happened where the open project's folder is gone; else the error itself. */
  explain(error: unknown): unknown;
}

/** @param settle waits until nothing works on the project any more; called before it is closed */
export function createSession(changes: Changes, settle: (store: ProjectStore) => Promise<void>): OpenSession {
  let store: ProjectStore | null = null;
  let closing = false;
  let lost: Sentence | null = null;
  // One after the other: two openings at once would both find nothing open.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(step: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(step);
    queue = result.catch(() => {});
    return result;
  };
  const publish = (): void => {
    changes.publish({ kind: 'project', folder: store?.folder ?? null, ...(lost === null ? {} : { lost }) });
  };
  const become = (opened: ProjectStore | null): void => {
    store = opened;
    lost = null;
    publish();
  };
  /** The folder may be moved, removed or unplugged at any time, and come back. */
  const look = (): void => {
    if (store === null) return;
    const gone = !store.isInPlace();
    if (gone === (lost !== null)) return;
    lost = gone ? fill(hostSentences.lostProject, { folder: store.folder }) : null;
    publish();
  };
  const requireInPlace = (): void => {
    look();
    if (lost !== null) throw new UserFacingError('not-found', lost);
  };
  const requireNone = (instead: boolean): void => {
    if (store !== null && !instead) throw failure('conflict', hostSentences.otherProject, { folder: store.folder });
  };
  const end = async (ended: ProjectStore, next: ProjectStore | null): Promise<void> => {
    // From here on nothing new may begin on it: it would find its project closed.
    closing = true;
    try {
      await settle(ended);
    } finally {
      closing = false;
      become(next);
      ended.close();
    }
  };
  /** Of a lost project nothing can be kept, and where its folder was moved to it would be taken for open elsewhere. */
  const endLost = async (wanted: boolean): Promise<void> => {
    if (store !== null && lost !== null && wanted) await end(store, null);
  };
  /** The former project stays open until the next one is: so it is still there where that fails. */
  const replace = async (opened: ProjectStore): Promise<ProjectStore> => {
    if (store === null) become(opened);
    else await end(store, opened);
    return opened;
  };

  return {
    current() {
      requireInPlace();
      return store;
    },
    required() {
      if (store === null || closing) throw failure('conflict', hostSentences.noProject, {});
      requireInPlace();
      return store;
    },
    held: () => store,
    open: (folder, { instead = false } = {}) => inTurn(async () => {
      look();
      const same = store !== null && isSameFolder(store.folder, folder);
      if (store !== null && same && lost === null) return store;
      await endLost(same || instead);
      requireNone(instead);
      // Loaded when first needed: judging masks or inspecting a file takes no database.
      const { openProject } = await import('../store/open-project.ts');
      const opened = await openProject(folder, { who: whoActs });
      try {
        if (opened.readOnly === null) await sweepWorkFolders(opened);
      } catch (error) {
        // Else it would be held by nobody, and locked against everybody.
        opened.close();
        throw error;
      }
      return replace(opened);
    }),
    create: (folder, name, { instead = false } = {}) => inTurn(async () => {
      look();
      await endLost(instead);
      requireNone(instead);
      const { createProject } = await import('../store/open-project.ts');
      return replace(await createProject(folder, { who: whoActs, ...(name === undefined ? {} : { name }) }));
    }),
    close: () => inTurn(async () => { if (store !== null) await end(store, null); }),
    whileNoneOpens: (step) => inTurn(() => Promise.resolve(step())),
    explain(error) {
      if (error instanceof UserFacingError && error.code === 'cancelled') return error;
      look();
      return lost === null ? error : new UserFacingError('not-found', lost, { cause: error });
    },
  };
}

export function isSameFolder(open: string, asked: string): boolean {
  try {
    return realpathSync(open) === realpathSync(asked);
  } catch {
    return open === resolve(asked);
  }
}
