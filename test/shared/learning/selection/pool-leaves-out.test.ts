import { expect, it } from 'vitest';
import { pool } from '#shared/learning/selection/pool.ts';
import { candidate } from './slices.ts';

it('holds what is neither complete nor skipped, nor with somebody, nor of a patient who judges', () => {
  const slices = ['a', 'b', 'judge'].flatMap((caseId) => [0, 1, 2, 3].map((index) => candidate(caseId, index)));
  const at = (caseId: string, index: number, axis: 0 | 2 = 2) => ({ caseId, axis, index });
  const out = {
    patients: ['patient of judge'],
    complete: [at('a', 0)],
    // Along another axis it is another slice.
    skipped: [at('b', 1), at('a', 2, 0)],
    leases: [{ slice: at('a', 3), untilMs: 1_001 }, { slice: at('b', 2), untilMs: 1_000 }],
  };
  const left = (nowMs: number) => pool(slices, out, nowMs).map(({ caseId, index }) => `${caseId}${index}`);
  expect(left(1_000)).toEqual(['a1', 'a2', 'b0', 'b2', 'b3']);
  expect(left(1_001)).toContain('a3');
  expect(left(999)).not.toContain('b2');
});
