/** Kept models on the frozen test set: scored once each, and again where the test set or the label table was changed since. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { Engine } from '../engine-client/engine.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { breathe, endsEverything, type LongWork } from './long-work.ts';
import { loopSentences } from './loop-sentences.ts';
import { comparableTestSet, factsOfLine, type SnapshotFacts } from './loop-snapshots.ts';
import { modelFolders } from './model-members.ts';
import type { ModelMetrics } from './models.ts';
import { onceForEachState } from './once-for-each-state.ts';
import { readManifest, takeCases } from './take-snapshot.ts';
import { testCases } from './teaching-cases.ts';
import { withWorkFolder } from './work-folder.ts';

/** The test set as it is labelled now. */
export interface TestSetStand {
  /** Another word after each edit to one of its cases, another slice that is complete, another value of a label. */
  readonly reference: string;
  /** All that were set aside. */
  readonly patients: ReadonlySet<string>;
  /** Those that judge. */
  readonly cases: ReadonlySet<string>;
  /** Complete ones. */
  readonly slices: number;
  /** To be held against what a snapshot was (`comparableTestSet`). */
  readonly comparable: string;
  /** Number of the newest edit of their labels. */
  readonly newestEdit: number;
}

/** Null without a test set. */
export const standsOf = onceForEachState((store): TestSetStand | null => {
  const drawn = store.testSet.get();
  if (drawn === null) return null;
  const cases = testCases(store);
  const labels = store.labels.table().map(({ index, value }) => [index, value]);
  const references = cases.map(({ record, taught: { imageId, parts } }) =>
    [record.id, record.patient, record.sliceAxis, imageId, parts.map(({ labelmapId, slices }) => [labelmapId, store.labelmaps.newestEdit(labelmapId), slices])]);
  return {
    reference: createHash('sha256').update(JSON.stringify([labels, references])).digest('hex'),
    patients: new Set(drawn.patients),
    cases: new Set(cases.map(({ record }) => record.id)),
    slices: cases.reduce((sum, { completeSlices }) => sum + completeSlices.length, 0),
    comparable: comparableTestSet(store.labels.table(), cases.map(({ record: { id: caseId, patient, sliceAxis }, taught: { parts }, completeSlices, grid }) =>
      ({ caseId, patient, sliceAxis, completeSlices, takenFrom: parts, image: { sha256: grid.blob } }))),
    newestEdit: Math.max(0, ...cases.flatMap(({ taught: { parts } }) => parts.map(({ labelmapId }) => store.labelmaps.newestEdit(labelmapId)))),
  };
});

/** Whether patients of the test set taught the model, or one that it goes on from, before they were set aside. Not known: they may have. */
export function seesTestSet(line: readonly SnapshotFacts[] | null, stand: TestSetStand | null): boolean {
  if (stand === null) return false;
  return line === null || line.some(({ patients, taughtCases }) => [...stand.patients].some((one) => patients.has(one)) || [...stand.cases].some((one) => taughtCases.has(one)));
}

/** Those that could be scored and were not, on the test set as it is now; oldest first. Empty where nothing of the test set is labelled. */
export async function modelsToScore(store: ProjectStore): Promise<readonly ModelRecord[]> {
  const stand = standsOf(store);
  if (stand === null || stand.cases.size === 0) return [];
  const scores = store.loop.testScores();
  const missing = store.models.list().filter(({ id, state }) => state === 'ready' && scores.get(id)?.reference !== stand.reference);
  const lines = await Promise.all(missing.map((model) => factsOfLine(store, model)));
  return missing.filter((_, place) => !seesTestSet(lines[place]!, stand));
}

/**
 * Scores decide nothing: they are shown. What of them was done stays, however it ends.
 * @returns how many models were scored
 * @throws UserFacingError `cancelled`, `disk-full`
 */
export async function scoreTestSet(store: ProjectStore, engine: Engine, work: LongWork): Promise<{ readonly models: number }> {
  const models = await modelsToScore(store);
  const stand = standsOf(store);
  if (models.length === 0 || stand === null) return { models: 0 };
  const upToEdit = store.labelmaps.latestEditNumber();
  const { cases } = await takeCases(store, [], () => [], upToEdit, work);
  const manifest: SnapshotManifest = { version: 1, project: store.projectId, createdAt: new Date().toISOString(), upToEdit, labels: store.labels.table(), cases };
  let scored = 0;
  await withWorkFolder(store, async (folder) => {
    const file = join(folder, 'test-set.json');
    await writeWhole(file, JSON.stringify(manifest));
    for (const [place, model] of models.entries()) {
      await breathe(work);
      try {
        const judged = await judgedWhenTrained(store, model, manifest) ?? (await engine.run(
          { kind: 'judge', projectFolder: store.folder, manifest: file, role: 'test', modelFolders: modelFolders(store, model), outputFolder: folder },
          (event) => {
            if (event.kind === 'progress') work.progress({ phase: 'validating', done: place + event.done / Math.max(1, event.total), total: models.length });
          },
          work.signal,
        )).cases;
        store.loop.putTestScore(model.id, { reference: stand.reference, cases: judged });
        scored += 1;
      } catch (error) {
        if (endsEverything(error, work) || !(error instanceof UserFacingError)) throw error;
        work.report({ kind: 'warning', sentence: fill(loopSentences.notScored, { model: model.name, reason: error.sentence }) });
      }
      work.progress({ phase: 'validating', done: place + 1, total: models.length });
    }
  });
  return { models: scored };
}

/** What its training found at its end, where nothing of the test set was changed since; null otherwise. */
async function judgedWhenTrained(store: ProjectStore, { metrics, snapshotId }: ModelRecord, now: SnapshotManifest): Promise<ModelMetrics['testCases'] | null> {
  const { testCases: judged = [] } = metrics as ModelMetrics;
  const then = await readManifest(store, snapshotId);
  const key = ({ cases, labels }: SnapshotManifest): string => JSON.stringify([
    labels.map(({ index, value }) => [index, value]),
    cases.filter(({ role }) => role === 'test').map(({ caseId, patient, labelmap, completeSlices, image, sliceAxis }) => [caseId, patient, labelmap.sha256, completeSlices, image.sha256, sliceAxis]),
  ]);
  return judged.length > 0 && key(then) === key(now) ? judged : null;
}
