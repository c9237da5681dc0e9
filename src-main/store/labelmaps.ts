import { randomUUID } from 'node:crypto';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { consensusAuthor } from '#shared/text/person-name.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EventLog } from './events.ts';
import type { LabelmapRecord } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { caseMissing, labelmapMissing, modelMissing } from './store-sentences.ts';

/** A labelmap with what its edits and reviews need to know. */
export interface LabelmapRow {
  readonly key: number;
  readonly id: string;
  readonly caseId: string;
  readonly caseName: string;
  readonly imageId: string;
  readonly readingKey: number | null;
  readonly readingId: string | null;
  /** Null of a model's, and of what readers came to together: those are nobody's own. */
  readonly annotator: string | null;
  readonly annotatorKey: number | null;
  /** Whether it is what readers of the case came to together. */
  readonly isConsensus: number;
  /** Of a second reading that was taken back. */
  readonly withdrawn: number;
  /** Of a second reading, whose reader is to see nothing of the first; 0 for any other. */
  readonly blind: number;
  /** When its reader had finished a second reading: nobody draws on it any more. */
  readonly finishedAt: string | null;
  readonly modelId: string | null;
  readonly sizeI: number;
  readonly sizeJ: number;
  readonly sizeK: number;
  readonly sliceAxis: AxisIndex;
  /** When its case was taken out of the project; null while it is in it. */
  readonly removedAt: string | null;
}

/** @throws UserFacingError `not-found` where the case was removed: what is drawn on it now would be seen by nobody */
export function requireCase({ caseId, removedAt }: LabelmapRow): void {
  if (removedAt !== null) throw failure('not-found', caseMissing, { id: caseId });
}

export function sizeOfLabelmap({ sizeI, sizeJ, sizeK }: LabelmapRow): Vec3 {
  return [sizeI, sizeJ, sizeK];
}

/** For now each reading has one labelmap. */
const onlyLayer = 'labels';

const select = `
  SELECT labelmap.id AS key, labelmap.uuid AS id, "case".uuid AS caseId, "case".name AS caseName, image.uuid AS imageId,
    reading.id AS readingKey, reading.uuid AS readingId, annotator.name AS annotator, reading.kind IS 'consensus' AS isConsensus, coalesce(reading.withdrawn, 0) AS withdrawn,
    annotator.id AS annotatorKey, coalesce(reading.blind, 0) AS blind, reading.finished_at AS finishedAt, model.uuid AS modelId,
    image.size_i AS sizeI, image.size_j AS sizeJ, image.size_k AS sizeK, "case".slice_axis AS sliceAxis,
    "case".removed_at AS removedAt
  FROM labelmap JOIN "case" ON "case".id = labelmap."case" JOIN image ON image.id = labelmap.image
  LEFT JOIN reading ON reading.id = labelmap.reading LEFT JOIN annotator ON annotator.id = reading.annotator AND reading.kind IS NULL
  LEFT JOIN model ON model.id = labelmap.model`;

export interface Labelmaps {
  forAnnotator(caseId: string, annotator: string): LabelmapRecord;
  forModel(caseId: string, modelId: string): LabelmapRecord;
  forConsensus(caseId: string): LabelmapRecord;
  /** The first reading of a person, with the ids that it has in another copy of the project, where nothing here has them; within a transaction. */
  take(reading: { readonly id: string; readonly readingId: string; readonly caseId: string; readonly person: { readonly id: string; readonly name: string } }): LabelmapRecord;
  ofCase(caseId: string): readonly LabelmapRecord[];
  get(id: string): LabelmapRecord;
  /** @throws UserFacingError `not-found` */
  row(id: string): LabelmapRow;
  rows(): readonly LabelmapRow[];
  /** Of a case that is here. */
  caseName(caseId: string): string;
}

