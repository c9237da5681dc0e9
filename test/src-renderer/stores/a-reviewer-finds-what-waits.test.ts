import { describe, expect, it, vi } from 'vitest';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { Reviewable } from '#shared/contract/reviews.ts';
import { runsOfStates } from '../../../src-renderer/components/review/state-look.ts';
import { isAtStage, rowsOf } from '../../../src-renderer/stores/review-list.ts';

vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: {} }));

const cases = [{ id: 'b', name: 'Second', slices: 10 }, { id: 'a', name: 'First', slices: 10 }] as unknown as readonly CaseInfo[];
const labels = (labelmapId: string, caseId: string, part: Partial<Reviewable['states']>): Reviewable => {
  const states = { 'not-started': 0, 'in-progress': 0, complete: 0, reviewed: 0, returned: 0, ...part };
  return { labelmapId, caseId, annotator: labelmapId, blind: false, openPins: 0, states } as unknown as Reviewable;
};
const listed = [
  labels('Ada', 'a', { complete: 2, reviewed: 8 }), labels('Bob', 'a', { complete: 5, returned: 1, 'not-started': 4 }), labels('Carla', 'b', { reviewed: 10 }), labels('Dora', 'gone', { complete: 3 }),
];

describe('labels of others', () => {
  it('stand in the order of the cases, of one case first those of which most waits, and none of a case that is gone', () => {
    expect(rowsOf(listed, cases).map(({ annotator, name }) => `${annotator}: ${name}`)).toEqual(['Carla: Second', 'Bob: First', 'Ada: First']);
  });

  it('are found by where they stand', () => {
    const at = (stage: Parameters<typeof isAtStage>[1]) => rowsOf(listed, cases).filter((row) => isAtStage(row, stage)).map(({ annotator }) => annotator);
    expect([at('waiting'), at('returned'), at('reviewed'), at('all')]).toEqual([['Bob', 'Ada'], ['Bob'], ['Carla'], ['Carla', 'Bob', 'Ada']]);
  });
});

it('Neighbouring slices in one state are drawn as one, and all slices are', () => {
  expect(runsOfStates(['complete', 'complete', 'reviewed', 'complete', 'returned'])).toEqual([
    { state: 'complete', from: 0, slices: 2 }, { state: 'reviewed', from: 2, slices: 1 }, { state: 'complete', from: 3, slices: 1 }, { state: 'returned', from: 4, slices: 1 },
  ]);
  expect(runsOfStates([])).toEqual([]);
});
