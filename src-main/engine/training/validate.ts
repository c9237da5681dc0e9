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
  // Mirrored it would take a multiple of the time: that is left to the last look.
  const upright: Plan = { ...plan, prediction: { mirror: false, largestComponents: [] } };
  for (const [done, stack] of stacks.entries()) {
    scores.push(scoresOfCase(stack, await predictStack([learner], stack.shown, upright, between, () => undefined)));
    judged(done + 1);
  }
  return meanScores(scores, plan);
}

function scoresOfCase(stack: JudgingStack, prediction: Uint8Array): ScoredLabels {
  const { labels } = compareMasks(prediction, referenceOf(stack, prediction));
  return new Map([...labels].map(([output, confusion]) =>
    [output, { dice: scoresOf(confusion).dice, held: confusion.truePositives + confusion.falseNegatives > 0 }]));
}

/** Of a case, of each output besides the background; null where neither holds the label. @param prediction on the case's own grid; overwritten */
export function dicePerLabel(stack: JudgingStack, prediction: Uint8Array, outputs: number): readonly (number | null)[] {
  const scores = scoresOfCase(stack, prediction);
  return Array.from({ length: outputs - 1 }, (_, at) => scores.get(at + 1)?.dice ?? null);
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
