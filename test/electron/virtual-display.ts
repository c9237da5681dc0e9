/** An X server that shows on no screen, for windows in tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** @returns its name for `DISPLAY`, and its end. @throws where there is no Xvfb */
export async function startDisplay(): Promise<{ name: string; end: () => void }> {
  // It ends with its last window, also where this process was killed. It finds a free number itself and writes it to the third channel.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-terminate'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const failed = once(server, 'error').then(([error]) => { throw error as Error; });
  const [number] = (await Promise.race([once(server.stdio[3] as Readable, 'data'), failed])) as [Buffer];
  return { name: `:${number.toString().trim()}`, end: () => { server.kill(); } };
}
