/**
 * Whether a model that was just trained takes the place of the one in use: both are judged by the same patients, on the same
 * labels. It never sees the test set.
 */
import { join } from 'node:path';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { decidePromotion, type EarlierModel } from '#shared/learning/statistics/promotion.ts';
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { Engine } from '../engine-client/engine.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { Decided } from '../store/loop-work.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { programCloses, type LongWork } from './long-work.ts';
import { loopSentences } from './loop-sentences.ts';
import { factsOfLine } from './loop-snapshots.ts';
import { modelFolders } from './model-members.ts';
import type { ModelMetrics } from './models.ts';
import { readManifest } from './take-snapshot.ts';
import { withWorkFolder } from './work-folder.ts';
import { workSentences } from './work-sentences.ts';

/** The model to be. */
export interface LaterModel {
  readonly snapshotId: string;
  readonly plan: Plan;
  /** By patients whom it had not seen; empty where slabs judged it, or nobody. */
  readonly cases: readonly CaseJudgement[];
}

/**
 * The model in use is asked anew about those who judged the later one, because their labels may have changed since. Where it
 * was taught with one of them it is not asked: it would be judged by what it knows by heart. Such a case counts only where a network of
 * its cross-validation that had not seen it has judged the same labels. Where it cannot be asked, its last judgement counts. That
 * fails, or is cancelled, loses no model.
 * @throws UserFacingError `cancelled` only where the program closes, and the decision can be made later
 */
export async function promote(store: ProjectStore, engine: Engine, later: LaterModel, work: LongWork): Promise<Decided> {
  const earlier = store.models.active();
  const labels = labelsOf(later.plan);
  if (earlier === null) return { decision: decidePromotion(null, { judgedBy: 'validation', cases: later.cases }, labels, later.plan.seed), earlier: null, judgedAgain: false };
  const { judged, judgedAgain } = await judgeEarlier(store, engine, earlier, later, work);
  // Judging takes a while, in which a person may have put another model to use: that one is the model to compare with.
  if (store.models.active()?.id !== earlier.id) return promote(store, engine, later, work);
  return { decision: decidePromotion(judged, { judgedBy: 'validation', cases: later.cases }, labels, later.plan.seed), earlier: earlier.id, judgedAgain };
}

function labelsOf({ outputs }: Pick<Plan, 'outputs'>): EarlierModel['labels'] {
  return outputs.slice(1).map(({ value, name }) => ({ value, name }));
}

async function judgeEarlier(
  store: ProjectStore, engine: Engine, earlier: ModelRecord, later: LaterModel, work: LongWork,
): Promise<{ readonly judged: EarlierModel; readonly judgedAgain: boolean }> {
  const { cases: lastJudged = [], members = [], validationKind } = earlier.metrics as ModelMetrics;
  const labels = labelsOf(earlier.plan);
  const line = await factsOfLine(store, earlier);
  const taught = new Set(line?.flatMap(({ taughtCases }) => [...taughtCases]));
  const wanted = later.cases.map(({ caseId }) => caseId);
  // Of a cross-validation each case was judged by the network that had not seen it.
  const fair = validationKind === 'slabs' ? [] : lastJudged.filter(({ caseId }) => members.length > 1 || !taught.has(caseId));
  const unseen = line === null ? [] : wanted.filter((id) => !taught.has(id));
  const taughtBy = new Set(wanted.filter((id) => (line === null || taught.has(id)) && !fair.some(({ caseId }) => caseId === id)));
  const by = (cases: readonly CaseJudgement[]): EarlierModel => ({ judgedBy: 'validation', cases, labels, taughtBy });
  if (unseen.length === 0) return { judged: by(fair), judgedAgain: false };
  try {
    const anew = await judge(store, engine, earlier, await readManifest(store, later.snapshotId), new Set(unseen), work);
    return { judged: by([...anew, ...fair.filter(({ caseId }) => !unseen.includes(caseId))]), judgedAgain: true };
  } catch (error) {
    if (work.signal.aborted && work.signal.reason === programCloses) throw error;
    const reason = error instanceof UserFacingError ? error.sentence : workSentences.cancelled;
    work.report({ kind: 'warning', sentence: fill(loopSentences.notJudgedAgain, { reason }) });
    return { judged: by(fair), judgedAgain: false };
  }
}

async function judge(
  store: ProjectStore, engine: Engine, earlier: ModelRecord, manifest: Awaited<ReturnType<typeof readManifest>>, unseen: ReadonlySet<string>, work: LongWork,
): Promise<readonly CaseJudgement[]> {
  // In a cross-validation's own list everybody teaches.
  const cases = manifest.cases.filter(({ caseId, role, fold }) => unseen.has(caseId) && (role === 'validation' || (role === 'train' && fold !== undefined)))
    .map((one): SnapshotCase => ({ ...one, role: 'validation' }));
  return withWorkFolder(store, async (folder) => {
    const file = join(folder, 'judges.json');
    await writeWhole(file, JSON.stringify({ ...manifest, cases }));
    const { cases: judged } = await engine.run(
      { kind: 'judge', projectFolder: store.folder, manifest: file, role: 'validation', modelFolders: modelFolders(store, earlier), outputFolder: folder },
      (event) => {
        if (event.kind === 'progress') work.progress({ phase: 'validating', done: event.done, total: event.total });
        if (event.kind === 'warning') work.report(event);
      },
      work.signal,
    );
    return judged;
  });
}
