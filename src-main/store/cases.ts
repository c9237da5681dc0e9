import { createHash, randomUUID } from 'node:crypto';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { EventLog } from './events.ts';
import { imageColumns, type ImageRow, type Images } from './images.ts';
import type { CaseRecord, EditRecord, FirstLabels, NewCase, ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { caseMissing, caseNameTaken, imageMissing } from './store-sentences.ts';

interface CaseRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly sliceAxis: AxisIndex;
  readonly createdAt: string;
}

type CaseImageRow = ImageRow & { readonly role: string; readonly timePoint: number; readonly patient: string };

const select = `SELECT "case".id AS key, "case".uuid AS id, "case".name, slice_axis AS sliceAxis, created_at AS createdAt FROM "case"`;

/** A removed case is out of every list; its rows and its log stay. */
export function createCases(
  session: Session,
  events: EventLog,
  images: Images,
  labelling: Pick<ProjectStore, 'labels' | 'labelmaps' | 'reviews'>,
): Omit<ProjectStore['cases'], 'changeSliceAxis' | 'stateOrientation' | 'distrustSpacing'> {
  const { database } = session;
  const all = database.prepare<[], CaseRow>(`${select} WHERE removed_at IS NULL ORDER BY "case".id`);
  const byId = database.prepare<[string], CaseRow>(`${select} WHERE uuid = ? AND removed_at IS NULL`);
  const byName = database.prepare<[string], CaseRow>(`${select} WHERE "case".name = ? AND removed_at IS NULL`);
  const bySource = database.prepare<[string], CaseRow>(
    `${select} WHERE removed_at IS NULL AND id IN
       (SELECT case_image."case" FROM image JOIN case_image ON case_image.image = image.id WHERE image.source_hash = ?)
     ORDER BY "case".id LIMIT 1`,
  );
  const imagesOf = database.prepare<[number], CaseImageRow>(
    `SELECT ${imageColumns}, image.patient, role, time_point AS timePoint
     FROM case_image JOIN image ON image.id = case_image.image WHERE case_image."case" = +? ORDER BY place`,
  );
  const insert = database.prepare(
    'INSERT INTO "case" (uuid, name, slice_axis, created_at) VALUES (:id, :name, :sliceAxis, :createdAt)',
  );
  const insertImage = database.prepare(
    'INSERT INTO case_image ("case", place, image, role, time_point) VALUES (:case, :place, :image, :role, :timePoint)',
  );
  const changed = database.prepare<[{ id: string }], { at: string | null }>(
    `SELECT at FROM event WHERE position = (SELECT max(number) FROM (
       SELECT max(edit.number) AS number FROM "case" JOIN labelmap ON labelmap."case" = "case".id JOIN edit ON edit.labelmap = labelmap.id
       WHERE "case".uuid = :id AND labelmap.reading IS NOT NULL
       UNION ALL
       SELECT max(review.number) FROM "case" JOIN reading ON reading."case" = "case".id JOIN review ON review.reading = reading.id
       WHERE "case".uuid = :id))`,
  );
  const nameFirst = database.prepare(`UPDATE case_image SET role = ? WHERE "case" = ? AND place = 0 AND role = 'image'`);
  const voxels = database.prepare<[string], { blob: string }>('SELECT blob FROM image WHERE uuid = ?');
  const setRemoved = database.prepare('UPDATE "case" SET removed_at = ? WHERE uuid = ?');

  const record = ({ key, ...rest }: CaseRow): CaseRecord => {
    const rows = imagesOf.all(key);
    return {
      ...rest,
      patient: rows[0]!.patient,
      images: rows.map((row) => ({ image: images.record(row), role: row.role, timePoint: row.timePoint })),
    };
  };
  const optional = (row: CaseRow | undefined): CaseRecord | null => (row ? record(row) : null);
  const get = (id: string): CaseRecord => {
    const row = byId.get(id);
    if (!row) throw failure('not-found', caseMissing, { id });
    return record(row);
  };

  /** @returns as an event tells of them */
  const insertImages = (key: number, patient: string, added: NewCase['images'], before: number): readonly object[] =>
    added.map(({ image, role, timePoint }, at) => {
      const { key: imageKey, id: imageId } = images.add(image, patient);
      insertImage.run({ case: key, place: before + at, image: imageKey, role, timePoint });
      const header = image.header && createHash('sha256').update(image.header).digest('hex');
      return { ...image, id: imageId, role, timePoint, header, sourceFiles: undefined };
    });

  const add = (added: NewCase): CaseRecord =>
    inTransaction(session, () => {
      const { name, patient, sliceAxis, id = randomUUID() } = added;
      if (byName.get(name)) throw failure('conflict', caseNameTaken, { name });
      if (added.images.length === 0) throw new Error(`the case ${name} has no image`);
      const key = Number(insert.run({ id, name, sliceAxis, createdAt: session.now() }).lastInsertRowid);
      events.append('case-added', { id, name, patient, sliceAxis, images: insertImages(key, patient, added.images, 0) });
      return get(id);
    });

  const addImages = (id: string, firstRole: string, added: NewCase['images']): CaseRecord =>
    inTransaction(session, () => {
      const { patient, images: present } = get(id);
      const { key } = byId.get(id)!;
      nameFirst.run(firstRole, key);
      const described = insertImages(key, patient, added, present.length);
      const after = get(id);
      events.append('case-images-added', { id, firstRole: after.images[0]!.role, images: described });
      return after;
    });

  /** To be called within a transaction. */
  const addLabels = (id: string, { annotator, tool, newLabels, voxels, completeSlices }: FirstLabels): EditRecord | null => {
    for (const label of newLabels) {
      // The voxels name it by this index already.
      if (labelling.labels.add(label).index !== label.index) throw new Error(`the index ${label.index} of ${label.name} is not the next one`);
    }
    const labelmap = labelling.labelmaps.forAnnotator(id, annotator);
    const edit = labelling.labelmaps.replace(labelmap.id, annotator, tool, voxels);
    labelling.reviews.mark(labelmap.id, completeSlices, 'complete', annotator);
    return edit;
  };

  return {
    add,
    addLabelled: (added, labels) =>
      inTransaction(session, () => {
        const made = add(added);
        addLabels(made.id, labels);
        return made;
      }),
    addLabels: (id, labels) => inTransaction(session, () => addLabels(id, labels)),
    addImages,
    list: () => all.all().map(record),
    get,
    byName: (name) => optional(byName.get(name)),
    changedAt: (id) => changed.get({ id })?.at ?? null,
    voxelsOf: (imageId) => {
      const found = voxels.get(imageId);
      if (!found) throw failure('not-found', imageMissing, { id: imageId });
      return found.blob;
    },
    bySourceHash: (hash) => optional(bySource.get(hash)),
    remove: (id) =>
      inTransaction(session, () => {
        get(id);
        setRemoved.run(session.now(), id);
        events.append('case-removed', { id });
      }),
  };
}
