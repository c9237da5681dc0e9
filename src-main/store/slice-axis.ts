import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { EventLog } from './events.ts';
import type { Labelmaps } from './labelmaps.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { sliceAxisSettled } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';
import { replay } from './verify-heads.ts';

interface Parts {
  readonly events: EventLog;
  readonly cases: Pick<ProjectStore['cases'], 'get'>;
  readonly labelmaps: Labelmaps;
  readonly tiles: Tiles;
}

/** Changes the axis that a case's slices are stacked along, as long as nobody has said anything about one of them. */
export function createSliceAxis(session: Session, { events, cases, labelmaps, tiles }: Parts): Pick<ProjectStore['cases'], 'changeSliceAxis'> {
  const { database } = session;
  const reviewed = database.prepare<[string], { number: number }>(
    `SELECT review.number FROM review JOIN reading ON reading.id = review.reading JOIN "case" ON "case".id = reading."case"
     WHERE "case".uuid = ? LIMIT 1`,
  );
  const setAxis = database.prepare('UPDATE "case" SET slice_axis = ? WHERE uuid = ?');
  const forgetHeads = database.prepare('DELETE FROM slice_head WHERE labelmap = ?');
  const insertHead = database.prepare('INSERT INTO slice_head (labelmap, slice, edit) VALUES (?, ?, ?)');

  const change = (id: string, sliceAxis: AxisIndex): void => {
    const { name, sliceAxis: present } = cases.get(id);
    if (sliceAxis === present) return;
    if (reviewed.get(id)) throw failure('conflict', sliceAxisSettled, { name });
    setAxis.run(sliceAxis, id);
    // The newest edit of each slice is counted along the case's axis.
    for (const row of labelmaps.rows().filter(({ caseId }) => caseId === id)) {
      forgetHeads.run(row.key);
      for (const [slice, edit] of replay(session, row, tiles).slices) insertHead.run(row.key, slice, edit);
    }
    events.append('slice-axis-changed', { id, sliceAxis });
  };
  return {
    changeSliceAxis: (id, sliceAxis) =>
      inTransaction(session, () => {
        change(id, sliceAxis);
        return cases.get(id);
      }),
  };
}
