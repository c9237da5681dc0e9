/** Edits that were painted and are not yet known to be stored, in order; and which of them fall with one that was refused. */
import type { EditId, LabelmapId } from '#shared/contract/ids.ts';
import type { EditToCommit } from '#shared/contract/labels.ts';
import { base64Of } from './base64.ts';
import type { Acknowledged, LabelTransport } from './label-transport.ts';
import type { TileGrid, TileKey } from './tile-grid.ts';
import type { PastEdit } from './undo-stacks.ts';

export type NamedHelp = NonNullable<EditToCommit['helped']>;

export interface UnsentEdit extends PastEdit {
  /** The tiles as the edit left them, and the edits that it found there. */
  readonly tiles: ReadonlyMap<TileKey, { readonly runs: Uint8Array; readonly expected: EditId | null }>;
  /** The prediction that it was painted from. */
  readonly helped?: NamedHelp | undefined;
  /** Takes back on top of what others have drawn there since, which only the host knows. */
  readonly onTop?: true;
}

export interface Falling {
  /** What is still to be sent, in order. */
  readonly kept: readonly UnsentEdit[];
  /** How many edits will never be stored. */
  readonly lost: number;
  /** Tiles that do not look as they will be stored. */
  readonly tiles: ReadonlySet<TileKey>;
}

/**
 * The refused edit falls and with it every later one that builds on it: on its tiles, or on those of another that falls.
 * What takes back an edit that stands is no loss to anybody: the host does it on top of what is there.
 * @param unsent begins with the refused one
 * @param movedOn it was refused because somebody else has been there, and not for itself
 */
export function afterRefusal(unsent: readonly UnsentEdit[], movedOn: boolean): Falling {
  const kept: UnsentEdit[] = [];
  const lost = new Set<EditId>();
  const tiles = new Set<TileKey>();
  for (const [place, edit] of unsent.entries()) {
    const buildsOn = (edit.reverts !== null && lost.has(edit.reverts)) || [...edit.tiles.keys()].some((key) => tiles.has(key));
    if (place > 0 && !buildsOn) {
      kept.push(edit);
      continue;
    }
    for (const key of edit.tiles.keys()) tiles.add(key);
    const stands = edit.reverts !== null && !lost.has(edit.reverts) && (place > 0 || (movedOn && edit.onTop !== true));
    if (stands) kept.push({ ...edit, onTop: true });
    else lost.add(edit.id);
  }
  return { kept, lost: lost.size, tiles };
}

export function send(edit: UnsentEdit, labelmapId: LabelmapId, grid: TileGrid, transport: LabelTransport): Promise<Acknowledged> {
  const { id, tool, reverts, helped } = edit;
  if (reverts !== null) {
    const expected = edit.onTop === true ? [] : [...edit.tiles].map(([key, tile]) => ({ ...grid.addressOf(key), edit: tile.expected }));
    return transport.revert(reverts, id, expected);
  }
  const tiles = [...edit.tiles].map(([key, { runs, expected }]) => ({ ...grid.addressOf(key), expected, runs: base64Of(runs) }));
  return transport.commit({ id, labelmapId, tool, ...(helped === undefined ? {} : { helped }), tiles });
}
