import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRoundsTable, roundsTable } from '#main/simulation-report/rounds-table.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import { partOf } from '../quality/results-file.ts';
import { marker, sectionOf, type Simulated } from './section.ts';
import { simulations } from './simulated.ts';

const docs = path.join(import.meta.dirname, '../../../docs');

describe('the document', () => {
  it.each(simulations.filter(({ name }) => existsSync(path.join(docs, 'simulations', `${name}.csv`))).map((one): [string, Simulated] => [one.name, one]))(
    'tells of %s what its trainings came to', (name, simulated) => {
      const rows = readFileSync(path.join(docs, 'simulations', `${name}.csv`), 'utf8');
      expect(partOf(readFileSync(path.join(docs, 'active-learning.md'), 'utf8'), name, marker)).toBe(sectionOf(simulated, rows));
    },
  );
});

const outcome = (arm: string, seed: number, round: number, [percent, slices]: [number, number], dice: number | null): RoundOutcome => ({
  format: 'lamina-simulation-round', version: 1, arm, seed, round, steps: 10, shown: [], budget: { percent, slices },
  dice: dice === null ? [] : [dice, dice], meanDice: dice, cases: [], seconds: { training: 1.4, judging: 1 }, warnings: [],
});

describe('a table of trainings', () => {
  const outcomes = [
    outcome('start', 1, 1, [1, 10], 0.5), outcome('random', 1, 2, [2, 20], 0.6), outcome('entropy', 1, 2, [2, 20], null),
    outcome('start', 2, 1, [1, 10], 0.5), outcome('random', 2, 2, [2, 20], 0.7), outcome('entropy', 2, 2, [2, 20], 0.8), outcome('full', 2, 1, [100, 1000], 0.8),
  ];
  const text = roundsTable(outcomes, ['head, upper', 'body']);

  it('comes back as it was, also where there was no network', () => {
    const { labels, rows } = readRoundsTable(text + text);
    expect(labels).toEqual(['head, upper', 'body']);
    expect(rows).toHaveLength(2 * outcomes.length);
    expect(rows[1]).toEqual({ seed: 1, arm: 'random', round: 2, budget: { percent: 2, slices: 20 }, steps: 10, seconds: 1, meanDice: 0.6, dice: [0.6, 0.6] });
    expect(rows[2]).toMatchObject({ arm: 'entropy', meanDice: null, dice: [null, null] });
  });

  it('is told as shares and differences of the same seeds', () => {
    const section = sectionOf({ name: 'x', title: 'X', about: 'About.' }, text);
    // (0.6 + 0.7) / 2; of seed 2 alone 0.7 of 0.8.
    expect(section).toMatch(/\| random \| 0\.500 ± 0\.000 \| 0\.650 ± 0\.635 \|/);
    expect(section).toContain('| random | 62.5 % | 87.5 % |');
    // Areas of seed 2: (0.5 + 0.8) / 2 less (0.5 + 0.7) / 2.
    expect(section).toContain('| entropy | random | +0.0500 | one seed | 1 |');
  });
});
