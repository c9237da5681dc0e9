import { judgementOf, modelToUse } from '../../use-cases/models.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { splitCalls } from './split-calls.ts';
import { goesOn } from './loop-calls.ts';
import { startJob } from './start-job.ts';

export function trainingCalls(parts: HostParts): Answers<'training'> {
  const { session, changes, engine } = parts;
  const os = calls.training;
  return {
    ...splitCalls(parts),
    readiness: os.readiness.handler(async () => {
      const { trainingReadiness } = await import('../../use-cases/training-readiness.ts');
      return trainingReadiness(session.required());
    }),
    start: os.start.handler(({ input, context }) => startJob(parts, {
      kind: 'train', lane: 'engine', pausable: true, input,
      run: async (store, options, work) => {
        const { trainModel } = await import('../../use-cases/train-model.ts');
        return goesOn(parts, store, context.person(), await trainModel(store, engine, options, work, context.person()));
      },
      changed: [{ kind: 'models' }, { kind: 'trainings' }],
    })),
    unfinished: os.unfinished.handler(async () => {
      const store = session.required();
      const { unfinishedTrainings } = await import('../../use-cases/unfinished-trainings.ts');
      return unfinishedTrainings(store);
    }),
    resume: os.resume.handler(async ({ input, context }) => {
      const store = session.required();
      const { resumableRecord } = await import('../../use-cases/unfinished-trainings.ts');
      // Refused at once, not when its turn comes.
      await resumableRecord(store, input.id);
      return startJob(parts, {
        kind: 'train', lane: 'engine', pausable: true, input,
        run: async (opened, { id }, work) => {
          const { resumeTraining } = await import('../../use-cases/train-model.ts');
          return goesOn(parts, opened, context.person(), await resumeTraining(opened, engine, id, work, () => changes.publish({ kind: 'trainings' })));
        },
        changed: [{ kind: 'models' }, { kind: 'trainings' }],
      });
    }),
    discard: os.discard.handler(async ({ input }) => {
      const store = session.required();
      const { discardTraining } = await import('../../use-cases/unfinished-trainings.ts');
      await discardTraining(store, input.id);
      changes.publish({ kind: 'trainings' });
      return {};
    }),
    models: os.models.handler(async () => {
      const store = session.required();
      const { describeModels } = await import('../../use-cases/test-figures.ts');
      return describeModels(store, store.models.list());
    }),
    judgement: os.judgement.handler(({ input, context }) => {
      const store = session.required();
      const hidden = store.secondReadings.blindCases(context.person());
      const { cases, ...judgement } = judgementOf(modelToUse(store, input.id));
      return { ...judgement, cases: cases.filter(({ caseId }) => !hidden.has(caseId)) };
    }),
    activate: os.activate.handler(({ input, context }) => {
      const store = session.required();
      store.models.activate(modelToUse(store, input.id).id, { annotator: context.person() });
      changes.publish({ kind: 'models' });
      return {};
    }),
  };
}

export function predictionsCalls(parts: HostParts): Answers<'predictions'> {
  const { engine, changes, version } = parts;
  const os = calls.predictions;
  return {
    segmentFiles: os.segmentFiles.handler(({ input }) => startJob(parts, {
      kind: 'segment', lane: 'engine', input,
      run: async (store, options, work) => {
        const { segmentImages } = await import('../../use-cases/segment-images.ts');
        return segmentImages(store, engine, options, version, work);
      },
    })),
    predictCases: os.predictCases.handler(({ input }) => startJob(parts, {
      kind: 'predict', lane: 'engine', input,
      run: async (store, options, work) => {
        const { predictCases } = await import('../../use-cases/predict-cases.ts');
        return predictCases(store, engine, options, work, (labelmapId, edit) => changes.publish({ kind: 'labels', labelmapId, edit }));
      },
      changed: [{ kind: 'cases' }],
    })),
  };
}
