import { expect, it } from 'vitest';
import { comparableTestSet } from '#main/use-cases/loop-snapshots.ts';

type Taken = NonNullable<Parameters<typeof comparableTestSet>[1][number]['takenFrom']>;
const wordOf = (takenFrom?: Taken): string => comparableTestSet([], [
  { caseId: 'scan', patient: 'p', sliceAxis: 2, completeSlices: [1, 2], image: { sha256: 'a' }, ...takenFrom === undefined ? {} : { takenFrom } },
]);
const [first, second] = [{ labelmapId: 'a', slices: [1] }, { labelmapId: 'b', slices: [2] }];

it('the same labels judge whoever of two people has completed more besides, and other ones where two slices are swapped', () => {
  expect(wordOf([second, first])).toBe(wordOf([first, second]));
  expect(wordOf([{ ...first, slices: [2] }, { ...second, slices: [1] }])).not.toBe(wordOf([first, second]));
  expect(wordOf([{ ...first, slices: [1, 2] }])).not.toBe(wordOf([{ ...second, slices: [1, 2] }]));
});

it('of whom an earlier program took labels is not known, which is nobody’s word', () => {
  expect(wordOf()).not.toBe(wordOf([{ ...first, slices: [1, 2] }]));
});
