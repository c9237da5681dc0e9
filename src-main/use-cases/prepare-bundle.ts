/** What a bundle comes to in this project: which cases its images are, what its labels are called, whose they go on from. */
import { basename } from 'node:path';
import { createHash } from 'node:crypto';
import type { BundleCase, BundleImage, BundleWork } from '#shared/contract/bundle-file.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelEntry } from '#shared/labels/label-table.ts';
import { hasRightPoints } from '#shared/measurements/measure.ts';
import { cleanPersonName } from '#shared/text/person-name.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { IncomingLabels, TravellingWork } from '../store/bundle-items.ts';
import { fileName } from '../files/file-name.ts';
import type { CaseRecord, NewCase, ProjectStore } from '../store/project-store.ts';
import { canBeImage } from './bundle-images.ts';
import { itemOf, lookThrough } from './bundle-lines.ts';
import { meaningOf, type LabelMeaning } from './bundle-labels.ts';
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
  readonly labels: readonly PreparedLabels[];
  /** Notes and measurements, as they lie in the bundle. */
  readonly work: readonly BundleWork[];
  /** Where it `comes`. */
  readonly added: (NewCase & { readonly id: string }) | null;
}

/** Somebody's labels without their log, which `loadLabels` reads. */
export type PreparedLabels = Omit<IncomingLabels, 'items'> & {
  readonly size: Vec3;
  readonly edits: number;
  /** Slices that this person is said to have judged themselves. */
  readonly ownReviews: number;
};

export interface PreparedBundle {
  /** Of the bundle's file, without its folder. */
  readonly file: string;
  readonly cases: readonly PreparedCase[];
  readonly newLabels: readonly LabelEntry[];
  readonly meaning: LabelMeaning;
  /** Labels that its logs name, by index of the bundle. */
  readonly used: ReadonlySet<number>;
}

type Breathing = Pick<LongWork, 'signal'>;

/**
 * Reads all but voxels once, and writes nothing: what can be said against a bundle without looking at labels that are here is said now.
 * @param person who is told; where they read one of the cases blind, nothing is
 * @throws UserFacingError `corrupt`; `conflict` where labels or images of the two contradict each other
 */
export async function prepareBundle(store: ProjectStore, bundle: OpenBundle, path: string, person: string, work: Breathing): Promise<PreparedBundle> {
  const file = basename(path);
  const damaged = (cause?: unknown): Error => failure('corrupt', bundleSentences.damaged, { file }, cause);
  requireSense(bundle, damaged);
  const present = store.cases.list();
  const blind = store.secondReadings.blindCases(person);
  const taken = new Set(present.map(({ name }) => name));
  const found = bundle.manifest.cases.map((one) => {
    for (const image of one.images) if (!canBeImage(image, bundle.voxelBytes(image.blob))) throw failure('corrupt', bundleSentences.noImage, { file, image: image.name, name: one.name });
    const here = caseHere(present, one) ?? (one.images.every(({ blob }) => bundle.voxelBytes(blob) !== null) ? 'comes' as const : null);
    if (here !== null && here !== 'comes' && blind.has(here.id)) throw failure('conflict', peopleSentences.blind, {});
    // Its masks will be called like it.
    const name = here === null || here === 'comes' ? freeName(fileName(one.name, 'case'), taken) : here.name;
    taken.add(name);
    return { case: one, here, name, id: here === null || here === 'comes' ? freeId(store, one) : here.id };
  });
  const used = new Set<number>();
  const edits = new Set<string>();
  const cases: PreparedCase[] = [];
  for (const one of found) {
    const { sliceAxis, images, labels, patient } = one.case;
    const size: Vec3 = images[0]!.size;
    const prepared: PreparedLabels[] = [];
    for (const { id, readingId, person: of } of one.here === null ? [] : labels) {
      await breathe(work);
      const name = cleanPersonName(of.name);
      if (name === null) throw damaged();
      const looked = await lookThrough(bundle.log(id), { size, axis: sliceAxis, person: name, used, edits }, damaged, work);
      const log = createHash('sha256').update(await bundle.packedLog(id)).digest('hex');
      prepared.push({ id, readingId, caseId: one.id, person: { id: of.id, name: store.people.known(name) }, axis: sliceAxis, log, size, ...looked });
    }
    const onCase = one.here === null ? [] : await bundle.work(one.case.id);
    for (const line of onCase) {
      const fits = cleanPersonName(line.annotator) !== null && (line.kind === 'note' || (line.image < images.length && hasRightPoints(line.shape)));
      if (!fits) throw damaged();
      if (line.kind === 'measurement' && line.shape.labelIndex !== null) used.add(line.shape.labelIndex);
    }
    const added = one.here === 'comes' ? { id: one.id, name: one.name, patient, sliceAxis, images: images.map(newImage) } : null;
    cases.push({ ...one, labels: prepared, added, work: onCase });
  }
  used.delete(0);
  if (![...used].every((index) => bundle.manifest.labels.some((label) => label.index === index))) throw damaged();
  const meaning = meaningOf(bundle.manifest.labels, used, store.labels.table(), store.labels.removed());
  return { file, cases, newLabels: meaning.added, meaning, used };
}

