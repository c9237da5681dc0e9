/** A process that works for the benchmark: told what to do one line at a time, silent in between. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { engineEnvironment } from '#main/engine-client/engine-process.ts';
import type { Answer, Contestant, Request, Work } from './work.ts';

export interface Talk {
  steps(count: number): Promise<Answer>;
  /** Ends the process. */
  end(): Promise<void>;
}

/** @throws Error where the process ends unasked, with the last of what it said */
export async function begin(contestant: Contestant, work: Work): Promise<Talk> {
  const [program, args] = contestant === 'ours'
    ? [process.execPath, [path.join(import.meta.dirname, 'contestant.ts')]]
    : [process.platform === 'win32' ? 'python' : 'python3', [path.join(import.meta.dirname, 'python', 'contestant.py')]];
  const packages = process.env['LAMINA_BENCH_PACKAGES'];
  if (packages === undefined) throw new Error('npm run bench:engine starts this: LAMINA_BENCH_PACKAGES names no folder');
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...(contestant === 'ours' ? engineEnvironment : {}), PYTHONPATH: packages, PYTHONNOUSERSITE: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => { said = (said + data.toString('utf8')).slice(-2000); });
  const ended = new Promise<never>((_, reject) => child.on('close', (code) => reject(new Error(`${contestant} ended with code ${code}:\n${said}`))));
  ended.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: Request): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value } = await Promise.race([lines.next(), ended]);
    return JSON.parse(value as string) as Answer;
  };
  await ask({ do: 'begin', work, with: contestant });
  return {
    steps: (count) => ask({ do: 'steps', count }),
    async end() {
      child.stdin.end();
      await ended.catch(() => undefined);
    },
  };
}
