/** Writes one edit with its tiles, heads and event; whoever computes the tiles has looked whether it may. */
import { tallyExtent } from '#shared/labels/edit-extent.ts';
import type { CodedTile } from '#shared/labels/edit.ts';
import { MalformedRuns, runsCodec, runsOf, type Runs } from '#shared/labels/runs.ts';
import { tileRectangle } from '#shared/labels/tile-layout.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EventLog } from './events.ts';
import { requireCase, sizeOfLabelmap, type LabelmapRow } from './labelmaps.ts';
import type { StoredLabels } from './labels.ts';
import { helpOf, helpText, type ModelHelp } from './model-help.ts';
import type { EditRecord, ExpectedHead, NewEdit } from './project-store.ts';
import type { Session } from './session.ts';
import { editMissing, labelNotInTable, runsMalformed, secondReadingDone, someoneElses, tileMovedOn } from './store-sentences.ts';
import type { StoredTile, Tiles } from './tiles.ts';

export const selectEdit = `
  SELECT edit.number, edit.uuid AS id, labelmap.uuid AS labelmapId, annotator.name AS annotator,
    edit.tool, reverted.uuid AS reverts, restored.uuid AS restores, edit.helped, edit.made_at AS madeAt
  FROM edit JOIN labelmap ON labelmap.id = edit.labelmap JOIN annotator ON annotator.id = edit.annotator
  LEFT JOIN edit AS reverted ON reverted.number = edit.reverts LEFT JOIN edit AS restored ON restored.number = edit.restores`;

/** As `selectEdit` gives it. */
export type EditRow = Omit<EditRecord, 'helped'> & { readonly helped: string | null };

export function editOf(row: EditRow): EditRecord {
  return { ...row, helped: helpOf(row.helped) };
}

/** What an edit may do that a person's stroke may not. */
export interface Freedom {
  /** Labels that were removed come back where the edit brings back their voxels. */
  readonly revivesLabels?: boolean;
  /** It is about the label table, and so about everybody's labelmaps. */
  readonly onOthers?: boolean;
  /** When it was made in another copy of the project, from which it comes. */
  readonly madeAt?: string;
}

export interface EditWriter {
  byId(id: string): EditRecord | undefined;
  /** @throws UserFacingError `not-found` where this labelmap has no such edit */
  ofLabelmap(map: LabelmapRow, id: string): EditRecord;
  /** @returns these tiles as they are stored. @throws UserFacingError `conflict` where another edit is the newest one of a tile */
  requireHeads(map: LabelmapRow, expected: readonly ExpectedHead[]): readonly (StoredTile | undefined)[];
  /**
   * To be called within a transaction, with tiles that follow the newest ones.
   * @param present the newest ones, where they were looked up already
   * @throws UserFacingError `bad-input`, `not-found`; nothing is written then
   */
  append(map: LabelmapRow, edit: Omit<NewEdit, 'labelmapId' | 'tiles' | 'helped'> & { readonly helped?: ModelHelp | null }, changed: readonly CodedTile[], freedom?: Freedom, present?: readonly (StoredTile | undefined)[]): EditRecord;
}

export interface EditParts {
  readonly events: EventLog;
  readonly annotators: Annotators;
  readonly labels: StoredLabels;
  readonly tiles: Tiles;
}

