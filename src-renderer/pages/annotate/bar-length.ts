const longestPx = 120;

/** The longest of 1, 2, 5, 10, 20 … (and their tenths) that the bar of a scale may have, in mm; null where nothing is shown. */
export function barLength(pixelsPerMm: number): number | null {
  if (!(pixelsPerMm > 0) || !Number.isFinite(pixelsPerMm)) return null;
  const longest = longestPx / pixelsPerMm;
  const decade = 10 ** Math.floor(Math.log10(longest));
  const step = [5, 2, 1].find((one) => one * decade <= longest) ?? 1;
  // 5 × 10⁻² is not exact: rounded to what is written.
  return Number((step * decade).toPrecision(1));
}
