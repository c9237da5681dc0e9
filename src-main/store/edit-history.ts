/** The history of a labelmap as a person reads it: page by page, newest first, with how much each edit changed. */
import { tallyExtent, type EditExtent, type ExtentTally } from '#shared/labels/edit-extent.ts';
import { tileRectangle } from '#shared/labels/tile-layout.ts';
import { editOf, selectEdit, type EditRow } from './append-edit.ts';
import { sizeOfLabelmap, type LabelmapRow, type Labelmaps } from './labelmaps.ts';
import type { HistoryLine } from './history-lines.ts';
import type { ProjectStore } from './project-store.ts';
import type { Session } from './session.ts';
import type { Tiles } from './tiles.ts';

/** Edits that are read at once while those of a slice are looked for. */
const looked = 200;

export function createEditHistory({ database }: Session, labelmaps: Labelmaps, tiles: Tiles): Pick<ProjectStore['labelmaps'], 'historyPage'> {
  const page = database.prepare<[number, number, number], EditRow>(
    `${selectEdit} WHERE edit.labelmap = ? AND edit.number < ? ORDER BY edit.number DESC LIMIT ?`,
  );
  // Read where it lies, which is many times faster than to bring every line over. What noted no extent has to be looked at.
  const mayHaveChanged = database.prepare<{ labelmap: number; before: number; slice: number; first: string; last: string }, EditRow>(
    `${selectEdit} WHERE edit.labelmap = :labelmap AND edit.number < :before
       AND (edit.extent IS NULL OR :slice BETWEEN edit.extent ->> :first AND edit.extent ->> :last)
     ORDER BY edit.number DESC LIMIT ${looked}`,
  );
  const count = database.prepare<[number], { total: number }>('SELECT count(*) AS total FROM edit WHERE labelmap = ?');
  const extent = database.prepare<[number], { extent: string | null }>('SELECT extent FROM edit WHERE number = ?');
  // However long somebody has undone and redone one edit: the first of the chain, and how many reverts lie between.
  const origin = database.prepare<[string], { tool: string; madeAt: string; reverts: number }>(
    `WITH RECURSIVE chain (number, reverts) AS (
       SELECT number, 0 FROM edit WHERE uuid = ?
       UNION ALL SELECT edit.reverts, chain.reverts + 1 FROM chain JOIN edit ON edit.number = chain.number WHERE edit.reverts IS NOT NULL)
     SELECT edit.tool, edit.made_at AS madeAt, chain.reverts FROM chain JOIN edit ON edit.number = chain.number ORDER BY chain.reverts DESC LIMIT 1`,
  );
  const named = database.prepare<[string], { tool: string; madeAt: string }>('SELECT tool, made_at AS madeAt FROM edit WHERE uuid = ?');
  const reverting = database.prepare<[number], { number: number }>('SELECT number FROM edit WHERE reverts = ?');

  const extentOf = (map: LabelmapRow, number: number): EditExtent => {
    const noted = extent.get(number)!.extent;
    // An edit of the first schema did not note it.
    return noted === null ? countAgain(map, number).extent() : (JSON.parse(noted) as EditExtent);
  };
  const countAgain = (map: LabelmapRow, number: number): ExtentTally => {
    const size = sizeOfLabelmap(map);
    const tally = tallyExtent(size);
    for (const wrote of tiles.ofEdit(number)) {
      const rectangle = tileRectangle(size, wrote);
      const voxels = rectangle.width * rectangle.height;
      const before = wrote.previous === null ? undefined : tiles.written(wrote.previous, wrote);
      tally.add(tiles.runs(before, voxels), tiles.runs(wrote, voxels), rectangle);
    }
    return tally;
  };
  const changed = (map: LabelmapRow, number: number, slice: number): boolean => {
    const { slices, first, last } = extentOf(map, number);
    const axis = map.sliceAxis;
    if (first === null || last === null || slice < first[axis] || slice > last[axis]) return false;
    // Only where slices between the first and the last stayed as they were must its tiles be looked at.
    return slices[axis] === last[axis] - first[axis] + 1 || countAgain(map, number).slicesAlong(axis).includes(slice);
  };
  const ofSlice = (map: LabelmapRow, before: number, limit: number, slice: number): EditRow[] => {
    const paths = { first: `$.first[${map.sliceAxis}]`, last: `$.last[${map.sliceAxis}]` };
    const some = (from: number): EditRow[] => mayHaveChanged.all({ labelmap: map.key, before: from, slice, ...paths });
    const found: EditRow[] = [];
    for (let next = some(before); found.length < limit && next.length > 0; next = some(next.at(-1)!.number)) {
      for (const edit of next) if (found.length < limit && changed(map, edit.number, slice)) found.push(edit);
    }
    return found;
  };
  const aboutOf = ({ reverts, restores }: EditRow): HistoryLine['about'] => {
    if (restores !== null) return { ...named.get(restores)!, again: false };
    if (reverts === null) return null;
    const { reverts: between, ...begun } = origin.get(reverts)!;
    return { ...begun, again: between % 2 === 1 };
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
    historyPage: (labelmapId, { before = Number.MAX_SAFE_INTEGER, limit, slice }) => {
      const map = labelmaps.row(labelmapId);
      const takenBack = new Map<number, boolean>();
      const found = slice === undefined ? page.all(map.key, before, limit) : ofSlice(map, before, limit, slice);
      const edits = found.map((edit) => {
        const { voxels, slices, first, last } = extentOf(map, edit.number);
        const axis = map.sliceAxis;
        return {
          ...editOf(edit), about: aboutOf(edit), takenBack: isTakenBack(edit.number, takenBack),
          voxels, slices: slices[axis], firstSlice: first?.[axis] ?? null, lastSlice: last?.[axis] ?? null,
        };
      });
      return { edits, total: count.get(map.key)!.total };
    },
  };
}
