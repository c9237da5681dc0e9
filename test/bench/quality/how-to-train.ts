/** What a run does about its training, of which nothing, a part or all may be in the project. */
import type { ModelInfo, UnfinishedTraining } from '#shared/contract/training.ts';

export type HowToTrain =
  /** It had ended, and only its answer was lost. */
  | { readonly kind: 'done'; readonly model: ModelInfo }
  | { readonly kind: 'resume'; readonly id: string }
  | { readonly kind: 'anew' };

/**
 * @param models of the run's own project, so that each is of this run
 * @param unfinished newest first
 */
export function howToTrain(models: readonly ModelInfo[], unfinished: readonly Pick<UnfinishedTraining, 'id' | 'obstacle'>[]): HowToTrain {
  const [model] = [...models].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  if (model !== undefined) return { kind: 'done', model };
  const resumable = unfinished.find(({ obstacle }) => obstacle === null);
  return resumable === undefined ? { kind: 'anew' } : { kind: 'resume', id: resumable.id };
}

/** One start of a run's training. */
export interface Attempt<Circumstances> {
  readonly startedAt: string;
  readonly how: 'anew' | 'resume';
  readonly circumstances: Circumstances;
}

/** Those that the model consists of: from the last that began anew. */
export function attemptsOfModel<Circumstances>(attempts: readonly Attempt<Circumstances>[]): readonly Attempt<Circumstances>[] {
  const last = attempts.findLastIndex(({ how }) => how === 'anew');
  return attempts.slice(Math.max(0, last));
}
