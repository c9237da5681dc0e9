/** The levels of a U-shaped network: down to the deepest one and up again. */
export interface Pyramid {
  readonly deepest: number;
  /** From the top to the deepest. */
  readonly down: readonly number[];
  /** From the one above the deepest to the top. */
  readonly up: readonly number[];
  /** Filters of a level. */
  readonly width: (level: number) => number;
}

/** @param filters of each level, top first */
export function pyramid(filters: readonly number[]): Pyramid {
  const down = filters.map((_, level) => level);
  return {
    deepest: filters.length - 1,
    down,
    up: down.slice(0, -1).reverse(),
    width(level) {
      const width = filters[level];
      if (width === undefined) throw new RangeError(`no level ${level}`);
      return width;
    },
  };
}
