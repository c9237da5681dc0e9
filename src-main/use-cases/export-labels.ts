/**
 * Writes the labels of cases as masks that lie exactly on their images, each with a JSON beside it
 * that says what it is. Every file is read back and compared before it is spoken of.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExportOptions, ExportReport, exportSidecar } from '#shared/contract/export.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { z } from 'zod';
import { writeWhole } from '../files/write-whole.ts';
import { writeMask } from '../import/write-mask.ts';
import type { CaseRecord, LabelmapRecord, ProjectStore } from '../store/project-store.ts';
import { valuesOfIndices } from './index-labels.ts';
import { breathe, endsEverything, type LongWork } from './long-work.ts';
import { modelToUse } from './models.ts';
import { makeOutputFolder } from './output-folder.ts';
import { peopleSentences } from './people-sentences.ts';
import { requirePainted } from './painted-by-hand.ts';
import { personLabelmap, settledConsensus, together } from './person-labelmap.ts';
import { taughtVoxels } from './taught-labels.ts';
import { workSentences } from './work-sentences.ts';

type Sidecar = z.infer<typeof exportSidecar>;

/** @param options `person`: who is given the files; cases that they are reading blind are refused. @throws UserFacingError `bad-input` without cases, where the ignore value is a label's, or the folder cannot be made; `cancelled`, `disk-full` */
export async function exportLabels(
  store: ProjectStore,
  options: ExportOptions & { readonly person: string },
  programVersion: string,
  work: LongWork,
): Promise<ExportReport> {
  refuseCollision(store, options.incomplete);
  const model = options.model === undefined ? null : modelToUse(store, options.model);
  const records = options.cases === undefined ? store.cases.list() : options.cases.map((id) => store.cases.get(id));
  if (records.length === 0) throw failure('bad-input', workSentences.noCases, {});
  const blind = store.secondReadings.blindCases(options.person);
  await makeOutputFolder(store, options.out);
  const report: ExportReport = { written: [], refused: [] };
  for (const [place, record] of records.entries()) {
    await breathe(work);
    work.progress({ phase: 'exporting', done: place, total: records.length });
    try {
      if (blind.has(record.id)) throw failure('conflict', peopleSentences.blind, {});
      const subject = model === null ? personSubject(store, record, options) : modelSubject(store, record, model);
      report.written.push(await exportOne(store, record, subject, options, programVersion, work.signal));
    } catch (error) {
      if (endsEverything(error, work) || !(error instanceof UserFacingError)) throw error;
      report.refused.push({ case: record.name, reason: error.sentence });
    }
  }
  work.progress({ phase: 'exporting', done: records.length, total: records.length });
  return report;
}

/** Whose labels, and which slices of them are an answer. */
interface Subject {
  readonly labelmap: LabelmapRecord;
  readonly author: string;
  readonly completeSlices: readonly number[];
  /** Of these slices, the labels that count before the labelmap's. */
  readonly before?: { readonly labelmapId: string; readonly slices: readonly number[] };
}

function refuseCollision(store: ProjectStore, incomplete: ExportOptions['incomplete']): void {
  if (typeof incomplete !== 'object') return;
  const taken = store.labels.table().find(({ value }) => value === incomplete.ignore);
  if (taken !== undefined) throw failure('bad-input', workSentences.ignoreCollides, { value: incomplete.ignore, label: taken.name });
}

function personSubject(store: ProjectStore, record: CaseRecord, options: ExportOptions): Subject {
  const own = personLabelmap(store, record, options.annotator);
  const settled = options.annotator === undefined ? settledConsensus(store, record) : null;
  const found = own ?? settled;
  const slices = sliceCount(record);
  if (found === null) {
    // Whoever names a person is not helped by being told to finish the case.
    if (options.annotator !== undefined) throw failure('not-found', workSentences.noLabelmap, { name: record.name, author: options.annotator });
    throw failure('bad-input', workSentences.noLabelsYet, { name: record.name });
  }
  const { labelmap } = found;
  const isSettled = new Set(settled?.completeSlices);
  const others = found.completeSlices.filter((slice) => !isSettled.has(slice));
  const { completeSlices } = together(found, settled);
  const author = [...(others.length > 0 || settled === null ? [found.annotator] : []), ...(settled === null ? [] : [settled.annotator])].join(', ');
  if (completeSlices.length < slices && options.incomplete === undefined) {
    throw failure('bad-input', workSentences.caseIncomplete, { name: record.name, complete: completeSlices.length, slices });
  }
  return { labelmap, author, completeSlices, ...(settled === null ? {} : { before: { labelmapId: settled.labelmap.id, slices: settled.completeSlices } }) };
}

