import { existsSync, readFileSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { builds, isBuilt, runBuild } from '../../scripts/build/builds.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

/** Copies its source, or fails where the source says so. */
const script = `
  const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
  const [out] = process.argv.slice(1);
  const text = readFileSync('src/page.ts', 'utf8');
  mkdirSync(out, { recursive: true });
  writeFileSync(out + '/index.html', text);
  if (text.includes('broken')) { console.error('page.ts: it is broken'); process.exit(1); }`;

const build = { name: 'page' as const, sources: ['src', 'lock.json'], output: 'build/pages', proof: 'index.html', command: (_root: string, out: string) => ['-e', script, out] };

function project(): { root: string; run: () => Promise<string>; built: () => boolean; shown: () => string } {
  const root = temporaryFolder();
  writeFiles(root, { 'src/page.ts': 'one', 'src/below/part.ts': 'part', 'lock.json': '{}' });
  return {
    root,
    run: () => runBuild({ root, node: process.execPath }, build),
    built: () => isBuilt(root, build),
    shown: () => readFileSync(path.join(root, 'build/pages/index.html'), 'utf8'),
  };
}

it('What was built is built again where the content of a source changed, and not where only its date did', async () => {
  const { root, run, built } = project();
  expect(built()).toBe(false);
  expect(await run()).toBe('');
  expect(built()).toBe(true);
  utimesSync(path.join(root, 'src/page.ts'), new Date(), new Date());
  expect(built()).toBe(true);
  for (const change of [{ 'src/below/part.ts': 'other' }, { 'src/new.ts': '' }, { 'lock.json': '{ }' }]) {
    writeFiles(root, change);
    expect(built()).toBe(false);
    expect(await run()).toBe('');
    expect(built()).toBe(true);
  }
  rmSync(path.join(root, 'src/new.ts'));
  expect(built()).toBe(false);
});

it('A build that fails says why, leaves what stood there before, and counts as not done', async () => {
  const { root, run, built, shown } = project();
  await run();
  writeFiles(root, { 'src/page.ts': 'broken' });
  expect(await run()).toBe('page.ts: it is broken');
  expect(shown()).toBe('one');
  expect(built()).toBe(false);
  expect(readdirSync(path.join(root, 'build')).sort()).toEqual(['pages', 'set-up']);
});

it('Each real source that is named is there: a wrong name would never be seen to change', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  for (const { sources } of builds) for (const source of sources) expect(existsSync(path.join(root, source)), source).toBe(true);
});
