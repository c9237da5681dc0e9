import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSplit } from '#main/cli/read-split.ts';
import { numberList, seedList, wordList } from '#main/cli/usage-errors.ts';

function file(text: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-split-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'names'), text);
  return path.join(folder, 'names');
}

describe('who judges', () => {
  it('is named in the command, or in a file of lines, of a list or of a split', async () => {
    expect(await readSplit('p1, p2')).toEqual({ test: ['p1', 'p2'] });
    expect(await readSplit(file('p1\r\n\n p2 \n'))).toEqual({ test: ['p1', 'p2'] });
    expect(await readSplit(file('["p1", "p2"]'))).toEqual({ test: ['p1', 'p2'] });
    expect(await readSplit(file('{"about": "x", "fit": ["p3"], "judge": ["p1"]}'))).toEqual({ test: ['p1'], pool: ['p3'] });
    expect(await readSplit(file('{"judge": ["p1"]}'))).toEqual({ test: ['p1'] });
  });

  it.each(['{"judge": "p1"}', '{"fit": ["p1"]}', '["p1", 2]', '{"judge": ["p1"], "fit": 3}', '[', '\n', '[]'])('is not told by %j', async (text) => {
    await expect(readSplit(file(text))).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('names') as string });
  });
});

describe('lists in a command', () => {
  it('are seeds from one on, or from one to another', () => {
    expect(seedList('--seeds')('3')).toEqual([1, 2, 3]);
    expect(seedList('--seeds')('6-8')).toEqual([6, 7, 8]);
    expect(seedList('--seeds')('0-0')).toEqual([0]);
    for (const wrong of ['', '0', '8-6', '1-101', '-3', 'a', '1,2']) expect(() => seedList('--seeds')(wrong)).toThrow(/5 or 6-10/);
  });

  it('are numbers above 0, and names of a choice, each once', () => {
    expect(numberList('--budgets')('1, 2.5,12')).toEqual([1, 2.5, 12]);
    for (const wrong of ['', '0', '1,', '-1', '1e3', '1;2']) expect(() => numberList('--budgets')(wrong)).toThrow(/1,2,5/);
    expect(wordList('--strategies', ['random', 'bald'])('bald,random')).toEqual(['bald', 'random']);
    for (const wrong of ['', 'random,random', 'other', 'random,']) expect(() => wordList('--strategies', ['random', 'bald'])(wrong)).toThrow(/of random, bald/);
  });
});
