import type { ValidationScores } from '#main/engine-client/protocol.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { compareMasks, meanOfScores, noScores, scoresOf, type ComparedMasks } from '#shared/learning/scores.ts';
import { teaches, type LabelledStack } from '#shared/learning/slice-stack.ts';
import type { Learner } from '../learner.ts';
import { predictStack } from '../predict-stack.ts';

/** Predicts whole cases and judges them where their reference is to be believed: on complete planes. */
export async function validate(
  learner: Learner, stacks: readonly LabelledStack[], plan: Plan,
  between: () => Promise<void>, judged: (cases: number) => void,
): Promise<ValidationScores> {
  const compared: ComparedMasks[] = [];
  for (const [done, stack] of stacks.entries()) {
    const prediction = await predictStack(learner, stack, plan, between, () => undefined);
    compared.push(compareMasks(prediction, referenceOf(stack, prediction)));
    judged(done + 1);
  }
  const dice = plan.outputs.slice(1).map((_, at) => {
    const confusions = compared.map(({ labels }) => labels.get(at + 1));
    const held = confusions.some((one) => one !== undefined && one.truePositives + one.falseNegatives > 0);
    return held ? meanOfScores(confusions.map((one) => (one === undefined ? noScores : scoresOf(one)))).scores.dice : null;
  });
  const known = dice.filter((one) => one !== null);
  return { dice, meanDice: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length };
}

/** The drawn outputs; where nothing was drawn to be believed, prediction and reference both become background. */
function referenceOf(stack: LabelledStack, prediction: Uint8Array): Uint8Array {
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
