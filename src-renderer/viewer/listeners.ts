/** Who wants to be told of something, and the telling. */
export interface Listeners<Told> {
  tell(told: Told): void;
  /** @returns ends it */
  add(listener: (told: Told) => void): () => void;
}

/** Whoever comes late is told at once what was said last. */
export function createListeners<Told>(): Listeners<Told> {
  const all = new Set<(told: Told) => void>();
  let last: { readonly told: Told } | null = null;
  return {
    tell(told) {
      if (last !== null && last.told === told) return;
      last = { told };
      for (const listener of all) listener(told);
    },
    add(listener) {
      all.add(listener);
      if (last !== null) listener(last.told);
      return () => { all.delete(listener); };
    },
  };
}
