/**
 * The host: everything that Lamina does behind one function, `fetch`. Knows nothing of Electron, nor
 * of who calls: the window, the command line in the same process, or a script through the door.
 */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { RPCHandler } from '@orpc/server/fetch';
import type { Grant } from '#shared/contract/files.ts';
import { personHeader } from '#shared/contract/people.ts';
import { callErrors } from '#shared/contract/procedure.ts';
import type { Engine } from '../engine-client/engine.ts';
import { launchEngine } from '../engine-client/launch-engine.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { HostParts } from './calls/host-parts.ts';
import { createChanges } from './changes.ts';
import { createEdits } from './edits.ts';
import { createGrants } from './grants.ts';
import { doorSentences, hostSentences } from './host-sentences.ts';
import { createJobs } from './jobs.ts';
import { keepBlind } from './keep-blind.ts';
import { openLog, type Log } from './log.ts';
import { createNotedHeads } from './noted-heads.ts';
import { createSession } from './open-session.ts';
import { personFolders, type PersonFolders } from './person-folders.ts';
import { openPersonSettings } from './person-settings.ts';
import { answerPicture } from './picture-route.ts';
import { plainError } from './plain-error.ts';
import { createRouter } from './router.ts';
import { quietAfterMs, scoreWhenQuiet } from './score-when-quiet.ts';
import { answerTransfer } from './transfer-routes.ts';
import { createTransfers } from './transfers.ts';
import { answerVolume } from './volume-route.ts';
import { personOf } from './who-calls.ts';

export interface HostOptions {
  /** Whoever calls without naming a person; else the user of this machine. */
  readonly annotator?: string;
  /** Tests give a fake one. */
  readonly engine?: Engine;
  readonly log?: Log;
  /** What belongs to this person and to no project; else where the system keeps such things. */
  readonly folders?: PersonFolders;
  /** False: which projects are opened is not remembered, as for a single command. */
  readonly remembersProjects?: boolean;
  /** How long the test set is left alone before kept models are scored again; tests wait for less. */
  readonly quietMs?: number;
}

export interface Host {
  readonly log: Log;
  /** A single-use word for files that the person chose; wherever a call takes a path it takes this. For the desktop shell. */
  readonly grantPaths: (paths: readonly string[]) => Grant;
  /** Answers calls, volumes and the OpenAPI document. Whoever may call was decided at the door. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Answers one message of a window's WebSocket (`shared/contract/edit-channel.ts`). @param person as `shared/contract/people.ts` encodes them */
  readonly answerEdit: (text: string, person?: string | null) => string;
  /** Tells the folder of the open project, at once and whenever it changes. @returns ends it */
  readonly followProject: (listener: (folder: string | null) => void) => () => void;
  /** Pauses trainings, ends all other jobs, the engine and the project. */
  readonly close: () => Promise<void>;
}

export function startHost(options: HostOptions = {}): Host {
  const log = options.log ?? openLog();
  const engine = options.engine ?? launchEngine({ onLog: (line) => log.write(`engine: ${line}`) });
  const changes = createChanges();
  const jobs = createJobs(changes, log);
  const folders = options.folders ?? personFolders();
  const heads = createNotedHeads(folders.data, log);
  const session = createSession(changes, async (store) => {
    await jobs.endAll(store);
    await heads.note(store);
  });
  const version = programVersion();
  const settings = openPersonSettings(folders.settings, () => changes.publish({ kind: 'settings' }));
  const grants = createGrants();
  const transfers = createTransfers(folders.transfers, grants);
  const annotator = options.annotator ?? userName();
  const whoCalls = (named: string | null) => (): string => personOf(named, annotator, (name) => session.held()?.people.known(name) ?? name);
  const edits = createEdits({ session, changes, log });
  const parts: HostParts = {
    version, remembersProjects: options.remembersProjects ?? true,
    session, jobs, changes, edits, engine, log, settings, grants, transfers, folders, heads,
  };
  const router = createRouter(parts);
  scoreWhenQuiet(parts, options.quietMs ?? quietAfterMs);
  const rpc = new RPCHandler(router);
  const openApi = new OpenAPIHandler(router);

  const answer = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const context = { person: whoCalls(request.headers.get(personHeader)) };
    if (path.startsWith('/rpc/')) {
      const { response } = await rpc.handle(request, { prefix: '/rpc', context });
      if (response !== undefined) return response;
    }
    if (path.startsWith('/api/')) {
      const { response } = await openApi.handle(request, { prefix: '/api', context });
      if (response !== undefined) return response;
    }
    if (path === '/openapi.json') {
      const { openApiDocument } = await import('./openapi.ts');
      return Response.json(await openApiDocument(version));
    }
    const transfer = await answerTransfer(request, path, transfers, session.held()?.name ?? 'lamina');
    if (transfer !== null) return transfer;
    const store = session.current();
    const answerFor = async (open: ProjectStore, person: string): Promise<Response | null> => {
      keepBlind(open, person, path.startsWith('/thumbnails/') ? 'thumbnails' : 'voxels', path.split('/'));
      return await answerVolume(request, path, open) ?? answerPicture(request, path, open, open.secondReadings.blindCases(person));
    };
    const volume = store === null ? null : await answerFor(store, context.person());
    return volume ?? Response.json({ sentence: doorSentences.nothingHere }, { status: 404 });
  };

  let closing: Promise<void> | null = null;
  return {
    log,
    grantPaths: (paths) => grants.add({ kind: 'chosen', paths: async () => paths }),
    async fetch(request) {
      if (closing !== null) return Response.json({ sentence: hostSentences.closing }, { status: 503 });
      try {
        return await answer(request);
      } catch (error) {
        const { code, sentence } = plainError(session.explain(error), log);
        return Response.json({ code, sentence }, { status: callErrors[code].status });
      }
    },
    answerEdit: (text, person = null) => edits.answer(text, whoCalls(person)),
    followProject(listener) {
      const events = changes.follow();
      listener(session.held()?.folder ?? null);
      void (async () => {
        for await (const event of events) if (event.kind === 'project') listener(event.folder);
      })();
      return () => { void events.return(undefined); };
    },
    close() {
      closing ??= (async () => {
        await jobs.endAll();
        await session.close();
        await transfers.close();
        changes.close();
        await engine.close();
      })();
      return closing;
    },
  };
}

function programVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

function userName(): string {
  try {
    return userInfo().username || 'annotator';
  } catch {
    // A container may run under a number that no user list knows.
    return 'annotator';
  }
}
