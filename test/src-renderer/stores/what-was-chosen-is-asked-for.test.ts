import { expect, it } from 'vitest';
import { importOptions as contractOptions } from '#shared/contract/cases.ts';
import { complaintsOf } from '../../../src-renderer/components/import/check-choices.ts';
import { casesToPredict } from '../../../src-renderer/stores/cases-to-predict.ts';
import { importOptions, type ImportChoices } from '../../../src-renderer/stores/import-options.ts';
import { aCase, aLabelmap } from '../a-case.ts';

const untouched: ImportChoices = {
  images: null, labels: null, onlyLabelledSlices: true, nearest: true, modality: 'guess', orientation: '', spacingUnknown: false, patientPattern: '',
};

it('Choices that were left alone are not sent, and those about labels only with labels', () => {
  expect(importOptions(untouched, 'grant:images', null)).toEqual({ paths: ['grant:images'], onlyLabelledSlices: false });
  expect(importOptions(untouched, 'grant:images', 'grant:labels')).toEqual({
    paths: ['grant:images'], labels: 'grant:labels', onlyLabelledSlices: true, resample: 'nearest',
  });
});

it('What the form lets through, the contract takes', () => {
  const choices: ImportChoices = { ...untouched, modality: 'ct', orientation: ' ras', spacingUnknown: true, patientPattern: '^(sub-[0-9]+)' };
  expect(complaintsOf(choices)).toEqual([]);
  expect(contractOptions.parse(importOptions(choices, '/scans', null))).toMatchObject({ modality: 'ct', orientation: 'RAS', spacingUnknown: true, patientPattern: '^(sub-[0-9]+)' });
});

it('Letters that name one direction twice, patterns without one group and half a path are complained of', () => {
  const complaints = (change: Partial<ImportChoices>) => complaintsOf({ ...untouched, ...change });
  for (const orientation of ['RAR', 'RL', 'RASS', 'ABC', 'RLA']) expect(complaints({ orientation }), orientation).toEqual(['orientation']);
  for (const orientation of ['RAS', 'lpi', 'SAR']) expect(complaints({ orientation }), orientation).toEqual([]);
  for (const patientPattern of ['(', 'sub', '(a)(b)', '(?:a)']) expect(complaints({ patientPattern }), patientPattern).toEqual(['patient']);
  expect(complaints({ images: { kind: 'typed', path: 'scans/liver' } })).toEqual(['images']);
  for (const path of ['/scans', 'D:\\scans', '\\\\server\\scans']) expect(complaints({ labels: { kind: 'typed', path } }), path).toEqual([]);
});

it('Cases to predict have no complete slice and no prediction of the very model', () => {
  const names = casesToPredict([
    aCase({ name: 'untouched' }),
    aCase({ name: 'begun', completeSlices: 1 }),
    aCase({ name: 'predicted', labelmaps: [aLabelmap('m2')] }),
    aCase({ name: 'predicted by an earlier one', labelmaps: [aLabelmap(), aLabelmap('m1')] }),
  ], 'm2').map(({ name }) => name);
  expect(names).toEqual(['untouched', 'predicted by an earlier one']);
});
