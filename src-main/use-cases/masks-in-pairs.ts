/** Which mask belongs to which: files paired by name, voxels by their place in the patient. */
import { readdir, stat } from 'node:fs/promises';
import { reorderVoxels } from '#shared/geometry/axis-order.ts';
import { compareLattices } from '#shared/geometry/lattice.ts';
import type { VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import { findImages } from '../import/find-images.ts';
import type { ImageSource } from '../import/image-source.ts';
import { evaluationSentences } from './evaluation-sentences.ts';

export interface SourcePairs {
  /** In the order of the references; null where there is no file of that name. */
  readonly pairs: readonly { readonly name: string; readonly reference: ImageSource; readonly other: ImageSource | null }[];
  /** Names of the other folder's files that no reference has. */
  readonly unmatched: readonly string[];
}

/**
 * Pairs the files of two folders by their name without ending; a reference `x` also takes `x_0000`. Two
 * single files are a pair whatever they are called.
 * @throws UserFacingError where a path does not exist, there is no reference, or a folder holds two of one name
 */
export async function pairSources(references: string, others: string, signal: AbortSignal): Promise<SourcePairs> {
  const left = await sourcesUnder(references, signal);
  // An empty folder is no wrong path: everything is missing in it.
  const right = await isEmptyFolder(others) ? [] : await sourcesUnder(others, signal);
  if (left.length === 0) throw failure('bad-input', evaluationSentences.noReferences, { path: references });
  const [reference, other] = [left[0], right[0]];
  if (reference !== undefined && other !== undefined && await isFile(references) && await isFile(others)) {
    return { pairs: [{ name: reference.name, reference, other }], unmatched: [] };
  }
  const [referenceByName, otherByName] = [byName(left), byName(right)];
  const pairs = left.map((reference) => {
    // A mask bears its image's name, and of several channels the first is the image.
    const firstChannel = `${reference.name}_0000`;
    const other = otherByName.get(reference.name) ?? (referenceByName.has(firstChannel) ? undefined : otherByName.get(firstChannel));
    return { name: reference.name, reference, other: other ?? null };
  });
  const used = new Set(pairs.map(({ other }) => other));
  return { pairs, unmatched: right.filter((one) => !used.has(one)).map(({ name }) => name) };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path)).isFile();
}

async function isEmptyFolder(path: string): Promise<boolean> {
  return readdir(path).then((entries) => entries.length === 0, () => false);
}

async function sourcesUnder(path: string, signal: AbortSignal): Promise<readonly ImageSource[]> {
  const { sources, refused } = await findImages([path], signal);
  const [first] = refused;
  if (first !== undefined) throw new UserFacingError(first.code, first.reason);
  return sources;
}

function byName(sources: readonly ImageSource[]): ReadonlyMap<string, ImageSource> {
  const found = new Map<string, ImageSource>();
  for (const source of sources) {
    const twin = found.get(source.name);
    if (twin !== undefined) {
      throw failure('bad-input', evaluationSentences.sameNameTwice, { first: twin.files[0] ?? source.name, second: source.files[0] ?? source.name });
    }
    found.set(source.name, source);
  }
  return found;
}

export interface PlacedVoxels<Voxels extends VoxelArray> {
  readonly file: string;
  readonly geometry: VolumeGeometry;
  readonly trust: 'known' | 'orientation-unknown' | 'spacing-unknown';
  readonly values: Voxels;
}

/**
 * Voxels brought onto the grid of the reference without changing one; `note` says what was done.
 * @throws UserFacingError `bad-input` where the grids differ by more than the order of their axes
 */
export function ontoGridOf<Voxels extends VoxelArray>(
  reference: Omit<PlacedVoxels<VoxelArray>, 'values'>,
  other: PlacedVoxels<Voxels>,
): { readonly values: Voxels; readonly note: Sentence | null } {
  const names = { prediction: other.file, reference: reference.file };
  const comparison = compareLattices(reference.geometry, other.geometry);
  if (comparison.kind === 'same') return { values: other.values, note: null };

  const [referenceSize, otherSize] = [reference.geometry.size.join(' × '), other.geometry.size.join(' × ')];
  const placesKnown = [reference, other].map(({ trust }) => trust !== 'orientation-unknown');
  if (placesKnown[0] !== placesKnown[1] && referenceSize === otherSize) {
    return { values: other.values, note: fill(evaluationSentences.placeUnknown, names) };
  }
  if (comparison.kind === 'reordered') {
    return {
      values: reorderVoxels(other.values, other.geometry.size, comparison.order),
      note: fill(evaluationSentences.reordered, names),
    };
  }
  if (comparison.cornerShiftVoxels === null) {
    throw failure('bad-input', evaluationSentences.otherSize, { ...names, predictionSize: otherSize, referenceSize });
  }
  const shift = comparison.cornerShiftVoxels;
  throw failure('bad-input', evaluationSentences.otherGrid, { ...names, shift: shift < 10 ? shift.toFixed(2) : shift.toFixed(0) });
}
