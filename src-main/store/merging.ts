/**
 * One label becomes another in a labelmap, as an edit. It says nothing new of any voxel, so slices that were complete stay
 * so, and likewise where it is taken back; and since it is about the label table, it reaches everybody's labelmaps.
 */
import { randomUUID } from 'node:crypto';
import type { CodedTile } from '#shared/labels/edit.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { tileRectangle } from '#shared/labels/tile-layout.ts';
import type { EditWriter } from './append-edit.ts';
import { sizeOfLabelmap, type Labelmaps } from './labelmaps.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import type { TakingBack } from './taking-back.ts';
import type { Tiles } from './tiles.ts';

export const mergeTool = 'merge-labels';

interface Parts {
  readonly tiles: Tiles;
  readonly labelmaps: Labelmaps;
  readonly writer: EditWriter;
  readonly takingBack: TakingBack;
  readonly reviews: ProjectStore['reviews'];
}

type Merging = Pick<ProjectStore['labelmaps'], 'merge' | 'revert' | 'holding'>;

export function createMerging(session: Session, { tiles, labelmaps, writer, takingBack, reviews }: Parts): Merging {
  /** Where a chain of edits that take each other back begins. */
  const root = session.database.prepare<[string], { tool: string }>(
    `WITH RECURSIVE chain (tool, reverts) AS (
       SELECT tool, reverts FROM edit WHERE uuid = ?
       UNION ALL SELECT edit.tool, edit.reverts FROM chain JOIN edit ON edit.number = chain.reverts)
     SELECT tool FROM chain WHERE reverts IS NULL`,
  );
  const merge: Merging['merge'] = (labelmapId, from, into, annotator) => {
    const map = labelmaps.row(labelmapId);
    const size = sizeOfLabelmap(map);
    const changed: CodedTile[] = [];
    for (const stored of tiles.holding(map, from)) {
      const { width, height } = tileRectangle(size, stored);
      const voxels = tiles.decode(stored, width * height).map((label) => (label === from ? into : label));
      changed.push({ k: stored.k, tile: stored.tile, runs: encodeRuns(voxels) });
    }
    if (changed.length === 0) return null;
    return writer.append(map, { id: randomUUID(), annotator, tool: mergeTool, reverts: null }, changed, { onOthers: true });
  };

  return {
    holding: (index) => labelmaps.rows().filter((map) => map.removedAt === null && tiles.holding(map, index).length > 0).map(({ id }) => id),
    merge: (labelmapId, from, into, annotator) =>
      inTransaction(session, () => reviews.keeping(labelmapId, () => merge(labelmapId, from, into, annotator))),
    revert: (labelmapId, editId, annotator, id, expected) =>
      inTransaction(session, () => {
        if (root.get(editId)?.tool !== mergeTool) return takingBack.revert(labelmapId, editId, annotator, id, expected);
        return reviews.keeping(labelmapId, () => takingBack.revert(labelmapId, editId, annotator, id, expected, { onOthers: true }));
      }),
  };
}
