/**
 * Whether a new model takes the place of the active one, decided on the patients who validated both. It must not know the test
 * set, which would then have chosen the model that it is to judge; nor where models, logs and people's wishes are kept.
 */
import { patientsOf, type CaseJudgement } from '../evaluation/case-judgement.ts';
import { pairedBootstrap, type PairedDifference } from './paired-bootstrap.ts';
import { diceByPatient, type JudgedBy, type JudgedLabel } from './patient-figures.ts';

/** As decided by, so that a decision can be read when the rule is another one. */
export const promotionRule = {
  /** Dice by which a model may be worse without being called so. */
  margin: 0.005,
  /** The new model stays behind where it is worse with more than this probability. */
  probability: 0.9,
  /** With a single patient every resample is the same: it knows nothing of chance. */
  fewestPatients: 2,
  /** With fewer the probability is a rough figure: so few draws again look alike (`splitByPatient` asks for as many). */
  fewestToTrust: 5,
  resamples: 10_000,
  /** Two-sided, so that an interval that ends below −margin and a probability above 0.9 are the same finding. */
  level: 0.8,
} as const;

/**
 * Why: `no-earlier-model` and `cannot-tell` (too few patients validated both) promote, since the new model has learnt from
 * all that is labelled by now; `not-shown-worse` promotes; `worse` does not.
 */
export type PromotionReason = 'no-earlier-model' | 'cannot-tell' | 'not-shown-worse' | 'worse';

/** A whole decision, as plain JSON. */
export interface PromotionDecision {
  readonly promoted: boolean;
  readonly because: PromotionReason;
  /** What the new model is worse in; a label by its value in files. Empty unless `because` is `worse`. */
  readonly worseIn: readonly ('mean' | number)[];
  /** Who was compared. */
  readonly patients: number;
  readonly cases: number;
  /** So few patients that the probabilities are rough; false where there are none. */
  readonly rough: boolean;
  /** Of the mean of the means of the labels that both models know; null where it cannot be told. */
  readonly mean: PairedDifference | null;
  /** All that the later model knows; one that the earlier does not know is not compared. */
  readonly labels: readonly (JudgedLabel & { readonly compared: PairedDifference | null })[];
  /** Ids of cases that say nothing of the difference, or nothing fair. */
  readonly leftOut: {
    /** Judged by one of the models alone. */
    readonly earlierAlone: readonly string[];
    readonly laterAlone: readonly string[];
    /** Judged against another reference each. */
    readonly otherReference: readonly string[];
    /** Of patients whom the earlier model has seen in training, and so knows better than any others. */
    readonly taughtEarlier: readonly string[];
  };
  readonly rule: typeof promotionRule;
  readonly seed: number;
}

/** The active model, as far as it is compared. */
export interface EarlierModel extends JudgedBy<'validation'> {
  /** What it can tell apart, without background. */
  readonly labels: readonly JudgedLabel[];
  /** Cases of the later model's validation of which its figures are no fair ones: patients of them taught it. */
  readonly taughtBy?: ReadonlySet<string>;
}

/**
 * The later model becomes active unless it is worse by more than 0.005 Dice, with a probability above 0.9, in the mean or in
 * any label (paired bootstrap over patients). Each label is one more chance to stay behind: with many labels a model as good
 * as the earlier one is held back more often than by one figure.
 * A label that the earlier model was never taught is not compared, also not in the mean: nobody loses by learning it.
 * @param earlier the active model's validation; null where there is none
 * @param labels what the later model can tell apart, without background
 */
export function decidePromotion(
  earlier: EarlierModel | null, later: JudgedBy<'validation'>, labels: readonly JudgedLabel[], seed: number,
): PromotionDecision {
  const known = new Set(earlier?.labels.map(({ value }) => value));
  const shared = labels.filter(({ value }) => known.has(value));
  const pairs = pairCases(earlier, later.cases, shared);
  const patients = patientsOf(pairs.earlier);
  const compared = pairedBootstrap(
    diceByPatient(pairs.earlier, patients, shared), diceByPatient(pairs.later, patients, shared), { ...promotionRule, seed },
  );
  const worse = (one: PairedDifference | null): boolean => one !== null && one.probabilityWorse > promotionRule.probability;
  const worseIn = [
    ...worse(compared.mean) ? ['mean' as const] : [],
    ...shared.flatMap(({ value }, place) => (worse(compared.labels[place] ?? null) ? value : [])),
  ];
  const tells = compared.mean !== null || compared.labels.some((one) => one !== null);
  return {
    promoted: worseIn.length === 0,
    because: earlier === null ? 'no-earlier-model' : worseIn.length > 0 ? 'worse' : tells ? 'not-shown-worse' : 'cannot-tell',
    worseIn,
    patients: patients.length,
    cases: pairs.earlier.length,
    rough: tells && patients.length < promotionRule.fewestToTrust,
    mean: compared.mean,
    labels: labels.map((label) => ({ value: label.value, name: label.name, compared: compared.labels[shared.indexOf(label)] ?? null })),
    leftOut: pairs.leftOut,
    rule: promotionRule,
    seed,
  };
}

interface Pairs {
  /** The same cases in the same order, by id. */
  readonly earlier: readonly CaseJudgement[];
  readonly later: readonly CaseJudgement[];
  readonly leftOut: PromotionDecision['leftOut'];
}

function pairCases(earlier: EarlierModel | null, later: readonly CaseJudgement[], labels: readonly JudgedLabel[]): Pairs {
  const taught = earlier?.taughtBy ?? new Set<string>();
  const before = new Map((earlier?.cases ?? []).filter(({ caseId }) => !taught.has(caseId)).map((one) => [one.caseId, one]));
  const after = new Map(later.filter(({ caseId }) => !taught.has(caseId)).map((one) => [one.caseId, one]));
  const both = [...after.keys()].filter((id) => before.has(id)).sort();
  const pairs = both.filter((id) => sameReference(before.get(id)!, after.get(id)!, labels));
  return {
    // A patient may have got another name meanwhile: people are who they are today.
    earlier: pairs.map((id) => ({ ...before.get(id)!, patient: after.get(id)!.patient })),
    later: pairs.map((id) => after.get(id)!),
    leftOut: {
      earlierAlone: [...before.keys()].filter((id) => !after.has(id)).sort(),
      laterAlone: [...after.keys()].filter((id) => !before.has(id)).sort(),
      otherReference: both.filter((id) => !pairs.includes(id)),
      taughtEarlier: later.map(({ caseId }) => caseId).filter((id) => taught.has(id)).sort(),
    },
  };
}

/**
 * Whether both judgements can be of one reference: the same number of complete slices, the same of the labels that both models
 * know held, as large where volumes were measured. To a model that does not know a label its voxels are background. Labels that changed otherwise cannot be seen here: whoever edits a validation case has both models judged again.
 */
function sameReference(before: CaseJudgement, after: CaseJudgement, labels: readonly JudgedLabel[]): boolean {
  if (before.partly?.complete !== after.partly?.complete || before.partly?.slices !== after.partly?.slices) return false;
  return labels.every(({ value }) => {
    const [one, other] = [heldIn(before, value), heldIn(after, value)];
    if (one.held !== other.held) return false;
    return before.unit !== after.unit || one.volume === null || other.volume === null || Math.abs(one.volume - other.volume) <= 1e-6 * one.volume;
  });
}

function heldIn({ labels }: CaseJudgement, label: number): { held: boolean; volume: number | null } {
  const measured = labels[label];
  const held = measured !== undefined && (measured.found === 'both' || measured.found === 'missed');
  return { held, volume: held ? measured.volumeReference : null };
}
