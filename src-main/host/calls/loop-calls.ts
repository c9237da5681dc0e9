import type { FillOptions } from '#shared/contract/loop.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { startJob } from './start-job.ts';

export function loopCalls(parts: HostParts): Answers<'loop'> {
  const { session } = parts;
  const os = calls.loop;
  return {
    state: os.state.handler(async ({ context }) => {
      const { loopState } = await import('../../use-cases/loop-state.ts');
      return loopState(session.required(), context.person());
    }),
    fill: os.fill.handler(({ input, context }) => startFill(parts, context.person(), input)),
    score: os.score.handler(() => startScoring(parts)),
    rounds: os.rounds.handler(async ({ input }) => {
      const { loopRounds } = await import('../../use-cases/loop-rounds.ts');
      return loopRounds(session.required(), input.wanted);
    }),
    testSlices: os.testSlices.handler(async ({ context }) => {
      const { testSlices } = await import('../../use-cases/loop-test-slices.ts');
      const store = session.required();
      return testSlices(store, store.secondReadings.blindCases(context.person()));
    }),
  };
}

function startFill(parts: HostParts, annotator: string, options: FillOptions): ReturnType<typeof startJob> {
  return startJob(parts, {
    kind: 'fill', lane: 'background', input: options,
    run: async (store, input, work) => {
      const { fillQueue } = await import('../../use-cases/loop-fill.ts');
      return fillQueue(store, parts.engine, { ...input, annotator }, work);
    },
    changed: [{ kind: 'queue' }],
  });
}

export function startScoring(parts: HostParts): ReturnType<typeof startJob> {
  return startJob(parts, {
    kind: 'score', lane: 'background', input: {},
    run: async (store, _, work) => {
      const { scoreTestSet } = await import('../../use-cases/loop-test-set.ts');
      return scoreTestSet(store, parts.engine, work);
    },
    changed: [{ kind: 'models' }],
  });
}

/** What of earlier rounds is still read or scored: a newer model makes it needless. */
const following = new WeakMap<HostParts, string[]>();

/**
 * After a training: kept models are scored on the test set, and the queue is filled again, both behind the person's back. Whatever becomes of
 * them, the training has ended well. A single command has nobody who would wait for it.
 */
export async function goesOn(parts: HostParts, store: ProjectStore, annotator: string, model: ModelInfo): Promise<ModelInfo> {
  const { jobs, log, remembersProjects } = parts;
  if (!remembersProjects) return model;
  try {
    for (const id of following.get(parts) ?? []) jobs.cancel(id);
    const started: string[] = [];
    following.set(parts, started);
    const { modelsToScore } = await import('../../use-cases/loop-test-set.ts');
    const { poolOf } = await import('../../use-cases/loop-pool.ts');
    if ((await modelsToScore(store)).length > 0) started.push((await startScoring(parts)).jobId);
    if (store.settings.get().refillQueue && poolOf(store).some(({ open }) => open.length > 0)) started.push((await startFill(parts, annotator, {})).jobId);
  } catch (error) {
    log.write('what follows a training could not be begun', error);
  }
  return model;
}
