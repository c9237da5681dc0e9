/** What an editing session asks of the host, for one labelmap; the page gives it, tests give a fake. */
import type { EditId } from '#shared/contract/ids.ts';
import type { EditToCommit } from '#shared/contract/labels.ts';
import type { TileAddress } from '#shared/labels/tile.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import type { PastEdit } from './undo-stacks.ts';

export interface TileHead extends TileAddress {
  readonly edit: EditId;
}

/** What a window believes to be the newest edit of a tile; null: it was never written. */
export interface ExpectedHead extends TileAddress {
  readonly edit: EditId | null;
}

export interface Acknowledged {
  readonly id: EditId;
  /** Place in the host's log; only grows. */
  readonly number: number;
}

export interface LabelTransport {
  commit(edit: EditToCommit): Promise<Acknowledged>;
  /**
   * @param id of the new edit, made here
   * @param expected the newest edits of tiles where the edit was taken back here already: a conflict where one has moved on
   */
  revert(edit: EditId, id: EditId, expected: readonly ExpectedHead[]): Promise<Acknowledged>;
  /**
   * Brings slices, along the case's slice axis, back to what they were right after an edit.
   * @param id of the new edit, made here
   * @returns null where they are so
   */
  restore(edit: EditId, slices: 'all' | readonly number[], id: EditId): Promise<Acknowledged | null>;
  history(): Promise<readonly PastEdit[]>;
  loadHeads(): Promise<readonly TileHead[]>;
  /** Part of the labelmap's voxels, i fastest: from the byte `from` up to, but not with, `to`. */
  loadVoxels(from: number, to: number): Promise<Uint8Array>;
  /** What a person is told of a failure of the calls above, and its code. */
  explain(error: unknown): { readonly code: string; readonly sentence: Sentence };
}
