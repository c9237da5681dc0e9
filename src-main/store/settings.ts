import type { EventLog } from './events.ts';
import type { ProjectSettings, ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';

export function createSettings(session: Session, events: EventLog): ProjectStore['settings'] {
  const { database } = session;
  const read = database.prepare<[], Omit<ProjectSettings, 'onlyReviewedTeach'> & { readonly onlyReviewedTeach: number }>(
    'SELECT conflicting_forms AS conflictingForms, modality, only_reviewed_teach AS onlyReviewedTeach FROM project',
  );
  const write = database.prepare(
    'UPDATE project SET conflicting_forms = :conflictingForms, modality = :modality, only_reviewed_teach = :onlyReviewedTeach',
  );
  const get = (): ProjectSettings => {
    const row = read.get()!;
    return { ...row, onlyReviewedTeach: row.onlyReviewedTeach !== 0 };
  };

  return {
    get,
    set: (change) =>
      inTransaction(session, () => {
        const settings = { ...get(), ...change };
        write.run({ ...settings, onlyReviewedTeach: Number(settings.onlyReviewedTeach) });
        events.append('settings', settings);
      }),
  };
}
