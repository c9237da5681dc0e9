import type { ValidationScores } from '#main/engine-client/protocol.ts';
import { summarise } from '#shared/learning/evaluation/summary.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { compareMasks, noScores, scoresOf, type Scores } from '#shared/learning/scores.ts';
import { teaches } from '#shared/learning/slice-stack.ts';
import type { Learner } from '../learner.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import type { JudgingStack } from '../volumes/load-stack.ts';

/** Predicts whole cases and judges them where their reference is to be believed: on complete planes. */
export async function validate(
  learner: Learner, stacks: readonly JudgingStack[], plan: Plan,
  between: () => Promise<void>, judged: (cases: number) => void,
): Promise<ValidationScores> {
  const scores: ScoredLabels[] = [];
  for (const [done, stack] of stacks.entries()) {
    const prediction = await predictStack([learner], stack.shown, plan, between, () => undefined);
    const { labels } = compareMasks(prediction, referenceOf(stack, prediction));
    scores.push(new Map([...labels].map(([output, confusion]) =>
      [output, { dice: scoresOf(confusion).dice, held: confusion.truePositives + confusion.falseNegatives > 0 }])));
    judged(done + 1);
  }
  return meanScores(scores, plan);
}

/** Of a case, by network output; `held`: whether the reference holds the label. */
export type ScoredLabels = ReadonlyMap<number, { readonly dice: Scores['dice']; readonly held: boolean }>;

/** A label that no reference holds has no Dice: nothing was there to be found. */
export function meanScores(cases: readonly ScoredLabels[], { outputs }: Pick<Plan, 'outputs'>): ValidationScores {
  const dice = outputs.slice(1).map((_, at) => {
    const ofLabel = cases.map((labels) => labels.get(at + 1) ?? { ...noScores, held: false });
    return ofLabel.some(({ held }) => held) ? summarise(ofLabel.map((one) => one.dice)).mean : null;
  });
  return { dice, meanDice: summarise(dice).mean };
}

/** The drawn outputs; where nothing was drawn to be believed, prediction and reference both become background. */
function referenceOf(stack: JudgingStack, prediction: Uint8Array): Uint8Array {
  const { slices, rows, columns, teaching } = stack;
  const reference = new Uint8Array(prediction.length);
  for (let slice = 0, at = 0; slice < slices; slice++) {
    const labels = stack.labels(slice);
    for (let row = 0, pixel = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, pixel++, at++) {
        if (teaches(teaching, slice, row, column)) reference[at] = labels[pixel] as number;
        else prediction[at] = 0;
      }
    }
  }
  return reference;
}
