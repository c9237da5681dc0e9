import { expect, it } from 'vitest';
import { exportOptions as contractOptions } from '#shared/contract/export.ts';
import { exportOptions, ignoreComplaint, isWritten, planExport, type ExportChoices } from '../../../src-renderer/pages/export/export-plan.ts';
import { aCase, aLabelmap } from '../a-case.ts';

const model = '00000000-0000-4000-8000-00000000000a';
const cases = [
  aCase({ name: 'whole', completeSlices: 24, labelmaps: [aLabelmap()] }),
  aCase({ name: 'half', completeSlices: 12, labelmaps: [aLabelmap(), aLabelmap(model)] }),
  aCase({ name: 'predicted', labelmaps: [aLabelmap(model)] }),
];
const choices: ExportChoices = { model: null, incomplete: 'refuse', ignoreValue: 255, replace: false };
const outcomes = (change: Partial<ExportChoices>) => Object.fromEntries(planExport(cases, { ...choices, ...change }).map(({ name, outcome }) => [name, outcome]));

it('An incomplete case is left out, or written as the person chose; a case without a person’s labels never is', () => {
  expect(outcomes({})).toEqual({ whole: 'whole', half: 'incomplete', predicted: 'unlabelled' });
  expect(outcomes({ incomplete: 'background' })).toEqual({ whole: 'whole', half: 'background', predicted: 'unlabelled' });
  expect(outcomes({ incomplete: 'ignore' })).toEqual({ whole: 'whole', half: 'ignore', predicted: 'unlabelled' });
});

it('A model answers for whole cases, and only for those that it predicted', () => {
  expect(outcomes({ model })).toEqual({ whole: 'unpredicted', half: 'whole', predicted: 'whole' });
});

it('Only what can be written is asked for, in the contract’s words', () => {
  const asked = (change: Partial<ExportChoices>) => {
    const all = { ...choices, ...change };
    const planned = planExport(cases, all);
    const options = contractOptions.parse(exportOptions(all, planned, '/out'));
    expect(options.cases).toHaveLength(planned.filter(isWritten).length);
    return options;
  };
  expect(asked({})).not.toHaveProperty('incomplete');
  expect(asked({ incomplete: 'ignore', ignoreValue: 99 }).incomplete).toEqual({ ignore: 99 });
  expect(asked({ model, incomplete: 'ignore' })).toMatchObject({ model });
  expect(asked({ model, incomplete: 'ignore' })).not.toHaveProperty('incomplete');
});

it('A value for open slices that is a label’s, or no value at all, is refused while it is asked for', () => {
  const labels = [{ index: 1, value: 7, name: 'Head', colour: '#e69f00', code: null, locked: false }];
  const complaint = (change: Partial<ExportChoices>) => ignoreComplaint({ ...choices, incomplete: 'ignore', ...change }, labels);
  expect(complaint({ ignoreValue: 7 })).toEqual({ taken: 'Head' });
  for (const ignoreValue of [0, 1.5, Number.NaN, 2 ** 31]) expect(complaint({ ignoreValue }), String(ignoreValue)).toBe('number');
  expect(complaint({ ignoreValue: 2 ** 31 - 1 })).toBeNull();
  expect(complaint({ ignoreValue: 7, incomplete: 'background' })).toBeNull();
});
