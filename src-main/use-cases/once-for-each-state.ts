/** What follows from a project's state alone: computed once between two events of its log. */
import type { ProjectStore } from '../store/project-store.ts';

/** @param compute must ask nothing but the store, and wait for nothing */
export function onceForEachState<Result>(compute: (store: ProjectStore) => Result): (store: ProjectStore) => Result {
  const known = new WeakMap<ProjectStore, { readonly head: string | null; readonly result: Result }>();
  return (store) => {
    const head = store.events.head();
    const before = known.get(store);
    if (before?.head === head) return before.result;
    const result = compute(store);
    known.set(store, { head, result });
    return result;
  };
}
