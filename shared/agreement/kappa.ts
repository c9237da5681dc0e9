/** Agreement beyond what chance brings about, from counts alone: knows categories and subjects, no voxels. */

/**
 * Cohen's kappa of two readers (Cohen 1960, "A coefficient of agreement for nominal scales"): (po − pe) / (1 − pe), po the
 * share of subjects that both put into one category, pe the share that they would if each kept its own shares of categories
 * and threw dice. Computed as 1 − (1 − po) / (1 − pe), which costs no digits where nearly all subjects are in one category.
 * @param table how many subjects the first reader put into the row's and the second into the column's category
 * @returns null where both put every subject into the same one category: then chance agrees as well
 */
export function cohensKappa(table: readonly ArrayLike<number>[]): number | null {
  const categories = table.map((_, category) => category);
  const cell = (row: number, column: number): number => table[row]?.[column] ?? 0;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const columns = categories.map((column) => sum(categories.map((row) => cell(row, column))));
  const all = sum(columns);
  let [parted, partedByChance] = [0, 0];
  for (const row of categories) {
    const others = sum(categories.filter((column) => column !== row).map((column) => cell(row, column)));
    parted += others;
    partedByChance += (cell(row, row) + others) * sum(columns.filter((_, column) => column !== row));
  }
  return partedByChance === 0 ? null : 1 - (all * parted) / partedByChance;
}

/** What Fleiss' kappa needs to know of how many readers put each subject into each category. */
export interface FleissTally {
  readonly readers: number;
  readonly subjects: number;
  /** By category, over all subjects: how often it was given. */
  readonly given: readonly number[];
  /** By category, over all subjects: ordered pairs of readers of whom the first gave it to the subject and the other did not. */
  readonly parted: readonly number[];
}

/**
 * Fleiss' kappa of any number of readers (Fleiss 1971, "Measuring nominal scale agreement among many raters"): as Cohen's,
 * over all pairs of readers, with shares of categories that are those of all readers together. Of two readers it is
 * Scott's pi, not Cohen's kappa.
 * @returns null where every reader put every subject into the same one category
 */
export function fleissKappa({ readers, subjects, given, parted }: FleissTally): number | null {
  return beyondChance(parted.reduce((sum, pairs) => sum + pairs, 0), given.reduce((sum, times) => sum + partedByChance(times, readers * subjects), 0), readers, subjects);
}

/** The same of one category against all others (Fleiss 1971, agreement on a category). */
export function fleissKappaOf({ readers, subjects, given, parted }: FleissTally, category: number): number | null {
  return beyondChance(parted[category] ?? 0, partedByChance(given[category] ?? 0, readers * subjects), readers, subjects);
}

function partedByChance(times: number, votes: number): number {
  return (times / votes) * ((votes - times) / votes);
}

function beyondChance(pairs: number, byChance: number, readers: number, subjects: number): number | null {
  return subjects === 0 || byChance === 0 ? null : 1 - pairs / (subjects * readers * (readers - 1)) / byChance;
}
