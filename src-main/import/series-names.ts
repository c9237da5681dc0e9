import { basename, dirname } from 'node:path';
import type { ImageSource } from './image-source.ts';

/**
 * The same series under names that differ: archives call every folder `series` or `DICOM`, so where
 * several share a name, folders are put before it until they differ (`patient1_series`), and what
 * still does not is counted.
 */
export function withDistinctNames(sources: readonly ImageSource[]): readonly ImageSource[] {
  const names = distinctNames(sources.map((source) => ({ name: source.name, folder: folderToAdd(source) })));
  return sources.map((source, at) => ({ ...source, name: names[at]! }));
}

/** In the order given. */
export function distinctNames(named: readonly Naming[]): readonly string[] {
  const uses = new Map<string, number>();
  return lengthen(named).map(({ name }) => {
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return use === 1 ? name : `${name}_${use}`;
  });
}

export interface Naming {
  readonly name: string;
  /** The next folder that may be put before the name. */
  readonly folder: string;
}

/** A series is called after its folder already. */
function folderToAdd(source: ImageSource): string {
  const folder = dirname(source.files[0] as string);
  return source.format === 'dicom' && source.name === basename(folder) ? dirname(folder) : folder;
}

function lengthen(names: readonly Naming[]): readonly Naming[] {
  const groups = Map.groupBy(names, ({ name }) => name);
  let changed = false;
  const next = names.map((naming) => {
    const group = groups.get(naming.name) ?? [];
    // Folders help only where they differ somewhere above.
    if (new Set(group.map(({ folder }) => folder)).size < 2) return naming;
    changed = true;
    return { ...naming, name: `${basename(naming.folder)}_${naming.name}`, folder: dirname(naming.folder) };
  });
  return changed ? lengthen(next) : next;
}
