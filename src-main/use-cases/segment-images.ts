/** Masks for image files that need not be imported, several of one case together where the model is shown several: read, predict, write in the image's space, read back. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SegmentOptions, SegmentReport } from '#shared/contract/training.ts';
import type { FurtherImage, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ImageVolume, Modality } from '#shared/voxels/image-volume.ts';
import type { Engine } from '../engine-client/engine.ts';
import { writeError } from '../files/write-whole.ts';
import type { DecodedImage } from '../import/decoded-image.ts';
import { findImages } from '../import/find-images.ts';
import type { ImageSource } from '../import/image-source.ts';
import { readImage } from '../import/read-image.ts';
import { writeMask } from '../import/write-mask.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { readFurther, type FurtherFile } from './further-files.ts';
import { describeMadeFile, sidecarOf, type MadeFile } from './describe-made-file.ts';
import { hashFiles } from './hash-file.ts';
import { bytesOf } from './import-images.ts';
import { valuesOfIndices } from './index-labels.ts';
import { breathe, endsEverything, type LongWork } from './long-work.ts';
import { modelFolders } from './model-members.ts';
import { rolesOf } from './model-roles.ts';
import { modelToUse } from './models.ts';
import { makeOutputFolder } from './output-folder.ts';
import { withWorkFolder } from './work-folder.ts';
import { workSentences } from './work-sentences.ts';
import { readOptionsOf } from './read-options-of.ts';
import { findCases, leftOutNote, type CaseFiles } from './source-cases.ts';

interface Segmenting {
  readonly store: ProjectStore;
  readonly engine: Engine;
  readonly model: ModelRecord;
  readonly options: SegmentOptions;
  readonly work: LongWork;
  /** For voxels on their way to the engine and back. */
  readonly folder: string;
  /** Of the program. */
  readonly version: string;
  /** Mask files of this run, so that two inputs never share one. */
  readonly taken: Set<string>;
}

/** @throws UserFacingError `not-found` without a model, `bad-input` where the folder cannot be made, `cancelled`, `disk-full` */
export async function segmentImages(store: ProjectStore, engine: Engine, options: SegmentOptions, version: string, work: LongWork): Promise<SegmentReport> {
  const model = modelToUse(store, options.model);
  const roles = await rolesOf(store, model);
  const found = await findImages(options.paths, work.signal);
  const { cases, refused: ungrouped, leftOut } = await findCases(found.sources, roles, options.paths, work.signal);
  const note = leftOutNote(leftOut, roles ?? []);
  if (note !== null) work.report({ kind: 'warning', sentence: note });
  await makeOutputFolder(store, options.out);
  const written: SegmentReport['written'] = [];
  const refused: SegmentReport['refused'] = [...found.refused.map(({ file, reason }) => ({ file, reason })), ...ungrouped];
  await withWorkFolder(store, async (folder) => {
    const run: Segmenting = { store, engine, model, options, work, folder, version, taken: new Set() };
    for (const [place, one] of cases.entries()) {
      await breathe(work);
      const file = one.first.files[0]!;
      const told = (share: number): void => work.progress({ phase: 'segmenting', done: place + share, total: cases.length });
      told(0);
      try {
        written.push(...await segmentOne(run, one, told));
      } catch (error) {
        if (endsEverything(error, work) || !(error instanceof UserFacingError)) throw error;
        refused.push({ file, reason: error.sentence });
      }
      told(1);
    }
  });
  return { written, refused, model: model.id as SegmentReport['model'] };
}

async function segmentOne(run: Segmenting, files: CaseFiles, told: (share: number) => void): Promise<SegmentReport['written']> {
  const { store, model, options, work } = run;
  const { first } = files;
  const file = first.files[0]!;
  const name = files.name ?? first.name;
  const [missing] = files.missing;
  if (missing !== undefined) throw failure('bad-input', workSentences.imageMissing, { name, role: missing });
  // Names are settled before the work is done: finding out afterwards would cost the person the minutes.
  refuseTaken(run, file, name, maskFile(options.out, name, null));
  const readOptions = readOptionsOf(store, options);
  const image = await readImage(first, readOptions, work.signal);
  const further = await readFurther(files, image, readOptions, work.signal);
  const sources = await sourcesOf(first, further, work.signal);
  const written: SegmentReport['written'] = [];
  for (const [timePoint, volume] of image.volumes.entries()) {
    const mask = maskFile(options.out, name, image.volumes.length > 1 ? timePoint : null);
    if (image.volumes.length > 1) refuseTaken(run, file, name, mask);
    const labels = await predict(run, volume, further, name, (share) => told((timePoint + share) / image.volumes.length));
    const { geometry, trust } = volume;
    const more = { ...sources.more, ...(image.volumes.length > 1 ? { timePoint } : {}) };
    const replaces = existsSync(mask);
    // Ended between the two, the mask must not stand beside what is told of the one before it.
    await rm(sidecarOf(mask), { force: true });
    const { verdict, sha256 } = await writeMask(
      mask, { imageHeader: image.header, geometry, trust, labels, values: valuesOfOutputs(run) }, work.signal,
    );
    if (verdict === 'differs') {
      await rm(mask, { force: true });
      throw failure('corrupt', workSentences.maskDiffers, { file: mask });
    }
    try {
      await describeMadeFile(store, { file: mask, sha256, model, image: sources.image, more }, run.version);
    } catch (error) {
      // A mask of which nothing says what made it would be in the way of the next try.
      if (!replaces) await rm(mask, { force: true });
      throw error;
    }
    written.push({ input: file, mask, warnings: [...warningsOn(run, image), ...further.flatMap((one) => one.image.warnings)] });
  }
  return written;
}