/** A model answers for every slice; nothing of it is incomplete. @throws UserFacingError `not-found`; `conflict` as `requirePainted` */
function modelSubject(store: ProjectStore, record: CaseRecord, model: { readonly id: string; readonly name: string }): Subject {
  requirePainted(store, record.id);
  const labelmap = store.labelmaps.ofCase(record.id).find(({ owner }) => owner.kind === 'model' && owner.modelId === model.id);
  if (labelmap === undefined) throw failure('not-found', workSentences.noLabelmap, { name: record.name, author: model.name });
  return { labelmap, author: `model ${model.name}`, completeSlices: Array.from({ length: sliceCount(record) }, (_, slice) => slice) };
}

function sliceCount(record: CaseRecord): number {
  return record.images[0]!.image.geometry.size[record.sliceAxis];
}

async function exportOne(
  store: ProjectStore,
  record: CaseRecord,
  { labelmap, author, completeSlices, before }: Subject,
  options: ExportOptions,
  programVersion: string,
  signal: AbortSignal,
): Promise<ExportReport['written'][number]> {
  const mask = join(options.out, `${record.name}.nii.gz`);
  const sidecar = join(options.out, `${record.name}.json`);
  for (const file of [mask, sidecar]) {
    if (!options.force && existsSync(file)) throw failure('conflict', workSentences.maskExists, { file });
  }
  const replaces = existsSync(mask);
  const image = record.images.find((one) => one.image.id === labelmap.imageId)!.image;
  const edit = store.labelmaps.latestEditNumber();
  const { size } = image.geometry;
  const ignore = typeof options.incomplete === 'object' ? options.incomplete.ignore : 0;
  const parts = [{ labelmapId: labelmap.id, slices: completeSlices }, ...(before === undefined ? [] : [before])];
  const exported = withoutIncomplete(
    taughtVoxels(store, { record, grid: image, taught: { imageId: image.id, slices: completeSlices, parts } }, edit), valuesOfIndices(store.labels.table()), size, record.sliceAxis, completeSlices, ignore,
  );
  if (exported === null) throw failure('bad-input', workSentences.noRoomToIgnore, { name: record.name });
  const { labels, values } = exported;
  const { verdict, sha256 } = await writeMask(
    mask, { imageHeader: image.header, geometry: image.geometry, trust: image.trust, labels, values }, signal,
  );
  const description: Sidecar = {
    program: 'Lamina',
    version: programVersion,
    case: record.name,
    author,
    labels: store.labels.table().map(({ value, name, colour, code }) => ({ value, name, colour, code })),
    sliceAxis: record.sliceAxis,
    slices: size[record.sliceAxis],
    completeSlices: [...completeSlices],
    incompleteSlicesAre: completeSlices.length === size[record.sliceAxis] ? 'absent' : options.incomplete ?? 'background',
    edit,
    logHead: store.events.head(),
    image: { name: basename(image.sourceFiles[0] ?? image.name), sha256: image.sourceHash },
    mask: { name: basename(mask), sha256 },
    exportedAt: new Date().toISOString(),
  };
  try {
    await writeWhole(sidecar, `${JSON.stringify(description, null, 2)}\n`);
    recordExport(store, { case: record.id, labelmap: labelmap.id, ...(before === undefined ? {} : { consensus: before.labelmapId }), edit, image: image.sourceHash, mask: sha256, verdict });
  } catch (error) {
    // A mask that nothing describes would be taken for a finished one, and be in the way of the next export.
    if (!replaces) await rm(mask, { force: true });
    throw error;
  }
  return { case: record.name, mask, sidecar, verdict, sha256 };
}

/** In the chain of events, so that it can be shown later which labels left the project. */
function recordExport(store: ProjectStore, exported: Readonly<Record<string, string | number>>): void {
  if (store.readOnly === null) store.events.append('export', exported);
}

/**
 * Slices that nobody called complete become background, or an index that does not occur, whose value
 * then is `ignore`. @returns null where every index occurs, so that none is left for it
 */
function withoutIncomplete(
  voxels: Uint8Array,
  values: number[],
  size: Vec3,
  axis: AxisIndex,
  completeSlices: readonly number[],
  ignore: number,
): { readonly labels: Uint8Array; readonly values: readonly number[] } | null {
  if (completeSlices.length === size[axis]) return { labels: voxels, values };
  const complete = new Set(completeSlices);
  const labels = voxels.slice();
  let filler = 0;
  if (ignore !== 0) {
    const used = new Set(labels);
    filler = Array.from({ length: 255 }, (_, n) => 255 - n).find((index) => !used.has(index)) ?? 0;
    if (filler === 0) return null;
    while (values.length <= filler) values.push(0);
    values[filler] = ignore;
  }
  const [ni, nj, nk] = size;
  for (let k = 0, at = 0; k < nk; k += 1) {
    for (let j = 0; j < nj; j += 1) {
      for (let i = 0; i < ni; i += 1, at += 1) {
        if (!complete.has([i, j, k][axis]!)) labels[at] = filler;
      }
    }
  }
  return { labels, values };
}