export function createEditWriter({ database, now }: Session, { events, annotators, labels, tiles }: EditParts): EditWriter {
  const byId = database.prepare<[string], EditRow>(`${selectEdit} WHERE edit.uuid = +?`);
  const numbered = database.prepare<[string], { number: number }>('SELECT number FROM edit WHERE uuid = +?');
  const insertEdit = database.prepare(
    `INSERT INTO edit (number, uuid, labelmap, annotator, tool, reverts, made_at, extent, restores, helped)
     VALUES (:number, :id, :labelmap, :annotator, :tool, :reverts, :madeAt, :extent, :restores, :helped)`,
  );
  // By place and not by name: it runs for each tile of an edit.
  const insertTile = database.prepare('INSERT INTO tile (edit, k, tile, previous, codec, runs) VALUES (?, ?, ?, ?, ?, ?)');
  const moveHead = database.prepare(
    'INSERT INTO tile_head (labelmap, k, tile, edit) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET edit = excluded.edit',
  );
  const moveSlice = database.prepare(
    'INSERT INTO slice_head (labelmap, slice, edit) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET edit = excluded.edit',
  );

  const recordOf = (id: string): EditRecord | undefined => {
    const row = byId.get(id);
    return row && editOf(row);
  };
  const ofLabelmap = (map: LabelmapRow, id: string): EditRecord => {
    const found = recordOf(id);
    if (!found || found.labelmapId !== map.id) throw failure('not-found', editMissing, { id });
    return found;
  };
  const requireHeads: EditWriter['requireHeads'] = (map, expected) => {
    // An edit's tiles often follow one and the same.
    const numbers = new Map<string | null, number | undefined>([[null, undefined]]);
    return expected.map(({ edit, ...address }) => {
      const head = tiles.present(map, address);
      if (!numbers.has(edit)) numbers.set(edit, numbered.get(edit!)?.number ?? Number.NaN);
      if (head?.edit !== numbers.get(edit)) throw failure('conflict', tileMovedOn, { k: address.k });
      return head;
    });
  };
  /** @throws UserFacingError `bad-input` for a label that the table does not have */
  const requireLabels = (unknown: Set<number>, revives: boolean): void => {
    unknown.delete(0);
    for (const { index } of labels.table()) unknown.delete(index);
    if (unknown.size > 0 && revives) for (const index of labels.revive(unknown)) unknown.delete(index);
    for (const index of unknown) throw failure('bad-input', labelNotInTable, { index });
  };

  const append: EditWriter['append'] = (map, edit, changed, { revivesLabels = false, onOthers = false, madeAt } = {}, present) => {
    requireCase(map);
    const author = annotators.key(edit.annotator);
    if (map.annotatorKey !== null && map.annotatorKey !== author && !onOthers) {
      throw failure('bad-input', someoneElses, { owner: map.annotator!, annotator: edit.annotator });
    }
    if (map.finishedAt !== null && !onOthers) throw failure('conflict', secondReadingDone, { name: map.caseName });
    const size = sizeOfLabelmap(map);
    const tally = tallyExtent(size);
    const written = new Set<number>();
    const previous = changed.map(({ k, tile, runs }, at) => {
      const rectangle = tileRectangle(size, { k, tile });
      const count = rectangle.width * rectangle.height;
      const after = readSent(runs, count, k, tile);
      const head = present === undefined ? tiles.present(map, { k, tile }) : present[at];
      tally.add(tiles.runs(head, count), after, rectangle);
      for (const label of after.labels) written.add(label);
      return head?.edit ?? null;
    });
    requireLabels(written, revivesLabels);
    const numberOf = (id: string | null | undefined): number | null => (id == null ? null : ofLabelmap(map, id).number);
    const [reverts, restores] = [numberOf(edit.reverts), numberOf(edit.restores)];
    events.appendRows('edit', (number) => {
      const { id, tool, helped = null } = edit;
      insertEdit.run({
        number, id, labelmap: map.key, annotator: author, tool, reverts, restores,
        madeAt: madeAt ?? now(), extent: JSON.stringify(tally.extent()), helped: helped && helpText(helped),
      });
      for (const [at, { k, tile, runs }] of changed.entries()) {
        insertTile.run(number, k, tile, previous[at], runsCodec, runs);
        moveHead.run(map.key, k, tile, number);
      }
      for (const slice of tally.slicesAlong(map.sliceAxis)) moveSlice.run(map.key, slice, number);
    });
    return recordOf(edit.id)!;
  };

  return { byId: recordOf, ofLabelmap, requireHeads, append };
}

function readSent(runs: Uint8Array, count: number, k: number, tile: number): Runs {
  try {
    return runsOf(runs, count);
  } catch (error) {
    throw error instanceof MalformedRuns ? failure('bad-input', runsMalformed, { k, tile }, error) : error;
  }
}
