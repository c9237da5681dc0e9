/** Appends edits as they come: strokes, and whole volumes. */
import { randomUUID } from 'node:crypto';
import { collectEdit } from '#shared/labels/edit.ts';
import { hasTile } from '#shared/labels/tile-layout.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { editOf, selectEdit, type EditRow, type EditWriter } from './append-edit.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import { newestNote } from './model-notes.ts';
import type { ModelHelp, NamedHelp } from './model-help.ts';
import type { EditRecord, NewEdit, ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { editIdTaken, modelMissing, predictionMissing, tileOutside } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';

type Edits = Pick<ProjectStore['labelmaps'], 'commit' | 'replace' | 'history' | 'newestEdit' | 'newestEditId' | 'latestEditNumber' | 'editNumber'>;

interface Parts {
  readonly tiles: Tiles;
  readonly labelmaps: Labelmaps;
  readonly writer: EditWriter;
}

export function createEdits(session: Session, { tiles, labelmaps, writer }: Parts): Edits {
  const { database } = session;
  const ofLabelmap = database.prepare<[number], EditRow>(`${selectEdit} WHERE edit.labelmap = ? ORDER BY edit.number`);
  const latest = database.prepare<[], { number: number }>('SELECT coalesce(max(number), 0) AS number FROM edit');
  const newest = database.prepare<[number], { number: number }>('SELECT coalesce(max(number), 0) AS number FROM edit WHERE labelmap = +?');

  const newestId = database.prepare<[number], string>('SELECT uuid FROM edit WHERE labelmap = ? ORDER BY number DESC LIMIT 1').pluck();
  const modelName = database.prepare<[string], string>(`SELECT coalesce(said.name, model.name) FROM model ${newestNote} WHERE model.uuid = ?`).pluck();
  const predictedBy = database.prepare<{ edit: string; model: string; caseId: string }>(
    `SELECT 1 FROM edit JOIN labelmap ON labelmap.id = edit.labelmap JOIN model ON model.id = labelmap.model JOIN "case" ON "case".id = labelmap."case"
     WHERE edit.uuid = :edit AND model.uuid = :model AND "case".uuid = :caseId`,
  );
  /** @throws UserFacingError `not-found` */
  const knownHelp = (map: LabelmapRow, { model, prediction }: NamedHelp): ModelHelp => {
    const name = modelName.get(model);
    if (name === undefined) throw failure('not-found', modelMissing, { id: model });
    if (prediction !== null && predictedBy.get({ edit: prediction, model, caseId: map.caseId }) === undefined) {
      throw failure('not-found', predictionMissing, { name: map.caseName, model: name });
    }
    return { model, name, prediction };
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
        const present = writer.byId(sent.id);
        if (present) {
          if (!isSame(present, sent)) throw failure('conflict', editIdTaken, { id: sent.id });
          return present;
        }
        const size = sizeOfLabelmap(map);
        const named = new Set<string>();
        for (const { k, tile } of sent.tiles) {
          if (!hasTile(size, { k, tile }) || named.has(`${k} ${tile}`)) throw failure('bad-input', tileOutside, { k, tile });
          named.add(`${k} ${tile}`);
        }
        const stored = writer.requireHeads(map, sent.tiles.map(({ k, tile, expected }) => ({ k, tile, edit: expected })));
        const helped = sent.helped === undefined ? null : knownHelp(map, sent.helped);
        return writer.append(map, { ...sent, helped }, sent.tiles, {}, stored);
      }),

    replace: (id, annotator, tool, voxels) =>
      inTransaction(session, () => {
        const map = labelmaps.row(id);
        const size = sizeOfLabelmap(map);
        if (voxels.length !== size[0] * size[1] * size[2]) throw new RangeError(`${voxels.length} voxels for a grid of ${size.join(' × ')}`);
        const changed = collectEdit(voxels, size, (address) => tiles.present(map, address)?.runs);
        // A model may still know a label that the table has no more.
        return changed.length === 0 ? null : writer.append(map, { id: randomUUID(), annotator, tool, reverts: null }, changed, { revivesLabels: true });
      }),

    history: (id) => ofLabelmap.all(labelmaps.row(id).key).map(editOf),
    newestEdit: (id) => newest.get(labelmaps.row(id).key)!.number,
    newestEditId: (id) => newestId.get(labelmaps.row(id).key) ?? null,
    editNumber: (labelmapId, editId) => writer.ofLabelmap(labelmaps.row(labelmapId), editId).number,
    latestEditNumber: () => latest.get()!.number,
  };
}
