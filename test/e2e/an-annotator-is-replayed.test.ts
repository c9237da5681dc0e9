import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import type { SimulationResult } from '#main/use-cases/simulate-report.ts';
import { placeForTest } from '../src-main/cli/lamina.ts';
import { writeBalls } from '../src-main/tiny-nifti.ts';

it('an annotator is replayed, is killed in the midst of it, and goes on', async () => {
  const place = placeForTest();
  const { lamina, start } = place;
  const at = (...parts: string[]): string => path.join(place.folder, ...parts);
  const project = at('project');
  const { images, labels } = writeBalls(at('data'), 8);
  expect((await lamina('init', project)).code).toBe(0);
  expect((await lamina('import', project, images, '--labels', labels, '--modality', 'mr')).code).toBe(0);
  writeFileSync(at('plan.json'), JSON.stringify({ network: { name: 'unet-2d', filters: [8, 16] }, patch: [16, 16], batch: 8, microBatch: 8, dropout: 0.2 }));
  writeFileSync(at('judges.txt'), 'scan-1\nscan-6\n');
  const simulate = ['simulate', project, '--out', at('out'), '--test', at('judges.txt'), '--strategies', 'foreground-random,power-bald', '--seeds', '7-7',
    '--budgets', '30,60', '--steps', '100', '--plan', at('plan.json'), '--no-full'] as const;

  const first = start(...simulate);
  await first.says(/Seed 7, start, 30 % \(\d+ slices\): Dice 0\.\d{3}/);
  first.child.kill('SIGKILL');
  await first.ended;
  const begun = statSync(at('out', 'seed-7', 'start', 'result.json')).mtimeMs;

  const { code, json, stderr } = await lamina(...simulate, '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const result = json as SimulationResult;
  expect(statSync(at('out', 'seed-7', 'start', 'result.json')).mtimeMs).toBe(begun);
  expect(result).toMatchObject({ network: 'unet-2d', steps: 100, rounds: { done: 3, total: 3 }, test: { cases: 2, patients: 2 }, pool: { cases: 6, patients: 6, slices: 36 } });
  const { outcomes } = JSON.parse(readFileSync(at('out', 'results.json'), 'utf8')) as { outcomes: readonly RoundOutcome[] };
  const shown = outcomes.map(({ arm, shown: cases }) => [arm, cases!.reduce((sum, one) => sum + one.slices.length, 0)]);
  expect(shown).toEqual([['start', 10], ['foreground-random', 21], ['power-bald', 21]]);
  for (const { cases, dice, steps } of outcomes) {
    expect(cases.map(({ patient }) => patient)).toEqual(['scan-1', 'scan-6']);
    expect(steps).toBe(100);
    // A ball that is three times as bright as all around it: a network that learns at all finds it.
    expect(dice[0]).toBeGreaterThan(0.6);
  }
  expect((await lamina('models', project, '--json')).json).toEqual([]);
  // Nothing is left to compute: the same command tells a person what came out.
  const told = await lamina(...simulate, '--lang', 'zh-CN');
  expect(told.stdout).toMatch(/方式 +30 % +60 % +面积\nforeground-random +\d\.\d{3} +\d\.\d{3}/);
  expect(told.stdout).toMatch(/power-bald: 与 foreground-random 的面积之差 [+−]0\.\d{4}（一个种子）/);
  expect(readFileSync(at('out', 'curves.html'), 'utf8')).toContain('<html lang="zh-CN">');
}, 300_000);
