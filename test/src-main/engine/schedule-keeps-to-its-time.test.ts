import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineEvent, TrainResult } from '#main/engine-client/protocol.ts';
import { fixSchedule, learningRateAt, minutesNeeded } from '#main/engine/training/schedule.ts';
import { timeSteps, type StepSeconds } from '#main/engine/training/time-steps.ts';
import { budgetOf, mostSeconds, paceOf, timeOf, watchPace } from '#main/engine/training/timetable.ts';
import { train } from '#main/engine/training/train.ts';
import { beginWork } from '#main/engine/work.ts';
import { makePhantomProject } from './phantom-project.ts';

const measured = fc.record({
  perStep: fc.double({ min: 0.01, max: 2, noNaN: true }),
  beginning: fc.double({ min: 0, max: 3, noNaN: true }),
  perValidation: fc.double({ min: 0.05, max: 60, noNaN: true }),
  perCheckpoint: fc.double({ min: 0, max: 0.5, noNaN: true }),
  lastLook: fc.double({ min: 0, max: 30, noNaN: true }),
  testSet: fc.double({ min: 0, max: 20, noNaN: true }),
});

describe('a schedule for given minutes', () => {
  it('is expected to end within five per cent of them, wherever a step is short against them', () => {
    fc.assert(fc.property(measured, fc.integer({ min: 120, max: 3600 }), fc.integer({ min: 0, max: 20 }), (seconds, budget, cases) => {
      const schedule = fixSchedule({ epochs: 40, stepsPerEpoch: 50 }, seconds, cases, budget);
      // The last bit is rounding: a sum of many seconds, beside one of two.
      expect(Math.abs(schedule.expectedSeconds - budget)).toBeLessThanOrEqual((0.05 * budget + seconds.perStep) * (1 + 1e-12));
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
    const schedule = fixSchedule({ epochs: 60, stepsPerEpoch: 50 }, { perStep: 0.5, beginning: 0, perValidation: 400, perCheckpoint: 0.1, lastLook: 800, testSet: 0 }, 20, 300);
    expect(schedule.validationCases).toBe(1);
    expect(schedule.epochs * schedule.stepsPerEpoch * 0.5).toBeGreaterThan(200);
    expect(Math.abs(schedule.expectedSeconds - 300)).toBeLessThan(15);
  });

  it('learns for half of them however long the test set takes, and says that it will be longer', () => {
    const schedule = fixSchedule({ epochs: 60, stepsPerEpoch: 50 }, { perStep: 0.5, beginning: 0, perValidation: 0, perCheckpoint: 0.1, lastLook: 0, testSet: 900 }, 0, 600);
    expect(schedule.epochs * schedule.stepsPerEpoch * 0.5).toBeGreaterThan(280);
    expect(schedule.expectedSeconds).toBeGreaterThan(1150);
  });

  it('judges a short training as often as a long one: ten to twenty epochs, where their checkpoints cost little', () => {
    // 1.3 seconds a step: 230 steps in 300 seconds, where epochs of 50 would be five.
    const slow = { perStep: 1.3, beginning: 2, perValidation: 0, perCheckpoint: 0.1, lastLook: 0, testSet: 0 };
    const short = fixSchedule({ epochs: 60, stepsPerEpoch: 50 }, slow, 0, 300);
    expect(short.epochs).toBeGreaterThanOrEqual(10);
    expect(short.epochs).toBeLessThanOrEqual(20);
    expect(Math.abs(short.expectedSeconds - 300)).toBeLessThan(2 * 1.3);
    // Five seconds a checkpoint: of 300 one may be such.
    expect(fixSchedule({ epochs: 60, stepsPerEpoch: 50 }, { ...slow, perCheckpoint: 5 }, 0, 300).epochs).toBeLessThan(6);
    // An hour is as it was planned.
    const long = fixSchedule({ epochs: 60, stepsPerEpoch: 50 }, { ...slow, perStep: 0.35 }, 0, 3600);
    expect(long.stepsPerEpoch).toBe(50);
    // Six steps are six epochs at most, not ten of one.
    const few = fixSchedule({ epochs: 60, stepsPerEpoch: 50 }, { ...slow, perStep: 50 }, 0, 300);
    expect(few.epochs * few.stepsPerEpoch).toBe(6);
  });

  it('still takes one step where not even that fits', () => {
    expect(fixSchedule({ epochs: 10, stepsPerEpoch: 50 }, { perStep: 100, beginning: 0, perValidation: 5, perCheckpoint: 1, lastLook: 0, testSet: 0 }, 3, 10))
      .toMatchObject({ epochs: 1, stepsPerEpoch: 1 });
  });
});

describe('minutes that are too few', () => {
  const seconds = { perStep: 0.5, beginning: 0, perValidation: 0, perCheckpoint: 0.1, lastLook: 0, testSet: 0 };
  const needed = (changed: Partial<typeof seconds>, minutes: number, before = 0): number | null =>
    minutesNeeded({ epochs: 60, stepsPerEpoch: 50 }, { ...seconds, ...changed }, 0, before, minutes);

  it('are those in which fewer than fifty steps are done, and what is needed is told', () => {
    expect(needed({}, 1)).toBeNull();
    // Fifty steps of three seconds, and what has gone before: 2.5 minutes and one.
    expect(needed({ perStep: 3 }, 2, 60)).toBeGreaterThan(3.4);
    expect(needed({ perStep: 3 }, 2, 60)).toBeLessThan(3.9);
    expect(needed({}, 1, 62)).toBeGreaterThan(1.4);
  });

  it('are those in which the test set cannot be judged beside steps for half of them', () => {
    // A quarter of an hour for the test set: half an hour in all, less what may be exceeded.
    expect(needed({ testSet: 900 }, 10)).toBeGreaterThan(27);
    expect(needed({ testSet: 900 }, 10)).toBeLessThan(31);
    expect(needed({ testSet: 900 }, 31)).toBeNull();
  });
});

describe('a schedule for given epochs', () => {
  it('keeps them, whatever the machine', () => {
    fc.assert(fc.property(measured, fc.integer({ min: 1, max: 50 }), (seconds, epochs) => {
      expect(fixSchedule({ epochs, stepsPerEpoch: 7 }, seconds, 5, null)).toMatchObject({ epochs, stepsPerEpoch: 7, validationCases: 5 });
    }));
  });
});

describe('a trial', () => {
  /** Seconds that a step is found to take, and what it took to find out. */
  async function timed(secondsOf: (step: number) => number, budgetSeconds: number | null): Promise<StepSeconds & { readonly spent: number; readonly steps: number }> {
    let [spent, steps] = [0, 0];
    const found = await timeSteps(async (step) => { steps++; spent += secondsOf(step); }, budgetSeconds, () => spent, () => undefined);
    return { ...found, spent, steps };
  }

  it('finds what a step takes whatever the first ones take, in a fiftieth of the time', async () => {
    const { perStep, beginning, spent } = await timed((step) => (step < 3 ? 4 - step : 0.25), 600);
    expect(perStep).toBeCloseTo(0.25, 12);
    expect(beginning).toBeCloseTo(3.75, 12);
    expect(spent).toBeGreaterThanOrEqual(12);
    expect(spent).toBeLessThan(12.5);
  });

  it('takes no step that something held up for the speed of all, be it among the first', async () => {
    for (const disturbed of [1, 2, 3, 4, 7]) {
      expect((await timed((step) => (step === disturbed ? 6 : 0.5), 300)).perStep).toBeCloseTo(0.5, 12);
    }
  });

  it('looks three times as long where steps differ much, and not for ever', async () => {
    const uneven = await timed((step) => (step % 2 === 0 ? 0.8 : 1.2), 300);
    expect(uneven.spent).toBeGreaterThan(10);
    expect(uneven.spent).toBeLessThan(19.5);
    expect(uneven.perStep).toBeCloseTo(1, 1);
  });

  it('is as short as can be for a network whose steps take minutes, and for a forecast', async () => {
    expect(await timed(() => 60, 3600)).toEqual({ perStep: 60, beginning: 0, spent: 120, steps: 2 });
    expect(await timed(() => 0.5, null)).toMatchObject({ perStep: 0.5, steps: 6 });
  });

  it('is as short where a step takes more than a fiftieth of the time', async () => {
    expect(await timed(() => 2.9, 60)).toEqual({ perStep: 2.9, beginning: 0, spent: 5.8, steps: 2 });
    expect(await timed(() => 2.9, 600)).toMatchObject({ perStep: 2.9, steps: 6 });
  });

  it('is right within a twentieth where every seventh step takes three times as long', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 6 }), fc.double({ min: 0.05, max: 1, noNaN: true }), async (first, usual) => {
      const { perStep } = await timed((step) => usual * (step % 7 === first ? 3 : 1 + 0.05 * Math.sin(step)), 600);
      expect(Math.abs(perStep / usual - 1)).toBeLessThan(0.05);
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

describe('a training of a minute', () => {
  /** On a clock that goes by what is computed: each breath between two batches takes so many milliseconds, others once the plan is fixed. */
  async function taught(before: number, after: number): Promise<{ readonly result: TrainResult; readonly events: readonly EngineEvent[]; readonly seconds: number }> {
    const project = await makePhantomProject(2, 0);
    const events: EngineEvent[] = [];
    let [milliseconds, perBreath] = [0, before];
    const work = beginWork((event) => {
      events.push(event);
      if (event.kind === 'planned') perBreath = after;
    }, new AbortController().signal, new AbortController().signal, () => milliseconds);
    try {
      const request = await project.request({ batch: 1, microBatch: 1, patch: [16, 16], stepsPerEpoch: 50 }, 1);
      const result = await train(request, { ...work, breathe: async () => { milliseconds += perBreath; return work.breathe(); } }) as TrainResult;
      return { result, events, seconds: milliseconds / 1000 };
    } finally {
      await project.remove();
    }
  }
  const warnings = (events: readonly EngineEvent[]) => events.filter(({ kind }) => kind === 'warning');

  it('takes one, and does what was planned', async () => {
    const { result, events, seconds } = await taught(100, 100);
    expect(Math.abs(seconds - 60)).toBeLessThan(0.05 * 60);
    expect(result.steps).toBe(result.plannedSteps);
    expect(warnings(events)).toEqual([]);
  }, 60_000);

  it('takes one on a machine that becomes slower by half, does less, and says so once', async () => {
    const { result, events, seconds } = await taught(100, 150);
    expect(Math.abs(seconds - 60)).toBeLessThan(0.05 * 60);
    const [first, cut] = events.filter((event) => event.kind === 'planned');
    expect(result.plannedSteps).toBe(first!.plan.epochs * first!.plan.stepsPerEpoch);
    expect(result.steps).toBe(cut!.plan.epochs * cut!.plan.stepsPerEpoch);
    expect(result.steps).toBeLessThan(0.75 * result.plannedSteps!);
    expect(result.steps).toBeGreaterThan(0.6 * result.plannedSteps!);
    expect(warnings(events)).toHaveLength(1);
  }, 60_000);

  it('says before its first step where that is too short, and in how many minutes fifty steps are done', async () => {
    const { result, events } = await taught(5000, 5000);
    expect(result.steps).toBeLessThan(12);
    const [said] = warnings(events) as Extract<EngineEvent, { kind: 'warning' }>[];
    expect(events.findIndex(({ kind }) => kind === 'warning')).toBeLessThan(events.findIndex(({ kind }) => kind === 'checkpoint'));
    const [steps, needed] = [/do (\d+) steps/, /about (\d+) min or more/].map((part) => Number(part.exec(said!.sentence.en)![1]));
    expect(steps).toBe(result.plannedSteps);
    // Fifty steps of five seconds are 250, beside the trial; the minutes that are tried grow by a tenth.
    expect(needed).toBeGreaterThanOrEqual(4);
    expect(needed).toBeLessThanOrEqual(6);
    expect(said!.sentence['zh-CN']).toContain(`${steps} 步`);
  }, 60_000);

  it('ends within its epoch where a fifth more has gone, with the steps that were done', async () => {
    const { result, events, seconds } = await taught(500, 20_000);
    expect(result.steps).toBeLessThan(events.filter((event) => event.kind === 'planned')[0]!.plan.stepsPerEpoch);
    expect(result.plan.epochs).toBe(1);
    expect(seconds).toBeGreaterThan(72);
    // The step that was being computed.
    expect(seconds).toBeLessThan(72 + 20);
    expect(warnings(events)).toHaveLength(1);
    expect(events.findLast((event) => event.kind === 'checkpoint')).toMatchObject({ step: result.steps });
    expect(events.findLast((event) => event.kind === 'epoch')).toMatchObject({ step: result.steps, minutesLeft: 0 });
  }, 60_000);
});

describe('how long a training will still take', () => {
  it('has the last look before it to the end, whatever is left of steps and what lies between them', () => {
    const pace = watchPace(1, 100, 60, 50);
    expect([0, 50, 100].map((step) => pace.secondsLeft(step, 100))).toEqual([260, 160, 60]);
  });

  it('holds nothing of what came before the first step', () => {
    const measured = { perStep: 1, beginning: 30, perValidation: 0, perCheckpoint: 2, lastLook: 0, testSet: 0 };
    const schedule = fixSchedule({ epochs: 5, stepsPerEpoch: 20 }, measured, 0, null);
    // A hundred steps; of seven checkpoints, the finished model among them, one is before the first step.
    expect(schedule.expectedSeconds).toBe(30 + 100 + 7 * 2);
    expect(paceOf(schedule, measured).secondsLeft(0, 100)).toBe(100 + 6 * 2);
  });
});

describe('the time that a run may take', () => {
  it('is what was given, or planned where that is more, less what was used before it', () => {
    const kept = timeOf(600, 570);
    expect([budgetOf(10, kept), budgetOf(4, kept), budgetOf(null, null)]).toEqual([600, 240, null]);
    const longer = timeOf(600, 900);
    expect([budgetOf(10, longer), budgetOf(4, longer)]).toEqual([900, 540]);
  });

  it('ends at the latest when the whole training has taken a fifth longer', () => {
    expect(mostSeconds(10, timeOf(600, 570))).toBeCloseTo(720, 9);
    // Six of ten minutes were used before.
    expect(mostSeconds(4, timeOf(600, 570))).toBeCloseTo(360, 9);
    expect(mostSeconds(10, timeOf(600, 900))).toBeCloseTo(1080, 9);
    expect([mostSeconds(null, null), mostSeconds(10, undefined)]).toEqual([Infinity, Infinity]);
  });
});
