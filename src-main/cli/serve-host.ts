/** `lamina serve`: the host behind its door, until this process is asked to end or its parent is gone. */
import { resolve } from 'node:path';
import { startHost } from '#main/host/host.ts';
import { announce } from '#main/host/running-host.ts';
import { openDoor, type Door } from '#main/host/server.ts';
import { clientOf } from './connect.ts';
import type { Line } from './line.ts';

export async function serve(
  options: { readonly project: string | null; readonly port: number },
  line: Pick<Line, 'interrupted'>,
  opened: (door: Door) => void,
): Promise<void> {
  const host = startHost();
  try {
    if (options.project !== null) await clientOf(host).project.open({ folder: resolve(options.project) });
    const door = await openDoor({ fetch: host.fetch, port: options.port, pages: null, log: (error) => host.log.write('door', error) });
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
    try {
      await announced;
      opened(door);
      process.send?.({ port: door.port, token: door.token });
      await end(line.interrupted);
    } finally {
      stopFollowing();
      await (await announced)();
      await door.close();
    }
  } finally {
    await host.close();
  }
}

const nothing = async (): Promise<void> => {};

/** A parent that has gone cannot stop its host any more: without it, it ends by itself. */
function end(interrupted: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (interrupted.aborted) done();
    interrupted.addEventListener('abort', () => done());
    if (process.channel !== undefined) process.once('disconnect', () => done());
  });
}
