/** What of a case may change after it was added, and until when. */
import { composeAffines, invertAffine } from '#shared/geometry/affine.ts';
import type { Affine, AxisIndex, SpaceTrust } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { EventLog } from './events.ts';
import type { Labelmaps } from './labelmaps.ts';
import type { Measurements } from './measurements.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { orientationKnown, sliceAxisSettled } from './store-sentences.ts';
import type { Tiles } from './tiles.ts';
import { replay } from './verify-heads.ts';

interface Parts {
  readonly events: EventLog;
  readonly cases: Pick<ProjectStore['cases'], 'get'>;
  readonly labelmaps: Labelmaps;
  readonly tiles: Tiles;
  readonly measurements: Pick<Measurements, 'move'>;
}

type CaseChanges = Pick<ProjectStore['cases'], 'changeSliceAxis' | 'stateOrientation' | 'distrustSpacing'>;

export function createCaseChanges(session: Session, { events, cases, labelmaps, tiles, measurements }: Parts): CaseChanges {
  const { database } = session;
  const reviewed = database.prepare<[string], { number: number }>(
    `SELECT 1 AS number FROM reading JOIN "case" ON "case".id = reading."case"
     WHERE "case".uuid = ? AND (reading.blind = 1 OR EXISTS (SELECT 1 FROM review WHERE review.reading = reading.id)
       OR EXISTS (SELECT 1 FROM pin WHERE pin.reading = reading.id)) LIMIT 1`,
  );
  const setAxis = database.prepare('UPDATE "case" SET slice_axis = ? WHERE uuid = ?');
  const forgetHeads = database.prepare('DELETE FROM slice_head WHERE labelmap = ?');
  const insertHead = database.prepare('INSERT INTO slice_head (labelmap, slice, edit) VALUES (?, ?, ?)');
  const imagesOfCase = '(SELECT image FROM case_image JOIN "case" ON "case".id = case_image."case" WHERE "case".uuid = ?)';
  const setPlace = database.prepare(`UPDATE image SET affine = ?, trust = ? WHERE id IN ${imagesOfCase}`);
  const forgetSpacing = database.prepare(`UPDATE image SET trust = 'spacing-unknown' WHERE trust = 'known' AND id IN ${imagesOfCase}`);

  const changeSliceAxis = (id: string, sliceAxis: AxisIndex): void => {
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
  const stateOrientation = (id: string, affine: Affine, trust: SpaceTrust): void => {
    const { name, images } = cases.get(id);
    if (images.some(({ image }) => image.trust !== 'orientation-unknown')) throw failure('conflict', orientationKnown, { name });
    // Measurements are where the images are, as labels are on their voxels.
    measurements.move(id, composeAffines(affine, invertAffine(images[0]!.image.geometry.affine)));
    setPlace.run(JSON.stringify(affine), trust, id);
    events.append('orientation-stated', { id, affine, trust });
  };
  const distrustSpacing = (id: string): void => {
    cases.get(id);
    forgetSpacing.run(id);
    events.append('spacing-distrusted', { id });
  };
  return {
    changeSliceAxis: (id, sliceAxis) => inTransaction(session, () => { changeSliceAxis(id, sliceAxis); return cases.get(id); }),
    stateOrientation: (id, affine, trust) => inTransaction(session, () => { stateOrientation(id, affine, trust); return cases.get(id); }),
    distrustSpacing: (id) => inTransaction(session, () => { distrustSpacing(id); return cases.get(id); }),
  };
}
