/** A mask file that is laid on the open case, from what it holds to what became of it: one entry of the history. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Job } from '#shared/contract/jobs.ts';
import type { MaskImportOptions, MaskImportReport, MaskInspection } from '#shared/contract/label-work.ts';
import type { ListedLabel } from '#shared/labels/label-table.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { client } from '../connection/client.ts';
import { plainError } from '../connection/plain-error.ts';
import type { Word } from '../locales/use-words.ts';
import { pathOf, type Chosen } from './chosen.ts';
import { useDialogs } from './dialogs.ts';
import { useHistory } from './history.ts';
import { jobEnd } from './job-end.ts';
import { useLabelChanges } from './label-changes.ts';
import { useLabelPlace, type LabelPlace } from './label-place.ts';
import { stopJob } from './stop-job.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export type MaskStage = 'looking' | 'asking' | 'working' | 'report' | 'failed';
/** `replace`: all labels of the case; `over`: where the mask has labels; `empty`: where the case has none. */
export type MaskWay = 'replace' | 'over' | 'empty';

/** What a value of the file becomes: a label of the project, none, or a new label. */
export type MaskMeaning = number | 'none' | 'new';

export interface MaskValue {
  readonly value: number;
  readonly voxels: number;
  readonly becomes: MaskMeaning;
}

/** At first a value is the label that has this value in files; where there is none, a new one. */
export function firstMeanings({ values }: MaskInspection, table: readonly Pick<ListedLabel, 'index' | 'value'>[]): readonly MaskValue[] {
  return values.map(({ value, voxels }) => ({ value, voxels, becomes: table.find((label) => label.value === value)?.index ?? 'new' }));
}

/** Only what is meant otherwise than the host takes it by itself. */
export function mappingOf(values: readonly MaskValue[], table: readonly Pick<ListedLabel, 'index' | 'value'>[]): MaskImportOptions['mapping'] {
  return values.flatMap(({ value, becomes }) => {
    if (becomes === 'new') return [];
    const index = becomes === 'none' ? 0 : becomes;
    return table.some((label) => label.value === value && label.index === index) ? [] : [{ value, index }];
  });
}

export const useLabelMasks = defineStore('label-masks', () => {
  const workplace = useWorkplace();
  const dialogs = useDialogs();
  const toasts = useToasts();
  const place = useLabelPlace();
  const changes = useLabelChanges();
  const history = useHistory();
  const chosen = shallowRef<Chosen | null>(null);
  /** Where it was dropped: what is open when the person has answered may be another case. */
  const target = shallowRef<LabelPlace | null>(null);
  const stage = ref<MaskStage>('looking');
  const values = shallowRef<readonly MaskValue[]>([]);
  /** Why it does not lie on the image's grid. */
  const misfit = shallowRef<Sentence | null>(null);
  const nearest = ref(false);
  const way = ref<MaskWay>('over');
  const job = shallowRef<Job | null>(null);
  const report = shallowRef<MaskImportReport | null>(null);
  const failed = shallowRef<Sentence | null>(null);
  let stop = new AbortController();

  const fileName = computed(() => {
    const one = chosen.value;
    if (one?.kind === 'files') return one.files[0]?.file.name ?? '';
    return one?.kind === 'picked' ? one.name : one?.path ?? '';
  });
  /** A grant stands for one call: what is asked twice is handed over twice. */
  const given = async <Answer>(call: (path: string) => Promise<Answer>): Promise<Answer> => {
    const { path, discard } = await pathOf(chosen.value!, () => undefined, stop.signal);
    try {
      return await call(path);
    } catch (error) {
      await discard();
      throw error;
    }
  };
  const fail = (error: unknown): void => {
    const { code, sentence } = plainError(error);
    if (stop.signal.aborted || code === 'cancelled') {
      stage.value = 'failed';
      if (dialogs.current === 'label-mask') dialogs.close();
      return;
    }
    [failed.value, stage.value] = [sentence, 'failed'];
    tellEnd();
  };
  /** To whoever works on meanwhile, and does not see it in the dialog. */
  const tellEnd = (): void => {
    if (dialogs.current === 'label-mask') return;
    const step = { word: 'frame.steps.details', take: () => dialogs.open('label-mask') } as const;
    if (report.value !== null) toasts.tell({ kind: 'done', text: { word: 'labels.mask.done', values: { file: fileName.value, n: report.value.changedVoxels } }, step });
    else if (failed.value !== null) toasts.tell({ kind: 'failed', text: failed.value, step });
    else toasts.tell({ kind: 'note', text: { word: 'labels.mask.stopped' } });
  };

  return {
    stage, values, misfit, nearest, way, job, report, failed, fileName, chosen, target,
    canTake: computed(() => place.current !== null && !place.current.readOnly),
    /** Why the case on the screen takes no labels just now; null where it does, or none is there. */
    whyNot: computed<Word | null>(() => {
      if (place.current?.readOnly !== true) return null;
      if (workplace.project?.readOnly != null) return 'labels.mask.why.readOnly';
      return history.looked === null ? 'labels.mask.why.reading' : 'labels.mask.why.earlier';
    }),
    mean(value: number, becomes: MaskMeaning): void {
      values.value = values.value.map((one) => (one.value === value ? { ...one, becomes } : one));
    },
    async offer(files: Chosen): Promise<void> {
      const here = place.current;
      if (here === null) return;
      // One at a time: the one that goes on is shown.
      if (stage.value === 'working') return dialogs.open('label-mask');
      stop = new AbortController();
      const { signal } = stop;
      [chosen.value, target.value] = [files, here];
      [stage.value, values.value, misfit.value, nearest.value, report.value, failed.value, job.value] = ['looking', [], null, false, null, null, null];
      dialogs.open('label-mask');
      try {
        const inspection = await given((path) => client.labels.inspectMask({ caseId: here.caseId, path }, { signal }));
        if (signal.aborted) return;
        [values.value, misfit.value, stage.value] = [firstMeanings(inspection, workplace.labelTable), inspection.misfit, 'asking'];
      } catch (error) {
        fail(error);
      }
    },
    async start(): Promise<void> {
      const here = target.value;
      if (here === null || stage.value !== 'asking') return;
      stage.value = 'working';
      // Work goes on meanwhile; the status bar tells how far it is, a notice how it ended.
      dialogs.close();
      try {
        await Promise.all([here.awaitSaved(), changes.settled()]);
        const { jobId } = await given((path) => client.labels.importMask({
          caseId: here.caseId, path, mapping: mappingOf(values.value, workplace.labelTable),
          background: way.value === 'replace' ? 'erase' : 'keep', over: way.value === 'empty' ? 'empty' : 'everything',
          ...(nearest.value ? { resample: 'nearest' as const } : {}),
        }));
        const ended = await jobEnd(jobId, (seen) => { job.value = seen; });
        if (ended?.state !== 'done') {
          [failed.value, stage.value] = [ended?.error?.sentence ?? null, 'failed'];
          return tellEnd();
        }
        [report.value, stage.value] = [ended.result as MaskImportReport, 'report'];
        await workplace.refreshLabelTable();
        tellEnd();
      } catch (error) {
        fail(error);
      }
    },
    async stop(): Promise<void> {
      stop.abort();
      if (job.value !== null) await stopJob(job.value);
      dialogs.close();
    },
  };
});
