import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { outcomeOfCheck, sumOf, summaryLine } from '../../scripts/check/outcome.mjs';
import { outcomeOfTests, testsPart } from '../../scripts/check/parts.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

const modules = path.resolve(import.meta.dirname, '../../node_modules');
const testFile = (body: string): string => `import { describe, expect, it } from 'vitest';\n${body}`;

async function outcomeOf(files: Readonly<Record<string, string>>, filters: string[] = []) {
  const root = temporaryFolder();
  symlinkSync(modules, path.join(root, 'node_modules'));
  writeFiles(root, { 'package.json': '{ "type": "module" }', ...files });
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)));
  return testsPart({ root, node: process.execPath }, filters, { environment, show: () => undefined }).run();
}

it('The line sums checks and tests', () => {
  const tests = { passed: 40, failed: 2, skipped: ['x: no GPU'], output: '' };
  expect(summaryLine(sumOf([outcomeOfCheck(''), outcomeOfCheck('a.ts: wrong type'), tests]))).toBe('41 passed, 3 failed, 1 skipped');
});

it('Tests that pass, fail, are skipped or cannot be loaded are told apart', async () => {
  const outcome = await outcomeOf({
    'a.test.ts': testFile(`
      it('passes', () => expect(1).toBe(1));
      it('passes too', () => expect(1).toBe(1));
      it('fails', () => expect(1).toBe(2));
      it('is skipped', (test) => test.skip('no GPU here'));
      describe.skip('needs images', () => { it('is skipped as well', () => undefined); });`),
    'b.test.ts': `import './nowhere.ts';`,
  });
  expect(outcome).toMatchObject({ passed: 2, failed: 2 });
  expect([...outcome.skipped].sort()).toEqual(['a.test.ts: is skipped [no GPU here]', 'a.test.ts: needs images > is skipped as well']);
});

it('A filter that names no test is a failure, not a success of nothing', async () => {
  const outcome = await outcomeOf({ 'a.test.ts': testFile(`it('passes', () => expect(1).toBe(1));`) }, ['no-such-file']);
  expect(outcome).toMatchObject({ passed: 0, failed: 1, output: 'no test was run' });
});

it('An error outside of every test fails the run', async () => {
  const outcome = await outcomeOf({
    'a.test.ts': testFile(`it('passes', () => { setTimeout(() => { throw new Error('nobody waited'); }, 1); return new Promise((done) => setTimeout(done, 50)); });`),
  });
  expect(outcome.passed).toBe(1);
  expect(outcome.failed).toBe(1);
  expect(outcome.output).toContain('nobody waited');
});

it('A runner that dies before it reports is one failure', () => {
  expect(outcomeOfTests(null, undefined)).toMatchObject({ passed: 0, failed: 1 });
});
