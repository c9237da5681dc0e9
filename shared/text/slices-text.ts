/** Slices as people write them: counted from one, `3–10, 12`. Pure. */

/** Ascending, counted from zero; null for what names no slice of so many. */
export function parseSlices(text: string, count: number): number[] | null {
  const found = new Set<number>();
  const parts = text.split(/[,，、;\s]+/).filter((part) => part !== '');
  for (const part of parts) {
    const [, from, to] = /^(\d{1,6})(?:[-–—](\d{1,6}))?$/.exec(part) ?? [];
    if (from === undefined) return null;
    const [first, last] = [Number(from), Number(to ?? from)];
    if (first < 1 || last < first || last > count) return null;
    for (let slice = first; slice <= last; slice += 1) found.add(slice - 1);
  }
  return found.size === 0 ? null : [...found].sort((a, b) => a - b);
}

/** @param slices ascending, counted from zero */
export function showSlices(slices: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const slice of slices) {
    const last = runs.at(-1);
    if (last !== undefined && slice === last[1] + 1) last[1] = slice;
    else runs.push([slice, slice]);
  }
  return runs.map(([first, last]) => (first === last ? `${first + 1}` : `${first + 1}–${last + 1}`)).join(', ');
}