export function createLabelmaps(session: Session, events: EventLog, annotators: Annotators): Labelmaps {
  const { database } = session;
  const all = database.prepare<[], LabelmapRow>(`${select} ORDER BY labelmap.id`);
  const byId = database.prepare<[string], LabelmapRow>(`${select} WHERE labelmap.uuid = +?`);
  const byCase = database.prepare<[string], LabelmapRow>(`${select} WHERE "case".uuid = +? ORDER BY labelmap.id`);
  const caseKeys = database.prepare<[string], { caseKey: number; imageKey: number }>(
    `SELECT "case".id AS caseKey, case_image.image AS imageKey FROM "case" JOIN case_image ON case_image."case" = "case".id
     WHERE uuid = ? AND removed_at IS NULL AND place = 0`,
  );
  const nameOfCase = database.prepare<[string], string>('SELECT name FROM "case" WHERE uuid = ?').pluck();
  const readingKey = database.prepare<[number, number], { id: number }>(
    'SELECT id FROM reading WHERE "case" = ? AND annotator = ? AND round = 1',
  );
  const secondReading = database.prepare<[string, number], { id: number }>(
    `SELECT reading.id FROM reading JOIN "case" ON "case".id = reading."case"
     WHERE "case".uuid = ? AND reading.annotator = ? AND reading.blind = 1 AND reading.finished_at IS NULL`,
  );
  const knownReading = database.prepare<[string]>('SELECT 1 FROM reading WHERE uuid = ?');
  const insertReading = database.prepare('INSERT INTO reading (uuid, "case", annotator, round, blind) VALUES (?, ?, ?, 1, 0)');
  const insertConsensus = database.prepare(`INSERT INTO reading (uuid, "case", annotator, round, blind, kind) VALUES (?, ?, ?, 1, 0, 'consensus')`);
  const modelKey = database.prepare<[string], { id: number }>('SELECT id FROM model WHERE uuid = ?');
  const insert = database.prepare(
    `INSERT INTO labelmap (uuid, "case", image, reading, model, layer, created_at)
     VALUES (:id, :caseKey, :imageKey, :reading, :model, '${onlyLayer}', :createdAt)`,
  );

  const row = (id: string): LabelmapRow => {
    const found = byId.get(id);
    if (!found) throw failure('not-found', labelmapMissing, { id });
    return found;
  };
  const make = (keys: { caseKey: number; imageKey: number }, reading: number | null, model: number | null, id: string = randomUUID()): LabelmapRecord => {
    insert.run({ id, ...keys, reading, model, createdAt: session.now() });
    const made = record(row(id));
    events.append('labelmap-added', made);
    return made;
  };
  const keysOf = (caseId: string): { caseKey: number; imageKey: number } => {
    const keys = caseKeys.get(caseId);
    if (!keys) throw failure('not-found', caseMissing, { id: caseId });
    return keys;
  };

  return {
    forAnnotator: (caseId, annotator) => {
      const known = annotators.find(annotator);
      const second = known === null ? undefined : secondReading.get(caseId, known)?.id;
      const present = byCase.all(caseId).find(({ annotatorKey, readingKey: reading, blind }) =>
        annotatorKey !== null && annotatorKey === known && (second === undefined ? blind === 0 : reading === second));
      if (present) return record(present);
      return inTransaction(session, () => {
        const keys = keysOf(caseId);
        const person = annotators.key(annotator);
        const first = (): number => readingKey.get(keys.caseKey, person)?.id ?? Number(insertReading.run(randomUUID(), keys.caseKey, person).lastInsertRowid);
        return make(keys, second ?? first(), null);
      });
    },
    take: ({ id, readingId, caseId, person: { id: personId, name } }) => {
      const keys = keysOf(caseId);
      const person = annotators.key(name, personId);
      const reading = readingKey.get(keys.caseKey, person)?.id
        ?? Number(insertReading.run(knownReading.get(readingId) === undefined ? readingId : randomUUID(), keys.caseKey, person).lastInsertRowid);
      return make(keys, reading, null, byId.get(id) === undefined ? id : randomUUID());
    },
    forModel: (caseId, modelId) => {
      const present = byCase.all(caseId).find((candidate) => candidate.modelId === modelId);
      if (present) return record(present);
      return inTransaction(session, () => {
        const model = modelKey.get(modelId)?.id;
        if (model === undefined) throw failure('not-found', modelMissing, { id: modelId });
        return make(keysOf(caseId), null, model);
      });
    },
    forConsensus: (caseId) => {
      const present = byCase.all(caseId).find(({ isConsensus }) => isConsensus !== 0);
      if (present) return record(present);
      return inTransaction(session, () => {
        const keys = keysOf(caseId);
        return make(keys, Number(insertConsensus.run(randomUUID(), keys.caseKey, annotators.key(consensusAuthor)).lastInsertRowid), null);
      });
    },
    ofCase: (caseId) => byCase.all(caseId).map(record),
    get: (id) => record(row(id)),
    row,
    rows: () => all.all(),
    caseName: (caseId) => nameOfCase.get(caseId) ?? '–',
  };
}

function record(row: LabelmapRow): LabelmapRecord {
  const { id, caseId, imageId } = row;
  return { id, caseId, imageId, owner: ownerOf(row) };
}

function ownerOf({ readingId, annotator, blind, withdrawn, isConsensus, modelId }: LabelmapRow): LabelmapRecord['owner'] {
  if (modelId !== null) return { kind: 'model', modelId };
  if (isConsensus !== 0) return { kind: 'consensus', readingId: readingId! };
  return { kind: 'reading', readingId: readingId!, annotator: annotator!, blind: blind !== 0, ...(withdrawn === 0 ? {} : { withdrawn: true }) };
}
