/** Whether the parts of a plan fit together: what a schema of single values cannot see. */
import type { LabelTable } from '../labels/label-table.ts';
import { failure } from '../text/user-facing-error.ts';
import { totalStride } from './network-size.ts';
import type { Plan } from './plan.ts';
import { planningSentences } from './planning-sentences.ts';

/** @throws UserFacingError `bad-input` that names the part to change */
export function checkPlan(plan: Plan, labels: LabelTable): void {
  const stride = totalStride(plan.network);
  const [rows, columns] = plan.patch;
  if (rows % stride !== 0 || columns % stride !== 0) {
    throw failure('bad-input', planningSentences.patchNotMultiple, { rows, columns, stride });
  }
  const { batch, microBatch, normalisation } = plan;
  if (batch % microBatch !== 0) throw failure('bad-input', planningSentences.microBatchDoesNotDivide, { batch, microBatch });
  if (normalisation.kind === 'window' && normalisation.low >= normalisation.high) {
    throw failure('bad-input', planningSentences.windowUpsideDown, { low: normalisation.low, high: normalisation.high });
  }
  if (!outputsFit(plan.outputs, labels)) throw failure('bad-input', planningSentences.outputsUnusable, {});
}

function outputsFit(outputs: Plan['outputs'], labels: LabelTable): boolean {
  const known = new Map(labels.map(({ index, value }) => [index, value]));
  const [background, ...drawn] = outputs;
  return background?.index === 0
    && new Set(drawn.map(({ index }) => index)).size === drawn.length
    && drawn.every(({ index, value }) => known.get(index) === value);
}
