/** The history of a labelmap as a person reads it: page by page, newest first, with how much each edit changed. */
import { tallyExtent, type EditExtent } from '#shared/labels/edit-extent.ts';
import { tileRectangle } from '#shared/labels/tile-layout.ts';
import { selectEdit } from './append-edit.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { EditRecord, ProjectStore } from './project-store.ts';
import type { Session } from './session.ts';
import type { Tiles } from './tiles.ts';

export function createEditHistory({ database }: Session, labelmaps: Labelmaps, tiles: Tiles): Pick<ProjectStore['labelmaps'], 'historyPage'> {
  const page = database.prepare<[number, number, number], EditRecord>(
    `${selectEdit} WHERE edit.labelmap = ? AND edit.number < ? ORDER BY edit.number DESC LIMIT ?`,
  );
  const count = database.prepare<[number], { total: number }>('SELECT count(*) AS total FROM edit WHERE labelmap = ?');
  const extent = database.prepare<[number], { extent: string | null }>('SELECT extent FROM edit WHERE number = ?');
  const reverting = database.prepare<[number], { number: number }>('SELECT number FROM edit WHERE reverts = ?');

  const extentOf = (map: LabelmapRow, number: number): EditExtent => {
    const noted = extent.get(number)!.extent;
    return noted === null ? countExtent(map, number) : (JSON.parse(noted) as EditExtent);
  };
  /** Of an edit of the first schema, which did not note it. */
  const countExtent = (map: LabelmapRow, number: number): EditExtent => {
    const size = sizeOfLabelmap(map);
    const tally = tallyExtent(size);
    for (const wrote of tiles.ofEdit(number)) {
      const rectangle = tileRectangle(size, wrote);
      const voxels = rectangle.width * rectangle.height;
      const before = wrote.previous === null ? undefined : tiles.written(wrote.previous, wrote);
      tally.add(tiles.decode(before, voxels), tiles.decode(wrote, voxels), rectangle);
    }
    return tally.extent();
  };
  /** @param known of this page: undoing and redoing one stroke again and again makes a long chain */
  const isTakenBack = (number: number, known: Map<number, boolean>): boolean => {
    const found = known.get(number);
    if (found !== undefined) return found;
    const is = reverting.all(number).some((edit) => !isTakenBack(edit.number, known));
    known.set(number, is);
    return is;
  };

  return {
    historyPage: (labelmapId, { before = Number.MAX_SAFE_INTEGER, limit }) => {
      const map = labelmaps.row(labelmapId);
      const takenBack = new Map<number, boolean>();
      const edits = page.all(map.key, before, limit).map((edit) => {
        const { voxels, slices, first, last } = extentOf(map, edit.number);
        const axis = map.sliceAxis;
        return {
          ...edit, takenBack: isTakenBack(edit.number, takenBack),
          voxels, slices: slices[axis], firstSlice: first?.[axis] ?? null, lastSlice: last?.[axis] ?? null,
        };
      });
      return { edits, total: count.get(map.key)!.total };
    },
  };
}
