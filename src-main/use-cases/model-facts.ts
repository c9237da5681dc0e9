/** What a model was taught with and how it hangs together with others: from its row, its list of cases and the log. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelId } from '#shared/contract/ids.ts';
import type { ModelFacts, SnapshotFacts, SnapshotPart } from '#shared/contract/models.ts';
import { spacingMm } from '#shared/geometry/affine.ts';
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { withAncestors } from './choose-start.ts';
import { neededBy } from './delete-model.ts';
import { modelBefore, namedModel } from './model-in-use.ts';
import { readManifest } from './take-snapshot.ts';
import { testCases } from './teaching-cases.ts';
import { modelFolderOf } from './training-folder.ts';

export async function modelFacts(store: ProjectStore, model: ModelRecord): Promise<ModelFacts> {
  const before = model.active ? modelBefore(store) : null;
  return {
    id: model.id as ModelId,
    snapshot: await snapshotFacts(store, model.snapshotId),
    seed: model.seed,
    ancestors: withAncestors(store, model).slice(1).map(namedModel),
    children: store.models.list().filter(({ parentId }) => parentId === model.id).map(namedModel),
    bytes: await bytesIn(modelFolderOf(store, model.id)),
    before: before && namedModel(before),
    neededBy: await neededBy(store, model),
  };
}

/** Null where it cannot be read. */
async function snapshotFacts(store: ProjectStore, id: string): Promise<SnapshotFacts | null> {
  try {
    const { manifestHash } = store.snapshots.get(id);
    return { manifestHash, ...factsOf(await readManifest(store, id), reviewedToday(store)) };
  } catch (error) {
    if (error instanceof UserFacingError) return null;
    throw error;
  }
}

/** @param reviewed slices of a case that another person has confirmed */
export function factsOf({ createdAt, upToEdit, cases }: SnapshotManifest, reviewed: (caseId: string) => ReadonlySet<number>): Omit<SnapshotFacts, 'manifestHash'> {
  const known = cases.filter(({ image }) => image.trust === 'known');
  const lengths = known.map(({ image, sliceAxis }) => {
    const spacing = spacingMm(image.geometry.affine);
    return { between: spacing[sliceAxis], within: spacing.filter((_, axis) => axis !== sliceAxis) };
  });
  const part = (role: (one: SnapshotCase) => boolean): SnapshotPart => partOf(cases.filter(role), reviewed);
  const [judging, testing] = [part(({ role, fold }) => role === 'validation' || fold !== undefined), part(({ role }) => role === 'test')];
  return {
    takenAt: createdAt, upToEdit,
    teaching: part(({ role }) => role === 'train'),
    judging: judging.cases === 0 ? null : judging,
    testing: testing.cases === 0 ? null : testing,
    modalities: [...new Set(cases.flatMap(({ image, furtherImages = [] }) => [image, ...furtherImages].map(({ modality }) => modality)))],
    spacingMm: lengths.length === 0 ? null : { within: rangeOf(lengths.flatMap(({ within }) => within)), between: rangeOf(lengths.map(({ between }) => between)) },
    spacingUnknown: new Set(cases.filter(({ image }) => image.trust !== 'known').map(({ caseId }) => caseId)).size,
    size: [0, 1, 2].map((axis) => rangeOf(cases.map(({ image }) => image.geometry.size[axis]!))) as unknown as SnapshotFacts['size'],
  };
}

/** The test set as it is labelled now. */
export function testSetPart(store: ProjectStore): SnapshotPart {
  return partOf(testCases(store).map(({ record: { id: caseId, patient, sliceAxis }, completeSlices, grid: image }) => ({ caseId, patient, sliceAxis, completeSlices, image })), reviewedToday(store));
}

type PartCase = Pick<SnapshotCase, 'caseId' | 'patient' | 'sliceAxis' | 'completeSlices'> & { readonly image: Pick<SnapshotCase['image'], 'geometry'> };

/** A case of which one slab judges is there in both parts, with its own slices each. */
function partOf(cases: readonly PartCase[], reviewed: (caseId: string) => ReadonlySet<number>): SnapshotPart {
  const each = new Map(cases.map((one) => [one.caseId, one]));
  return {
    cases: each.size,
    patients: new Set(cases.map(({ patient }) => patient)).size,
    slices: cases.reduce((sum, { completeSlices }) => sum + completeSlices.length, 0),
    ofSlices: [...each.values()].reduce((sum, { image, sliceAxis }) => sum + image.geometry.size[sliceAxis], 0),
    reviewed: cases.reduce((sum, { caseId, completeSlices }) => {
      const ofCase = reviewed(caseId);
      return sum + completeSlices.filter((slice) => ofCase.has(slice)).length;
    }, 0),
  };
}

function rangeOf(values: readonly number[]): { low: number; high: number } {
  return values.length === 0 ? { low: 0, high: 0 } : { low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) };
}

function reviewedToday(store: ProjectStore): (caseId: string) => ReadonlySet<number> {
  const found = new Map<string, ReadonlySet<number>>();
  return (caseId) => {
    let slices = found.get(caseId);
    if (slices === undefined) {
      const ofPeople = store.labelmaps.ofCase(caseId).filter(({ owner }) => owner.kind !== 'model');
      slices = new Set(ofPeople.flatMap(({ id }) => store.reviews.reviewedSlices(id)));
      found.set(caseId, slices);
    }
    return slices;
  };
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(entries.filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => stat(join(parentPath, name)).then(({ size }) => size, () => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}
