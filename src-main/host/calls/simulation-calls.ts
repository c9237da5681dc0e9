import { calls, type Answers, type HostParts } from './host-parts.ts';
import { startJob } from './start-job.ts';

export function simulationCalls(parts: HostParts): Answers<'simulation'> {
  const { engine, version } = parts;
  return {
    run: calls.simulation.run.handler(({ input }) => startJob(parts, {
      kind: 'simulate', lane: 'engine', input,
      run: async (store, options, work) => {
        const { simulateAnnotation } = await import('../../use-cases/simulate-annotation.ts');
        return simulateAnnotation(store, engine, options, version, work);
      },
    })),
  };
}
