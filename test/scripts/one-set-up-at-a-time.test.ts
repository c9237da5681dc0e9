import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const lockModule = path.resolve(import.meta.dirname, '../../scripts/setup/lock.mjs');

/** Another process that holds the lock for `holdMs` and writes down when it began and ended. */
function holder(lock: string, diary: string, name: string, holdMs: number) {
  const code = `
    import { appendFileSync } from 'node:fs';
    import { alone } from ${JSON.stringify(lockModule)};
    await alone(${JSON.stringify(lock)}, { pollMs: 5, onWait: () => process.stderr.write('waits') }, async () => {
      appendFileSync(${JSON.stringify(diary)}, '${name} ');
      process.stdout.write('holds');
      await new Promise((resolve) => setTimeout(resolve, ${holdMs}));
      appendFileSync(${JSON.stringify(diary)}, '${name} ');
    });`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
}

it('Of four set-ups started at once each waits for its turn, and none is left out', async () => {
  const folder = temporaryFolder();
  const [lock, diary] = [path.join(folder, 'lock'), path.join(folder, 'diary')];
  const names = ['a', 'b', 'c', 'd'];
  await Promise.all(names.map((name) => once(holder(lock, diary, name, 40), 'exit')));
  const turns = readFileSync(diary, 'utf8').trim().split(' ');
  expect(turns).toHaveLength(8);
  for (let turn = 0; turn < 8; turn += 2) expect(turns[turn + 1]).toBe(turns[turn]);
  expect([...new Set(turns)].sort()).toEqual(names);
  expect(existsSync(lock)).toBe(false);
});

it('The lock of a killed set-up is taken over by exactly one at a time', async () => {
  const folder = temporaryFolder();
  const [lock, diary] = [path.join(folder, 'lock'), path.join(folder, 'diary')];
  const killed = holder(lock, path.join(folder, 'other'), 'x', 60_000);
  await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(existsSync(lock)).toBe(true);
  await Promise.all(['a', 'b', 'c'].map((name) => once(holder(lock, diary, name, 30), 'exit')));
  const turns = readFileSync(diary, 'utf8').trim().split(' ');
  expect(turns).toHaveLength(6);
  for (let turn = 0; turn < 6; turn += 2) expect(turns[turn + 1]).toBe(turns[turn]);
});

it('An interrupted set-up gives its lock back and ends with 130', async () => {
  const folder = temporaryFolder();
  const lock = path.join(folder, 'lock');
  const interrupted = holder(lock, path.join(folder, 'diary'), 'x', 60_000);
  await once(interrupted.stdout, 'data');
  interrupted.kill('SIGINT');
  const [code] = (await once(interrupted, 'exit')) as [number | null];
  expect(code).toBe(130);
  expect(existsSync(lock)).toBe(false);
});
