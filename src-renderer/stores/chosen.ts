/** Files that a person chose, however they did: through the page, a dialog of the desktop, or by name. */
import { handOver, type ChosenFile } from '../connection/files-in-out.ts';

export type Chosen =
  | { readonly kind: 'files'; readonly files: readonly ChosenFile[] }
  /** Picked in a dialog of the desktop; stands for one call. */
  | { readonly kind: 'picked'; readonly grant: string; readonly name: string }
  /** On this computer, by its full path. */
  | { readonly kind: 'typed'; readonly path: string };

/** @returns what a call takes for a path */
export async function pathOf(chosen: Chosen, progress: (share: number) => void, signal: AbortSignal): Promise<string> {
  switch (chosen.kind) {
    case 'files': return handOver(chosen.files, progress, signal);
    case 'picked': return chosen.grant;
    case 'typed': return chosen.path;
  }
}
