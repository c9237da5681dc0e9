/** Looks at a bundle, and takes it into the project: its voxels as files, then all else in one transaction. */
import { createHash } from 'node:crypto';
import type { BundleLook, TakeInOptions, TakenReport } from '#shared/contract/bundles.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { IncomingLabels, SliceChoice } from '../store/bundle-items.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { bundleSentences } from './bundle-sentences.ts';
import { conflictsOf } from './bundle-conflicts.ts';
import { breathe, type LongWork } from './long-work.ts';
import { prepareBundle, voxelBytes, type PreparedBundle } from './prepare-bundle.ts';
import { openBundle, type OpenBundle } from './read-bundle.ts';

/** @throws UserFacingError as `openBundle` and `prepareBundle` */
export async function lookAtBundle(store: ProjectStore, path: string, person: string, work: Pick<LongWork, 'signal'>): Promise<Omit<BundleLook, 'id'>> {
  return withBundle(store, { path }, person, work, async (bundle, { cases, newLabels }) => {
    const { at, by, project } = bundle.manifest;
    const look: Omit<BundleLook, 'id'> = { hash: bundle.hash, at, by, project: project.name, newLabels: newLabels.map(({ name }) => name), cases: [] };
    for (const one of cases) {
      await breathe(work);
      look.cases.push({
        name: one.case.name,
        nameHere: one.here === null ? null : one.name,
        image: one.here === null ? 'missing' : one.here === 'comes' ? 'comes' : 'here',
        labels: one.labels.map((labels) => {
          const { how, edits, theirs, conflicts } = store.bundles.plan(labels);
          return { id: labels.id, annotator: labels.person.name, how, edits, theirs: [...theirs], conflicts: conflictsOf(store, labels, conflicts, newLabels) };
        }),
      });
    }
    return look;
  });
}

/** With the labelmaps that changed, for windows that show them. */
type Taken = TakenReport & { readonly labelmaps: readonly string[] };

/** A bundle that somebody looked at. */
export interface LookedAt {
  readonly path: string;
  readonly hash: string;
}

/**
 * @param by who takes it in, and answers for what is chosen
 * @throws UserFacingError as `lookAtBundle`; `conflict` where a slice that both sides changed is in no choice, or the file is another by now
 */
export async function takeInBundle(store: ProjectStore, looked: LookedAt, { choices, otherwise }: Omit<TakeInOptions, 'id'>, by: string, work: LongWork): Promise<Taken> {
  return withBundle(store, looked, by, work, async (bundle, prepared) => {
    const labels = prepared.cases.flatMap((one) => one.labels);
    const here = prepared.cases.filter((one) => one.here !== null);
    if (here.length === 0) throw failure('bad-input', bundleSentences.allMissing, {});
    await keepVoxels(store, bundle, prepared, work);
    for (const packed of prepared.logs.values()) await store.blobs.write(packed);
    await breathe(work);
    const { at, by: sender, project, logHead } = bundle.manifest;
    const plans = store.bundles.takeIn({
      hash: bundle.hash,
      from: { project: project.id, name: project.name, head: logHead?.hash ?? null, by: sender, at },
      newLabels: prepared.newLabels, newCases: prepared.newCases, labels, by,
      choices: new Map(labels.map((one) => [one.id, chosen(store, one, choices, otherwise)])),
    });
    return {
      cases: here.length,
      newCases: prepared.newCases.length,
      missing: prepared.cases.filter((one) => one.here === null).map((one) => one.case.name),
      edits: plans.reduce((sum, { edits }) => sum + edits, 0),
      labelmaps: plans.flatMap(({ labelmapId }) => labelmapId ?? []),
      annotators: [...new Set(labels.map(({ person: { name } }) => name))].sort(),
    };
  });
}

async function withBundle<Result>(
  store: ProjectStore, { path, hash }: Pick<LookedAt, 'path'> & Partial<LookedAt>, person: string, work: Pick<LongWork, 'signal'>, use: (bundle: OpenBundle, prepared: PreparedBundle) => Promise<Result>,
): Promise<Result> {
  const bundle = await openBundle(path, hash);
  try {
    return await use(bundle, await prepareBundle(store, bundle, path, person, work));
  } finally {
    await bundle.close();
  }
}

/** All are read before the first is kept: what is not what it says it is leaves no trace. */
async function keepVoxels(store: ProjectStore, bundle: OpenBundle, { cases }: PreparedBundle, work: LongWork): Promise<void> {
  const images = new Map(cases.filter(({ here }) => here === 'comes').flatMap((one) => one.case.images.map((image) => [image.blob, voxelBytes(image)] as const)));
  let done = 0;
  const total = 2 * images.size;
  for (const [blob, bytes] of images) {
    await breathe(work);
    work.progress({ phase: 'importing', done, total });
    const hash = createHash('sha256');
    let length = 0;
    for await (const part of bundle.voxels(blob, bytes)) {
      hash.update(part);
      length += part.length;
    }
    if (length !== bytes || hash.digest('hex') !== blob) throw failure('corrupt', bundleSentences.damaged, { file: bundle.manifest.project.name });
    done += 1;
  }
  for (const [blob, bytes] of images) {
    await breathe(work);
    work.progress({ phase: 'importing', done, total });
    await store.blobs.write(bundle.voxels(blob, bytes));
    done += 1;
  }
}

function chosen(store: ProjectStore, labels: IncomingLabels, choices: TakeInOptions['choices'], otherwise: SliceChoice | undefined): ReadonlyMap<number, SliceChoice> {
  const all = new Map<number, SliceChoice>();
  if (otherwise !== undefined) for (const slice of store.bundles.plan(labels).conflicts) all.set(slice, otherwise);
  for (const { labels: id, slice, whose } of choices) if (id === labels.id) all.set(slice, whose);
  return all;
}
