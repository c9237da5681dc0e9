/** A mask file laid on the labels of a case that is there already, as one edit of the person's labelmap. */
import type { MaskImportOptions, MaskImportReport, MaskInspection } from '#shared/contract/label-work.ts';
import { labelUnknown } from '#shared/labels/label-sentences.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { matchLabels, readLabels } from '../import/read-labels.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { matchedLabels } from './first-labels.ts';
import { indicesOf, missingLabels } from './index-labels.ts';
import { breathe, type LongWork } from './long-work.ts';
import { onlySource } from './only-source.ts';
import { readOptionsOf } from './read-options-of.ts';

/**
 * @throws UserFacingError what the import of labels refuses: another lattice, values that are no whole numbers, more labels
 *   than fit; `not-found`, `cancelled`. Nothing is changed then
 */
export async function importMask(store: ProjectStore, options: MaskImportOptions, annotator: string, work: LongWork): Promise<MaskImportReport> {
  const { caseId, path, resample, mapping, background, over } = options;
  const { images } = store.cases.get(caseId);
  const { name, geometry } = images[0]!.image;
  for (const { index } of mapping) {
    if (index !== 0 && !store.labels.table().some((label) => label.index === index)) throw failure('not-found', labelUnknown, { index });
  }
  work.progress({ phase: 'reading', done: 0, total: 1 });
  const source = await onlySource(path, work.signal);
  const labels = await matchedLabels({ source, note: null }, { name, geometry }, readOptionsOf(store, {}), resample, work.signal);
  await breathe(work);

  // From here on nothing else can change the table or the labels.
  const mapped = new Set(mapping.map(({ value }) => value));
  const newLabels = missingLabels(store.labels, labels.distinct.filter((value) => !mapped.has(value)), labels.file);
  const table = store.labels.table();
  const mask = indicesOf([...table, ...newLabels, ...mapping], labels.values);
  const { id: labelmapId } = store.labelmaps.forAnnotator(caseId, annotator);
  const locked = new Uint8Array(256);
  for (const label of table) if (label.locked) locked[label.index] = 1;
  const laid = layMask(store.labelmaps.voxels(labelmapId), mask, { locked, erases: background === 'erase', onlyEmpty: over === 'empty' });
  const edit = store.cases.addLabels(caseId, { annotator, tool: 'import-mask', newLabels, voxels: laid.voxels, completeSlices: [] });
  const line = edit === null ? undefined : store.labelmaps.historyPage(labelmapId, { limit: 1 }).edits[0];
  work.progress({ phase: 'reading', done: 1, total: 1 });
  return {
    labelmapId: labelmapId as MaskImportReport['labelmapId'],
    edit: edit === null ? null : ({ id: edit.id, number: edit.number } as unknown as MaskImportReport['edit']),
    changedVoxels: line?.voxels ?? 0,
    changedSlices: line?.slices ?? 0,
    lockedVoxels: laid.lockedVoxels,
    added: newLabels.map(({ index, value, name: called }) => ({ index, value, name: called })),
    notes: [...labels.notes],
  };
}

/**
 * What a mask holds, so that a person can say what its values mean before anything is changed.
 * @throws UserFacingError where it cannot be read, or its values are no whole numbers
 */
export async function inspectMask(store: ProjectStore, { caseId, path }: Pick<MaskImportOptions, 'caseId' | 'path'>, signal?: AbortSignal): Promise<MaskInspection> {
  const { name, geometry } = store.cases.get(caseId).images[0]!.image;
  const labels = await readLabels(await onlySource(path, signal), readOptionsOf(store, {}), signal);
  const voxels = new Map(labels.distinct.map((value) => [value, 0]));
  for (const value of labels.values) if (value !== 0) voxels.set(value, voxels.get(value)! + 1);
  return { values: [...voxels].map(([value, count]) => ({ value, voxels: count })), misfit: misfitOf(() => matchLabels(labels, { name, geometry })) };
}

function misfitOf(match: () => unknown): MaskInspection['misfit'] {
  try {
    match();
    return null;
  } catch (error) {
    if (error instanceof UserFacingError) return error.sentence;
    throw error;
  }
}

interface Laying {
  /** 256 entries by label index: a voxel neither loses nor gains a locked label. */
  readonly locked: Uint8Array;
  readonly erases: boolean;
  readonly onlyEmpty: boolean;
}

/** @param present changed in place @param mask 0 where it says nothing */
function layMask(present: Uint8Array, mask: Uint8Array, { locked, erases, onlyEmpty }: Laying): { readonly voxels: Uint8Array; readonly lockedVoxels: number } {
  let lockedVoxels = 0;
  for (let at = 0; at < present.length; at += 1) {
    const before = present[at]!;
    const wanted = mask[at]!;
    if (before === wanted || (wanted === 0 && !erases) || (onlyEmpty && before !== 0)) continue;
    if (locked[before] === 1 || locked[wanted] === 1) lockedVoxels += 1;
    else present[at] = wanted;
  }
  return { voxels: present, lockedVoxels };
}
