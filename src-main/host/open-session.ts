/** The project that this host has open: one at a time, or none. */
import { failure } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { sweepWorkFolders } from '../use-cases/work-folder.ts';
import type { Changes } from './changes.ts';
import { hostSentences } from './host-sentences.ts';

export interface OpenSession {
  current(): ProjectStore | null;
  /** @throws UserFacingError `conflict` where none is open */
  required(): ProjectStore;
  /** Opening the one that is open already changes nothing. @throws UserFacingError `conflict` while another one is open */
  open(folder: string): Promise<ProjectStore>;
  create(folder: string, name: string | undefined): Promise<ProjectStore>;
  close(): Promise<void>;
}

/** @param settle waits until nothing works on the project any more; called before it is closed */
export function createSession(changes: Changes, settle: () => Promise<void>): OpenSession {
  let store: ProjectStore | null = null;
  let closing = false;
  // One after the other: two openings at once would both find nothing open.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(step: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(step);
    queue = result.catch(() => {});
    return result;
  };
  const become = (opened: ProjectStore | null): void => {
    store = opened;
    changes.publish({ kind: 'project', folder: opened?.folder ?? null });
  };
  const requireNone = (): void => {
    if (store !== null) throw failure('conflict', hostSentences.otherProject, { folder: store.folder });
  };

  return {
    current: () => store,
    required() {
      if (store === null || closing) throw failure('conflict', hostSentences.noProject, {});
      return store;
    },
    open: (folder) => inTurn(async () => {
      if (store?.folder === folder) return store;
      requireNone();
      // Loaded when first needed: judging masks or inspecting a file takes no database.
      const { openProject } = await import('../store/open-project.ts');
      const opened = await openProject(folder);
      try {
        if (opened.readOnly === null) await sweepWorkFolders(opened.folder);
      } catch (error) {
        // Else it would be held by nobody, and locked against everybody.
        opened.close();
        throw error;
      }
      become(opened);
      return opened;
    }),
    create: (folder, name) => inTurn(async () => {
      requireNone();
      const { createProject } = await import('../store/open-project.ts');
      const made = await createProject(folder, name === undefined ? {} : { name });
      become(made);
      return made;
    }),
    close: () => inTurn(async () => {
      if (store === null) return;
      // From here on nothing new may begin on it: it would find its project closed.
      closing = true;
      try {
        await settle();
        const ended = store;
        become(null);
        ended.close();
      } finally {
        closing = false;
      }
    }),
  };
}
