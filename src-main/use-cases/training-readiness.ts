/** Whether a project can be trained on, what is missing, and what a training would be. */
import type { Readiness } from '#shared/contract/training.ts';
import { planningSentences } from '#shared/learning/planning-sentences.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { personLabelmap } from './person-labelmap.ts';
import { workSentences } from './work-sentences.ts';

export function trainingReadiness(store: ProjectStore): Readiness {
  const records = store.cases.list();
  const complete = records.map((record) => ({ record, slices: personLabelmap(store, record)?.completeSlices.length ?? 0 }));
  const completeSlices = complete.reduce((sum, { slices }) => sum + slices, 0);
  const patients = new Set(complete.filter(({ slices }) => slices > 0).map(({ record }) => record.patient)).size;
  const missing = records.length === 0 ? [workSentences.noCases] : completeSlices === 0 ? [planningSentences.noCompleteSlices] : [];
  return {
    cases: records.length,
    slices: records.reduce((sum, record) => sum + record.images[0]!.image.geometry.size[record.sliceAxis], 0),
    completeSlices,
    patients,
    validation: patients >= 4 ? 'patients' : 'none',
    ready: missing.length === 0 && store.readOnly === null,
    missing,
    plan: [],
  };
}
