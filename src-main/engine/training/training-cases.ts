import { readFile } from 'node:fs/promises';
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import { findLabelPlaces, type LabelPlaces } from '#shared/learning/sampling.ts';
import type { LabelledStack } from '#shared/learning/slice-stack.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { engineSentences } from '../engine-sentences.ts';
import { loadLabelledStack } from '../volumes/load-stack.ts';
import type { Work } from '../work.ts';

export interface TrainingCases {
  readonly training: readonly LabelledStack[];
  readonly places: LabelPlaces;
  readonly validation: readonly LabelledStack[];
}

/**
 * Everything that a training reads, kept in memory.
 * @throws UserFacingError `bad-input` where nothing teaches, `corrupt` for a damaged file
 */
export async function loadTrainingCases(request: TrainRequest, work: Work): Promise<TrainingCases> {
  const manifest = await readManifest(request.manifest);
  // A case without a complete slice neither teaches nor judges.
  const cases = manifest.cases.filter(({ completeSlices }) => completeSlices.length > 0);
  const training: LabelledStack[] = [];
  const validation: LabelledStack[] = [];
  for (const [done, one] of cases.entries()) {
    work.progress('reading', done, cases.length);
    const stack = await loadLabelledStack(request.projectFolder, one, request.plan, work.warn);
    (one.role === 'train' ? training : validation).push(stack);
    await work.breathe();
  }
  work.progress('reading', cases.length, cases.length);
  const places = findLabelPlaces(training, request.plan.outputs.length);
  if (places.teachingStacks.length === 0) throw failure('bad-input', engineSentences.nothingTeaches, {});
  return { training, places, validation };
}

async function readManifest(file: string): Promise<SnapshotManifest> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SnapshotManifest;
  } catch (error) {
    throw failure('corrupt', engineSentences.unreadableManifest, { file }, error);
  }
}
