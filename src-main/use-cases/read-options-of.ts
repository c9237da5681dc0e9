import type { ReadOptions } from '../import/read-options.ts';
import type { ProjectStore } from '../store/project-store.ts';

interface Stated {
  readonly orientation?: string | undefined;
  readonly spacingUnknown?: boolean | undefined;
}

/** How a project reads files: its own choice between conflicting transforms, and what the person states of where the images lie. */
export function readOptionsOf(store: ProjectStore, { orientation, spacingUnknown }: Stated): ReadOptions {
  return {
    conflictingForms: store.settings.get().conflictingForms,
    ...(orientation === undefined ? {} : { orientation }),
    ...(spacingUnknown === undefined ? {} : { spacingUnknown }),
  };
}
