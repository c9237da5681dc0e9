/** `lamina serve`: the host behind its door, until this process is asked to end or its parent is gone. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHost } from '#main/host/host.ts';
import { announce } from '#main/host/running-host.ts';
import { openDoor, type Door } from '#main/host/server.ts';
import { clientOf, type Client } from './connect.ts';
import { plain, type Line } from './line.ts';
import { answerShell } from './serve-shell.ts';

export interface ServeOptions {
  readonly project: string | null;
  /** 0: a free one. */
  readonly port: number;
  /** Opens what was open last, and for a person who never opened anything the example. */
  readonly openLast: boolean;
}

export async function serve(options: ServeOptions, line: Pick<Line, 'interrupted' | 'screen'>, opened: (door: Door) => void | Promise<void>): Promise<void> {
  const host = startHost();
  const client = clientOf(host);
  try {
    if (options.project !== null) await client.project.open({ folder: resolve(options.project) });
    else if (options.openLast) await openLast(client, line.screen);
    const door = await openDoor({ fetch: host.fetch, answerEdit: host.answerEdit, port: options.port, pages: builtPages(), log: (error) => host.log.write('door', error) });
    // The project may change while the host runs; the command line must find the one that is open.
    let announced = Promise.resolve(nothing);
    const stopFollowing = host.followProject((folder) => {
      announced = announced.then(async (withdraw) => {
        await withdraw();
        return folder === null ? nothing : announce(folder, door.port, door.token);
      }).catch((error: unknown) => {
        // The door is open all the same; only the command line cannot find it.
        host.log.write('the host could not be announced', error);
        return nothing;
      });
    });
    const leaveShell = process.channel === undefined ? nothing : await answerShell(host, client, door);
    try {
      await announced;
      await opened(door);
      await end(line.interrupted);
    } finally {
      await leaveShell();
      stopFollowing();
      await (await announced)();
      await door.close();
    }
  } finally {
    await host.close();
  }
}

const nothing = async (): Promise<void> => {};

/** A project that cannot be opened must not keep the window from opening: there it can be mended, or another one chosen. */
async function openLast(client: Client, screen: Line['screen']): Promise<void> {
  try {
    if (await client.project.openLast() !== null) return;
    const { recentProjects } = await client.settings.get();
    // Where a last one was and is gone (a disk that is not plugged in), the example would only confuse.
    if (recentProjects.length === 0) await client.project.openExample();
  } catch (error) {
    screen.say((await plain(error)).sentence);
  }
}

/** The page as it was built; null where it was not, e.g. for the command line alone. */
function builtPages(): string | null {
  const folder = process.env['LAMINA_PAGES'] ?? fileURLToPath(new URL('../../build/pages', import.meta.url));
  return existsSync(join(folder, 'index.html')) ? folder : null;
}

/** A parent that has gone cannot stop its host any more: without it, it ends by itself. */
function end(interrupted: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (interrupted.aborted) done();
    interrupted.addEventListener('abort', () => done());
    if (process.channel !== undefined) {
      if (process.connected) process.once('disconnect', () => done());
      else done();
    }
  });
}
