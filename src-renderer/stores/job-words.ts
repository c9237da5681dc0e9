import type { Job } from '#shared/contract/jobs.ts';
import type { Word } from '../locales/use-words.ts';

const kinds = ['import', 'train', 'repeat', 'predict', 'segment', 'export', 'bundle', 'take-in-bundle', 'example', 'merge-labels', 'import-mask', 'fill', 'score', 'maps', 'explain', 'write-maps', 'read-quality'] as const;

/** What a job is called while it runs. */
export function jobWord(job: Job): Word {
  const kind = kinds.find((one) => one === job.kind) ?? 'other';
  return `frame.jobs.${kind}`;
}

/** 0–1; null before anything is known. */
export function shareOf({ progress }: Job): number | null {
  return progress === null || progress.total <= 0 ? null : Math.min(1, progress.done / progress.total);
}
