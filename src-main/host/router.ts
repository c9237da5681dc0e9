/** The contract's calls, each one line to the use case that answers it. Every input is validated on its way in. */
import { implement, ORPCError } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import type { JobId } from '#shared/contract/ids.ts';
import { callErrors } from '#shared/contract/procedure.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { EditRecord, JobLane, ProjectStore } from '../store/project-store.ts';
import { commitStroke, markSlices, openLabelmap, revertEdit } from '../use-cases/annotate.ts';
import { describeCase, describeProject } from '../use-cases/describe-project.ts';
import type { LongWork } from '../use-cases/long-work.ts';
import { describeModel, modelToUse } from '../use-cases/models.ts';
import type { Changes } from './changes.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { OpenSession } from './open-session.ts';
import { plainError } from './plain-error.ts';

export interface HostParts {
  readonly version: string;
  readonly annotator: string;
  readonly session: OpenSession;
  readonly jobs: Jobs;
  readonly changes: Changes;
  readonly engine: Engine;
  readonly log: Log;
}

export function createRouter(parts: HostParts) {
  const { version, annotator, session, jobs, changes, engine, log } = parts;
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      const { code, sentence } = plainError(error, log);
      throw new ORPCError(code, { status: callErrors[code].status, message: sentence.en, data: { sentence } });
    }
  });

  /** A job on the open project, told of afterwards where it may have changed something. */
  const start = (
    kind: string,
    lane: JobLane,
    request: unknown,
    run: (store: ProjectStore, work: LongWork) => Promise<unknown>,
    changed?: 'cases' | 'models',
  ): { jobId: JobId } => {
    const store = session.required();
    const jobId = jobs.start({
      kind, lane, request, store,
      run: async (work) => {
        try {
          return await run(store, work);
        } finally {
          if (changed !== undefined) changes.publish({ kind: changed });
        }
      },
    });
    return { jobId };
  };
  const acknowledge = (labelmapId: string, { id, number }: EditRecord): { id: never; number: number } => {
    changes.publish({ kind: 'labels', labelmapId, edit: number });
    return { id: id as never, number };
  };
  /** For calls that answer within one request and so have nobody to tell their progress. */
  const quiet = (signal: AbortSignal | undefined): LongWork =>
    ({ signal: signal ?? new AbortController().signal, progress: () => {}, report: () => {} });

  return os.router({
    system: {
      version: os.system.version.handler(() => ({ version, protocol: 1 as const })),
      doctor: os.system.doctor.handler(async () => {
        const { examineMachine } = await import('../use-cases/examine-machine.ts');
        return examineMachine({
          version, engine, log: log.write,
          sqliteVersion: async () => (await import('../store/sqlite-version.ts')).sqliteVersion(),
        });
      }),
      writeExample: os.system.writeExample.handler(async ({ input, signal }) => {
        const { writeExample } = await import('../use-cases/write-example.ts');
        return writeExample(input, quiet(signal));
      }),
    },
    project: {
      create: os.project.create.handler(async ({ input }) => describeProject(await session.create(input.folder, input.name))),
      open: os.project.open.handler(async ({ input }) => describeProject(await session.open(input.folder))),
      close: os.project.close.handler(async () => { await session.close(); return {}; }),
      current: os.project.current.handler(() => { const store = session.current(); return store === null ? null : describeProject(store); }),
      changeSettings: os.project.changeSettings.handler(({ input }) => {
        const store = session.required();
        store.settings.set(Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)));
        return describeProject(store);
      }),
    },
    cases: {
      list: os.cases.list.handler(() => { const store = session.required(); return store.cases.list().map((record) => describeCase(store, record)); }),
      get: os.cases.get.handler(({ input }) => { const store = session.required(); return describeCase(store, store.cases.get(input.id)); }),
      changeSliceAxis: os.cases.changeSliceAxis.handler(({ input }) => {
        const store = session.required();
        const changed = describeCase(store, store.cases.changeSliceAxis(input.id, input.sliceAxis));
        changes.publish({ kind: 'cases' });
        return changed;
      }),
      import: os.cases.import.handler(({ input }) => start('import', 'import', input, async (store, work) => {
        const { importImages } = await import('../use-cases/import-images.ts');
        return importImages(store, input, input.annotator ?? annotator, work);
      }, 'cases')),
      inspect: os.cases.inspect.handler(async ({ input, signal }) => {
        const { inspectFile } = await import('../use-cases/inspect-file.ts');
        return inspectFile(input.path, signal);
      }),
    },
    labels: {
      table: os.labels.table.handler(() => [...session.required().labels.table()]),
      add: os.labels.add.handler(({ input }) => session.required().labels.add(input)),
      change: os.labels.change.handler(({ input: { index, ...change } }) => {
        const { labels } = session.required();
        labels.change(index, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
        return [...labels.table()];
      }),
      open: os.labels.open.handler(({ input }) => openLabelmap(session.required(), input.caseId, annotator) as never),
      commit: os.labels.commit.handler(({ input }) => {
        const tiles = input.tiles.map((tile) => ({ ...tile, runs: Buffer.from(tile.runs, 'base64') }));
        return acknowledge(input.labelmapId, commitStroke(session.required(), { ...input, tiles }, annotator));
      }),
      revert: os.labels.revert.handler(({ input }) =>
        acknowledge(input.labelmapId, revertEdit(session.required(), input.labelmapId, input.edit, annotator))),
      history: os.labels.history.handler(({ input }) =>
        session.required().labelmaps.history(input.labelmapId) as never),
      mark: os.labels.mark.handler(({ input }) =>
        ({ completeSlices: [...markSlices(session.required(), input.labelmapId, input.slices, input.state, annotator)] })),
    },
    training: {
      start: os.training.start.handler(({ input }) => start('train', 'engine', input, async (store, work) => {
        const { trainModel } = await import('../use-cases/train-model.ts');
        return trainModel(store, engine, input, work);
      }, 'models')),
      models: os.training.models.handler(() => session.required().models.list().map(describeModel)),
      activate: os.training.activate.handler(({ input }) => {
        const store = session.required();
        store.models.activate(modelToUse(store, input.id).id);
        changes.publish({ kind: 'models' });
        return {};
      }),
    },
    predictions: {
      segmentFiles: os.predictions.segmentFiles.handler(({ input }) => start('segment', 'engine', input, async (store, work) => {
        const { segmentImages } = await import('../use-cases/segment-images.ts');
        return segmentImages(store, engine, input, work);
      })),
      predictCases: os.predictions.predictCases.handler(({ input }) => start('predict', 'engine', input, async (store, work) => {
        const { predictCases } = await import('../use-cases/predict-cases.ts');
        return predictCases(store, engine, input, work);
      }, 'cases')),
    },
    export: {
      start: os.export.start.handler(({ input }) => start('export', 'export', input, async (store, work) => {
        const { exportLabels } = await import('../use-cases/export-labels.ts');
        return exportLabels(store, input, version, work);
      })),
    },
    evaluation: {
      run: os.evaluation.run.handler(async ({ input, signal }) => {
        const { evaluateMasks } = await import('../use-cases/evaluate-masks.ts');
        return evaluateMasks(input, quiet(signal));
      }),
      montage: os.evaluation.montage.handler(async ({ input, signal }) => {
        const { drawMontage } = await import('../use-cases/draw-montage.ts');
        return drawMontage(input, quiet(signal));
      }),
    },
    jobs: {
      list: os.jobs.list.handler(() => jobs.list(session.current())),
      get: os.jobs.get.handler(({ input }) => jobs.get(session.current(), input.id)),
      cancel: os.jobs.cancel.handler(({ input }) => { jobs.cancel(input.id); return {}; }),
      events: os.jobs.events.handler(({ input }) => changes.follow(input.after)),
    },
  });
}
