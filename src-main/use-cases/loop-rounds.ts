/** The chart's figures: what each training had to learn from, what it cost people, and how good it became. */
import type { Round, Rounds } from '#shared/contract/loop.ts';
import { annotationMinutes } from '#shared/learning/annotation-time.ts';
import { effortToGo } from '#shared/learning/statistics/dice-curve.ts';
import { testFigures, testIntervalRule } from '#shared/learning/statistics/test-interval.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { countSlices, knownFacts } from './loop-snapshots.ts';
import { outcomeOf } from './loop-state.ts';
import type { TestSetStand } from './loop-test-set.ts';
import type { ModelMetrics } from './models.ts';
import { testFiguresNow, type TestedModel } from './test-figures.ts';

/** The same for all rounds, so that these differ by their figures alone. */
const chartSeed = 0;

/** @param wanted a Dice; how much more work it takes is told then */
export async function loopRounds(store: ProjectStore, wanted?: number): Promise<Rounds> {
  // What was spent on a model that is deleted was spent all the same.
  const models = store.models.ever();
  const facts = await Promise.all(models.map(({ snapshotId }) => knownFacts(store, snapshotId)));
  const acts = store.loop.acts();
  const minutes = annotationMinutes(acts, facts.map((one) => one?.position ?? 0));
  const promotions = store.models.promotions();
  const { stand, of } = await testFiguresNow(store, models);
  const rounds: Round[] = [];
  let toScore = 0;
  for (const [place, model] of models.entries()) {
    const { validation, validationPatients, validationKind } = model.metrics as ModelMetrics;
    const known = facts[place] ?? null;
    const [learnt, tested] = known === null ? [0, 0] : [countSlices(known.learnt), countSlices(known.tested)];
    const test = testOf(model, stand, of.get(model.id)!);
    if (test.outcome === 'not-scored' && !model.removed) toScore += 1;
    rounds.push({
      modelId: model.id, name: model.name, at: model.createdAt, active: model.active, removed: model.removed,
      start: model.plan.start.kind === 'scratch' ? 'cold' : 'warm',
      parentId: model.parentId,
      slices: learnt + tested, testSlices: tested,
      minutes: minutes[place]! > 0 ? minutes[place]! : null,
      validation: {
        kind: validationKind ?? (validationPatients.length > 0 ? 'patients' : 'none'),
        patients: validationPatients.length, dice: validation?.meanDice ?? null,
      },
      test,
      outcome: outcomeOf(promotions.get(model.id)),
    } as Round);
  }
  return {
    rounds,
    effort: wanted === undefined ? null : effortOf(rounds, wanted),
    testSet: stand === null ? null : {
      patients: stand.patients.size, slices: stand.slices, toScore,
      fewestPatients: testIntervalRule.fewestPatients, fewestSlices: testIntervalRule.fewestSlices,
    },
  };
}

function testOf(model: ModelRecord, stand: TestSetStand | null, { outcome, cases }: TestedModel): Round['test'] {
  const nothing = { patients: 0, slices: 0, mean: null, labels: [] };
  if (stand === null || outcome !== 'scored') return { outcome: outcome === 'scored' ? 'no-test-set' : outcome, ...nothing };
  const labels = model.plan.outputs.slice(1).map(({ value, name }) => ({ value, name }));
  const { tooFew, patients, slices, mean, labels: told } = testFigures({ judgedBy: 'test', cases }, stand.slices, labels, chartSeed);
  return { outcome: tooFew ? 'too-few' : 'figures', patients, slices, mean, labels: [...told] };
}

/** By the rounds that were judged as the newest one was: slabs of those who teach flatter a model, and patients do not. */
export function effortOf(rounds: readonly Round[], wanted: number): NonNullable<Rounds['effort']> {
  const kind = rounds.findLast(({ validation }) => validation.dice !== null)?.validation.kind;
  const alike = rounds.filter(({ validation }) => validation.kind === kind);
  const trained = alike.map(({ slices, minutes, validation: { dice }, start }) => ({ slices, minutes: minutes ?? 0, dice, start }));
  const inUse = alike.find(({ active }) => active)?.validation.dice ?? null;
  return { wanted, slices: effortToGo(trained, 'slices', wanted, chartSeed, inUse), minutes: effortToGo(trained, 'minutes', wanted, chartSeed, inUse) };
}
