/** How many patches to compute at a time where more did not fit the memory. */
import type { Plan } from './plan.ts';

/** The next smaller number that makes up the batch without a rest, so that a step learns the same; null: one at a time already. */
export function smallerMicroBatch({ batch, microBatch }: Pick<Plan, 'batch' | 'microBatch'>): number | null {
  for (let fewer = microBatch - 1; fewer >= 1; fewer--) if (batch % fewer === 0) return fewer;
  return null;
}
