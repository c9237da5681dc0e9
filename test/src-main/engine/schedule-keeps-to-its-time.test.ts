import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixSchedule, learningRateAt } from '#main/engine/training/schedule.ts';
import { watchPace } from '#main/engine/training/timetable.ts';

const measured = fc.record({
  perStep: fc.double({ min: 0.01, max: 2, noNaN: true }),
  perValidation: fc.double({ min: 0.05, max: 60, noNaN: true }),
  perCheckpoint: fc.double({ min: 0, max: 0.5, noNaN: true }),
  lastLook: fc.double({ min: 0, max: 30, noNaN: true }),
  testSet: fc.double({ min: 0, max: 20, noNaN: true }),
});

describe('a schedule for given minutes', () => {
  it('is expected to end within five per cent of them, wherever a step is short against them', () => {
    fc.assert(fc.property(measured, fc.integer({ min: 120, max: 3600 }), fc.integer({ min: 0, max: 20 }), (seconds, budget, cases) => {
      const schedule = fixSchedule({ epochs: 40, stepsPerEpoch: 50 }, seconds, cases, budget);
      expect(Math.abs(schedule.expectedSeconds - budget)).toBeLessThan(0.05 * budget + seconds.perStep);
    }));
  });

  it('spends at most a tenth of them on validation, but always validates the last epoch', () => {
    fc.assert(fc.property(measured, fc.integer({ min: 60, max: 3600 }), fc.integer({ min: 1, max: 20 }), (seconds, budget, cases) => {
      const { epochs, validateAfter, validationCases } = fixSchedule({ epochs: 40, stepsPerEpoch: 50 }, seconds, cases, budget);
      expect(validateAfter.at(-1)).toBe(epochs);
      const once = (seconds.perValidation * validationCases) / cases;
      // One case is always looked at, whatever it costs.
      if (validationCases > 1) expect(validateAfter.length * once).toBeLessThanOrEqual(0.1 * budget + 1e-9);
      expect(Math.max(...validateAfter)).toBe(epochs);
      expect(Math.min(...validateAfter)).toBeGreaterThan(0);
    }));
  });

  it('leaves most of them to learning where to judge all cases would take longer than there is, by judging fewer', () => {
    // Twenty large volumes: 20 seconds each as validation, 40 in the last look, of 5 minutes.
    const schedule = fixSchedule({ epochs: 60, stepsPerEpoch: 50 }, { perStep: 0.5, perValidation: 400, perCheckpoint: 0.1, lastLook: 800, testSet: 0 }, 20, 300);
    expect(schedule.validationCases).toBe(1);
    expect(schedule.epochs * schedule.stepsPerEpoch * 0.5).toBeGreaterThan(200);
    expect(Math.abs(schedule.expectedSeconds - 300)).toBeLessThan(15);
  });

  it('learns for half of them however long the test set takes, and says that it will be longer', () => {
    const schedule = fixSchedule({ epochs: 60, stepsPerEpoch: 50 }, { perStep: 0.5, perValidation: 0, perCheckpoint: 0.1, lastLook: 0, testSet: 900 }, 0, 600);
    expect(schedule.epochs * schedule.stepsPerEpoch * 0.5).toBeGreaterThan(280);
    expect(schedule.expectedSeconds).toBeGreaterThan(1150);
  });

  it('still takes one step where not even that fits', () => {
    expect(fixSchedule({ epochs: 10, stepsPerEpoch: 50 }, { perStep: 100, perValidation: 5, perCheckpoint: 1, lastLook: 0, testSet: 0 }, 3, 10))
      .toMatchObject({ epochs: 1, stepsPerEpoch: 1 });
  });
});

describe('a schedule for given epochs', () => {
  it('keeps them, whatever the machine', () => {
    fc.assert(fc.property(measured, fc.integer({ min: 1, max: 50 }), (seconds, epochs) => {
      expect(fixSchedule({ epochs, stepsPerEpoch: 7 }, seconds, 5, null)).toMatchObject({ epochs, stepsPerEpoch: 7, validationCases: 5 });
    }));
  });
});

describe('the learning rate', () => {
  it('falls as (1 − step / steps)^0.9', () => {
    const optimiser = { kind: 'adam', learningRate: 0.01, schedule: 'polynomial' } as const;
    expect(learningRateAt(optimiser, 0, 1000)).toBe(0.01);
    expect(learningRateAt(optimiser, 500, 1000)).toBeCloseTo(0.01 * 0.535887, 8);
    expect(learningRateAt(optimiser, 999, 1000)).toBeGreaterThan(0);
    expect(learningRateAt({ ...optimiser, schedule: 'constant' }, 999, 1000)).toBe(0.01);
  });
});

describe('how long a training will still take', () => {
  it('has the last look before it to the end, whatever is left of steps and what lies between them', () => {
    const pace = watchPace(1, 100, 60, 50);
    expect([0, 50, 100].map((step) => pace.secondsLeft(step, 100))).toEqual([260, 160, 60]);
  });
});