/** With their log, in the words of this project. @throws UserFacingError `corrupt` */
export async function loadLabels(store: ProjectStore, bundle: OpenBundle, { file, meaning }: PreparedBundle, labels: PreparedLabels, work: Breathing): Promise<IncomingLabels> {
  const { id, readingId, caseId, person, axis, log, size } = labels;
  const items: IncomingLabels['items'][number][] = [];
  const nameOf = (written: string): string => store.people.known(cleanPersonName(written) ?? written);
  let began = performance.now();
  try {
    for await (const line of bundle.log(id)) {
      items.push(itemOf(line, { size, axis, person: person.name }, meaning.indexHere, nameOf));
      if (performance.now() - began < pauseMs) continue;
      await breathe(work);
      began = performance.now();
    }
  } catch (error) {
    if (error instanceof RangeError) throw failure('corrupt', bundleSentences.damaged, { file }, error);
    throw error;
  }
  return { id, readingId, caseId, person, axis, log, items };
}
const pauseMs = 10;

/** In the words of this project; without measurements on an image that is not here, or lies elsewhere here: `elsewhere` of them. */
export function workHere(store: ProjectStore, { meaning }: PreparedBundle, { id, case: { images }, work }: PreparedCase): { readonly work: readonly TravellingWork[]; readonly elsewhere: number } {
  const here = store.cases.get(id).images.map(({ image }) => image);
  const left = new Set<string>();
  const nameOf = (written: string): string => store.people.known(cleanPersonName(written) ?? written);
  const all = work.flatMap((line): TravellingWork[] => {
    const annotator = nameOf(line.annotator);
    if (line.kind === 'note') return [{ ...line, annotator }];
    const { image, shape, ...row } = line;
    const its = images[image]!;
    const found = here.find(({ blob, geometry: { affine } }) => blob === its.blob && affine.every((value, at) => value === its.affine[at]));
    if (found === undefined) left.add(line.id);
    const labelIndex = shape.labelIndex === null ? null : meaning.indexHere[shape.labelIndex]!;
    return found === undefined ? [] : [{ ...row, annotator, content: { ...shape, labelIndex, imageId: found.id } }];
  });
  return { work: all, elsewhere: left.size };
}

/** What names of one bundle must be: each once. */
function requireSense({ manifest: { cases, labels } }: OpenBundle, damaged: () => Error): void {
  const isUnique = (values: readonly (string | number)[]): boolean => new Set(values).size === values.length;
  const fine = isUnique(cases.map(({ id }) => id)) && isUnique(cases.flatMap((one) => one.labels.map(({ id }) => id)))
    && isUnique(labels.map(({ index }) => index)) && isUnique(labels.map(({ value }) => value));
  if (!fine) throw damaged();
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

function newImage({ size, affine, header, role, timePoint, ...image }: BundleImage): NewCase['images'][number] {
  return {
    role, timePoint,
    image: { ...image, header: header === null ? null : Buffer.from(header, 'base64'), geometry: { size, affine: affine as unknown as Affine } },
  };
}

