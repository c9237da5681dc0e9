/** Cases and their images against the events that added and changed them. */
import { createHash } from 'node:crypto';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { Session } from './session.ts';
import { wrong, type Finding } from './verify-finding.ts';
import { caseSentences as say } from './verify-sentences.ts';
import { differences, differenceSentence, retell, toldEvents } from './verify-told.ts';

interface ToldImage {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly sourceHash: string;
  readonly blob: string;
  /** sha256 of the header as it was in the file. */
  readonly header: string | null;
  readonly geometry: { readonly size: readonly number[]; readonly affine: readonly number[] };
  readonly trust: string;
  readonly voxelType: string;
  readonly slope: number;
  readonly intercept: number;
  readonly modality: string;
  readonly role: string;
  readonly timePoint: number;
}

export interface ToldCase {
  readonly id: string;
  readonly name: string;
  readonly patient: string;
  readonly sliceAxis: number;
  readonly images: readonly ToldImage[];
  readonly removed: boolean;
}

/** Every case that the log knows, by id, as it must be now. @param found takes what cannot be read */
export function toldCases({ database }: Session, found: Finding[]): Map<string, ToldCase> {
  const cases = new Map<string, ToldCase>();
  const change = (id: string, to: (before: ToldCase) => Partial<ToldCase>): void => {
    const before = cases.get(id);
    if (before === undefined) throw new Error(`no case ${id}`);
    cases.set(id, { ...before, ...to(before) });
  };
  const kinds = ['case-added', 'case-images-added', 'slice-axis-changed', 'orientation-stated', 'spacing-distrusted', 'case-removed'];
  found.push(...retell(toldEvents(database, kinds), ({ kind, payload }) => {
    const { id } = payload as { id: string };
    switch (kind) {
      case 'case-added': {
        const { name, patient, sliceAxis, images } = payload as ToldCase;
        cases.set(id, { id, name, patient, sliceAxis, images: [...images], removed: false });
        break;
      }
      case 'case-images-added': {
        const { firstRole, images } = payload as { firstRole: string; images: ToldImage[] };
        change(id, (before) => ({ images: [{ ...before.images[0]!, role: firstRole }, ...before.images.slice(1), ...images] }));
        break;
      }
      case 'slice-axis-changed': change(id, () => ({ sliceAxis: (payload as ToldCase).sliceAxis })); break;
      case 'orientation-stated': {
        const { affine, trust } = payload as { affine: number[]; trust: string };
        change(id, (before) => ({ images: before.images.map((image) => ({ ...image, trust, geometry: { ...image.geometry, affine } })) }));
        break;
      }
      case 'spacing-distrusted':
        change(id, (before) => ({ images: before.images.map((image) => ({ ...image, trust: image.trust === 'known' ? 'spacing-unknown' : image.trust })) }));
        break;
      default: change(id, () => ({ removed: true }));
    }
  }));
  return cases;
}

interface CaseRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly sliceAxis: number;
  readonly removedAt: string | null;
}

interface ImageRow extends Omit<ToldImage, 'geometry' | 'header'> {
  readonly patient: string;
  readonly header: Buffer | null;
  readonly sizeI: number;
  readonly sizeJ: number;
  readonly sizeK: number;
  readonly affine: string;
}

export function inspectCases(session: Session): Finding[] {
  const { database } = session;
  const found: Finding[] = [];
  const told = toldCases(session, found);
  const imagesOf = database.prepare<[number], ImageRow>(
    `SELECT image.uuid AS id, image.name, format, source_hash AS sourceHash, blob, header, size_i AS sizeI, size_j AS sizeJ, size_k AS sizeK,
       affine, trust, voxel_type AS voxelType, slope, intercept, modality, patient, role, time_point AS timePoint
     FROM case_image JOIN image ON image.id = case_image.image WHERE "case" = ? ORDER BY place`,
  );
  const rows = database.prepare<[], CaseRow>('SELECT id AS key, uuid AS id, name, slice_axis AS sliceAxis, removed_at AS removedAt FROM "case"').all();
  for (const row of rows) {
    const then = told.get(row.id);
    told.delete(row.id);
    if (then === undefined) found.push(wrong('case', fill(say.stray, { name: row.name }), { case: row.name }));
    else found.push(...compare(row, imagesOf.all(row.key), then));
  }
  for (const { name } of told.values()) found.push(wrong('case', fill(say.gone, { name }), { case: name }));
  const loose = database.prepare<[], string>('SELECT name FROM image WHERE id NOT IN (SELECT image FROM case_image)').pluck().all();
  return [...found, ...loose.map((name) => wrong('case', fill(say.looseImage, { name })))];
}

function compare({ name, sliceAxis, removedAt }: CaseRow, images: readonly ImageRow[], then: ToldCase): Finding[] {
  const found: Finding[] = [];
  const tell = (what: Sentence, aspects: Readonly<Record<string, Sentence>>, now: object, before: object): void => {
    for (const one of differences(aspects, { ...now }, { ...before })) found.push(wrong('case', differenceSentence(what, one), { case: then.name }));
  };
  const what = fill(say.case, { name: then.name });
  const now = { name, sliceAxis, removed: removedAt !== null, images: images.map(({ id }) => id) };
  tell(what, say.aspects, now, { ...then, images: then.images.map(({ id }) => id) });
  for (const { sizeI, sizeJ, sizeK, affine, header, ...image } of images) {
    const before = then.images.find(({ id }) => id === image.id);
    if (before === undefined) continue;
    const present = {
      ...image, header: header && createHash('sha256').update(header).digest('hex'), geometry: { size: [sizeI, sizeJ, sizeK], affine: parsed(affine) },
    };
    tell(fill(say.image, { image: before.name, name: then.name }), say.imageAspects, present, { ...before, patient: then.patient });
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
