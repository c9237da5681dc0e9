/** One export at a time, from its target to the verdict on each file; goes on while another page is shown. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { ExportOptions, ExportReport } from '#shared/contract/export.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { client } from '../connection/client.ts';
import { chooseTarget, type Target } from '../connection/files-in-out.ts';
import { jobEnd } from './job-end.ts';
import { stopJob } from './stop-job.ts';
import { useToasts } from './toasts.ts';

export type ExportStage = 'choosing' | 'working' | 'delivering' | 'report';

export const useExports = defineStore('exports', () => {
  const toasts = useToasts();
  const stage = ref<ExportStage>('choosing');
  const job = shallowRef<Job | null>(null);
  const report = shallowRef<ExportReport | null>(null);

  const write = async (target: Target, options: (out: string) => ExportOptions): Promise<ExportReport | null> => {
    const { jobId } = await client.export.start(options(target.grant));
    const ended = await jobEnd(jobId, (seen) => { job.value = seen; });
    if (ended?.state === 'done') return ended.result as ExportReport;
    if (ended?.state === 'failed' && ended.error !== null) toasts.tell({ kind: 'failed', text: ended.error.sentence });
    return null;
  };
  const deliver = async (target: Target, written: ExportReport, notAsked: number): Promise<void> => {
    if (written.written.length === 0) return target.discard();
    stage.value = 'delivering';
    await target.deliver();
    const values = { name: target.name, written: written.written.length, refused: written.refused.length + notAsked };
    const good = written.refused.length === 0 && written.written.every(({ verdict }) => verdict === 'identical');
    toasts.tell({ kind: good ? 'done' : 'note', text: { word: 'exporting.saved', values } });
  };

  return {
    stage, job, report,
    again(): void { [stage.value, report.value] = ['choosing', null]; },
    /**
     * @param options made for where the files go, a word that stands for a folder
     * @param notAsked cases that are left out from the start
     */
    async start(archiveName: string, options: (out: string) => ExportOptions, notAsked: number): Promise<void> {
      let target: Target | null = null;
      [job.value, report.value] = [null, null];
      try {
        target = await chooseTarget(archiveName);
        if (target === null) return;
        stage.value = 'working';
        report.value = await write(target, options);
        if (report.value === null) await target.discard();
        else await deliver(target, report.value, notAsked);
      } catch (error) {
        toasts.failed(error);
        await target?.discard().catch(() => undefined);
      } finally {
        stage.value = report.value === null ? 'choosing' : 'report';
      }
    },
    async stop(): Promise<void> {
      if (job.value !== null) await stopJob(job.value);
    },
  };
});
