/** Files that a person chose, however they did: through the page, a dialog of the desktop, or by name. */
import { handOver, type ChosenFile, type HandedOver } from '../connection/files-in-out.ts';

export type Chosen =
  | { readonly kind: 'files'; readonly files: readonly ChosenFile[] }
  /** Picked in a dialog of the desktop; stands for one call. */
  | { readonly kind: 'picked'; readonly grant: string; readonly name: string }
  /** On this computer, by its full path. */
  | { readonly kind: 'typed'; readonly path: string };

/** @returns what a call takes for a path, and how to take it back where there is no call */
export async function pathOf(chosen: Chosen, progress: (share: number) => void, signal: AbortSignal): Promise<{ readonly path: string; readonly discard: HandedOver['discard'] }> {
  switch (chosen.kind) {
    case 'files': {
      const { grant, discard } = await handOver(chosen.files, progress, signal);
      return { path: grant, discard };
    }
    case 'picked': return { path: chosen.grant, discard: nothingToDiscard };
    case 'typed': return { path: chosen.path, discard: nothingToDiscard };
  }
}

async function nothingToDiscard(): Promise<void> {}
