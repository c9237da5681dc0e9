/** What a figure was reached with: machine and program. */
import { execFile } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem, type, release } from 'node:os';
import { promisify } from 'node:util';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly system: string;
  /** Mean number of processes that wanted a core in the minute before. */
  readonly load: number;
}

export interface Program {
  /** Null where the program is no git checkout. */
  readonly commit: string | null;
  /** Whether sources differed from the commit. */
  readonly changed: boolean;
}

export function describeMachine(): Machine {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    load: Math.round(10 * loadavg()[0]!) / 10,
  };
}

const run = promisify(execFile);

/** @param root of the checkout */
export async function describeProgram(root: string): Promise<Program> {
  try {
    const git = async (...args: string[]): Promise<string> => (await run('git', args, { cwd: root })).stdout.trim();
    return {
      commit: await git('rev-parse', '--short=10', 'HEAD'),
      changed: await git('status', '--porcelain', '--', 'src-main', 'shared', 'package-lock.json') !== '',
    };
  } catch {
    return { commit: null, changed: false };
  }
}
