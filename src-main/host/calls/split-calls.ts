import type { Answers, HostParts } from './host-parts.ts';
import { calls } from './host-parts.ts';
import { quiet } from './start-job.ts';

/** What is asked before a training: what it would be, and who is set aside from all of them. */
export function splitCalls({ session, changes }: HostParts): Pick<Answers<'training'>, 'plan' | 'testSet' | 'drawTestSet'> {
  const os = calls.training;
  return {
    plan: os.plan.handler(async ({ input, signal }) => {
      const { planTraining } = await import('../../use-cases/plan-training.ts');
      return planTraining(session.required(), input, quiet(signal));
    }),
    testSet: os.testSet.handler(async () => {
      const { describeTestSet } = await import('../../use-cases/draw-test-set.ts');
      return describeTestSet(session.required());
    }),
    drawTestSet: os.drawTestSet.handler(async ({ input, context }) => {
      const { drawTestSet } = await import('../../use-cases/draw-test-set.ts');
      const drawn = drawTestSet(session.required(), input, context.person());
      changes.publish({ kind: 'cases' });
      return drawn;
    }),
  };
}
