import { modelToUse } from '../../use-cases/models.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { startJob } from './start-job.ts';

export function modelsCalls(parts: HostParts): Answers<'models'> {
  const { session, changes, engine, heads, version } = parts;
  const os = calls.models;
  const tell = (): void => changes.publish({ kind: 'models' });
  return {
    facts: os.facts.handler(async ({ input }) => {
      const { modelFacts } = await import('../../use-cases/model-facts.ts');
      const store = session.required();
      return modelFacts(store, modelToUse(store, input.id));
    }),
    compare: os.compare.handler(async ({ input, context }) => {
      const { compareModels } = await import('../../use-cases/compare-models.ts');
      const store = session.required();
      return compareModels(store, modelToUse(store, input.first), modelToUse(store, input.second), store.secondReadings.blindCases(context.person()));
    }),
    rollBack: os.rollBack.handler(async ({ context }) => {
      const { rollBack } = await import('../../use-cases/model-in-use.ts');
      const model = rollBack(session.required(), context.person());
      tell();
      return model;
    }),
    describe: os.describe.handler(({ input: { id, ...change }, context }) => {
      const store = session.required();
      store.models.describe(modelToUse(store, id).id, change, context.person());
      tell();
      return {};
    }),
    remove: os.remove.handler(async ({ input, context }) => {
      const { deleteModel } = await import('../../use-cases/delete-model.ts');
      const store = session.required();
      await deleteModel(store, modelToUse(store, input.id), context.person(), tell);
      return {};
    }),
    card: os.card.handler(async ({ input }) => {
      const { writeModelCard } = await import('../../use-cases/model-card.ts');
      const store = session.required();
      const card = await writeModelCard(store, modelToUse(store, input.id), input, version);
      // The hash that stands on the card is noted as well: both can be held against the log.
      await heads.note(store);
      return card;
    }),
    repeat: os.repeat.handler(({ input }) => {
      const store = session.required();
      modelToUse(store, input.id);
      return startJob(parts, {
        kind: 'repeat', lane: 'engine', input,
        run: async (opened, { id }, work) => {
          const { repeatTraining } = await import('../../use-cases/repeat-training.ts');
          return repeatTraining(opened, engine, modelToUse(opened, id), work);
        },
      });
    }),
  };
}
