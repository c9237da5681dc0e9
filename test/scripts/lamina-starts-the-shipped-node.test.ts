import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A checkout with the real scripts and a command line that does what its first argument says. */
function checkoutWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  cpSync(path.join(root, 'scripts'), path.join(folder, 'scripts'), { recursive: true });
  writeFiles(folder, { 'package.json': '{ "type": "module" }', 'package-lock.json': '{ "packages": {} }', ...files });
  return path.join(folder, 'scripts', 'lamina.mjs');
}

const setUp = {
  'node_modules/.package-lock.json': '{ "packages": {} }',
  'src-main/cli/main.ts': `
    const [what, ...rest]: string[] = process.argv.slice(2);
    if (what === 'echo') console.log(JSON.stringify(rest));
    if (what === 'exit') process.exit(Number(rest[0]));
    if (what === 'wait') {
      process.on('SIGINT', () => { console.log('interrupted'); process.exit(130); });
      console.log('ready');
      setTimeout(() => undefined, 60_000);
    }`,
};

it('Without set-up there is one sentence on stderr, nothing on stdout, and exit code 1', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [checkoutWith({}), 'list'], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  expect(stderr).toMatch(/^[^\n]*run `npm run setup` first\.\n$/);
});

// Nodes from 22.15 replace the process; older ones, on which scripts must run as well, stand between.
describe.each([
  ['replacing the process', []],
  ['standing between', ['--import', 'data:text/javascript,process.execve = undefined']],
])('%s', (_, nodeOptions) => {
  const lamina = (...args: string[]) => [...nodeOptions, checkoutWith(setUp), ...args];

  it('Arguments arrive as they were, and stdout holds what the command wrote', () => {
    const given = ['--json', 'a b', '', '--', '*'];
    expect(JSON.parse(spawnSync(process.execPath, lamina('echo', ...given), { encoding: 'utf8' }).stdout)).toEqual(given);
  });

  it('The exit code is that of the command', () => {
    for (const code of [0, 1, 2]) expect(spawnSync(process.execPath, lamina('exit', String(code))).status).toBe(code);
  });

  it('A signal reaches the command, whose own exit code comes back', async () => {
    const child = spawn(process.execPath, lamina('wait'), { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => { said += bytes.toString(); });
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, said }).toEqual({ code: 130, said: 'ready\ninterrupted\n' });
  });
});
