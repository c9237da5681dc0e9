/**
 * Where a key leads in a list of rows.
 * @param here −1 where no row is chosen yet @param page rows that one page has
 * @returns null for a key that does not move
 */
export function placeAfter(key: string, here: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: here + 1,
    ArrowUp: here < 0 ? count - 1 : here - 1,
    PageDown: here + page,
    PageUp: here - page,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(count - 1, Math.max(0, next));
}

/**
 * Where a key leads from a column's heading.
 * @param here among the headings that can be chosen
 * @returns `rows`: down to the first row; null for a key that does not move
 */
export function headingAfter(key: string, here: number, count: number): number | 'rows' | null {
  switch (key) {
    case 'ArrowLeft': return Math.max(0, here - 1);
    case 'ArrowRight': return Math.min(count - 1, here + 1);
    case 'Home': return 0;
    case 'End': return count - 1;
    case 'ArrowDown': case 'PageDown': case 'Escape': return 'rows';
    default: return null;
  }
}
