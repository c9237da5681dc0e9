/**
 * Kept models are scored again once the test set has been left alone for a while: figures that were measured against other labels are
 * shown to nobody. Knows when; what is to be scored is decided in the use cases.
 */
import type { HostEvent } from '#shared/contract/jobs.ts';
import { longestGapMs } from '#shared/learning/annotation-time.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { HostParts } from './calls/host-parts.ts';
import { startScoring } from './calls/loop-calls.ts';

/** A longer gap is no pause within somebody's work: before that, new figures would be outdated at once. */
export const quietAfterMs = longestGapMs;

/** Where the project wants its queue filled by itself it wants this too. A single command has nobody who would wait for it. */
export function scoreWhenQuiet(parts: HostParts, quietMs: number): void {
  const { session, changes, log, remembersProjects } = parts;
  if (!remembersProjects) return;
  let waiting: NodeJS.Timeout | null = null;
  const later = (store: ProjectStore): void => {
    // Shown at once that there are no figures just now, then nothing until there are some.
    if (waiting === null) changes.publish({ kind: 'models' });
    else clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = null;
      score(parts, store).catch((error: unknown) => log.write('the test set could not be scored again', session.explain(error)));
    }, quietMs);
    // It keeps no program from ending.
    waiting.unref();
  };
  void (async () => {
    for await (const event of changes.follow()) {
      try {
        const store = session.held();
        if (store !== null && mayChangeTestSet(store, event)) later(store);
      } catch (error) {
        log.write('a change of the test set was not noticed', session.explain(error));
      }
    }
  })();
}

function mayChangeTestSet(store: ProjectStore, event: HostEvent): boolean {
  switch (event.kind) {
    // A project that was closed before it was quiet is scored when it is opened again.
    case 'label-table': case 'cases': case 'project': return store.testSet.get() !== null;
    case 'labels': case 'reviews': {
      const patients = store.testSet.get()?.patients;
      if (patients === undefined) return false;
      const { caseId, owner } = store.labelmaps.get(event.labelmapId);
      return owner.kind !== 'model' && patients.includes(store.cases.get(caseId).patient);
    }
    case 'job': case 'job-event': case 'queue': case 'people': case 'measurements': case 'models': case 'trainings': case 'settings': case 'unsaid': return false;
  }
}

async function score(parts: HostParts, store: ProjectStore): Promise<void> {
  if (parts.session.held() !== store || store.readOnly !== null || !store.settings.get().refillQueue) return;
  const { modelsToScore } = await import('../use-cases/loop-test-set.ts');
  if ((await modelsToScore(store)).length > 0) await startScoring(parts);
}
