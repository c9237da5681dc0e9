import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { downloadWheel } from '../../scripts/setup/tensorflow/download-wheel.mjs';
import type { Build, Wheel } from '../../scripts/setup/tensorflow/flavours.mjs';
import { ensureLibrary } from '../../scripts/setup/tensorflow/library.mjs';
import { Unavailable } from '../../scripts/setup/tensorflow/unavailable.mjs';
import { pythonAvailable, pythonMissing, runPython } from '../python/python.ts';
import { temporaryFolder } from './temporary-folder.ts';

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const wheelOf = (sha: string, name = 'tensorflow-cpu'): Wheel => ({ name, version: '1.0', platform: 'any', megabytes: 1, sha256: sha });
const buildOf = (...wheels: Wheel[]): Build => ({ flavour: 'cpu', system: 'linux-x64', verified: true, wheels, libraries: [], unpackedMegabytes: 1 });
const report = (): void => undefined;

/** Stands for Python with pip: "downloads" the given text, or says what pip says without a network. */
function fakePip(folder: string, content: string | null): string {
  const program = path.join(folder, 'python3');
  writeFileSync(program, `#!${process.execPath}
    const [, , ...args] = process.argv;
    const into = args[args.indexOf('--dest') + 1];
    if (${content === null}) { console.error('ERROR: Could not find a version that satisfies the requirement'); process.exit(1); }
    require('node:fs').writeFileSync(into + '/tensorflow_cpu-1.0.whl', ${JSON.stringify(content)});`);
  chmodSync(program, 0o755);
  return program;
}

const failureOf = async (work: Promise<unknown>): Promise<Unavailable> => {
  const error: unknown = await work.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof Unavailable)) throw new Error('it was not refused');
  return error;
};

it('A wheel with the pinned checksum is taken', async () => {
  const folder = temporaryFolder();
  const file = await downloadWheel(wheelOf(sha256('the library')), { folder: path.join(folder, 'down'), python: fakePip(folder, 'the library'), report });
  expect(readFileSync(file, 'utf8')).toBe('the library');
});

it('A wheel with another checksum is refused in one sentence, and nothing of it stays', async () => {
  const folder = temporaryFolder();
  const cache = path.join(folder, 'cache');
  const python = fakePip(folder, 'something else');
  const error = await failureOf(ensureLibrary(buildOf(wheelOf(sha256('the library'))), { cache, python: () => Promise.resolve(python), report }));
  expect(error.code).toBe('wrong-checksum');
  expect(error.sentence.en).toMatch(/tensorflow_cpu-1\.0\.whl is not the expected one.*deleted/);
  expect(error.sentence['zh-CN']).toContain('tensorflow_cpu-1.0.whl');
  expect(readdirSync(cache)).toEqual([]);
});

it('Without a network the sentence names the file, and nothing stays', async () => {
  const folder = temporaryFolder();
  const cache = path.join(folder, 'cache');
  const python = fakePip(folder, null);
  const error = await failureOf(ensureLibrary(buildOf(wheelOf('')), { cache, python: () => Promise.resolve(python), report }));
  expect(error.code).toBe('download-failed');
  expect(error.sentence.en).toContain('tensorflow-cpu 1.0');
  expect(readdirSync(cache)).toEqual([]);
});

it('Without Python or pip nothing is tried', async () => {
  const cache = path.join(temporaryFolder(), 'cache');
  const error = await failureOf(ensureLibrary(buildOf(wheelOf('')), { cache, python: () => Promise.resolve(undefined), report }));
  expect(error.code).toBe('no-pip');
  expect(existsSync(cache)).toBe(false);
});

it('A disk without room is said before anything is fetched', async () => {
  const cache = path.join(temporaryFolder(), 'cache');
  const huge = { ...buildOf(wheelOf('')), unpackedMegabytes: 1e12 };
  const fetched: string[] = [];
  const download: typeof downloadWheel = (wheel) => Promise.reject(new Error(String(fetched.push(wheel.name))));
  const error = await failureOf(ensureLibrary(huge, { cache, python: () => Promise.resolve('python3'), report, download }));
  expect(error.code).toBe('disk-full');
  expect(fetched).toEqual([]);
});

it.skipIf(!pythonAvailable)(`Of several wheels those that came through are not fetched again${pythonMissing ? ` (${pythonMissing})` : ''}`, async () => {
  const folder = temporaryFolder();
  const cache = path.join(folder, 'cache');
  const make = 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], "w")\nfor n in sys.argv[2:]:\n i = zipfile.ZipInfo(n); i.external_attr = (0o755 if "/bin/" in n else 0o644) << 16; z.writestr(i, n)\nz.close()';
  const contents: Record<string, string[]> = {
    tensorflow: ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/python/left_out.so', 'tensorflow/include/tensorflow/c/c_api.h'],
    'nvidia-x': ['nvidia/x/lib/libx.so', 'nvidia/x/bin/ptxas', 'nvidia/x/include/left_out.h', 'nvidia/x/lib/left_out.a'],
  };
  const build = buildOf(wheelOf('', 'tensorflow'), wheelOf('', 'nvidia-x'));
  const fetched: string[] = [];
  let networkIsUp = false;
  const download: typeof downloadWheel = ({ name }) => {
    if (name === 'nvidia-x' && !networkIsUp) return Promise.reject(new Unavailable('download-failed', { file: name }));
    fetched.push(name);
    const file = path.join(folder, `${name}.whl`);
    runPython(make, [file, ...(contents[name] ?? [])]);
    return Promise.resolve(file);
  };
  const options = { cache, python: () => Promise.resolve('python3'), report, download };
  expect((await failureOf(ensureLibrary(build, options))).code).toBe('download-failed');
  networkIsUp = true;
  const library = await ensureLibrary(build, options);
  expect(fetched).toEqual(['tensorflow', 'nvidia-x']);
  expect(readdirSync(library, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name).sort())
    .toEqual(['c_api.h', 'libtensorflow_cc.so.2', 'libx.so', 'ptxas']);
  expect(statSync(path.join(library, 'nvidia/x/bin/ptxas')).mode & 0o111).not.toBe(0);
  expect(await ensureLibrary(build, { ...options, download: () => Promise.reject(new Error('fetched again')) })).toBe(library);
});
