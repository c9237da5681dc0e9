import { describe, expect, it } from 'vitest';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { noMeasures } from '#shared/learning/evaluation/measure-case.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { calibrateModel, poolCalibrations, type ModelCalibration } from '#shared/learning/statistics/calibrate.ts';
import { calibrationSentences } from '#shared/learning/statistics/calibration-sentences.ts';
import { fitQualityInterval, type ExpectedCase } from '#shared/learning/statistics/quality-interval.ts';
import { simulateVoxels, softmax } from './simulated-network.ts';

const outputs = 3;

/** Patients on whom a network is calibrated at these temperatures. */
function calibrated(temperatures: readonly number[], apart = true): ModelCalibration {
  const patients = temperatures.map((_, place) => `p${place}`);
  const calibrator = calibrateModel(outputs, patients, apart, 7);
  temperatures.forEach((temperature, place) => {
    const { logits, reference } = simulateVoxels(8000, outputs, place + 1, temperature);
    calibrator.add(patients[place]!, softmax(logits, outputs), reference, null);
  });
  return calibrator.result()!;
}

describe('a model that is too sure', () => {
  it('is given the temperature that it is calibrated at, and is then believed', () => {
    const { temperature, before, after, patients, notes } = calibrated([2, 2, 2, 2]);
    expect(temperature).toBeGreaterThan(1.9);
    expect(temperature).toBeLessThan(2.1);
    expect(before.foreground.error).toBeGreaterThan(0.1);
    expect(after!.foreground.error).toBeLessThan(0.02);
    expect(before.foreground.voxels).toBe(after!.foreground.voxels);
    expect({ patients, notes }).toEqual({ patients: 4, notes: [] });
  });

  it('is told by each patient with the temperature of the others: one that fits no two alike flatters nobody', () => {
    const alike = calibrated([2, 2]).after!.foreground.error!;
    // The common temperature lies between; each patient is tempered by the other one's, which is the wrong way round.
    const apart = calibrated([1, 4]);
    expect(apart.after!.foreground.error).toBeGreaterThan(5 * alike);
    expect(apart.after!.foreground.error).toBeGreaterThan(0.15);
  });
});

describe('no temperature is told', () => {
  it.each([
    ['by one patient', [2], true, calibrationSentences.tooFewPatients], ['by slabs of those that taught', [2, 2], false, calibrationSentences.slabs],
  ] as const)('%s, but the reliability is', (_, temperatures, apart, why) => {
    const told = calibrated(temperatures, apart);
    expect(told).toMatchObject({ temperature: null, after: null, notes: [why] });
    expect(told.before.foreground.error).toBeGreaterThan(0.1);
  });

  it('where all is right, and nothing without voxels', () => {
    const calibrator = calibrateModel(2, ['a', 'b'], true, 1);
    for (const patient of ['a', 'b']) calibrator.add(patient, Float32Array.of(0.1, 0.9, 0.2, 0.8), Uint8Array.of(1, 1), null);
    expect(calibrator.result()).toMatchObject({ temperature: null, notes: [calibrationSentences.atLimit] });
    expect(calibrateModel(2, ['a'], true, 1).result()).toBeNull();
    expect(() => calibrator.add('c', Float32Array.of(0.1, 0.9), Uint8Array.of(1), null)).toThrow(RangeError);
  });
});

it('networks of a cross-validation are told together, voxel by voxel', () => {
  const [one, other] = [calibrated([2, 2]), calibrated([1, 1, 1])];
  const pooled = poolCalibrations([one, null, other])!;
  expect(pooled).toMatchObject({ patients: 5, temperature: null, after: null, notes: [calibrationSentences.ofMembers] });
  const [a, b] = [one.before.foreground, other.before.foreground];
  expect(pooled.before.foreground.voxels).toBe(a.voxels + b.voxels);
  const bin = 12;
  const right = [a, b].reduce((sum, { bins }) => sum + bins[bin]!.voxels * bins[bin]!.accuracy!, 0);
  expect(pooled.before.foreground.bins[bin]!.accuracy).toBeCloseTo(right / (a.bins[bin]!.voxels + b.bins[bin]!.voxels), 12);
  expect(poolCalibrations([one])!.before.foreground.error).toBeCloseTo(a.error!, 12);
  expect(poolCalibrations([null])).toBeNull();
});

describe('the interval of a predicted quality', () => {
  const expectedOf = (dice: readonly (number | null)[]): ExpectedCase[] => dice.map((one, place) => ({ caseId: `c${place}`, patient: `p${place}`, dice: one }));
  const judgedOf = (dice: readonly (number | null)[]): CaseJudgement[] => dice.map((one, place) => ({
    caseId: `c${place}`, name: '', patient: `p${place}`, unit: 'mm', partly: null, worst: null, labels: { 1: { ...noMeasures, found: 'both', dice: one } },
  }));

  it('is bounded by the outermost differences of nine patients, and by 0 and 1', () => {
    const real = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9];
    const interval = fitQualityInterval(expectedOf(real.map(() => 0.75)), judgedOf(real))!;
    expect(interval).toMatchObject({ patients: 9, confidence: 0.8 });
    expect(interval.of(0.6).low).toBeCloseTo(0.35, 12);
    expect(interval.of(0.6).high).toBeCloseTo(0.75, 12);
    // The differences are −0.25, −0.2, … 0.15: the one in the middle is −0.05.
    expect(interval.of(0.6).middle).toBeCloseTo(0.55, 12);
    expect(interval.of(0.95)).toMatchObject({ high: 1 });
    expect(interval.of(0.1)).toMatchObject({ low: 0 });
  });

  it('is not told by eight, nor by nine cases of eight patients, nor by cases without a figure', () => {
    const eight = Array<number>(8).fill(0.7);
    expect(fitQualityInterval(expectedOf(eight), judgedOf(eight))).toBeNull();
    const [nine] = [[...eight, 0.7]];
    expect(fitQualityInterval(expectedOf(nine).map((one, place) => ({ ...one, patient: place === 8 ? 'p0' : one.patient })), judgedOf(nine))).toBeNull();
    expect(fitQualityInterval(expectedOf([...eight, null]), judgedOf(nine))).toBeNull();
  });

  it('holds four of five new patients, whatever the differences are like', () => {
    let held = 0;
    const rounds = 2000;
    for (let round = 0; round < rounds; round += 1) {
      const draws = randomDraws(round, 'noise', 0, 0);
      // Skewed: few are much worse than they promise.
      const real = Array.from({ length: 15 }, () => 0.9 - 0.3 * draws.uniform() ** 4);
      const { low, high } = fitQualityInterval(expectedOf(real.slice(1).map(() => 0.85)), judgedOf(real.slice(1)))!.of(0.85);
      if (real[0]! >= low && real[0]! <= high) held += 1;
    }
    // 14 patients: at least 1 − 2/15 of them, and no more than rounding allows.
    expect(held / rounds).toBeGreaterThan(0.8);
    expect(held / rounds).toBeLessThan(0.9);
  });
});
