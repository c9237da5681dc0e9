/** Says what has come of long work, on whichever page the person is by then. */
import { watch } from 'vue';
import { useRouter } from 'vue-router';
import type { Job } from '#shared/contract/jobs.ts';
import type { KeptTraining, ModelInfo } from '#shared/contract/training.ts';
import { hasEnded } from '../../stores/job-end.ts';
import { usePredictions } from '../../stores/predictions.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useTraining } from '../../stores/training.ts';
import { useUnfinishedTrainings } from '../../stores/unfinished-trainings.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { useModelWords } from '../model/model-words.ts';

export function tellNews(): void {
  const workplace = useWorkplace();
  const toasts = useToasts();
  const predictions = usePredictions();
  const unfinished = useUnfinishedTrainings();
  const router = useRouter();
  const { resultOf } = useModelWords();
  // From the start on: a curve is gathered also while its page is not open.
  useTraining();

  const tellTrained = async (model: ModelInfo): Promise<void> => {
    await workplace.refreshModels();
    const open = predictions.openCases.length > 0;
    toasts.tell({
      kind: 'done',
      text: { word: 'train.done', values: { result: resultOf(model) } },
      step: open
        ? { word: 'train.toPredict', take: () => { void predictions.start(); } }
        : { word: 'train.toAnnotate', take: () => { void router.push({ name: 'annotate' }); } },
    });
  };
  const tellPredicted = (result: unknown): void => {
    const { predicted } = result as { predicted: readonly { readonly caseId: string }[] };
    const [first] = predicted;
    // Of the one case that is before their eyes a person needs no news.
    if (first === undefined || (predicted.length === 1 && router.currentRoute.value.name === 'annotate')) return;
    const show = (): void => { void router.push({ name: 'annotate', params: { caseId: first.caseId } }); };
    toasts.tell({ kind: 'done', text: { word: 'train.predicted', values: { n: predicted.length } }, step: { word: 'frame.steps.show', take: show } });
  };
  const showTraining = { word: 'frame.steps.show', take: () => { void router.push({ name: 'train' }); } } as const;
  const tellKept = ({ error, result }: Job): void => {
    if (error !== null) return toasts.tell({ kind: 'failed', text: error.sentence, step: showTraining });
    const { step } = result as KeptTraining;
    const text = step === 0 ? { word: 'pauses.pausedAtOnce' } as const : { word: 'pauses.paused', values: { step } } as const;
    toasts.tell({ kind: 'note', text, step: showTraining });
  };
  /** Once for each project that is opened. */
  const offer = (): void => {
    const [newest] = unfinished.list;
    if (newest === undefined || workplace.runningJobs.some(({ kind }) => kind === 'train')) return;
    const { length: n } = unfinished.list;
    const text = n > 1
      ? { word: 'pauses.offerSeveral', values: { n } } as const
      : { word: 'pauses.offer', values: { step: newest.step, steps: newest.steps ?? '–' } } as const;
    toasts.tell({ kind: 'note', text, step: showTraining });
  };
  const tell = (job: Job): void => {
    if (job.kind === 'train' && (job.state === 'paused' || job.state === 'interrupted')) return tellKept(job);
    if (job.kind === 'train' && job.state === 'cancelled') return toasts.tell({ kind: 'note', text: { word: 'train.stopped' } });
    // An import, an export and a mask say their end themselves.
    if (job.state === 'failed' && job.error !== null && job.kind !== 'import' && job.kind !== 'export' && job.kind !== 'import-mask') {
      return toasts.tell({ kind: 'failed', text: job.error.sentence });
    }
    if (job.state !== 'done') return;
    if (job.kind === 'train') void tellTrained(job.result as ModelInfo);
    if (job.kind === 'predict') tellPredicted(job.result);
  };

  watch(() => unfinished.knownFor, (project) => { if (project !== null) offer(); });
  let going = new Set<string>();
  watch(() => workplace.jobs, (jobs) => {
    for (const job of jobs) if (hasEnded(job) && going.has(job.id)) tell(job);
    going = new Set(jobs.filter((job) => !hasEnded(job)).map(({ id }) => id));
  }, { immediate: true });
}
