/** Keeps predictions away from the test set: its slices are painted by hand, by somebody who has not seen one. */
import { isTakenOver } from '#shared/labels/taken-over.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { CaseRecord, ProjectStore } from '../store/project-store.ts';
import { loopSentences } from './loop-sentences.ts';
import { unpaintedTestCases } from './loop-test-slices.ts';

/** @throws UserFacingError `conflict` for a case of the test set of which a drawn slice is not painted yet */
export function requirePainted(store: ProjectStore, caseId: string): void {
  if (unpaintedTestCases(store).has(caseId)) throw failure('conflict', loopSentences.unpaintedTestCase, { name: store.cases.get(caseId).name });
}

/** The same of voxels that a model predicted; a person's own are theirs to see. @throws UserFacingError as `requirePainted` */
export function requireNoEarlyPrediction(store: ProjectStore, labelmapId: string): void {
  const { owner, caseId } = store.labelmaps.get(labelmapId);
  if (owner.kind === 'model') requirePainted(store, caseId);
}

/** @throws UserFacingError `conflict` where the tool takes over a prediction, or a model helped, and the labels are of a case of the test set */
export function requireNotTakenOver(store: ProjectStore, labelmapId: string, tool: string, helped: boolean): void {
  if (!isTakenOver(tool) && !helped) return;
  const record = testCaseOf(store, labelmapId);
  if (record !== null) throw failure('conflict', loopSentences.acceptedOnTestCase, { name: record.name });
}

interface BringingBack {
  readonly reverts?: number;
  readonly restores?: number;
}

/**
 * @param slices that come back; null: any
 * @throws UserFacingError `conflict` where an accepted prediction would come back on a case of the test set
 */
export function requireNotBroughtBack(store: ProjectStore, labelmapId: string, next: BringingBack, slices: readonly number[] | null = null): void {
  const record = testCaseOf(store, labelmapId);
  if (record === null) return;
  const now = store.labelmaps.takenOver(labelmapId);
  const then = [...store.labelmaps.takenOver(labelmapId, next)].filter((slice) => slices?.includes(slice) ?? true);
  if (then.some((slice) => !now.has(slice))) throw failure('conflict', loopSentences.acceptedOnTestCase, { name: record.name });
}

function testCaseOf(store: ProjectStore, labelmapId: string): CaseRecord | null {
  const drawn = store.testSet.get();
  if (drawn === null) return null;
  const record = store.cases.get(store.labelmaps.get(labelmapId).caseId);
  return drawn.patients.includes(record.patient) ? record : null;
}
