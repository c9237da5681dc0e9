/** Readers of a case beside each other, and what they come to together. */
import type { ComparableCase } from '#shared/contract/agreement.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { quiet } from './start-job.ts';

export function agreementCalls({ session, changes }: HostParts): Answers<'agreement'> {
  const os = calls.agreement;
  return {
    cases: os.cases.handler(async ({ context }): Promise<ComparableCase[]> => {
      const { comparableCase } = await import('../../use-cases/consensus-of-case.ts');
      const store = session.required();
      const blind = store.secondReadings.blindCases(context.person());
      return store.cases.list().filter(({ id }) => !blind.has(id)).flatMap((record) => comparableCase(store, record) ?? []);
    }),
    of: os.of.handler(async ({ input: { caseId, readers }, signal }) => {
      const { agreementOfCase } = await import('../../use-cases/agreement-of-case.ts');
      return agreementOfCase(session.required(), caseId, readers, quiet(signal).signal);
    }),
    makeConsensus: os.makeConsensus.handler(async ({ input, context, signal }) => {
      const { makeConsensus } = await import('../../use-cases/consensus-of-case.ts');
      const store = session.required();
      const made = await makeConsensus(store, input, context.person(), quiet(signal).signal);
      const { labelmapId } = made;
      changes.publish({ kind: 'labels', labelmapId, edit: store.labelmaps.newestEdit(labelmapId) });
      changes.publish({ kind: 'reviews', labelmapId });
      changes.publish({ kind: 'cases' });
      return made;
    }),
    openConsensus: os.openConsensus.handler(async ({ input }) => {
      const { openConsensus } = await import('../../use-cases/consensus-of-case.ts');
      return openConsensus(session.required(), input.caseId) as never;
    }),
  };
}
