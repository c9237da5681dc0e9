/**
 * What this window knows of the host: the project, its cases, labels, models and jobs, kept up to date
 * by the host's events. Holds names and numbers, never voxels.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { HostEvent, Job } from '#shared/contract/jobs.ts';
import type { ProjectInfo } from '#shared/contract/project.ts';
import type { ModelInfo, Readiness } from '#shared/contract/training.ts';
import type { ListedLabel } from '#shared/labels/label-table.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { client } from '../connection/client.ts';
import { followEvents } from '../connection/follow-events.ts';
import { plainError, type PlainError } from '../connection/plain-error.ts';
import { createRefresher } from './refresher.ts';

const lookAgainMs = 3_000;

export type EventListener = (event: HostEvent) => void;

export const useWorkplace = defineStore('workplace', () => {
  const connected = ref(false);
  /** False until the first answer: before it nothing can be said, not even that there is no project. */
  const known = ref(false);
  /** By what was asked: another question that is answered does not mend it. */
  const troubles = shallowRef<Readonly<Record<string, PlainError>>>({});
  const trouble = computed(() => Object.values(troubles.value)[0] ?? null);
  /** Why the open project cannot be reached just now. */
  const lost = shallowRef<Sentence | null>(null);
  const project = shallowRef<ProjectInfo | null>(null);
  const cases = shallowRef<readonly CaseInfo[]>([]);
  const labelTable = shallowRef<readonly ListedLabel[]>([]);
  const models = shallowRef<readonly ModelInfo[]>([]);
  const readiness = shallowRef<Readiness | null>(null);
  const jobs = shallowRef<readonly Job[]>([]);
  const listeners = new Set<EventListener>();

  const activeModel = computed(() => models.value.find(({ active }) => active) ?? null);
  const runningJobs = computed(() => jobs.value.filter(({ state }) => state === 'running' || state === 'queued'));

  const mended = (question: string): void => {
    troubles.value = Object.fromEntries(Object.entries(troubles.value).filter(([asked]) => asked !== question));
  };
  const troubled = (question: string, error: unknown): void => {
    troubles.value = { ...troubles.value, [question]: plainError(error) };
  };
  const guarded = (question: string, ask: () => Promise<void>) => async (): Promise<void> => {
    try {
      await ask();
      mended(question);
    } catch (error) {
      troubled(question, error);
    }
  };
  const ofProject = (question: string, ask: () => Promise<void>) => createRefresher(guarded(question, async () => {
    if (project.value !== null) await ask();
  }));

  const refreshCases = ofProject('cases', async () => { cases.value = await client.cases.list(); });
  let stored = 0;
  const refreshLabelTable = ofProject('labels', async () => {
    for (;;) {
      const before = stored;
      const table = await client.labels.table();
      // Asked for before a change of one's own was stored, it may not know of it.
      if (before !== stored) continue;
      labelTable.value = table;
      return;
    }
  });
  /** A change of one's own is stored. @param table as it is since then */
  const labelsStored = (table: readonly ListedLabel[]): void => {
    stored += 1;
    labelTable.value = table;
  };
  const refreshModels = ofProject('models', async () => { models.value = await client.training.models(); });
  const refreshReadiness = ofProject('readiness', async () => { readiness.value = await client.training.readiness(); });
  const refreshJobs = createRefresher(guarded('jobs', async () => {
    const listed = await client.jobs.list();
    // The answer may be older than the event that told a job's end, which it must not take back.
    const ended = new Map(jobs.value.filter(({ endedAt }) => endedAt !== null).map((job) => [job.id, job]));
    jobs.value = listed.map((job) => ended.get(job.id) ?? job);
  }));
  const askForProject = guarded('project', async () => {
    const current = await client.project.current();
    if (current?.id !== project.value?.id) {
      cases.value = [];
      labelTable.value = [];
      models.value = [];
      readiness.value = null;
    }
    project.value = current;
    if (current !== null) await Promise.all([refreshCases(), refreshLabelTable(), refreshModels(), refreshReadiness()]);
    known.value = true;
  });
  let lookingAgain: ReturnType<typeof setTimeout> | undefined;
  /** A folder that is gone may come back, and the host looks for it when it is asked. */
  const refreshProject: () => Promise<void> = createRefresher(async () => {
    clearTimeout(lookingAgain);
    await askForProject();
    if (troubles.value.project !== undefined && connected.value) lookingAgain = setTimeout(() => { void refreshProject(); }, lookAgainMs);
  });
  /** The one case that was marked: a project may hold ten thousand. */
  const refreshCaseOf = async (labelmapId: string): Promise<void> => {
    const known = cases.value.find(({ labelmaps }) => labelmaps.some(({ id }) => id === labelmapId));
    if (known === undefined) return refreshCases();
    await guarded('cases', async () => {
      const fresh = await client.cases.get({ id: known.id });
      cases.value = cases.value.map((one) => (one.id === fresh.id ? fresh : one));
    })();
  };
  const refreshAll = (): void => { void refreshProject(); void refreshJobs(); };

  const takeJob = (job: Job): void => {
    const others = jobs.value.filter(({ id }) => id !== job.id);
    jobs.value = [job, ...others].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  };
  const take = (event: HostEvent): void => {
    switch (event.kind) {
      case 'job': takeJob(event.job); break;
      case 'project':
        lost.value = event.lost ?? null;
        void refreshProject();
        void refreshJobs();
        break;
      case 'cases': void refreshCases(); void refreshReadiness(); break;
      case 'labels': break;
      case 'reviews': void refreshCaseOf(event.labelmapId); void refreshReadiness(); break;
      case 'label-table': void refreshLabelTable(); break;
      case 'models': void refreshModels(); void refreshReadiness(); break;
      case 'job-event':
      case 'measurements':
      case 'queue':
      case 'people':
      case 'trainings':
      case 'settings':
      case 'unsaid': break;
    }
    for (const listener of listeners) listener(event);
  };

  let stop: (() => void) | null = null;
  return {
    connected, known, trouble, lost, project, cases, labelTable, models, readiness, jobs, activeModel, runningJobs,
    refreshProject, refreshCases, refreshModels, refreshReadiness, refreshLabelTable, labelsStored,
    /** Begins to follow the host; once a window. */
    start(): void {
      stop ??= followEvents({
        event: take,
        begin: refreshAll,
        connected: (yes) => {
          connected.value = yes;
          if (yes) mended('events');
        },
        refused: (error) => { troubled('events', error); },
      });
    },
    /** @returns ends it */
    listen(listener: EventListener): () => void {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    caseOf: (id: string): CaseInfo | null => cases.value.find((one) => one.id === id) ?? null,
  };
});