/** What the mask is said to be made of. */
async function sourcesOf(first: ImageSource, further: readonly FurtherFile[], signal: AbortSignal): Promise<Pick<MadeFile, 'image' | 'more'>> {
  const image = { name: first.files[0]!, sha256: await hashFiles(first.files, signal) };
  const others: unknown[] = [];
  for (const { role, image: { files } } of further) others.push({ role, name: basename(files[0]!), sha256: await hashFiles(files, signal) });
  return { image, more: others.length === 0 ? {} : { furtherImages: others } };
}

function maskFile(out: string, name: string, timePoint: number | null): string {
  return join(out, timePoint === null ? `${name}.nii.gz` : `${name}_t${String(timePoint).padStart(3, '0')}.nii.gz`);
}

function refuseTaken(run: Segmenting, file: string, name: string, mask: string): void {
  if (run.taken.has(mask)) throw failure('conflict', workSentences.sameName, { file, name });
  run.taken.add(mask);
  if (run.options.force) return;
  for (const one of [mask, sidecarOf(mask)]) if (existsSync(one)) throw failure('conflict', workSentences.maskExists, { file: one });
}

/** Label indices on the image's own grid. */
async function predict(run: Segmenting, volume: ImageVolume, further: readonly FurtherFile[], name: string, told: (share: number) => void): Promise<Uint8Array> {
  const { store, engine, model, work, folder } = run;
  const output = join(folder, `${randomUUID()}.labels`);
  const files: VolumeFile[] = [];
  const write = async (one: ImageVolume, modality: Modality): Promise<VolumeFile> => {
    const file = await writeVolume(folder, one, modality);
    files.push(file);
    return file;
  };
  try {
    const image = await write(volume, model.plan.modality);
    const furtherImages: FurtherImage[] = [];
    for (const { role, image: other } of further) furtherImages.push({ ...await write(other.volumes[0]!, other.modality.guess), role });
    await engine.run(
      { kind: 'segment', modelFolders: modelFolders(store, model), volumes: [{ name, image, furtherImages, output }] },
      (event) => {
        if (event.kind === 'progress') told(event.done / Math.max(1, event.total));
        if (event.kind === 'warning') work.report(event);
      },
      work.signal,
    );
    return await readFile(output);
  } finally {
    for (const { path } of files) await rm(path, { force: true });
    await rm(output, { force: true });
  }
}

/** As the engine reads it. */
async function writeVolume(folder: string, volume: ImageVolume, modality: Modality): Promise<VolumeFile> {
  const path = join(folder, `${randomUUID()}.raw`);
  const bytes = bytesOf(volume);
  const { voxelType, geometry, trust, slope, intercept } = volume;
  try {
    await writeFile(path, bytes);
  } catch (error) {
    await rm(path, { force: true });
    throw writeError(error, path);
  }
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), voxelType, geometry, trust, slope, intercept, modality };
}

/** Values as they were when the model was trained: its plan outlives changes of the project's table. */
function valuesOfOutputs({ model }: Segmenting): number[] {
  return valuesOfIndices(model.plan.outputs.slice(1).map(({ index, value, name }) => ({ index, value, name, colour: '', code: null, locked: false })));
}

function warningsOn({ model }: Segmenting, image: DecodedImage): Sentence[] {
  const warnings = [...image.warnings];
  const [found, trained] = [image.modality.guess, model.plan.modality];
  if (found !== 'other' && trained !== 'other' && found !== trained) {
    warnings.push(fill(workSentences.otherModality, { found: found.toUpperCase(), trained: trained.toUpperCase() }));
  }
  return warnings;
}
