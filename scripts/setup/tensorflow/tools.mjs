import { runProgram } from '../run-program.mjs';

/**
 * The C++ compiler of this machine; `CXX` wins, as everywhere.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<{ program: string, version: string } | undefined>}
 */
export async function findCompiler(environment = process.env) {
  const candidates = environment['CXX'] ? [environment['CXX']] : ['g++', 'c++', 'clang++'];
  for (const program of candidates) {
    const { code, output } = await runProgram(program, ['--version'], { environment });
    if (code === 0) return { program, version: output.split('\n')[0] ?? '' };
  }
  return undefined;
}

/**
 * A Python that has pip. It only fetches and unpacks; nothing of ours runs in it.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<string | undefined>}
 */
export async function findPythonWithPip(environment = process.env) {
  for (const program of ['python3', 'python']) {
    const { code } = await runProgram(program, ['-m', 'pip', '--version'], { environment });
    if (code === 0) return program;
  }
  return undefined;
}
