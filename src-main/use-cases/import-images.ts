/**
 * Brings scans and their labels into a project: each file a case of its own, or several that belong together, all of it or
 * nothing of it; what is refused is said with its reason and hinders no other file.
 */
import { basename, dirname } from 'node:path';
import type { ImportOptions, ImportReport } from '#shared/contract/cases.ts';
import { chooseSliceAxis } from '#shared/geometry/slice-axis.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ImageVolume, Modality } from '#shared/voxels/image-volume.ts';
import type { DecodedImage } from '../import/decoded-image.ts';
import { findImages } from '../import/find-images.ts';
import type { ImageSource } from '../import/image-source.ts';
import { readImage } from '../import/read-image.ts';
import type { CaseRecord, NewCase, ProjectStore } from '../store/project-store.ts';
import { missingNotes, readFurther, type FurtherFile } from './further-files.ts';
import { firstLabels, matchedLabels } from './first-labels.ts';
import { hashFiles } from './hash-file.ts';
import { importSentences } from './import-sentences.ts';
import { missingLabels } from './index-labels.ts';
import { breathe, endsEverything, type LongWork } from './long-work.ts';
import { findLabelFiles, noLabelFiles, type LabelFile, type LabelFiles } from './pair-labels.ts';
import { patientOf, patientRules, type PatientRules } from './patient-of.ts';
import { personLabelmap } from './person-labelmap.ts';
import { readOptionsOf } from './read-options-of.ts';
import { findCases, leftOutNote, type CaseFiles } from './source-cases.ts';

interface Import {
  readonly store: ProjectStore;
  readonly options: ImportOptions;
  readonly annotator: string;
  readonly labelFiles: LabelFiles;
  readonly rules: PatientRules;
  readonly work: LongWork;
  /** One entry for each image whose modality was guessed. */
  readonly guesses: { name: string; modality: Modality; reason: Sentence }[];
  patternMissed: number;
  /** What concerns files that were not imported. */
  readonly notes: Sentence[];
}

/** @throws UserFacingError `bad-input` for options that make no sense, `cancelled`, `disk-full`; what was imported before stays */
export async function importImages(store: ProjectStore, options: ImportOptions, annotator: string, work: LongWork): Promise<ImportReport> {
  const rules = await patientRules(options);
  const found = await findImages(options.paths, work.signal);
  const grouped = await findCases(found.sources, options.roles, options.paths, work.signal);
  const named = grouped.cases.map(({ name, first }) => (name === null ? first : { ...first, name }));
  const labelFiles = options.labels === undefined
    ? noLabelFiles
    : await findLabelFiles(options.labels, { paths: options.paths, sources: found.sources, cases: named }, work.signal);
  const cases = grouped.cases.filter(({ first }) => !labelFiles.has(first.files[0]!));
  const imported: ImportReport['imported'] = [];
  const refused: ImportReport['refused'] = [...found.refused.map(({ file, reason }) => ({ file, reason })), ...grouped.refused];
  const present: string[] = [];
  const run: Import = { store, options, annotator, labelFiles, rules, work, guesses: [], patternMissed: 0, notes: [] };

  for (const [place, one] of cases.entries()) {
    await breathe(work);
    work.progress({ phase: 'importing', done: place, total: cases.length });
    const file = one.first.files[0]!;
    try {
      const outcome = await importOne(run, one);
      if (outcome === 'present') present.push(file);
      else imported.push(outcome);
    } catch (error) {
      if (endsEverything(error, work) || !(error instanceof UserFacingError)) throw error;
      refused.push({ file, reason: error.sentence });
    }
  }
  work.progress({ phase: 'importing', done: cases.length, total: cases.length });
  // Who names single files knows that there are more labels than images.
  const chosen = cases.some(({ first }) => options.paths.includes(first.files[0]!));
  const leftOut = leftOutNote(grouped.leftOut.filter(({ files }) => !labelFiles.has(files[0]!)), options.roles ?? []);
  if (leftOut !== null) run.notes.push(leftOut);
  return { imported, refused, present, warnings: [...notesOn(run, cases.length), ...(chosen ? [] : labelFiles.leftOver)] };
}

