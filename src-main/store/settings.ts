import type { EventLog } from './events.ts';
import type { ProjectSettings, ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';

export function createSettings(session: Session, events: EventLog): ProjectStore['settings'] {
  const { database } = session;
  const read = database.prepare<[], ProjectSettings>('SELECT conflicting_forms AS conflictingForms, modality FROM project');
  const write = database.prepare('UPDATE project SET conflicting_forms = :conflictingForms, modality = :modality');
  const get = (): ProjectSettings => read.get()!;

  return {
    get,
    set: (change) =>
      inTransaction(session, () => {
        const settings = { ...get(), ...change };
        write.run(settings);
        events.append('settings', settings);
      }),
  };
}
