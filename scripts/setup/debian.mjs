import { onSearchPath } from './browser.mjs';
import { runProgram } from './run-program.mjs';
import { SetUpFailure, failures, fill } from './sentences.mjs';

/**
 * Programs that only tests need, from the packages of Debian and its kin, where this user may install
 * them without being asked for a password. The product never installs anything on a machine.
 */

/** @param {NodeJS.ProcessEnv} environment @returns {Promise<{ program: string, before: string[] } | undefined>} how to start apt-get; undefined where one may not */
async function aptGet(environment) {
  const program = process.platform === 'linux' ? onSearchPath('apt-get', environment) : undefined;
  if (!program) return undefined;
  if (process.getuid?.() === 0) return { program, before: [] };
  const { code } = await runProgram('sudo', ['-n', 'true'], { environment });
  return code === 0 ? { program: 'sudo', before: ['-n', 'env', 'DEBIAN_FRONTEND=noninteractive', program] } : undefined;
}

/**
 * @param {readonly string[]} packages
 * @param {{ environment: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 * @throws {SetUpFailure} where it may not or cannot be done
 */
export async function installFromDebian(packages, { environment }) {
  const apt = await aptGet(environment);
  const run = async (/** @type {readonly string[]} */ args) => {
    if (!apt) return false;
    const { code } = await runProgram(apt.program, [...apt.before, '-q', ...args], { environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } });
    return code === 0;
  };
  const install = () => run(['install', '--yes', '--no-install-recommends', ...packages]);
  // The lists of packages may be old, or may not be there at all, as in images for containers.
  const installed = (await install()) || ((await run(['update'])) && (await install()));
  if (!installed) throw new SetUpFailure(fill(failures.debianFailed, { package: packages.join(' ') }));
}
