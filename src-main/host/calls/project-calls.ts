import type { ProjectInfo } from '#shared/contract/project.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { describeProject } from '../../use-cases/describe-project.ts';
import { exampleProject } from '../example-project.ts';
import { openLast } from '../open-last.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { verifyCall } from './verify-call.ts';

export function projectCalls(parts: HostParts): Answers<'project'> {
  const { session, changes, grants, settings, log, remembersProjects } = parts;
  const os = calls.project;
  /** Remembering is a comfort: where it fails the project is open all the same. */
  const opened = async (store: ProjectStore): Promise<ProjectInfo> => {
    const info = describeProject(store);
    if (remembersProjects) await settings.useProject(info).catch((error: unknown) => log.write('the settings could not be written', error));
    return info;
  };
  return {
    // The folder is told to whoever opens it: the person has it open from now on.
    create: os.create.handler(async ({ input }) => {
      const { input: { folder, name, instead } } = await grants.resolve(input);
      return opened(await session.create(folder, name, { instead }));
    }),
    open: os.open.handler(async ({ input }) => {
      const { input: { folder, instead } } = await grants.resolve(input);
      return opened(await session.open(folder, { instead }));
    }),
    openLast: os.openLast.handler(async () => {
      const store = await openLast(session, settings);
      return store === null ? null : opened(store);
    }),
    openExample: os.openExample.handler(({ context }) => startExample(parts, context.person(), opened)),
    close: os.close.handler(async () => { await session.close(); return {}; }),
    current: os.current.handler(() => { const store = session.current(); return store === null ? null : describeProject(store); }),
    verify: verifyCall(parts),
    events: os.events.handler(({ input, context }) => {
      const { events, secondReadings } = session.required();
      const reader = context.person();
      return events.page(input, secondReadings.blindCases(reader), reader);
    }),
    changeSettings: os.changeSettings.handler(({ input }) => {
      const store = session.required();
      store.settings.set(Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)));
      // Other windows show them too.
      changes.publish({ kind: 'project', folder: store.folder });
      return describeProject(store);
    }),
  };
}

/** A job of no project: it may well be what opens the first one. */
function startExample({ jobs, session, folders }: HostParts, annotator: string, opened: (store: ProjectStore) => Promise<ProjectInfo>) {
  const jobId = jobs.start({
    kind: 'example', lane: 'import', store: null, request: {},
    run: async (work) => {
      const folder = await exampleProject(folders.data, annotator, work);
      return opened(await session.open(folder, { instead: true }));
    },
  });
  return { jobId };
}