async function importOne(run: Import, files: CaseFiles): Promise<ImportReport['imported'][number] | 'present'> {
  const { store, options, annotator, labelFiles, work } = run;
  const source = files.first;
  const labelFile = labelFiles.of(source);
  const sourceHash = await hashFiles(source.files, work.signal);
  const known = store.cases.bySourceHash(sourceHash);
  if (known !== null) {
    await stateOrientation(run, source, known);
    distrustSpacing(run, source, known);
    await addFurther(run, files, known, sourceHash);
    if (labelFile !== null) await addLabels(run, source, labelFile, store.cases.get(known.id));
    return 'present';
  }

  const warnings: Sentence[] = [];
  const readOptions = readOptionsOf(run.store, run.options);
  const image = await readImage(source, readOptions, work.signal);
  const further = await readFurther(files, image, readOptions, work.signal);
  warnings.push(...image.warnings, ...further.flatMap((one) => one.image.warnings));
  const { geometry } = image.volumes[0]!;
  const labels = labelFile === null
    ? null
    : await matchedLabels(labelFile, { name: source.files[0]!, geometry }, readOptions, options.resample, work.signal);
  warnings.push(...labels?.notes ?? []);
  if (labels === null && options.labels !== undefined) warnings.push(fill(importSentences.noLabelsFor, { name: files.name ?? image.name }));

  // Refused before a byte is written, not after.
  if (labels !== null) missingLabels(store.labels, labels.distinct, labels.file);

  const called = { ...image, name: files.name ?? image.name };
  const { name, note } = freeName(store, called);
  if (note !== null) warnings.push(note);
  warnings.push(...missingNotes(name, files));
  const { patient, patternMissed } = patientOf(called, run.rules);
  if (patternMissed) run.patternMissed += 1;
  const modality = modalityOf(run, image);
  const record: NewCase = {
    name,
    patient,
    sliceAxis: chooseSliceAxis(geometry, image.acquisitionAxis ?? undefined),
    images: [...await writeVolumes(store, image, modality, sourceHash, files.role), ...await writeFurther(run, further)],
  };
  const made = labels === null
    ? store.cases.add(record)
    : store.cases.addLabelled(record, firstLabels(labels, store.labels, { geometry, sliceAxis: record.sliceAxis }, { ...options, annotator }));
  return {
    caseId: made.id as ImportReport['imported'][number]['caseId'],
    name: made.name,
    patient,
    modality,
    slices: geometry.size[record.sliceAxis],
    completeSlices: personLabelmap(store, made)?.completeSlices.length ?? 0,
    warnings,
  };
}

/** The warning about an unknown orientation asks for this very import, so a case that is there already must heed it. */
async function stateOrientation(run: Import, source: ImageSource, { id, name, images }: CaseRecord): Promise<void> {
  const { store, options: { orientation }, work } = run;
  // Images of other grids lie elsewhere: what is stated of one is not stated of them.
  const alike = images.every(({ image }) => image.trust === 'orientation-unknown' && image.geometry.affine.join() === images[0]!.image.geometry.affine.join());
  if (orientation === undefined || !alike) return;
  const { volumes } = await readImage(source, readOptionsOf(run.store, run.options), work.signal);
  const { geometry, trust } = volumes[0]!;
  if (trust === 'orientation-unknown') return;
  store.cases.stateOrientation(id, geometry.affine, trust);
  run.notes.push(fill(importSentences.orientationStated, { file: source.files[0]!, name, orientation }));
}

/** Who learns only later that a spacing is a placeholder need not begin anew. */
function distrustSpacing({ store, options: { spacingUnknown }, notes }: Import, source: ImageSource, { id, name, images }: CaseRecord): void {
  if (spacingUnknown !== true || images.every(({ image }) => image.trust !== 'known')) return;
  store.cases.distrustSpacing(id);
  notes.push(fill(importSentences.spacingDistrusted, { file: source.files[0]!, name }));
}

/** Labels that come later than their image; those that a person has drawn already are never replaced. */
async function addLabels(run: Import, source: ImageSource, labelFile: LabelFile, known: CaseRecord): Promise<void> {
  const { store, options, annotator, work } = run;
  const { id, name, sliceAxis } = known;
  const [file] = source.files as [string];
  if (isLabelled(store, known)) {
    run.notes.push(fill(importSentences.presentKept, { file, name }));
    return;
  }
  const { geometry } = known.images[0]!.image;
  const labels = await matchedLabels(labelFile, { name: file, geometry }, readOptionsOf(run.store, run.options), options.resample, work.signal);
  store.cases.addLabels(id, firstLabels(labels, store.labels, { geometry, sliceAxis }, { ...options, annotator }));
  run.notes.push(...labels.notes, fill(importSentences.presentLabelled, { file, name, labels: labels.file }));
}

