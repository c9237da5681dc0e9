import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partialPlan, trainOptions as contractOptions } from '#shared/contract/training.ts';
import { networkNames, type Plan } from '#shared/learning/plan.ts';
import { planFields, type PlanField } from '../../../../src-renderer/pages/train/plan-fields.ts';
import { shownValue, typedValue } from '../../../../src-renderer/pages/train/typed-value.ts';
import { readWritten, writePlan } from '../../../../src-renderer/pages/train/written-plan.ts';
import { changesOf, overridesOf, valueAt, withChange } from '../../../../src-renderer/stores/plan-changes.ts';
import { trainOptions, usualChoices, wrongChoices } from '../../../../src-renderer/stores/training-options.ts';
import { aPlan } from '../../a-plan.ts';

const plans = networkNames.map((network) => aPlan({ network }));
const fieldsOf = (plan: Plan): readonly PlanField[] => planFields(plan).flatMap(({ fields }) => fields);

/** Another value than the plan has, as a person might choose it. */
function another(field: PlanField, plan: Plan): unknown {
  const now = valueAt(plan, field.path);
  switch (field.kind) {
    case 'choice': return field.choices.find(({ value }) => value !== now)!.value;
    case 'switch': return now !== true;
    case 'axes': return [1, 2];
    case 'optional': return field.path === 'averageDecay' ? 0.99 : 3;
    case 'number': return now === 0.5 ? 0.25 : field.path === 'optimiser.learningRate' || Number(now) < 1 ? 0.5 : 1;
    case 'lengths': return typedValue('lengths', '32 × 16, 64', now);
    case 'filters': return typedValue('filters', '4，8、16', now);
  }
}

describe('each field', () => {
  it('shows a value of the plan, of every network', () => {
    for (const plan of plans) for (const { path } of fieldsOf(plan)) expect(valueAt(plan, path), `${plan.network.name} ${path}`).toBeDefined();
    expect(fieldsOf(aPlan({ network: 'unet-classic' })).some(({ path }) => path.startsWith('network'))).toBe(false);
  });

  it('may have another value, which the contract takes, and which is the only one that is changed', () => {
    for (const plan of plans) {
      for (const field of fieldsOf(plan)) {
        const changes = withChange({}, field.path, another(field, plan), plan);
        expect(Object.keys(changes)).toEqual([field.path]);
        const overrides = overridesOf(changes, plan);
        expect(partialPlan.safeParse(overrides).error?.message, `${plan.network.name} ${field.path}`).toBeUndefined();
        expect(Object.keys(overrides!)).toEqual([field.path.split('.')[0]]);
        expect(changesOf(overrides!, plan)).toEqual(changes);
        expect(withChange(changes, field.path, valueAt(plan, field.path), plan)).toEqual({});
      }
    }
  });
});

it('Whatever values are changed together, the plan that is made of them is changed in these alone', () => {
  const [plan] = plans.filter(({ network }) => network.name === 'unet');
  const fields = fieldsOf(plan!).filter(({ kind }) => kind === 'number' || kind === 'switch');
  fc.assert(fc.property(fc.subarray(fields), (some) => {
    const changes = Object.fromEntries(some.map((field) => [field.path, another(field, plan!)]));
    const made = { ...plan!, ...overridesOf(changes, plan!) } as Plan;
    for (const { path } of fields) expect(valueAt(made, path)).toEqual(path in changes ? changes[path] : valueAt(plan!, path));
    expect(changesOf(made as unknown as Record<string, unknown>, plan!)).toEqual(changes);
  }));
});

describe('a value as text', () => {
  it('is read as it is shown', () => {
    for (const plan of plans) {
      for (const { kind, path } of fieldsOf(plan)) {
        if (kind === 'choice' || kind === 'switch' || kind === 'axes') continue;
        const value = valueAt(plan, path);
        expect(shownValue(kind, typedValue(kind, shownValue(kind, value), value))).toBe(shownValue(kind, value));
      }
    }
    expect([shownValue('number', 1 / 3), shownValue('optional', null), shownValue('lengths', [40, 56, 40])]).toEqual(['0.333333', '', '40, 56, 40']);
  });

  it('that is no number is none, and nothing is only nothing where there may be none', () => {
    expect([typedValue('number', 'ten', 1), typedValue('number', '', 1), typedValue('optional', ' ', 1), typedValue('lengths', '4, a', [])]).toEqual([NaN, NaN, null, [4, NaN]]);
  });

  it('of filters leaves kernels and strides as they are; further levels are like the deepest', () => {
    const levels = [{ filters: 8, kernel: [1, 3, 3], stride: [1, 1, 1] }, { filters: 16, kernel: [3, 3, 3], stride: [1, 2, 2] }];
    expect(typedValue('filters', '4, 6, 9', levels)).toEqual([
      { filters: 4, kernel: [1, 3, 3], stride: [1, 1, 1] }, { filters: 6, kernel: [3, 3, 3], stride: [1, 2, 2] }, { filters: 9, kernel: [3, 3, 3], stride: [1, 2, 2] },
    ]);
    expect(typedValue('filters', '4', levels)).toHaveLength(1);
  });
});

describe('a plan as JSON', () => {
  it('is read as it was written', () => {
    for (const plan of plans) expect(readWritten(writePlan(plan))).toEqual({ kind: 'plan', parts: plan });
  });

  it('keeps a list of numbers on one line', () => {
    expect(writePlan(aPlan({ network: 'unet' })).split('\n').map((line) => line.trim())).toContain('"kernel": [3, 3, 3],');
  });

  it('that is none says at which line', () => {
    expect(readWritten('{\n  "batch": 2,\n  "seed" 3\n}')).toEqual({ kind: 'unreadable', line: 3 });
    expect(readWritten('{\n  "batch": 2')).toMatchObject({ kind: 'unreadable' });
    expect(readWritten('[1]')).toEqual({ kind: 'unreadable', line: 1 });
  });
});

describe('what is asked for', () => {
  const model = '00000000-0000-4000-8000-000000000001' as Exclude<typeof usualChoices.start, 'auto' | 'scratch'>;

  it('is what was chosen and nothing else, as the contract takes it', () => {
    expect(trainOptions(usualChoices)).toEqual({ seed: 0, minutes: 30 });
    const chosen = trainOptions({ ...usualChoices, network: 'vnet', by: 'epochs', judgedBy: 'folds', start: model, frozenEpochs: 2 }, { loss: 'focal' });
    expect(chosen).toEqual({ seed: 0, epochs: 30, network: 'vnet', folds: 5, start: { kind: 'transfer', model, frozenEpochs: 2 }, plan: { loss: 'focal' } });
    expect(contractOptions.parse(chosen)).toEqual(chosen);
    expect(trainOptions({ ...usualChoices, start: 'scratch' }).start).toEqual({ kind: 'scratch' });
  });

  it('is judged only as far as it is asked for', () => {
    const choices = { ...usualChoices, minutes: 0.5, epochs: NaN, frozenEpochs: NaN };
    expect(wrongChoices(choices)).toEqual([]);
    expect(wrongChoices({ ...choices, by: 'epochs' })).toEqual(['epochs']);
    expect(wrongChoices({ ...choices, minutes: 0, seed: -1 })).toEqual(['minutes', 'seed']);
    expect(wrongChoices({ ...choices, start: model })).toEqual(['frozenEpochs']);
    expect(wrongChoices({ ...choices, changes: { 'network.levels': [{ filters: NaN }] } })).toEqual(['changes']);
  });
});
