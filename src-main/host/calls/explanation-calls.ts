import { calls, type Answers, type HostParts } from './host-parts.ts';
import { startJob } from './start-job.ts';

export function explanationCalls(parts: HostParts): Answers<'explanation'> {
  const { session, engine, version } = parts;
  const os = calls.explanation;
  return {
    maps: os.maps.handler(async ({ input }) => {
      const { mapsOfCase } = await import('../../use-cases/map-case.ts');
      return mapsOfCase(session.required(), input);
    }),
    computeMaps: os.computeMaps.handler(({ input }) => startJob(parts, {
      kind: 'maps', lane: 'engine', input,
      run: async (store, options, work) => {
        const { mapCase } = await import('../../use-cases/map-case.ts');
        return mapCase(store, engine, options, work);
      },
    })),
    layers: os.layers.handler(async ({ input }) => {
      const { layersOfModel } = await import('../../use-cases/explain-case.ts');
      return [...layersOfModel(session.required(), input.model)];
    }),
    explained: os.explained.handler(async ({ input, context }) => {
      const { explanationOfCase } = await import('../../use-cases/explain-case.ts');
      return explanationOfCase(session.required(), input, context.person());
    }),
    explain: os.explain.handler(({ input, context }) => startJob(parts, {
      kind: 'explain', lane: 'engine', input,
      run: async (store, options, work) => {
        const { explainCase } = await import('../../use-cases/explain-case.ts');
        return explainCase(store, engine, options, context.person(), work);
      },
    })),
    writeMaps: os.writeMaps.handler(({ input }) => startJob(parts, {
      kind: 'write-maps', lane: 'engine', input,
      run: async (store, options, work) => {
        const { writeMaps } = await import('../../use-cases/write-maps.ts');
        return writeMaps(store, engine, options, version, work);
      },
    })),
    writeExplanation: os.writeExplanation.handler(({ input, context }) => startJob(parts, {
      kind: 'write-maps', lane: 'engine', input,
      run: async (store, options, work) => {
        const { writeExplanation } = await import('../../use-cases/write-maps.ts');
        return writeExplanation(store, engine, options, { person: context.person(), version }, work);
      },
    })),
  };
}

export function qualityCalls(parts: HostParts): Answers<'quality'> {
  const { session, engine } = parts;
  const os = calls.quality;
  return {
    list: os.list.handler(async ({ input, context }) => {
      const { predictedQualities } = await import('../../use-cases/predicted-qualities.ts');
      return predictedQualities(session.required(), input.model, context.person());
    }),
    read: os.read.handler(({ input, context }) => startJob(parts, {
      kind: 'read-quality', lane: 'engine', input,
      run: async (store, { model }, work) => {
        const { readUnread } = await import('../../use-cases/predicted-qualities.ts');
        return readUnread(store, engine, model, context.person(), work);
      },
    })),
  };
}
