import type { EventLog } from './events.ts';
import type { ProjectSettings, ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';

type Flag = 'onlyReviewedTeach' | 'refillQueue';

export function createSettings(session: Session, events: EventLog): ProjectStore['settings'] {
  const { database } = session;
  const read = database.prepare<[], Omit<ProjectSettings, Flag> & Readonly<Record<Flag, number>>>(
    `SELECT conflicting_forms AS conflictingForms, modality, only_reviewed_teach AS onlyReviewedTeach, next_slice_by AS nextSliceBy,
       batch_slices AS batchSlices, refill_queue AS refillQueue FROM project`,
  );
  const write = database.prepare(
    `UPDATE project SET conflicting_forms = :conflictingForms, modality = :modality, only_reviewed_teach = :onlyReviewedTeach,
       next_slice_by = :nextSliceBy, batch_slices = :batchSlices, refill_queue = :refillQueue`,
  );
  const get = (): ProjectSettings => {
    const row = read.get()!;
    return { ...row, onlyReviewedTeach: row.onlyReviewedTeach !== 0, refillQueue: row.refillQueue !== 0 };
  };

  return {
    get,
    set: (change) =>
      inTransaction(session, () => {
        const settings = { ...get(), ...change };
        write.run({ ...settings, onlyReviewedTeach: Number(settings.onlyReviewedTeach), refillQueue: Number(settings.refillQueue) });
        events.append('settings', settings);
      }),
  };
}
