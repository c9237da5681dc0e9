import { calls, type Answers, type HostParts } from './host-parts.ts';
import { quiet, startJob } from './start-job.ts';
import { withGrants } from './with-grants.ts';

export function exportCalls(parts: HostParts): Answers<'export'> {
  return {
    start: calls.export.start.handler(({ input, context }) => startJob(parts, {
      kind: 'export', lane: 'export', input,
      run: async (store, options, work) => {
        const { exportLabels } = await import('../../use-cases/export-labels.ts');
        return exportLabels(store, { ...options, person: context.person() }, parts.version, work);
      },
    })),
  };
}

export function evaluationCalls({ grants, version }: HostParts): Answers<'evaluation'> {
  const os = calls.evaluation;
  return {
    run: os.run.handler(({ input, signal }) => withGrants(grants, input, async (paths) => {
      const { reportEvaluation } = await import('../../use-cases/report-evaluation.ts');
      return reportEvaluation(paths, version, quiet(signal));
    })),
    montage: os.montage.handler(({ input, signal }) => withGrants(grants, input, async (paths) => {
      const { drawMontage } = await import('../../use-cases/draw-montage.ts');
      return drawMontage(paths, quiet(signal));
    })),
  };
}
