/** Masks for image files that need not be imported: read, predict, write in the image's space, read back. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SegmentOptions, SegmentReport } from '#shared/contract/training.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import type { Engine } from '../engine-client/engine.ts';
import { writeError } from '../files/write-whole.ts';
import type { DecodedImage } from '../import/decoded-image.ts';
import { findImages } from '../import/find-images.ts';
import type { ImageSource } from '../import/image-source.ts';
import { readImage } from '../import/read-image.ts';
import { writeMask } from '../import/write-mask.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { bytesOf } from './import-images.ts';
import { valuesOfIndices } from './index-labels.ts';
import { breathe, endsEverything, type LongWork } from './long-work.ts';
import { modelFolders } from './model-members.ts';
import { modelToUse } from './models.ts';
import { makeOutputFolder } from './output-folder.ts';
import { withWorkFolder } from './work-folder.ts';
import { workSentences } from './work-sentences.ts';
import { readOptionsOf } from './read-options-of.ts';

interface Segmenting {
  readonly store: ProjectStore;
  readonly engine: Engine;
  readonly model: ModelRecord;
  readonly options: SegmentOptions;
  readonly work: LongWork;
  /** For voxels on their way to the engine and back. */
  readonly folder: string;
  /** Mask files of this run, so that two inputs never share one. */
  readonly taken: Set<string>;
}

/** @throws UserFacingError `not-found` without a model, `bad-input` where the folder cannot be made, `cancelled`, `disk-full` */
export async function segmentImages(store: ProjectStore, engine: Engine, options: SegmentOptions, work: LongWork): Promise<SegmentReport> {
  const model = modelToUse(store, options.model);
  const found = await findImages(options.paths, work.signal);
  await makeOutputFolder(store, options.out);
  const written: SegmentReport['written'] = [];
  const refused: SegmentReport['refused'] = found.refused.map(({ file, reason }) => ({ file, reason }));
  await withWorkFolder(store, async (folder) => {
    const run: Segmenting = { store, engine, model, options, work, folder, taken: new Set() };
    for (const [place, source] of found.sources.entries()) {
      await breathe(work);
      const file = source.files[0]!;
      const told = (share: number): void => work.progress({ phase: 'segmenting', done: place + share, total: found.sources.length });
      told(0);
      try {
        written.push(...await segmentOne(run, source, told));
      } catch (error) {
        if (endsEverything(error, work) || !(error instanceof UserFacingError)) throw error;
        refused.push({ file, reason: error.sentence });
      }
      told(1);
    }
  });
  return { written, refused, model: model.id as SegmentReport['model'] };
}

async function segmentOne(run: Segmenting, source: ImageSource, told: (share: number) => void): Promise<SegmentReport['written']> {
  const { store, options, work } = run;
  const file = source.files[0]!;
  // Names are settled before the work is done: finding out afterwards would cost the person the minutes.
  refuseTaken(run, source, maskFile(options.out, source.name, null));
  const image = await readImage(source, readOptionsOf(store, options), work.signal);
  const written: SegmentReport['written'] = [];
  for (const [timePoint, volume] of image.volumes.entries()) {
    const mask = maskFile(options.out, source.name, image.volumes.length > 1 ? timePoint : null);
    if (image.volumes.length > 1) refuseTaken(run, source, mask);
    const labels = await predict(run, volume, source.name, (share) => told((timePoint + share) / image.volumes.length));
    const { geometry, trust } = volume;
    const { verdict } = await writeMask(
      mask, { imageHeader: image.header, geometry, trust, labels, values: valuesOfOutputs(run) }, work.signal,
    );
    if (verdict === 'differs') {
      await rm(mask, { force: true });
      throw failure('corrupt', workSentences.maskDiffers, { file: mask });
    }
    written.push({ input: file, mask, warnings: warningsOn(run, image) });
  }
  return written;
}

function maskFile(out: string, name: string, timePoint: number | null): string {
  return join(out, timePoint === null ? `${name}.nii.gz` : `${name}_t${String(timePoint).padStart(3, '0')}.nii.gz`);
}

function refuseTaken(run: Segmenting, source: ImageSource, mask: string): void {
  if (run.taken.has(mask)) throw failure('conflict', workSentences.sameName, { file: source.files[0]!, name: source.name });
  run.taken.add(mask);
  if (!run.options.force && existsSync(mask)) throw failure('conflict', workSentences.maskExists, { file: mask });
}

/** Label indices on the image's own grid. */
async function predict(run: Segmenting, volume: ImageVolume, name: string, told: (share: number) => void): Promise<Uint8Array> {
  const { store, engine, model, work, folder } = run;
  const path = join(folder, `${randomUUID()}.raw`);
  const output = `${path}.labels`;
  const bytes = bytesOf(volume);
  await writeFile(path, bytes).catch((error: unknown) => { throw writeError(error, path); });
  try {
    const { voxelType, geometry, trust, slope, intercept } = volume;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await engine.run(
      {
        kind: 'segment',
        modelFolders: modelFolders(store, model),
        volumes: [{ name, image: { path, sha256, voxelType, geometry, trust, slope, intercept, modality: model.plan.modality }, output }],
      },
      (event) => {
        if (event.kind === 'progress') told(event.done / Math.max(1, event.total));
        if (event.kind === 'warning') work.report(event);
      },
      work.signal,
    );
    return await readFile(output);
  } finally {
    await rm(path, { force: true });
    await rm(output, { force: true });
  }
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
