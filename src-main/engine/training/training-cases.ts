import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import { heldVoxels } from '#shared/learning/network-grid.ts';
import { findLabelPlaces, type LabelPlaces } from '#shared/learning/sampling.ts';
import type { LabelledStack } from '#shared/learning/slice-stack.ts';
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { caseBytes, mostCaseBytes } from '#shared/learning/training-memory.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { engineSentences } from '../engine-sentences.ts';
import { loadImages, loadJudgingStack, loadLabelledStack, type JudgingStack, type LoadedStack } from '../volumes/load-stack.ts';
import { fileStorage, memoryStorage, type SliceStorage } from '../volumes/slice-storage.ts';
import { unlessUseless } from '../volumes/unless-useless.ts';
import type { Work } from '../work.ts';

export interface TrainingCases {
  readonly training: readonly LabelledStack[];
  readonly places: LabelPlaces;
  readonly validation: readonly JudgingStack[];
  /** Cases of the test set, which is not read before the network is done. */
  readonly tests: number;
  dispose(): Promise<void>;
}

/**
 * Everything that a training reads, on the network's scale.
 * @param memoryBytes what it may take of the memory (of what is free, limits of a container included); where it is more, it goes into a file in the output folder
 * @throws UserFacingError `bad-input` where nothing teaches, `corrupt` for a damaged file, `disk-full`
 */
export async function loadTrainingCases(request: TrainRequest, work: Work, memoryBytes = mostCaseBytes(process.availableMemory())): Promise<TrainingCases> {
  const manifest = await readManifest(request.manifest);
  // A case without a complete slice neither teaches nor judges; the test set has no part in a training.
  const cases = manifest.cases.filter(({ completeSlices, role }) => completeSlices.length > 0 && role !== 'test');
  const voxels = cases.reduce((sum, { image }) => sum + heldVoxels(image, request.plan), 0);
  const file = join(request.outputFolder, 'slices.part');
  // Left behind where the engine was killed, it is of no use to the training that goes on.
  await rm(file, { force: true });
  const storage = caseBytes(voxels, 1 + request.plan.furtherInputs.length) <= memoryBytes ? memoryStorage() : await fileStorage(file);
  try {
    const tests = manifest.cases.filter(({ role }) => role === 'test').length;
    return { ...await loadInto(storage, cases, request, work), tests, dispose: () => storage.dispose() };
  } catch (error) {
    await storage.dispose();
    throw error;
  }
}

async function loadInto(storage: SliceStorage, cases: readonly SnapshotCase[], request: TrainRequest, work: Work): Promise<Omit<TrainingCases, 'tests' | 'dispose'>> {
  const training: LabelledStack[] = [];
  const validation: JudgingStack[] = [];
  for (const [done, one] of cases.entries()) {
    work.progress('reading', done, cases.length);
    const load = one.role === 'train'
      ? async () => { training.push(await loadLabelledStack(request.projectFolder, one, request.plan, work.warn, storage)); }
      : async () => { validation.push(await loadJudgingStack(request.projectFolder, one, request.plan, work.warn, storage)); };
    await unlessUseless(load, work, engineSentences.goesOnWithout);
    await work.breathe();
  }
  work.progress('reading', cases.length, cases.length);
  const places = findLabelPlaces(training, request.plan.outputs.length);
  if (places.teachingStacks.length === 0) throw failure('bad-input', engineSentences.nothingTeaches, {});
  return { training, places, validation };
}

/** Cases of one role of a snapshot, to judge by. @throws UserFacingError `corrupt` for a damaged file */
export async function casesOfRole(manifest: string, role: SnapshotCase['role']): Promise<readonly SnapshotCase[]> {
  return (await readManifest(manifest)).cases.filter((one) => one.role === role && one.completeSlices.length > 0);
}

/** As the network is shown it; null, with a word why, where nothing can be seen in it. @throws UserFacingError `corrupt` for a damaged file, `cancelled` */
export async function loadShown({ projectFolder, plan }: Pick<TrainRequest, 'projectFolder' | 'plan'>, one: SnapshotCase, work: Work): Promise<LoadedStack | null> {
  await work.breathe();
  return unlessUseless(() => loadImages(projectFolder, one, plan, work.warn, memoryStorage()), work, engineSentences.goesOnWithout);
}

async function readManifest(file: string): Promise<SnapshotManifest> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SnapshotManifest;
  } catch (error) {
    throw failure('corrupt', engineSentences.unreadableManifest, { file }, error);
  }
}
