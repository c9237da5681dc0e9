/** What a bundle comes to in this project: which cases its images are, what its labels are called, whose they go on from. */
import { cleanPersonName } from '#shared/text/person-name.ts';
import type { BundleCase, BundleImage, BundleLine } from '#shared/contract/bundle-file.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { labelsInRuns } from '#shared/labels/runs.ts';
import type { LabelEntry } from '#shared/labels/label-table.ts';
import { hasTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { bytesPerVoxel } from '#shared/voxels/voxel-type.ts';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { IncomingLabels, TravellingItem } from '../store/bundle-items.ts';
import { fileName } from '../files/file-name.ts';
import type { CaseRecord, NewCase, ProjectStore } from '../store/project-store.ts';
import { meaningOf, translated, type LabelMeaning } from './bundle-labels.ts';
import { bundleSentences } from './bundle-sentences.ts';
import { breathe, type LongWork } from './long-work.ts';
import { peopleSentences } from './people-sentences.ts';
import type { OpenBundle } from './read-bundle.ts';

export interface PreparedCase {
  readonly case: BundleCase;
  /** `comes` with the bundle; null: its image is nowhere. */
  readonly here: CaseRecord | 'comes' | null;
  /** Here, or as it will be. */
  readonly name: string;
  readonly id: string;
  readonly labels: readonly IncomingLabels[];
}

export interface PreparedBundle {
  readonly cases: readonly PreparedCase[];
  readonly newLabels: readonly LabelEntry[];
  readonly newCases: readonly (NewCase & { readonly id: string })[];
  /** By the hash of each log as it will lie in the project's folder: its bytes. */
  readonly logs: ReadonlyMap<string, Uint8Array>;
}

type Lines = readonly BundleLine[];

/**
 * Reads all but voxels, and writes nothing.
 * @param person who is told; where they read one of the cases blind, nothing is
 * @throws UserFacingError `corrupt`; `conflict` where labels or images of the two contradict each other
 */
export async function prepareBundle(store: ProjectStore, bundle: OpenBundle, file: string, person: string, work: Pick<LongWork, 'signal'>): Promise<PreparedBundle> {
  const damaged = (cause?: unknown): Error => failure('corrupt', bundleSentences.damaged, { file: basename(file) }, cause);
  const present = store.cases.list();
  const blind = store.secondReadings.blindCases(person);
  const taken = new Set(present.map(({ name }) => name));
  const found = bundle.manifest.cases.map((one) => {
    const here = caseHere(present, one) ?? (one.images.every(({ blob }) => bundle.hasVoxels(blob)) ? 'comes' as const : null);
    if (here !== null && here !== 'comes' && blind.has(here.id)) throw failure('conflict', peopleSentences.blind, {});
    // Its masks will be called like it.
    const name = here === null || here === 'comes' ? freeName(fileName(one.name, 'case'), taken) : here.name;
    taken.add(name);
    return { case: one, here, name, id: here === null || here === 'comes' ? freeId(store, one) : here.id };
  });

  const lines = new Map<string, Lines>();
  const logs = new Map<string, Uint8Array>();
  const logOf = new Map<string, string>();
  const used = new Set<number>();
  for (const { case: { labels }, here } of found) {
    for (const { id } of here === null ? [] : labels) {
      await breathe(work);
      const log = await bundle.log(id);
      const hash = createHash('sha256').update(log.packed).digest('hex');
      lines.set(id, log.lines);
      logs.set(hash, log.packed);
      logOf.set(id, hash);
      for (const index of labelsNamed(log.lines)) used.add(index);
    }
  }
  used.delete(0);
  if (![...used].every((index) => bundle.manifest.labels.some((label) => label.index === index))) throw damaged();
  const meaning = meaningOf(bundle.manifest.labels, used, store.labels.table(), store.labels.removed());

  const cases = found.map((one): PreparedCase => {
    const { sliceAxis, images, labels } = one.case;
    const size: Vec3 = images[0]!.size;
    const nameOf = (written: string): string => {
      const name = cleanPersonName(written);
      if (name === null) throw damaged();
      return store.people.known(name);
    };
    return {
      ...one,
      labels: one.here === null ? [] : labels.map(({ id, readingId, person: of }): IncomingLabels => ({
        id, readingId, caseId: one.id, person: { id: of.id, name: nameOf(of.name) }, axis: sliceAxis, log: logOf.get(id)!,
        items: lines.get(id)!.map((line) => {
          try {
            return itemOf(line, size, size[sliceAxis], meaning, nameOf);
          } catch (error) {
            throw damaged(error);
          }
        }),
      })),
    };
  });
  return {
    cases, logs, newLabels: meaning.added,
    newCases: cases.flatMap(({ here, id, name, case: { patient, sliceAxis, images } }) =>
      (here === 'comes' ? [{ id, name, patient, sliceAxis, images: images.map(newImage) }] : [])),
  };
}

/** By its own id, else by the voxels of the image that its labels lie on. */
function caseHere(present: readonly CaseRecord[], { id, name, images: [first] }: BundleCase): CaseRecord | null {
  const isSame = ({ images: [own] }: CaseRecord): boolean => own!.image.blob === first!.blob && own!.image.geometry.size.every((side, axis) => side === first!.size[axis]);
  const own = present.find((one) => one.id === id);
  if (own !== undefined && !isSame(own)) throw failure('conflict', bundleSentences.otherImage, { name });
  return own ?? present.find(isSame) ?? null;
}

/** One that was removed here keeps its own. */
function freeId(store: ProjectStore, { id }: BundleCase): string {
  return store.bundles.knowsCase(id) ? crypto.randomUUID() : id;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
  return name;
}

function* labelsNamed(lines: Lines): Generator<number> {
  for (const line of lines) {
    if (line.kind === 'edit') for (const [, , runs] of line.tiles) yield* labelsInRuns(Buffer.from(runs, 'base64'));
    else if (line.kind === 'pin' && line.labelIndex !== null) yield line.labelIndex;
  }
}

/** @throws where it cannot be of a labelmap of this size */
function itemOf(line: BundleLine, size: Vec3, slices: number, meaning: LabelMeaning, nameOf: (name: string) => string): TravellingItem {
  if (line.kind === 'took') return line;
  const annotator = nameOf(line.annotator);
  switch (line.kind) {
    case 'review':
      if (line.slices.some((slice) => slice >= slices)) throw new RangeError('no such slice');
      return { ...line, annotator };
    case 'pin':
      if (line.voxel.some((at, axis) => at >= size[axis]!)) throw new RangeError('no such voxel');
      return { ...line, annotator, labelIndex: line.labelIndex === null ? null : meaning.indexHere[line.labelIndex]! };
    case 'edit': {
      const places = new Set(line.tiles.map(([k, tile]) => `${k} ${tile}`));
      if (places.size !== line.tiles.length) throw new RangeError('a tile twice');
      return {
        ...line, annotator,
        tiles: line.tiles.map(([k, tile, runs]) => {
          if (!hasTile(size, { k, tile })) throw new RangeError('no such tile');
          const { width, height } = tileRectangle(size, { k, tile });
          return { k, tile, runs: translated(Buffer.from(runs, 'base64'), width * height, meaning) };
        }),
      };
    }
  }
}

function newImage({ size, affine, header, role, timePoint, ...image }: BundleImage): NewCase['images'][number] {
  return {
    role, timePoint,
    image: { ...image, header: header === null ? null : Buffer.from(header, 'base64'), geometry: { size, affine: affine as unknown as Affine } },
  };
}

export function voxelBytes({ size, voxelType }: BundleImage): number {
  return size[0] * size[1] * size[2] * bytesPerVoxel[voxelType];
}
