import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf } from '#shared/agreement/agreement.ts';
import { cohensKappa } from '#shared/agreement/kappa.ts';
import { finish } from '#shared/regions/grid.ts';

/** Subjects as voxels of a row, categories as labels; one string a reader. */
function agreementOfRatings(ratings: readonly string[]) {
  const labelmaps = ratings.map((categories) => Uint8Array.from(categories, Number));
  return finish(agreementOf({ labelmaps, size: [labelmaps[0]!.length, 1, 1], slices: null }, null));
}

/** From tables of how many raters put each subject into each category: who of them did is not told, and does not matter. */
function fromCounts(rows: readonly string[]) {
  const bySubject = rows.map((row) => row.split(' ').flatMap((times, category) => Array.from({ length: Number(times) }, () => category + 1)));
  return agreementOfRatings(bySubject[0]!.map((_, rater) => bySubject.map((subject) => subject[rater]).join('')));
}

describe('kappa', () => {
  it('is 0.492 for table 2b of Cohen 1960: 0.70 of 200 agree, 0.41 by chance', () => {
    const table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]];
    expect(cohensKappa(table)).toBeCloseTo(0.29 / 0.59, 12);
    const ratings = table.flatMap((row, first) => row.flatMap((times, second) => Array.from({ length: times }, () => [first + 1, second + 1] as const)));
    const { pairs: [pair] } = agreementOfRatings([0, 1].map((reader) => ratings.map((both) => both[reader]!).join('')));
    expect(pair!.kappa).toEqual({ box: expect.closeTo(0.29 / 0.59, 12) as number, slices: expect.closeTo(0.29 / 0.59, 12) as number });
  });

  it('is 0.430 for the 30 diagnoses by six psychiatrists of Fleiss 1971, and of each diagnosis what the R package irr prints', () => {
    const { fleiss, fleissOfLabels } = fromCounts([
      '0 0 0 6 0', '0 3 0 0 3', '0 1 4 0 1', '0 0 0 0 6', '0 3 0 3 0', '2 0 4 0 0', '0 0 4 0 2', '2 0 3 1 0', '2 0 0 4 0', '0 0 0 0 6',
      '1 0 0 5 0', '1 1 0 4 0', '0 3 3 0 0', '1 0 0 5 0', '0 2 0 3 1', '0 0 5 0 1', '3 0 0 1 2', '5 1 0 0 0', '0 2 0 4 0', '1 0 2 0 3',
      '0 0 0 0 6', '0 1 0 5 0', '0 2 0 1 3', '2 0 0 4 0', '1 0 0 4 1', '0 5 0 1 0', '4 0 0 0 2', '0 2 0 4 0', '1 0 5 0 0', '0 0 0 0 6',
    ]);
    expect(fleiss.slices).toBeCloseTo(0.43, 3);
    expect([...fleissOfLabels.values()].map(({ slices }) => slices!.toFixed(3))).toEqual(['0.245', '0.245', '0.520', '0.471', '0.566']);
  });

  it('is 0.210 for the usual example of ten subjects and fourteen raters', () => {
    const { fleiss } = fromCounts(['0 0 0 0 14', '0 2 6 4 2', '0 0 3 5 6', '0 3 9 2 0', '2 2 8 1 1', '7 7 0 0 0', '3 2 6 3 0', '2 5 3 2 2', '6 5 2 1 0', '0 2 2 3 7']);
    expect(fleiss.slices).toBeCloseTo(0.21, 3);
  });

  it('is that of the table turned over, 1 where all agree on more than one category, 0 where one rater says always the same, null where both do', () => {
    const counts = fc.array(fc.array(fc.nat(50), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
    fc.assert(fc.property(counts, (table) => {
      const [kappa, turned] = [cohensKappa(table), cohensKappa(table.map((_, row) => table.map((one) => one[row]!)))];
      if (kappa === null) expect(turned).toBeNull();
      else expect(turned).toBeCloseTo(kappa, 12);
    }));
    expect(cohensKappa([[7, 0], [0, 1]])).toBe(1);
    expect(cohensKappa([[7, 0], [5, 0]])).toBe(0);
    expect(cohensKappa([[7, 0], [0, 0]])).toBeNull();
    expect(cohensKappa([[0, 0], [0, 0]])).toBeNull();
  });

  it('keeps its digits where nearly all is background: with ever more of it, it becomes Dice (Zijdenbos 1994)', () => {
    expect(cohensKappa([[80, 20], [30, 1e15]])).toBeCloseTo((2 * 80) / (2 * 80 + 20 + 30), 9);
  });
});
