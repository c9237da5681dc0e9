/**
 * Other people's programs (nibabel, SimpleITK, numpy) as judges of our files, for tests only.
 * It knows where they are installed, and nothing of what they are asked.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { findTestPython } from '../../scripts/setup/python-for-tests.mjs';

const compiled = path.join(import.meta.dirname, '../../build/test/python');
const python = process.platform === 'win32' ? 'python' : 'python3';

function locate(): { packages: string } | { unavailable: string } {
  const given = process.env['LAMINA_TEST_PYTHONPATH'];
  if (given) return { packages: given };
  const found = findTestPython({
    requirementsFile: path.join(import.meta.dirname, 'requirements.txt'),
    environment: process.env,
    python,
  });
  if ('unavailable' in found) return found;
  return found.complete ? { packages: found.folder } : { unavailable: 'its packages are not installed: npm test does that' };
}

const located = locate();

/** Why Python cannot judge here, for the name of a skipped test; undefined where it can. */
export const pythonMissing: string | undefined = 'unavailable' in located ? `Python: ${located.unavailable}` : undefined;

/**
 * Whether tests that need Python may run: `it.skipIf(!pythonAvailable)`. In CI always true, so that
 * a missing judge is a failure there and not a quiet gap.
 */
export const pythonAvailable: boolean = pythonMissing === undefined || process.env['CI'] === 'true';

/**
 * Runs a script file (its name ends in `.py`) or a piece of code with nibabel, SimpleITK and numpy
 * importable; `args` arrive as `sys.argv[1:]`. Throws with what Python wrote on stderr when it fails.
 */
export function runPython(scriptPathOrCode: string, args: readonly string[] = []): { stdout: string } {
  if ('unavailable' in located) throw new Error(`Python: ${located.unavailable}`);
  const script = scriptPathOrCode.endsWith('.py') ? [scriptPathOrCode] : ['-c', scriptPathOrCode];
  const stdout = execFileSync(python, [...script, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    // What it wrote on stderr is in the error that is thrown; a test that expects one should not show it.
    stdio: ['ignore', 'pipe', 'pipe'],
    // What it compiles is kept for the next call, and beside no file of others.
    env: { ...process.env, PYTHONPATH: located.packages, PYTHONPYCACHEPREFIX: compiled, PYTHONNOUSERSITE: '1' },
  });
  return { stdout };
}
