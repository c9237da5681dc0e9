/** Measurements as a log: each change writes the whole measurement anew, and the newest row is how it is. */
import { randomUUID } from 'node:crypto';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { indexToWorld } from '#shared/geometry/affine.ts';
import { labelUnknown } from '#shared/labels/label-sentences.ts';
import { movedPlane } from '#shared/measurements/measure.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { TravellingMeasurement } from './bundle-items.ts';
import type { EventLog } from './events.ts';
import type { MeasurementContent, MeasurementRecord } from './case-work.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { caseMissing, imageMissing, measurementIdTaken, measurementMissing } from './store-sentences.ts';

type MeasurementRow = Omit<MeasurementRecord, 'points' | 'plane' | 'statistics' | 'removed'> & {
  readonly points: string;
  readonly plane: string | null;
  readonly statistics: string | null;
  readonly removed: number;
};

export type Measurements = ProjectStore['measurements'] & {
  /** Where a case's images come to lie elsewhere, what was measured on them goes along; within a transaction. */
  move(this: void, caseId: string, affine: Affine): void;
  /** A row of the log of measurements of another copy of the project; within a transaction. @throws UserFacingError `not-found` */
  repeat(this: void, caseId: string, measurement: TravellingMeasurement): void;
  /** Every row of a case's measurements, oldest first. */
  rowsOf(this: void, caseId: string): readonly TravellingMeasurement[];
};

const select = `
  SELECT measurement.uuid AS id, "case".uuid AS caseId, image.uuid AS imageId, measurement.kind, measurement.points, measurement.plane,
    measurement.text, measurement.label AS labelIndex, measurement.colour, measurement.statistics, measurement.removed,
    maker.name AS author, first.at AS madeAt, changer.name AS changedBy, measurement.at AS changedAt
  FROM measurement JOIN "case" ON "case".id = measurement."case" JOIN image ON image.id = measurement.image
  JOIN annotator AS changer ON changer.id = measurement.annotator
  JOIN measurement AS first ON first.number = (SELECT min(number) FROM measurement AS any WHERE any.uuid = measurement.uuid)
  JOIN annotator AS maker ON maker.id = first.annotator`;
const isNewest = 'measurement.number = (SELECT max(number) FROM measurement AS later WHERE later.uuid = measurement.uuid)';

export function createMeasurements(session: Session, events: EventLog, annotators: Annotators): Measurements {
  const { database } = session;
  const present = database.prepare<[string], MeasurementRow>(
    `${select} WHERE "case".uuid = ? AND measurement.removed = 0 AND ${isNewest} ORDER BY first.number`,
  );
  const newest = database.prepare<[string], MeasurementRow>(`${select} WHERE measurement.uuid = ? AND "case".removed_at IS NULL ORDER BY measurement.number DESC LIMIT 1`);
  const all = database.prepare<[string], MeasurementRow>(`${select} WHERE measurement.uuid = ? ORDER BY measurement.number`);
  const ofCase = database.prepare<[string], MeasurementRow>(`${select} WHERE "case".uuid = ? ORDER BY measurement.number`);
  const keys = database.prepare<[{ caseId: string; imageId: string }], { caseKey: number; imageKey: number | null }>(
    `SELECT "case".id AS caseKey, image.id AS imageKey FROM "case"
     LEFT JOIN case_image ON case_image."case" = "case".id AND case_image.image = (SELECT id FROM image WHERE uuid = :imageId)
     LEFT JOIN image ON image.id = case_image.image
     WHERE "case".uuid = :caseId AND removed_at IS NULL`,
  );
  const label = database.prepare<[number]>('SELECT 1 FROM label WHERE label_index = ?');
  const insert = database.prepare(
    `INSERT INTO measurement (number, uuid, "case", image, annotator, kind, points, plane, text, label, colour, statistics, removed, at)
     VALUES (:number, :id, :caseKey, :imageKey, :annotator, :kind, :points, :plane, :text, :labelIndex, :colour, :statistics, :removed, :at)`,
  );

  /** @throws UserFacingError `not-found` where the case is gone, the image is none of it, or there is no such label */
  const write = (id: string, caseId: string, content: MeasurementContent, annotator: string, removed: boolean, at = session.now()): void => {
    const { imageId, kind, points, plane, text, labelIndex, colour, statistics } = content;
    const found = keys.get({ caseId, imageId });
    if (found === undefined) throw failure('not-found', caseMissing, { id: caseId });
    if (found.imageKey === null) throw failure('not-found', imageMissing, { id: imageId });
    if (labelIndex !== null && label.get(labelIndex) === undefined) throw failure('not-found', labelUnknown, { index: labelIndex });
    const author = annotators.key(annotator);
    events.appendRows('measurement', (number) => insert.run({
      number, id, caseKey: found.caseKey, imageKey: found.imageKey, annotator: author, kind, points: JSON.stringify(points),
      plane: plane && JSON.stringify(plane), text, labelIndex, colour, statistics: statistics && JSON.stringify(statistics),
      removed: Number(removed), at,
    }));
  };
  const get = (id: string): MeasurementRecord => {
    const row = newest.get(id);
    if (row === undefined) throw failure('not-found', measurementMissing, { id });
    return record(row);
  };

  return {
    get,
    repeat: (caseId, { id, content, annotator, removed, at }) => write(id, caseId, content, annotator, removed, at),
    rowsOf: (caseId) => ofCase.all(caseId).map(record).map(({ id, removed, changedBy, changedAt, imageId, kind, points, plane, text, labelIndex, colour, statistics }) => (
      { kind: 'measurement', id, annotator: changedBy, at: changedAt, removed, content: { imageId, kind, points, plane, text, labelIndex, colour, statistics } })),
    ofCase: (caseId) => present.all(caseId).map(record),
    history: (id) => all.all(id).map(record),
    add: (caseId, content, annotator, id = randomUUID()) =>
      inTransaction(session, () => {
        const before = newest.get(id);
        if (before === undefined) write(id, caseId, content, annotator, false);
        // Sent again, because its answer was lost.
        else if (!isSame(record(before), content)) throw failure('conflict', measurementIdTaken, { id });
        return get(id);
      }),
    change: (id, content, annotator) =>
      inTransaction(session, () => {
        const before = get(id);
        if (before.removed || !isSame(before, content)) write(id, before.caseId, content, annotator, false);
        return get(id);
      }),
    remove: (id, annotator) =>
      inTransaction(session, () => {
        const before = get(id);
        if (!before.removed) write(id, before.caseId, before, annotator, true);
      }),
    move: (caseId, affine) => {
      for (const { id, changedBy, ...content } of present.all(caseId).map(record)) {
        const { points, plane } = content;
        const moved = { points: points.map((point) => indexToWorld(affine, point)), plane: plane && movedPlane(plane, affine) };
        write(id, caseId, { ...content, ...moved }, changedBy, false);
      }
    },
  };
}

function isSame(record: MeasurementRecord, content: MeasurementContent): boolean {
  const said = ({ imageId, kind, points, plane, text, labelIndex, colour }: MeasurementContent): string =>
    JSON.stringify([imageId, kind, points, plane && [plane.point, plane.normal], text, labelIndex, colour]);
  return said(record) === said(content);
}

function record({ points, plane, statistics, removed, ...row }: MeasurementRow): MeasurementRecord {
  return {
    ...row,
    points: JSON.parse(points) as MeasurementRecord['points'],
    plane: plane === null ? null : (JSON.parse(plane) as MeasurementRecord['plane']),
    statistics: statistics === null ? null : (JSON.parse(statistics) as MeasurementRecord['statistics']),
    removed: removed !== 0,
  };
}
