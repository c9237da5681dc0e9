/** Edits that bring back what was: the revert of one edit, and the restoring of an earlier state. */
import { randomUUID } from 'node:crypto';
import { revertTile, restoreTile, type CodedTile } from '#shared/labels/edit.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { hasTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { EditWriter, Freedom } from './append-edit.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { EditRecord, ExpectedHead, ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { editIdTaken, sliceOutside, tileOutside } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';

export interface TakingBack extends Pick<ProjectStore['labelmaps'], 'restore'> {
  revert(labelmapId: string, editId: string, annotator: string, id?: string, expected?: readonly ExpectedHead[], freedom?: Freedom): EditRecord;
}

interface Parts {
  readonly tiles: Tiles;
  readonly labelmaps: Labelmaps;
  readonly writer: EditWriter;
}

export function createTakingBack(session: Session, { tiles, labelmaps, writer }: Parts): TakingBack {
  /** The edit that is already there under this id, where its acknowledgement was lost. */
  const known = (map: LabelmapRow, id: string, isSame: (present: EditRecord) => boolean): EditRecord | null => {
    const present = writer.byId(id);
    if (!present) return null;
    if (present.labelmapId !== map.id || !isSame(present)) throw failure('conflict', editIdTaken, { id });
    return present;
  };

  return {
    revert: (labelmapId, editId, annotator, id = randomUUID(), expected = [], freedom = {}) =>
      inTransaction(session, () => {
        const map = labelmaps.row(labelmapId);
        const present = known(map, id, ({ reverts }) => reverts === editId);
        if (present) return present;
        const size = sizeOfLabelmap(map);
        for (const head of expected) {
          if (!hasTile(size, head)) throw failure('bad-input', tileOutside, { k: head.k, tile: head.tile });
        }
        writer.requireHeads(map, expected);
        const changed: CodedTile[] = [];
        for (const wrote of tiles.ofEdit(writer.ofLabelmap(map, editId).number)) {
          const { k, tile } = wrote;
          const { width, height } = tileRectangle(size, wrote);
          const voxelsOf = (stored: Parameters<Tiles['decode']>[0]): Uint8Array => tiles.decode(stored, width * height);
          const before = wrote.previous === null ? undefined : tiles.written(wrote.previous, wrote);
          const reverted = revertTile(voxelsOf(before), voxelsOf(wrote), voxelsOf(tiles.present(map, wrote)));
          if (reverted) changed.push({ k, tile, runs: encodeRuns(reverted) });
        }
        return writer.append(map, { id, annotator, tool: 'revert', reverts: editId }, changed, { ...freedom, revivesLabels: true });
      }),

    restore: (labelmapId, editId, slices, annotator, id = randomUUID()) =>
      inTransaction(session, () => {
        const map = labelmaps.row(labelmapId);
        const present = known(map, id, ({ restores }) => restores === editId);
        if (present) return present;
        const size = sizeOfLabelmap(map);
        const axis = map.sliceAxis;
        const wanted = slices === 'all' ? null : new Uint8Array(size[axis]);
        for (const slice of wanted === null ? [] : slices) {
          if (typeof slice !== 'number' || wanted![slice] === undefined) {
            throw failure('bad-input', sliceOutside, { name: map.caseName, slice, last: size[axis] - 1 });
          }
          wanted![slice] = 1;
        }
        const changed: CodedTile[] = [];
        for (const { k, tile, previous } of tiles.changedSince(map, writer.ofLabelmap(map, editId).number)) {
          const rectangle = tileRectangle(size, { k, tile });
          const count = rectangle.width * rectangle.height;
          const then = tiles.decode(previous === null ? undefined : tiles.written(previous, { k, tile }), count);
          const restored = restoreTile(then, tiles.decode(tiles.present(map, { k, tile }), count), rectangle, axis, wanted);
          if (restored) changed.push({ k, tile, runs: encodeRuns(restored) });
        }
        if (changed.length === 0) return null;
        return writer.append(map, { id, annotator, tool: 'restore', reverts: null, restores: editId }, changed, { revivesLabels: true });
      }),
  };
}
