import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkoutAt } from '../../scripts/setup/checkout.mjs';
import { findBuild } from '../../scripts/setup/tensorflow/flavours.mjs';
import { readRecord } from '../../scripts/setup/tensorflow/record.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

const tensorflow = path.resolve(import.meta.dirname, '../../scripts/setup/tensorflow/tensorflow.mjs');
const noBuild = findBuild('cpu') === undefined ? 'no wheel for this system' : undefined;

/** Runs set-up's TensorFlow step in a process of its own, on a machine with nothing on its PATH. */
function install(root: string, cache: string, flavour: string | undefined) {
  const code = `
    import { checkoutAt } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../scripts/setup/checkout.mjs'))};
    import { exitCodeOf } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../scripts/setup/set-up.mjs'))};
    import { installTensorFlow, tensorflowIsCurrent } from ${JSON.stringify(tensorflow)};
    const request = { checkout: checkoutAt(${JSON.stringify(root)}), cache: ${JSON.stringify(cache)}, flavour: ${JSON.stringify(flavour)}, retry: false };
    process.exitCode = await exitCodeOf(async () => { await installTensorFlow(request, () => undefined); console.log(await tensorflowIsCurrent(request)); return 0; });`;
  const nowhere = path.join(root, 'no-programs-here');
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', env: { PATH: nowhere, LC_ALL: 'C' } });
}

function checkoutWithTfjs(): { root: string; cache: string } {
  const root = temporaryFolder();
  writeFiles(root, { 'node_modules/@tensorflow/tfjs-node-gpu/package.json': '{ "version": "1" }', 'node_modules/@tensorflow/tfjs-node-gpu/binding/a.cc': '' });
  return { root, cache: path.join(root, 'cache') };
}

it.skipIf(noBuild)(`Without a compiler set-up goes on, fetches nothing, and leaves the reason for the engine and doctor${noBuild ? ` (${noBuild})` : ''}`, () => {
  const { root, cache } = checkoutWithTfjs();
  const { status, stdout } = install(root, cache, undefined);
  expect(status).toBe(0);
  const record = readRecord(checkoutAt(root));
  expect(record).toMatchObject({ flavour: 'cpu', native: false, why: { code: 'no-compiler' } });
  expect(record?.reason).toMatch(/install one .*run `npm run setup`/);
  expect(record?.why?.sentence['zh-CN']).toContain('C++ 编译器');
  expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
  expect(stdout.trim(), 'and the next set-up has nothing to do').toBe('true');
});

it.skipIf(noBuild)(`GPU support that was asked for by name and cannot be had is a failure${noBuild ? ` (${noBuild})` : ''}`, () => {
  const { root, cache } = checkoutWithTfjs();
  const { status, stderr } = install(root, cache, 'gpu');
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

it('Each system gets its own build, and systems without one are known', () => {
  expect(findBuild('cpu', 'linux-x64')?.verified).toBe(true);
  expect(findBuild('cpu', 'linux-arm64')?.wheels[0]?.platform).toContain('aarch64');
  expect(findBuild('gpu', 'darwin-arm64')).toBeUndefined();
  expect(findBuild('cpu', 'plan9-mips')).toBeUndefined();
});
