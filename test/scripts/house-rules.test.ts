import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findLongFiles, findMachinePaths, findSentencesInOneLanguage, findSilencedChecks, readTextFiles } from '../../scripts/check/house-rules.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

const source = (text: string, name = 'shared/text/a.ts') => [{ path: name, text }];
/** Kept in pieces, so that this file keeps the rule itself. */
const slash = '/';

it('A file of 400 lines is allowed and one of 401 is named', () => {
  expect(findLongFiles(source('line\n'.repeat(400)))).toEqual([]);
  expect(findLongFiles(source('line\n'.repeat(401)))).toEqual([expect.stringContaining('shared/text/a.ts: 401 lines')]);
});

it('A check may be switched off with a reason, never in silence', () => {
  const way = '// eslint-' + 'disable-next-line no-console';
  expect(findSilencedChecks(source(`\n${way}\n`))).toEqual([expect.stringMatching(/^shared\/text\/a\.ts:2: /)]);
  expect(findSilencedChecks(source(`${way} -- the console is this file's subject`))).toEqual([]);
  expect(findSilencedChecks(source('// @ts-' + 'expect-error'))).toHaveLength(1);
});

it('Places of one machine are found in code and in documents, places of every machine are not', () => {
  const places = [['', 'work', 'main'], ['', 'tmp', 'x'], ['', 'root', '.cache'], ['', 'home', 'ada', 'x'], ['', 'Users', 'ada', 'x']].map((parts) => parts.join(slash));
  for (const place of places) expect(findMachinePaths(source(`see ${place}`, 'docs/a.md')), place).toHaveLength(1);
  expect(findMachinePaths(source('https://' + ['registry', 'npmjs', 'org'].join('.'), 'package-lock.json'))).toHaveLength(1);
  expect(findMachinePaths(source(`a mount at ${['', 'home', 'ada', 'x'].join(slash)}`, 'test/src-main/a.test.ts')), 'a home that a test made up').toEqual([]);
  expect(findMachinePaths(source('~/.cache/lamina ./tmp/x src/work/a.ts https://example.org/home/page'))).toEqual([]);
});

it('A sentence that is there in one language only is counted', () => {
  const both = `{ en: 'a', 'zh-CN': '甲' }`;
  expect(findSentencesInOneLanguage(source(both))).toEqual([]);
  expect(findSentencesInOneLanguage(source(`${both}, { en: 'b' }`))).toEqual(['shared/text/a.ts: 2 sentences in English, 1 in Chinese']);
});

it('Languages that ask for different values, or are the same text, are named', () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'good-sentences.mjs': `export const s = { full: { en: '{file} is full', 'zh-CN': '{file} 已满' }, name: { en: 'NIfTI', 'zh-CN': 'NIfTI' } };`,
    'bad-sentences.mjs': `export const s = { lost: { en: '{file} is lost', 'zh-CN': '丢失' }, plain: { en: 'Lost.', 'zh-CN': 'Gone.' } };`,
  });
  const script = path.resolve(import.meta.dirname, '../../scripts/check/sentences-agree.mjs');
  const complaints = (name: string) => spawnSync(process.execPath, [script, path.join(folder, name)], { encoding: 'utf8' }).stdout.trim().split('\n').filter(Boolean);
  expect(complaints('good-sentences.mjs')).toEqual([]);
  expect(complaints('bad-sentences.mjs')).toEqual([
    expect.stringMatching(/s\.lost: \{file\} in English, nothing in Chinese/),
    expect.stringMatching(/s\.plain: not Chinese: Gone\./),
  ]);
});

it('What is installed or built is not read, what people wrote is', () => {
  const folder = temporaryFolder();
  writeFiles(folder, { 'a.md': '', '.ci/run': '', 'shared/x/b.ts': '', 'node_modules/c/d.js': '', 'build/e.js': '', 'image.nii': '' });
  expect(readTextFiles(folder).map((file) => file.path).sort()).toEqual(['.ci/run', 'a.md', 'shared/x/b.ts']);
});
