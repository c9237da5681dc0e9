/** What trainings brought: which model took another's place, kept models' figures on the test set, and when people were at work. */
import { createHash } from 'node:crypto';
import type { AnnotationAct } from '#shared/learning/annotation-time.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import type { PromotionDecision } from '#shared/learning/statistics/promotion.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { EventLog } from './events.ts';
import { inTransaction, type Session } from './session.ts';
import { modelMissing } from './store-sentences.ts';

export interface PromotionRecord {
  readonly decision: PromotionDecision;
  /** The model that was in use; null where there was none. */
  readonly earlier: string | null;
  /** Whether it was asked again about what the later one was judged by. */
  readonly judgedAgain: boolean;
  readonly decidedAt: string;
  /** Who put a model to use that was held back. */
  readonly overruledBy: string | null;
}

export type Decided = Omit<PromotionRecord, 'decidedAt' | 'overruledBy'>;

export interface TestScore {
  /** What the figures were measured against: another word where the test set or the label table was changed since. */
  readonly reference: string;
  readonly cases: readonly CaseJudgement[];
}

export interface LoopStore {
  /** In the place of what the model had. @throws UserFacingError `not-found` */
  putTestScore(modelId: string, score: TestScore): void;
  /** By model. */
  testScores(): ReadonlyMap<string, TestScore>;
  /**
   * Strokes and marks by which people labelled, by position in the log. Imports, merges of labels or of copies, what a consensus is made of and second
   * readings are none: they are no labelling by hand, or teach nothing.
   */
  acts(): readonly AnnotationAct[];
}

/** The kind of event that tells that a model was scored: `{ id, reference, figures }`. */
export const modelTested = 'model-tested';

/** @param cases as their row holds them */
export function figuresHash(cases: string): string {
  return createHash('sha256').update(cases, 'utf8').digest('hex');
}

/** They are nobody's labelling by hand, and neither are the marks that come with them. */
const byProgram = `('import', 'import-mask', 'merge-labels', 'bundle', 'bundle-accepted')`;

export function createLoop(session: Session, events: EventLog): LoopStore {
  const { database } = session;
  const modelKey = database.prepare<[string], number>('SELECT id FROM model WHERE uuid = ?').pluck();
  const insert = database.prepare('INSERT OR REPLACE INTO test_score (model, reference, cases) VALUES (?, ?, ?)');
  const scores = database.prepare<[], { id: string; reference: string; cases: string }>(
    'SELECT model.uuid AS id, reference, cases FROM test_score JOIN model ON model.id = test_score.model ORDER BY model.number',
  );
  const acts = database.prepare<[], { position: number; person: number; at: string }>(
    `SELECT edit.number AS position, edit.annotator AS person, edit.made_at AS at
     FROM edit JOIN labelmap ON labelmap.id = edit.labelmap JOIN reading ON reading.id = labelmap.reading
     WHERE reading.blind = 0 AND edit.tool NOT IN ${byProgram} AND edit.tool NOT LIKE 'consensus-%'
     UNION
     SELECT review.number, review.annotator, event.at
     FROM review JOIN reading ON reading.id = review.reading JOIN event ON event.position = review.number
     WHERE reading.blind = 0 AND (review.annotator = reading.annotator OR reading.kind = 'consensus') AND review.state IN ('complete', 'incomplete')
       AND NOT EXISTS (SELECT 1 FROM edit WHERE edit.number = review.number - 1 AND edit.tool IN ${byProgram})
     ORDER BY 1`,
  );

  return {
    putTestScore: (modelId, { reference, cases }) =>
      inTransaction(session, () => {
        const model = modelKey.get(modelId);
        if (model === undefined) throw failure('not-found', modelMissing, { id: modelId });
        const text = JSON.stringify(cases);
        insert.run(model, reference, text);
        events.append(modelTested, { id: modelId, reference, figures: figuresHash(text) });
      }),
    testScores: () => new Map(scores.all().map(({ id, reference, cases }) => [id, { reference, cases: JSON.parse(cases) as CaseJudgement[] }])),
    acts: () => acts.all().map(({ position, person, at }) => ({ position, person, atMs: Date.parse(at) })),
  };
}
