/** Whether an unfinished training can still go on: what it learns from and what it follows must be as they were. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { plan as planForm, type ModelInfo } from '#shared/contract/training.ts';
import { checkPlan } from '#shared/learning/check-plan.ts';
import { completePlan } from '#shared/learning/complete-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { recordFile, type TrainingRecord } from './training-record.ts';
import { trainingSentences } from './training-sentences.ts';

export interface Obstacle {
  /** Null where it cannot be used. */
  readonly plan: ModelInfo['plan'] | null;
  /** Null: it can go on. */
  readonly obstacle: Sentence | null;
}

/** @param record null: it could not be read */
export async function obstacleTo(store: ProjectStore, folder: string, record: TrainingRecord | null): Promise<Obstacle> {
  if (record === null) return { plan: null, obstacle: fill(trainingSentences.unreadable, { file: `models/${basename(folder)}/${recordFile}` }) };
  const { data: plan, error } = planForm.safeParse(completePlan(record.followed ?? record.plan));
  if (plan === undefined) {
    const part = error.issues[0]?.path.join('.') ?? '';
    return { plan: null, obstacle: fill(trainingSentences.planUnusable, { part }) };
  }
  // A model that is done needs nothing of what it learnt from.
  if (record.result !== null) return { plan, obstacle: null };
  return { plan, obstacle: await snapshotObstacle(store, record.snapshot.path, plan) ?? startObstacle(store, record) };
}

async function snapshotObstacle(store: ProjectStore, path: string, plan: Plan): Promise<Sentence | null> {
  const gone = (file: string): Sentence => fill(trainingSentences.snapshotGone, { file });
  const text = await readFile(join(store.folder, path)).catch(() => null);
  if (text === null || createHash('sha256').update(text).digest('hex') !== basename(path, '.json')) return gone(path);
  const { cases, labels } = JSON.parse(text.toString('utf8')) as SnapshotManifest;
  const files = cases.flatMap(({ image, furtherImages = [], labelmap }) => [image.path, ...furtherImages.map(({ path }) => path), labelmap.path]);
  const missing = files.find((file) => !existsSync(join(store.folder, file)));
  if (missing !== undefined) return gone(missing);
  const tested = new Set(store.testSet.get()?.patients);
  if (cases.some(({ role, patient }) => role !== 'test' && tested.has(patient))) return trainingSentences.testPatients;
  try {
    checkPlan(plan, labels);
    return null;
  } catch (error) {
    if (error instanceof UserFacingError) return fill(trainingSentences.planUnusable, { part: error.sentence });
    throw error;
  }
}

/** The model that it starts from is read where there is no checkpoint yet. */
function startObstacle(store: ProjectStore, { plan: { start }, checkpoint }: TrainingRecord): Sentence | null {
  if (checkpoint !== null || start === undefined || start.kind === 'scratch') return null;
  return store.models.list().some(({ id }) => id === start.model) ? null : trainingSentences.modelGone;
}
