import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '#shared/contract/training.ts';
import { partOf, withPart } from './results-file.ts';
import type { RunResult } from './run-result.ts';
import { isUnmeasured, sectionOf } from './set-section.ts';
import { allSets } from './sets/all-sets.ts';
import { hippocampus } from './sets/hippocampus.ts';
import { brainTumour } from './sets/brain-tumour.ts';

const plan: ModelInfo['plan'] = {
  version: 1, network: { name: 'unet-2d', filters: [24, 48] }, modality: 'mr', normalisation: { kind: 'z-score', lowPercentile: 0.5, highPercentile: 99.5 },
  furtherInputs: [], targetSpacingMm: [1, 1, null], sliceAxis: 2, contextSlices: 3, patch: [56, 40], medianSpacingMm: [1, 1, 1],
  outputs: [], loss: 'dice', optimiser: { kind: 'adam', learningRate: 0.003, schedule: 'polynomial', weightDecay: 0, momentum: 0.99, clipNorm: null },
  averageDecay: null, dropout: 0, patience: null, start: { kind: 'scratch' }, prediction: { mirror: false, largestComponents: [] },
  batch: 16, microBatch: 16, stepsPerEpoch: 50, epochs: 3, foregroundShare: 0.5, seed: 0,
  augmentation: { rotationDegrees: 0, scale: 0, mirrorAxes: [], mirrorPairs: [], elastic: 0, gamma: 0, brightness: 0, contrast: 0, noise: 0, blur: 0, lowResolution: 0 },
};

function resultOf(run: string, labels: readonly number[], cases: readonly (readonly [string, string, number])[] = []): RunResult {
  return {
    set: 'a', run, length: '60-minutes', seed: 0, learnt: { cases: 156, patients: 156 }, judged: { cases: 39, patients: 39 },
    validated: { kind: 'patients', patients: 8, dice: 0.5 },
    figures: {
      labels: labels.map((mean, at) => ({ value: at + 1, name: `label ${at + 1}`, dice: { mean, sd: 0.02, n: 39 } })),
      foreground: labels.reduce((sum, dice) => sum + dice, 0) / labels.length,
      cases: cases.map(([name, patient, dice]) => ({ name, patient, dice })),
    },
    checks: [], plan, parameters: 1, steps: 6000, trainingMinutes: 60.04, wholeMinutes: 63, computedWith: 'TensorFlow 2.21.0', startedAt: '2026-01-02T03:04:05Z',
    resumed: run.endsWith('2') ? 1 : 0,
    circumstances: { machine: { cores: 2, cpu: 'a processor', memoryGiB: 8, system: 'Linux', load: 0.2 }, program: { commit: 'abc', changed: true } },
  };
}

describe('the part of a set', () => {
  const three = [resultOf('seed-0', [0.88, 0.87]), resultOf('seed-1', [0.89, 0.86]), resultOf('seed-2', [0.9, 0.91])];

  it('holds each run, their mean with its spread, and the figures to be read beside it', () => {
    const section = sectionOf(hippocampus, three, 3);
    const rows = section.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').map((cell) => cell.trim()).slice(1, -1));
    expect(rows[0]).toEqual(['run', 'learnt', 'judged', 'label 1', 'label 2', 'foreground', 'steps', 'training, min', 'all, min']);
    expect(rows[2]).toEqual(['seed-0', '156', '39', '0.880 ± 0.020', '0.870 ± 0.020', '**0.875**', '6,000', '60.0', '63.0']);
    // By hand: 0.875, 0.875, 0.905: mean 0.885, SD √((0.01² + 0.01² + 0.02²) / 2) = 0.0173.
    expect(rows[5]).toEqual(['mean of 3 runs', '', '', '0.890 ± 0.010', '0.880 ± 0.026', '**0.885 ± 0.017**', '', '', '']);
    expect(rows[6]?.[5]).toBe('0.874');
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([9]));
    for (const part of ['filters 24–48', '56 × 40', 'batch 16', '2 cores of a processor', 'load when a training began 0.2', 'abc with changes', '2026-01-02', 'npm run bench:quality -- --only hippocampus']) {
      expect(section).toContain(part);
    }
    expect(section).toContain('gone on with: seed-2 (1)');
    expect(isUnmeasured(section)).toBe(false);
  });

  it('says how many runs are missing', () => {
    expect(sectionOf(hippocampus, three.slice(0, 2), 3)).toContain('2 of 3 runs are done');
    expect(sectionOf(hippocampus, three, 3)).not.toContain('runs are done');
  });

  it('prints every value where patients are few', () => {
    const section = sectionOf(brainTumour, [resultOf('patient-01', [0.5], [['BTP_01_pre', '01', 0.4], ['BTP_01_post', '01', 0.6]])], 8);
    expect(section).toContain('Every case: BTP_01_pre 0.400, BTP_01_post 0.600.');
    expect(section).toContain('8 patients');
  });

  it('claims nothing before a run is done', () => {
    const section = sectionOf(brainTumour, [], 8);
    expect(isUnmeasured(section)).toBe(true);
    expect(section).not.toContain('|');
  });
});

describe('the document', () => {
  const document = '# Results\n\nBy hand.\n\n<!-- bench:quality a -->\nold\n<!-- end of a -->\n\nMore by hand.\n';

  it('keeps everything that runs did not write', () => {
    const changed = withPart(document, 'a', { title: 'A', text: 'new\nlines' });
    expect(changed).toBe(document.replace('old', 'new\nlines'));
    expect(partOf(changed, 'a')).toBe('new\nlines');
    expect(withPart(changed, 'a', { title: 'A', text: 'new\nlines' })).toBe(changed);
  });

  it('gets a new part below a heading of its own', () => {
    const changed = withPart(document, 'b', { title: 'About b', text: 'figures' });
    expect(changed.startsWith(document.trimEnd())).toBe(true);
    expect(changed).toContain('\n## About b\n');
    expect(partOf(changed, 'b')).toBe('figures');
  });

  it('is left alone where a marker has lost its partner', () => {
    expect(() => withPart(document.replace('<!-- end of a -->', ''), 'a', { title: 'A', text: 'new' })).toThrow('markers of a');
  });

  it('has a part for every set', () => {
    const real = readFileSync(new URL('../../../docs/results.md', import.meta.url), 'utf8');
    expect(allSets.filter(({ name }) => partOf(real, name) === null).map(({ name }) => name)).toEqual([]);
  });
});
