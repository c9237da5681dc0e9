import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { OpenSession } from './open-session.ts';
import type { PersonSettings } from './person-settings.ts';

/** What is open; else what was open last. Null where nothing was, or it is gone. @throws UserFacingError where it cannot be opened */
export async function openLast(session: OpenSession, settings: PersonSettings): Promise<ProjectStore | null> {
  const open = session.current();
  if (open !== null) return open;
  const [last] = (await settings.get()).recentProjects;
  if (last === undefined) return null;
  try {
    return await session.open(last.folder);
  } catch (error) {
    if (error instanceof UserFacingError && error.code === 'not-found') return null;
    throw error;
  }
}
