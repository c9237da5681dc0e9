import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { evaluation } from '#shared/contract/evaluation.ts';
import { writeBalls } from '../tiny-nifti.ts';
import { placeForTest } from './lamina.ts';

it('a person gets the figures in the terminal and the report in a folder, in their language', async () => {
  const { folder, lamina } = placeForTest();
  const { labels } = writeBalls(folder, 2);
  const { code, stdout } = await lamina('evaluate', labels, labels, '--out', 'report', '--tolerance', '2,7=0.5', '--lang', 'zh-CN');
  expect(code).toBe(0);
  expect(stdout).toMatch(/表面 Dice +1 +1\.000 +0\.000 +1\.000 +2/);
  expect(stdout).toContain(`报告位于 ${path.join(folder, 'report')}。`);
  expect(readdirSync(path.join(folder, 'report')).sort()).toEqual(['cases.csv', 'evaluation.json', 'report.html', 'summary.csv']);
  const page = readFileSync(path.join(folder, 'report', 'report.html'), 'utf8');
  expect(page).toContain('2 mm，标签 7 为 0.5 mm');
  const told = evaluation.parse(JSON.parse(readFileSync(path.join(folder, 'report', 'evaluation.json'), 'utf8')));
  expect(told).toMatchObject({ tolerance: { every: 2, labels: { 7: 0.5 } }, summary: { 1: { hd95: { mean: 0, n: 2 } } } });

  const again = await lamina('evaluate', labels, labels, '--out', 'report');
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toMatch(/report\.html is there already; .*--force\.\n$/);
  const wrong = await lamina('evaluate', labels, labels, '--tolerance', 'liver=2');
  expect(wrong).toMatchObject({ code: 2, stderr: '--tolerance is a number of mm, or several with labels, such as 2,7=0.5, not “liver=2”.\n' });
});
