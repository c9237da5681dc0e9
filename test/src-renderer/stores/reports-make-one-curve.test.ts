import fc from 'fast-check';
import { expect, it } from 'vitest';
import { beginRun, takeReport } from '../../../src-renderer/stores/training-run.ts';

const epoch = (n: number, meanDice: number | null | undefined, minutesLeft = 10 - n) => ({
  kind: 'epoch', epoch: n, epochs: 9, step: n * 50, loss: 1 / n, accuracy: 0.9, minutesLeft,
  validation: meanDice === undefined ? null : { dice: [meanDice], meanDice },
});
const gather = (reports: readonly unknown[]) => reports.reduce(takeReport, beginRun('job'));

it('An epoch without a validation is a point of the loss alone', () => {
  expect(gather([epoch(1, undefined), epoch(2, 0.5), epoch(3, null)]).epochs).toEqual([
    { epoch: 1, loss: 1, validationDice: null },
    { epoch: 2, loss: 1 / 2, validationDice: 0.5 },
    { epoch: 3, loss: 1 / 3, validationDice: null },
  ]);
});

it('However late the window opens, and whatever it hears twice, the curve is the same', () => {
  const reports = [1, 2, 3, 4, 5, 6].map((n) => epoch(n, n / 10));
  const whole = gather(reports);
  fc.assert(fc.property(fc.shuffledSubarray(reports), fc.shuffledSubarray(reports, { minLength: 6 }), (live, asked) => {
    const { epochs, minutesLeft } = gather([...live, ...asked]);
    expect(epochs).toEqual(whole.epochs);
    expect(minutesLeft).toBe(4);
  }));
});

it('A warning that is heard twice is shown once', () => {
  const warning = { kind: 'warning', sentence: { en: 'Few patients.', 'zh-CN': '患者太少。' } };
  expect(gather([warning, { ...warning }]).warnings).toHaveLength(1);
});

it('What the window knows nothing of changes nothing', () => {
  const run = beginRun('job');
  for (const told of [null, 7, 'epoch', {}, { kind: 'checkpoint', epoch: 1 }, { kind: 'segmented' }]) expect(takeReport(run, told)).toBe(run);
});

it('Before the first epoch the time left is what the plan expects', () => {
  const planned = { kind: 'planned', plan: { epochs: 9 }, expectedMinutes: 12 };
  expect(gather([planned]).minutesLeft).toBe(12);
  expect(gather([epoch(1, undefined, 8), planned]).minutesLeft).toBe(8);
});

it('Of a cross-validation the curve is that of the training that runs, in whatever order its reports come', () => {
  const ofFold = (fold: number, report: object) => ({ ...report, fold, folds: 3 });
  const reports = [1, 2, 3].flatMap((fold) => [1, 2].map((n) => ofFold(fold, epoch(n, fold / 10))));
  const warning = ofFold(1, { kind: 'warning', sentence: { en: 'An image without contrast.', 'zh-CN': '图像没有对比度。' } });
  fc.assert(fc.property(fc.shuffledSubarray([...reports, warning], { minLength: 7 }), (heard) => {
    const { epochs, fold, folds, warnings } = gather(heard);
    expect({ fold, folds }).toEqual({ fold: 3, folds: 3 });
    expect(epochs.map(({ validationDice }) => validationDice)).toEqual([0.3, 0.3]);
    expect(warnings).toHaveLength(1);
  }));
});

it('What was learnt before a pause and what is learnt after it are one curve, whichever is heard first', () => {
  const notes = [{ en: 'Few patients.', 'zh-CN': '患者太少。' }];
  const figures = (n: number) => ({ epoch: n, loss: 1 / n, validationDice: n / 10 });
  const resumed = { kind: 'resumed', step: 100, steps: 450, plan: { epochs: 9 }, curve: [1, 2].map(figures), notes };
  fc.assert(fc.property(fc.shuffledSubarray([resumed, epoch(3, 0.3), epoch(4, 0.4)], { minLength: 3 }), (reports) => {
    expect(gather(reports)).toMatchObject({ epochs: [1, 2, 3, 4].map(figures), plan: { epochs: 9 }, warnings: notes, minutesLeft: 6 });
  }));
});
