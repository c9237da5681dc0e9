/** Edits that were painted and are not yet known to be stored, in order; and which of them fall with one that was refused. */
import type { EditId, LabelmapId } from '#shared/contract/ids.ts';
import { base64Of } from './base64.ts';
import type { Acknowledged, LabelTransport } from './label-transport.ts';
import type { TileGrid, TileKey } from './tile-grid.ts';
import type { PastEdit } from './undo-stacks.ts';

export interface UnsentEdit extends PastEdit {
  /** The tiles as the edit left them, and the edits that it found there. */
  readonly tiles: ReadonlyMap<TileKey, { readonly runs: Uint8Array; readonly expected: EditId | null }>;
}

/**
 * The refused edit and every later one that builds on it: on its tiles, or on those of another that falls.
 * @param unsent begins with the refused one
 */
export function fallingWith(unsent: readonly UnsentEdit[]): { readonly edits: ReadonlySet<UnsentEdit>; readonly tiles: ReadonlySet<TileKey> } {
  const edits = new Set<UnsentEdit>();
  const ids = new Set<EditId>();
  const tiles = new Set<TileKey>();
  for (const edit of unsent) {
    const falls = edits.size === 0 || (edit.reverts !== null && ids.has(edit.reverts)) || [...edit.tiles.keys()].some((key) => tiles.has(key));
    if (!falls) continue;
    edits.add(edit);
    ids.add(edit.id);
    for (const key of edit.tiles.keys()) tiles.add(key);
  }
  return { edits, tiles };
}

export function send(edit: UnsentEdit, labelmapId: LabelmapId, grid: TileGrid, transport: LabelTransport): Promise<Acknowledged> {
  const { id, tool, reverts } = edit;
  if (reverts !== null) return transport.revert(reverts, id);
  const tiles = [...edit.tiles].map(([key, { runs, expected }]) => ({ ...grid.addressOf(key), expected, runs: base64Of(runs) }));
  return transport.commit({ id, labelmapId, tool, tiles });
}
