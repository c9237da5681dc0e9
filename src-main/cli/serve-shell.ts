/** The host's side of the channel to a desktop shell: tells it what its window must know, and gives grants for paths. */
import type { Job } from '#shared/contract/jobs.ts';
import type { Host } from '#main/host/host.ts';
import type { Door } from '#main/host/server.ts';
import type { Busy, FromShell, ToShell } from '#main/desktop/shell-messages.ts';
import type { Client } from './connect.ts';
import { plain } from './line.ts';

/** @returns ends it */
export async function answerShell(host: Host, client: Client, { port, token }: Door): Promise<() => Promise<void>> {
  const say = (message: ToShell): void => {
    // A shell that has gone hears nothing any more, and this process ends soon.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const answer = async ({ id, paths }: FromShell): Promise<void> => {
    try {
      say({ kind: 'granted', id, grant: host.grantPaths(paths) });
    } catch (error) {
      say({ kind: 'refused', id, sentence: (await plain(error)).sentence });
    }
  };
  const onMessage = (message: unknown): void => {
    if (isGrantRequest(message)) void answer(message);
  };
  process.on('message', onMessage);
  say({ kind: 'ready', port, token, log: host.log.file });

  const sayLanguage = async (): Promise<void> => {
    const { language } = await client.settings.get();
    say({ kind: 'language', language });
  };
  let left = false;
  const busy = new Map<string, Job>();
  let said: Busy = { jobs: 0, trainings: 0 };
  const events = await client.jobs.events({ after: 0 });
  const following = (async () => {
    await sayLanguage();
    for await (const event of events) {
      if (event.kind === 'settings') await sayLanguage();
      if (event.kind !== 'job') continue;
      if (event.job.endedAt === null) busy.set(event.job.id, event.job);
      else busy.delete(event.job.id);
      const trainings = [...busy.values()].filter(({ kind, state }) => kind === 'train' && state === 'running').length;
      if (busy.size === said.jobs && trainings === said.trainings) continue;
      said = { jobs: busy.size, trainings };
      say({ kind: 'busy', ...said });
    }
  })().catch((error: unknown) => {
    if (!left) host.log.write('the shell is not told any more', error);
  });

  return async () => {
    left = true;
    process.off('message', onMessage);
    await events.return?.(undefined);
    await following;
  };
}

function isGrantRequest(message: unknown): message is FromShell {
  const { kind, id, paths } = (message ?? {}) as Partial<FromShell>;
  return kind === 'grant' && typeof id === 'number' && Array.isArray(paths) && paths.every((path) => typeof path === 'string');
}
