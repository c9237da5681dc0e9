/** Cases to a colleague as one file, and such a file in: what it would do is shown before it is done. */
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef } from 'vue';
import type { BundleLook, BundleReport, TakenReport } from '#shared/contract/bundles.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { client } from '../connection/client.ts';
import { chooseTarget, handOver, type Target } from '../connection/files-in-out.ts';
import { useDialogs } from './dialogs.ts';
import { jobEnd } from './job-end.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export type Whose = 'mine' | 'theirs';
export interface ConflictPlace {
  readonly labels: string;
  readonly slice: number;
}

const keyOf = ({ labels, slice }: ConflictPlace): string => `${labels} ${slice}`;

export const useBundles = defineStore('bundles', () => {
  const dialogs = useDialogs();
  const toasts = useToasts();
  const workplace = useWorkplace();
  /** Of the cases to be sent. */
  const cases = shallowRef<readonly string[]>([]);
  const working = ref(false);
  const look = shallowRef<BundleLook | null>(null);
  const choices = reactive(new Map<string, Whose>());

  const ended = async <Result>(start: Promise<{ readonly jobId: Job['id'] }>): Promise<Result | null> => {
    const { jobId } = await start;
    const job = await jobEnd(jobId, () => undefined);
    if (job?.state === 'failed' && job.error !== null) toasts.tell({ kind: 'failed', text: job.error.sentence });
    return job?.state === 'done' ? job.result as Result : null;
  };
  const during = async (work: () => Promise<void>): Promise<void> => {
    working.value = true;
    try {
      await work();
    } catch (error) {
      toasts.failed(error);
    } finally {
      working.value = false;
    }
  };
  const tellTaken = ({ cases: n, edits, notes, measurements, measurementsKept }: TakenReport): void => {
    const word = notes + measurements > 0 ? 'bundles.takenAll' : 'bundles.taken';
    toasts.tell({ kind: 'done', text: { word, values: { n, edits, notes, measurements } } });
    if (measurementsKept > 0) toasts.tell({ kind: 'note', text: { word: 'bundles.measurementsKept', values: { n: measurementsKept } } });
  };
  const conflicts = computed(() => (look.value?.cases ?? []).flatMap((one) => one.labels.flatMap(({ id: labels, annotator, conflicts: found }) =>
    found.map((conflict) => ({ ...conflict, labels, annotator, case: one.nameHere ?? one.name })))));

  return {
    cases, working, look, conflicts,
    prepare(chosen: readonly string[]): void {
      cases.value = chosen;
      dialogs.open('send-bundle');
    },
    /** @param annotators null: everybody's labels */
    async send(annotators: readonly string[] | null, images: boolean): Promise<void> {
      await during(async () => {
        const ids = workplace.cases.flatMap(({ id }) => (cases.value.includes(id) ? [id] : []));
        let target: Target | null = null;
        try {
          target = await chooseTarget(`${workplace.project?.name ?? 'project'}.lamina-bundle`);
          if (target === null) return;
          const report = await ended<BundleReport>(client.bundles.make({ out: target.grant, cases: ids, images, ...(annotators === null ? {} : { annotators: [...annotators] }) }));
          if (report === null) return await target.discard();
          await target.deliver();
          dialogs.close();
          toasts.tell({ kind: 'done', text: { word: 'bundles.sent', values: { n: report.cases, name: report.file.split(/[\\/]/).at(-1) ?? '' } } });
        } catch (error) {
          await target?.discard().catch(() => undefined);
          throw error;
        }
      });
    },
    async offer(file: File): Promise<void> {
      await during(async () => {
        const { grant, discard } = await handOver([{ file, path: file.name }], () => undefined, new AbortController().signal);
        try {
          look.value = await client.bundles.look({ path: grant });
        } catch (error) {
          await discard();
          throw error;
        }
        choices.clear();
        dialogs.open('take-bundle');
      });
    },
    choiceOf: (place: ConflictPlace): Whose | null => choices.get(keyOf(place)) ?? null,
    choose(place: ConflictPlace, whose: Whose): void { choices.set(keyOf(place), whose); },
    chooseAll(whose: Whose): void { for (const place of conflicts.value) choices.set(keyOf(place), whose); },
    undecided: computed(() => conflicts.value.filter((place) => !choices.has(keyOf(place))).length),
    /** An address of the page's own, to be given back. */
    async picture(place: ConflictPlace): Promise<string | null> {
      if (look.value === null) return null;
      try {
        const { png } = await client.bundles.picture({ id: look.value.id, labels: place.labels, slice: place.slice });
        // The page's policy lets pictures come from the host and from blobs alone.
        return URL.createObjectURL(new Blob([Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))], { type: 'image/png' }));
      } catch {
        // The numbers stand beside it.
        return null;
      }
    },
    async takeIn(): Promise<void> {
      const held = look.value;
      if (held === null) return;
      await during(async () => {
        const decided = conflicts.value.flatMap(({ labels, slice }) => {
          const whose = choices.get(keyOf({ labels, slice }));
          return whose === undefined ? [] : [{ labels, slice, whose }];
        });
        const report = await ended<TakenReport>(client.bundles.takeIn({ id: held.id, choices: decided }));
        if (report === null) return;
        look.value = null;
        dialogs.close();
        tellTaken(report);
        await workplace.refreshCases();
      });
    },
    async giveUp(): Promise<void> {
      const held = look.value;
      look.value = null;
      dialogs.close();
      if (held !== null) await client.bundles.giveUp({ id: held.id }).catch(() => undefined);
    },
  };
});
