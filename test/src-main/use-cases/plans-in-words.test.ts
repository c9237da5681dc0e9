import { describe, expect, it } from 'vitest';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { makePlan, type PlanOptions } from '#shared/learning/make-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { ModelRecord } from '#main/store/project-store.ts';
import { describePlan, type ToldBeside } from '#main/use-cases/describe-plan.ts';
import { forecastMinutes, forecastSteps } from '#main/use-cases/forecast-training.ts';

const fingerprint: Fingerprint = {
  trainingCases: 25, trainingSlices: 900, modality: 'mr', medianSize: [35, 50, 36], medianSpacingMm: [1, 1, 1], sliceAxis: 2, drawnLabels: [1, 2], foreground: null,
};
const named = (...names: string[]): LabelTable => names.map((name, at) => ({ index: at + 1, value: at + 1, name, colour: '#e69f00', code: null, locked: false }));
const planned = (names: readonly string[], options: PlanOptions = {}): Plan => makePlan(fingerprint, named(...names), options);
const told = (plan: Plan, beside: Partial<ToldBeside> = {}): readonly string[] =>
  describePlan(plan, fingerprint, { models: [], voxels: 0, ...beside }).map(({ en, 'zh-CN': chinese }) => {
    expect(`${en}${chinese}`).not.toMatch(/[{}]/);
    expect(chinese).toMatch(/[\u4e00-\u9fff]/);
    return en;
  });
/** Of a plan, trained here before. */
const trained = (plan: Plan, steps: number, seconds: number): ModelRecord => ({ plan, metrics: { steps, seconds } }) as unknown as ModelRecord;

describe('a plan in words', () => {
  it('says which sides are mirrored, and which labels change places', () => {
    const pairs = told(planned(['left kidney', 'right kidney']));
    expect(pairs).toContain('Where left and right are mirrored, labels change places: left kidney ↔ right kidney.');
    expect(pairs.join(' ')).not.toContain('no label has a side');
    const none = told(planned(['head', 'tail'])).join(' ');
    expect(none).toContain('mirrored by chance (left and right). Left and right may be mirrored because no label has a side of its own. A prediction is the mean over the image and its mirror images, which takes 2 times as long');
    const { augmentation } = planned(['left kidney', 'liver']);
    const others = told(planned(['left kidney', 'liver'], { overrides: { augmentation: { ...augmentation, mirrorAxes: [2, 1] } } })).join(' ');
    expect(others).toContain('mirrored by chance (front and back, up and down).');
    expect(others).not.toMatch(/left and right/i);
    expect(told(planned(['left kidney', 'liver'])).join(' ')).not.toContain('mirror');
  });

  it('gives the reasons of its depth, its changes and its parts', () => {
    const plan = planned(['head', 'tail']);
    const words = told({ ...plan, batch: 4, microBatch: 2 }).join(' ');
    // Patches of 40 × 56 × 40, halved three times.
    expect(words).toContain('At the deepest of its 4 levels 5 × 7 × 5 voxels of a patch are left');
    expect(told({ ...plan, patch: [40, 56, 24] }).join(' ')).toContain('only 5 × 7 × 3 voxels of a patch are left; fewer than four');
    expect(words).toContain('changed by chance (turned by up to 30°, scaled by up to 30 %, with other grey values), so that');
    expect(words).toContain('computed 2 at a time');
    expect(told(planned(['head', 'tail'], { network: 'unet-classic' })).join(' ')).not.toContain('changed by chance');
  });

  it('says what the minutes are enough for, beside the whole schedule', () => {
    const plan = planned(['head', 'tail']);
    const models = [trained(plan, 1_000, 600)];
    const given = { minutes: 30, judges: 5, tests: 0, trainings: 1 };
    // A thousand steps in ten minutes, everything included.
    expect(told(plan, { models, given })[1]).toMatch(/^In 30 min it does about 3000 steps,.* full schedule of 3000 steps takes about 30 min,.* GB of memory/);
    expect(told(plan, { models, given: { ...given, minutes: 12, trainings: 5 } })[1]).toMatch(/^In its 12 min each of the 5 trainings does about 1200 steps,/);
    expect(told(plan, { models })[1]).not.toContain('min it does');
  });
});

describe('the steps that minutes are enough for', () => {
  const plan = planned(['head', 'tail']);
  const steps = (given: { readonly minutes: number; readonly judges?: number; readonly tests?: number }): number => forecastSteps(plan, fingerprint, [], { judges: 0, tests: 0, ...given });

  it('are, where nobody judges, those of the whole schedule in the time that this takes, less those of a start and a trial', () => {
    const whole = plan.epochs * plan.stepsPerEpoch;
    const minutes = forecastMinutes(plan, []);
    // Five seconds, and a fiftieth of the time or twenty seconds.
    const beside = 5 + Math.min(20, (minutes * 60) / 50);
    expect(steps({ minutes })).toBe(Math.round(whole * (1 - beside / (minutes * 60))));
    expect(steps({ minutes: 60 }) / steps({ minutes: 1 })).toBeCloseTo((3600 - 25) / (60 - 6.2), 0);
  });

  it('are in as many minutes as a training took here those that it did, and in one minute fewer than its share', () => {
    const models = [trained(plan, 6_000, 3_600)];
    const done = (minutes: number): number => forecastSteps(plan, fingerprint, models, { minutes, judges: 0, tests: 0 });
    expect(done(60)).toBe(6_000);
    expect(done(1)).toBe(Math.round((6_000 * (60 - 6.2)) / (3_600 - 25)));
  });

  it('are fewer the more cases judge, and never less than what judging leaves', () => {
    const alone = steps({ minutes: 10 });
    const counts = [0, 5, 50, 5_000].map((judges) => steps({ minutes: 10, judges }));
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(new Set(counts).size).toBeGreaterThan(2);
    // A tenth for validations and a quarter for the last look, at most.
    expect(counts.at(-1)! / alone).toBeCloseTo((0.65 * 600 - 17) / (600 - 17), 2);
    expect(steps({ minutes: 10, tests: 10 })).toBeLessThan(alone);
    expect(steps({ minutes: 10, judges: 5_000, tests: 5_000 })).toBeGreaterThan(0.1 * alone);
  });
});
