/** One import at a time, from what was chosen to what became of each file; goes on while its dialog is closed. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ImportReport } from '#shared/contract/cases.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { client } from '../connection/client.ts';
import { plainError } from '../connection/plain-error.ts';
import { pathOf, type Chosen } from './chosen.ts';
import { useDialogs } from './dialogs.ts';
import { importOptions, type ImportChoices } from './import-options.ts';
import { jobEnd } from './job-end.ts';
import { stopJob } from './stop-job.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

/** `report`: it has ended, with a report or a failure. */
export type ImportStage = 'choosing' | 'sending' | 'working' | 'report';

const nothingChosen: ImportChoices = {
  images: null, labels: null, onlyLabelledSlices: false, nearest: false, modality: 'guess', orientation: '', spacingUnknown: false, patientPattern: '',
};

export const useImports = defineStore('imports', () => {
  const workplace = useWorkplace();
  const dialogs = useDialogs();
  const toasts = useToasts();
  const choices = shallowRef<ImportChoices>(nothingChosen);
  const stage = ref<ImportStage>('choosing');
  /** Of the files that are handed over, 0–1. */
  const sent = ref(0);
  const job = shallowRef<Job | null>(null);
  const report = shallowRef<ImportReport | null>(null);
  const failed = shallowRef<Sentence | null>(null);
  const busy = computed(() => stage.value === 'sending' || stage.value === 'working');
  let sending = new AbortController();

  const show = (): void => dialogs.open('import');
  const finish = (): void => {
    stage.value = 'report';
    // A grant stands for one call, and what was imported need not be offered again.
    choices.value = { ...choices.value, images: null, labels: null };
    if (dialogs.current === 'import') return;
    const step = { word: 'frame.steps.details', take: show } as const;
    if (report.value !== null) {
      const { imported, present, refused } = report.value;
      const values = { imported: imported.length, present: present.length, refused: refused.length };
      toasts.tell({ kind: refused.length > 0 ? 'note' : 'done', text: { word: 'importing.report.summary', values }, step });
    } else if (failed.value !== null) {
      toasts.tell({ kind: 'failed', text: failed.value, step });
    } else {
      toasts.tell({ kind: 'note', text: { word: 'importing.report.stopped' } });
    }
  };
  const send = async (): Promise<Job | null> => {
    const { images, labels } = choices.value;
    if (images === null) return null;
    sending = new AbortController();
    const half = labels === null ? 1 : 0.9;
    const there: Awaited<ReturnType<typeof pathOf>>[] = [];
    try {
      there.push(await pathOf(images, (share) => { sent.value = share * half; }, sending.signal));
      if (labels !== null) there.push(await pathOf(labels, (share) => { sent.value = half + share * (1 - half); }, sending.signal));
      const { jobId } = await client.cases.import(importOptions(choices.value, there[0]!.path, there[1]?.path ?? null));
      stage.value = 'working';
      return await jobEnd(jobId, (seen) => { job.value = seen; });
    } catch (error) {
      // Scans of patients must not lie about for an import that never began.
      await Promise.all(there.map(({ discard }) => discard()));
      throw error;
    }
  };

  return {
    choices, stage, sent, job, report, failed, busy, show,
    choose(change: Partial<ImportChoices>): void { choices.value = { ...choices.value, ...change }; },
    /** Opens the dialog on what was dropped. */
    offer(images: Chosen): void {
      if (!busy.value) {
        stage.value = 'choosing';
        choices.value = { ...nothingChosen, images };
      }
      show();
    },
    prepare(): void {
      if (!busy.value) {
        stage.value = 'choosing';
        choices.value = nothingChosen;
      }
      show();
    },
    async start(): Promise<void> {
      [stage.value, sent.value, job.value, report.value, failed.value] = ['sending', 0, null, null, null];
      // Work goes on meanwhile; the status bar tells how far it is, a notice how it ended.
      dialogs.close();
      try {
        const ended = await send();
        report.value = ended?.state === 'done' ? ended.result as ImportReport : null;
        failed.value = ended?.error?.sentence ?? null;
      } catch (error) {
        const { code, sentence } = plainError(error);
        if (sending.signal.aborted || code === 'cancelled') {
          stage.value = 'choosing';
          return;
        }
        failed.value = sentence;
      }
      finish();
      if (workplace.project !== null) await workplace.refreshCases();
    },
    async stop(): Promise<void> {
      sending.abort();
      if (job.value !== null) await stopJob(job.value);
    },
  };
});