function isLabelled(store: ProjectStore, record: CaseRecord): boolean {
  return store.labelmaps.ofCase(record.id).some(({ id, owner }) =>
    owner.kind === 'reading' && !owner.blind && (store.labelmaps.history(id).length > 0 || store.reviews.completeSlices(id).length > 0));
}

/** Images that come later than the first one of their case. */
async function addFurther(run: Import, files: CaseFiles, { id, name, images }: CaseRecord, sourceHash: string): Promise<void> {
  const { store, work } = run;
  const [first] = images;
  const lacking = files.further.filter(({ role }) => !images.some((one) => one.role === role));
  if (first === undefined || first.image.sourceHash !== sourceHash || lacking.length === 0) return;
  // A placeholder is one in all images of a case, whoever says so only once.
  const readOptions = readOptionsOf(store, first.image.trust === 'spacing-unknown' ? { ...run.options, spacingUnknown: true } : run.options);
  const known: DecodedImage = { ...await readImage(files.first, readOptions, work.signal), name };
  const further = await readFurther({ name, further: lacking }, known, readOptions, work.signal);
  store.cases.addImages(id, files.role, await writeFurther(run, further));
  const roles = lacking.map(({ role }) => role).join(', ');
  run.notes.push(fill(importSentences.presentCompleted, { file: files.first.files[0]!, name, roles }));
}

async function writeFurther(run: Import, further: readonly FurtherFile[]): Promise<NewCase['images']> {
  const images: NewCase['images'][number][] = [];
  for (const { role, image } of further) {
    images.push(...await writeVolumes(run.store, image, modalityOf(run, image), await hashFiles(image.files, run.work.signal), role));
  }
  return images;
}

async function writeVolumes(store: ProjectStore, image: DecodedImage, modality: Modality, sourceHash: string, role: string): Promise<NewCase['images']> {
  const images: NewCase['images'][number][] = [];
  for (const [timePoint, volume] of image.volumes.entries()) {
    const { hash } = await store.blobs.write(bytesOf(volume));
    const { geometry, trust, voxelType, slope, intercept } = volume;
    const { name, format, files: sourceFiles, header } = image;
    images.push({
      image: { name, format, sourceFiles, blob: hash, header, geometry, trust, voxelType, slope, intercept, modality, sourceHash },
      role,
      timePoint,
    });
  }
  return images;
}

/** Voxels as they lie in memory: little-endian on every machine that TensorFlow runs on. */
export function bytesOf({ voxels }: Pick<ImageVolume, 'voxels'>): Uint8Array {
  return new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
}

/** The person's word for this import, then the project's, then the reader's guess. */
function modalityOf(run: Import, image: DecodedImage): Modality {
  const said = run.options.modality ?? run.store.settings.get().modality;
  if (said !== null) return said;
  run.guesses.push({ name: image.name, modality: image.modality.guess, reason: image.modality.reason });
  return image.modality.guess;
}

/** A case's name is its file's; where another content has it already, the folder's name comes before it, then a number after it. */
function freeName(store: ProjectStore, image: DecodedImage): { readonly name: string; readonly note: Sentence | null } {
  if (store.cases.byName(image.name) === null) return { name: image.name, note: null };
  const file = image.files[0] ?? image.name;
  const longer = `${basename(dirname(file))}_${image.name}`;
  let name = longer;
  for (let number = 2; store.cases.byName(name) !== null; number += 1) name = `${longer}_${number}`;
  return { name, note: fill(importSentences.renamed, { file, taken: image.name, name }) };
}

/** What is the same for many files is said once. */
function notesOn(run: Import, images: number): Sentence[] {
  const notes = [...run.notes];
  if (run.patternMissed > 0) notes.push(fill(importSentences.patternMissed, { missed: run.patternMissed, all: images }));
  for (const modality of new Set(run.guesses.map((guess) => guess.modality))) {
    const same = run.guesses.filter((guess) => guess.modality === modality);
    const { name, reason } = same[0]!;
    const place = (locale: keyof Sentence): string =>
      fill(importSentences.modalityGuessed, { count: same.length, modality: modality === 'other' ? modality : modality.toUpperCase(), name, reason: reason[locale] })[locale];
    notes.push({ en: place('en'), 'zh-CN': place('zh-CN') });
  }
  return notes;
}
