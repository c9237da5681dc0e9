import type { ReadOptions } from '../import/read-options.ts';
import type { ProjectStore } from '../store/project-store.ts';

/** How a project reads files: its own choice between conflicting transforms, and the orientation that the person states. */
export function readOptionsOf(store: ProjectStore, { orientation }: { readonly orientation?: string | undefined }): ReadOptions {
  return {
    conflictingForms: store.settings.get().conflictingForms,
    ...(orientation === undefined ? {} : { orientation }),
  };
}
