/** Appends edits: strokes as they come, whole volumes, and the taking back of an earlier edit. */
import { randomUUID } from 'node:crypto';
import { addChangedSlices, collectEdit, revertTile, type CodedTile } from '#shared/labels/edit.ts';
import { MalformedRuns, decodeRuns, encodeRuns, labelsInRuns, runsCodec } from '#shared/labels/runs.ts';
import { hasTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EventLog } from './events.ts';
import { requireCase, sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { EditRecord, NewEdit, ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { editIdTaken, editMissing, labelNotInTable, runsMalformed, someoneElses, tileMovedOn, tileOutside } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';

type Edits = Pick<ProjectStore['labelmaps'], 'commit' | 'replace' | 'revert' | 'history' | 'newestEdit' | 'latestEditNumber'>;

const select = `
  SELECT edit.number, edit.uuid AS id, labelmap.uuid AS labelmapId, annotator.name AS annotator,
    edit.tool, reverted.uuid AS reverts, edit.made_at AS madeAt
  FROM edit JOIN labelmap ON labelmap.id = edit.labelmap JOIN annotator ON annotator.id = edit.annotator
  LEFT JOIN edit AS reverted ON reverted.number = edit.reverts`;

interface Parts {
  readonly events: EventLog;
  readonly annotators: Annotators;
  readonly labels: ProjectStore['labels'];
  readonly tiles: Tiles;
  readonly labelmaps: Labelmaps;
}

export function createEdits(session: Session, { events, annotators, labels, tiles, labelmaps }: Parts): Edits {
  const { database } = session;
  const byId = database.prepare<[string], EditRecord>(`${select} WHERE edit.uuid = +?`);
  const ofLabelmap = database.prepare<[number], EditRecord>(`${select} WHERE edit.labelmap = ? ORDER BY edit.number`);
  const idOf = database.prepare<[number], { id: string }>('SELECT uuid AS id FROM edit WHERE number = ?');
  const latest = database.prepare<[], { number: number }>('SELECT coalesce(max(number), 0) AS number FROM edit');
  const newest = database.prepare<[number], { number: number }>('SELECT coalesce(max(number), 0) AS number FROM edit WHERE labelmap = +?');
  const insertEdit = database.prepare(
    `INSERT INTO edit (number, uuid, labelmap, annotator, tool, reverts, made_at)
     VALUES (:number, :id, :labelmap, :annotator, :tool, :reverts, :madeAt)`,
  );
  const insertTile = database.prepare(
    'INSERT INTO tile (edit, k, tile, previous, codec, runs) VALUES (:edit, :k, :tile, :previous, :codec, :runs)',
  );
  const moveHead = database.prepare(
    `INSERT INTO tile_head (labelmap, k, tile, edit) VALUES (:labelmap, :k, :tile, :edit)
     ON CONFLICT DO UPDATE SET edit = excluded.edit`,
  );
  const moveSlice = database.prepare(
    'INSERT INTO slice_head (labelmap, slice, edit) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET edit = excluded.edit',
  );

  const editOf = (map: LabelmapRow, id: string): EditRecord => {
    const found = byId.get(id);
    if (!found || found.labelmapId !== map.id) throw failure('not-found', editMissing, { id });
    return found;
  };

  /** Writes an edit whose tiles are known to be the newest; to be called within a transaction. */
  const append = (map: LabelmapRow, edit: Omit<NewEdit, 'labelmapId' | 'tiles'>, changed: readonly CodedTile[]): EditRecord => {
    requireCase(map);
    if (map.annotator !== null && map.annotator !== edit.annotator) {
      throw failure('bad-input', someoneElses, { owner: map.annotator, annotator: edit.annotator });
    }
    const known = new Set([0, ...labels.table().map((label) => label.index)]);
    const size = sizeOfLabelmap(map);
    const changedSlices = new Set<number>();
    events.appendRows('edit', (number) => {
      const reverts = edit.reverts === null ? null : editOf(map, edit.reverts).number;
      const { id, tool } = edit;
      insertEdit.run({ number, id, labelmap: map.key, annotator: annotators.key(edit.annotator), tool, reverts, madeAt: session.now() });
      for (const { k, tile, runs } of changed) {
        const rectangle = tileRectangle(size, { k, tile });
        const count = rectangle.width * rectangle.height;
        const after = decodeSent(runs, count, k, tile);
        for (const index of labelsInRuns(runs)) if (!known.has(index)) throw failure('bad-input', labelNotInTable, { index });
        const head = tiles.present(map, { k, tile });
        addChangedSlices(tiles.decode(head, count), after, rectangle, map.sliceAxis, changedSlices);
        insertTile.run({ edit: number, k, tile, previous: head?.edit ?? null, codec: runsCodec, runs });
        moveHead.run({ labelmap: map.key, k, tile, edit: number });
      }
      for (const slice of changedSlices) moveSlice.run(map.key, slice, number);
    });
    return byId.get(edit.id)!;
  };

  /** Whether an edit that is already there is the one that is sent: its acknowledgement was lost. */
  const isSame = (present: EditRecord, sent: NewEdit): boolean => {
    const there = new Map(tiles.ofEdit(present.number).map(({ k, tile, runs }) => [`${k} ${tile}`, runs]));
    return (
      present.labelmapId === sent.labelmapId &&
      there.size === sent.tiles.length &&
      sent.tiles.every(({ k, tile, runs }) => Buffer.compare(there.get(`${k} ${tile}`) ?? Buffer.alloc(0), runs) === 0)
    );
  };

  return {
    commit: (sent) =>
      inTransaction(session, () => {
        const map = labelmaps.row(sent.labelmapId);
        const present = byId.get(sent.id);
        if (present) {
          if (!isSame(present, sent)) throw failure('conflict', editIdTaken, { id: sent.id });
          return present;
        }
        const size = sizeOfLabelmap(map);
        const named = new Set<string>();
        for (const { k, tile, expected } of sent.tiles) {
          if (!hasTile(size, { k, tile }) || named.has(`${k} ${tile}`)) throw failure('bad-input', tileOutside, { k, tile });
          named.add(`${k} ${tile}`);
          const head = tiles.present(map, { k, tile });
          if ((head ? idOf.get(head.edit)!.id : null) !== expected) throw failure('conflict', tileMovedOn, { k });
        }
        return append(map, sent, sent.tiles);
      }),

    replace: (id, annotator, tool, voxels) =>
      inTransaction(session, () => {
        const map = labelmaps.row(id);
        const size = sizeOfLabelmap(map);
        if (voxels.length !== size[0] * size[1] * size[2]) throw new RangeError(`${voxels.length} voxels for a grid of ${size.join(' × ')}`);
        const changed = collectEdit(voxels, size, (address) => tiles.present(map, address)?.runs);
        return changed.length === 0 ? null : append(map, { id: randomUUID(), annotator, tool, reverts: null }, changed);
      }),

    revert: (labelmapId, editId, annotator, id = randomUUID()) =>
      inTransaction(session, () => {
        const map = labelmaps.row(labelmapId);
        const present = byId.get(id);
        if (present) {
          if (present.labelmapId !== labelmapId || present.reverts !== editId) throw failure('conflict', editIdTaken, { id });
          return present;
        }
        const size = sizeOfLabelmap(map);
        const changed: CodedTile[] = [];
        for (const wrote of tiles.ofEdit(editOf(map, editId).number)) {
          const { k, tile } = wrote;
          const { width, height } = tileRectangle(size, wrote);
          const voxelsOf = (stored: Parameters<Tiles['decode']>[0]): Uint8Array => tiles.decode(stored, width * height);
          const before = wrote.previous === null ? undefined : tiles.written(wrote.previous, wrote);
          const reverted = revertTile(voxelsOf(before), voxelsOf(wrote), voxelsOf(tiles.present(map, wrote)));
          if (reverted) changed.push({ k, tile, runs: encodeRuns(reverted) });
        }
        return append(map, { id, annotator, tool: 'revert', reverts: editId }, changed);
      }),

    history: (id) => ofLabelmap.all(labelmaps.row(id).key),
    newestEdit: (id) => newest.get(labelmaps.row(id).key)!.number,
    latestEditNumber: () => latest.get()!.number,
  };
}

function decodeSent(runs: Uint8Array, count: number, k: number, tile: number): Uint8Array {
  try {
    return decodeRuns(runs, count);
  } catch (error) {
    throw error instanceof MalformedRuns ? failure('bad-input', runsMalformed, { k, tile }, error) : error;
  }
}
