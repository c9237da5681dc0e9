import { describe, expect, it } from 'vitest';
import { createSliceMarks } from '../../../../src-renderer/pages/annotate/slice-marks.ts';

/** A host that answers in its turn, or fails where it is told to. */
function place(fails: readonly number[], before: readonly number[] = []) {
  const host = new Set(before);
  const seen: number[][] = [];
  let shown: ReadonlySet<number> = new Set(before);
  let calls = 0;
  const mark = createSliceMarks({
    count: 5,
    shown: () => shown,
    show: (complete) => { shown = complete; seen.push([...complete].sort()); },
    async store(slices, state) {
      if (fails.includes(calls++)) throw new Error('host gone');
      for (const slice of slices === 'all' ? [0, 1, 2, 3, 4] : slices) if (state === 'complete') host.add(slice); else host.delete(slice);
      return [...host];
    },
  });
  return { mark, seen, shown: () => [...shown].sort(), host: () => [...host].sort() };
}

describe('marks of slices', () => {
  it('are shown before the host has answered', () => {
    const { mark, seen } = place([]);
    void mark([1], 'complete');
    void mark('all', 'complete');
    void mark([3], 'incomplete');
    expect(seen).toEqual([[1], [0, 1, 2, 3, 4], [0, 1, 2, 4]]);
  });

  it.each([[[0]], [[1]], [[2]], [[0, 1]], [[1, 2]], [[0, 1, 2]]])('that fail (%j of three) are not shown in the end: what is shown is what is stored', async (fails) => {
    const { mark, shown, host } = place(fails, [4]);
    const ends = await Promise.allSettled([mark([0], 'complete'), mark([1], 'complete'), mark([4], 'incomplete')]);
    expect(ends.flatMap(({ status }, turn) => (status === 'rejected' ? [turn] : []))).toEqual(fails);
    expect(shown()).toEqual(host());
  });

  it('are stored in the order in which they were made', async () => {
    const { mark, host } = place([]);
    await Promise.all([mark([2], 'complete'), mark([2], 'incomplete'), mark([3], 'complete')]);
    expect(host()).toEqual([3]);
  });
});
