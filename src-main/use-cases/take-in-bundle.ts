/** Looks at a bundle, and takes it into the project: its voxels as files, then case by case one person's labels after the other. */
import { createHash } from 'node:crypto';
import type { BundleLook, TakeInOptions, TakenReport } from '#shared/contract/bundles.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { SliceChoice, TakingPlan } from '../store/bundle-items.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { voxelBytes } from './bundle-images.ts';
import { bundleSentences } from './bundle-sentences.ts';
import { conflictsOf } from './bundle-conflicts.ts';
import { breathe, inPieces, type LongWork } from './long-work.ts';
import { loadLabels, prepareBundle, workHere, type PreparedBundle, type PreparedLabels } from './prepare-bundle.ts';
import { openBundle, type OpenBundle } from './read-bundle.ts';

/** A bundle that somebody looked at. */
export interface LookedAt {
  readonly path: string;
  readonly hash: string;
}

/** What taking in would do, and with what it was found out. */
export interface Look {
  readonly look: Omit<BundleLook, 'id'>;
  readonly prepared: PreparedBundle;
}

/** @throws UserFacingError as `openBundle` and `prepareBundle` */
export async function lookAtBundle(store: ProjectStore, path: string, person: string, work: Pick<LongWork, 'signal'>): Promise<Look> {
  return withBundle(store, { path }, person, work, async (bundle, prepared) => {
    const { at, by, project } = bundle.manifest;
    const look: Omit<BundleLook, 'id'> = { hash: bundle.hash, at, by, project: project.name, newLabels: prepared.newLabels.map(({ name }) => name), cases: [] };
    for (const one of prepared.cases) {
      const labels: BundleLook['cases'][number]['labels'] = [];
      for (const its of one.labels) {
        const incoming = await loadLabels(store, bundle, prepared, its, work);
        const { how, edits, theirs, conflicts } = await inPieces(store.bundles.plan(incoming), work);
        labels.push({
          id: its.id, annotator: its.person.name, how, edits, ownReviews: its.ownReviews, theirs: [...theirs],
          conflicts: await conflictsOf(store, incoming, conflicts, prepared.newLabels, work),
        });
      }
      look.cases.push({
        name: one.case.name,
        nameHere: one.here === null ? null : one.name,
        image: one.here === null ? 'missing' : one.here === 'comes' ? 'comes' : 'here',
        labels,
      });
    }
    return { look, prepared };
  });
}

/**
 * Nothing is written before all of the bundle was looked through. Then each case is added, and each person's labels come in their own transactions;
 * where it ends early, what came stays, and the same once more goes on.
 * @param by who takes it in, and answers for what is chosen
 * @param changed told of each labelmap as soon as it is another
 * @throws UserFacingError as `lookAtBundle`; `conflict` where a slice that both sides changed is in no choice, or the file is another by now
 */
export async function takeInBundle(
  store: ProjectStore, looked: LookedAt, { choices, otherwise }: Omit<TakeInOptions, 'id'>, by: string, work: LongWork, changed: (labelmapId: string) => void = () => undefined,
): Promise<TakenReport> {
  return withBundle(store, looked, by, work, async (bundle, prepared) => {
    const here = prepared.cases.filter((one) => one.here !== null);
    if (here.length === 0) throw failure('bad-input', bundleSentences.allMissing, {});
    const all = here.flatMap((one) => one.labels);
    const chosen = new Map<string, ReadonlyMap<number, SliceChoice>>();
    const tell = progressOf(prepared, work);
    for (const labels of all) {
      const incoming = await loadLabels(store, bundle, prepared, labels, work);
      const plan = await inPieces(store.bundles.plan(incoming), work);
      const choice = choicesOf(plan, choices, otherwise);
      await inPieces(store.bundles.plan(incoming, choice), work);
      chosen.set(labels.id, choice);
    }
    await keepVoxels(bundle, prepared, store, work, tell);
    for (const { id } of all) await store.blobs.write(await bundle.packedLog(id));
    await breathe(work);
    begin(store, bundle, prepared, all, by);
    const plans: TakingPlan[] = [];
    const left = { notes: 0, measurements: 0, measurementsKept: 0 };
    for (const one of here) {
      await breathe(work);
      if (one.added !== null) store.cases.add(one.added);
      for (const labels of one.labels) {
        const incoming = await loadLabels(store, bundle, prepared, labels, work);
        const taking = store.bundles.takeIn(incoming, { bundle: bundle.hash, by, choices: chosen.get(labels.id)! });
        // Somebody's labels are taken in to their end, unless the program itself is ended.
        const plan = await inPieces(taking, { signal: never }, (done) => tell.edits(done));
        tell.ended(labels);
        plans.push(plan);
        if (plan.labelmapId !== null) changed(plan.labelmapId);
        await breathe(work);
      }
      const { work: onCase, elsewhere } = workHere(store, prepared, one);
      const { notes, measurements, kept } = store.bundles.takeWork(one.id, onCase, by);
      left.notes += notes;
      left.measurements += measurements;
      left.measurementsKept += kept + elsewhere;
    }
    return {
      cases: here.length,
      newCases: here.filter(({ added }) => added !== null).length,
      missing: prepared.cases.filter((one) => one.here === null).map((one) => one.case.name),
      edits: plans.reduce((sum, { edits }) => sum + edits, 0),
      ...left,
      annotators: [...new Set(all.map(({ person: { name } }) => name))].sort(),
    };
  });
}

const never = new AbortController().signal;

async function withBundle<Result>(
  store: ProjectStore, { path, hash }: Pick<LookedAt, 'path'> & Partial<LookedAt>, person: string, work: Pick<LongWork, 'signal'>,
  use: (bundle: OpenBundle, prepared: PreparedBundle) => Promise<Result>,
): Promise<Result> {
  const bundle = await openBundle(path, hash);
  try {
    return await use(bundle, await prepareBundle(store, bundle, path, person, work));
  } finally {
    await bundle.close();
  }
}

function begin(store: ProjectStore, bundle: OpenBundle, { newLabels, meaning, used }: PreparedBundle, labels: readonly PreparedLabels[], by: string): void {
  const { at, by: sender, project, logHead } = bundle.manifest;
  store.bundles.begin({
    hash: bundle.hash,
    from: { project: project.id, name: project.name, head: logHead?.hash ?? null, by: sender, at },
    by, newLabels, labels,
    indices: [...used].sort((a, b) => a - b).map((index) => [index, meaning.indexHere[index]!]),
  });
}

interface Telling {
  voxels(): void;
  /** Of the labels that are being taken in. */
  edits(done: number): void;
  ended(labels: PreparedLabels): void;
}

/** Each image counts as often as it is read, and each edit once. */
function progressOf(prepared: PreparedBundle, work: LongWork): Telling {
  const total = 2 * imagesOf(prepared).size + prepared.cases.flatMap((one) => one.labels).reduce((sum, { edits }) => sum + edits, 0);
  let done = 0;
  const tell = (now: number): void => work.progress({ phase: 'importing', done: Math.min(now, total), total });
  tell(0);
  return {
    voxels: () => tell(done += 1),
    edits: (some) => tell(done + some),
    ended: ({ edits }) => tell(done += edits),
  };
}

/** By the hash of the voxels their bytes. */
function imagesOf({ cases }: PreparedBundle): ReadonlyMap<string, number> {
  return new Map(cases.filter(({ here }) => here === 'comes').flatMap((one) => one.case.images.map((image) => [image.blob, voxelBytes(image)] as const)));
}

/** All are read before the first is kept: what is not what it says it is leaves no trace. */
async function keepVoxels(bundle: OpenBundle, prepared: PreparedBundle, store: ProjectStore, work: LongWork, tell: Telling): Promise<void> {
  const images = imagesOf(prepared);
  for (const [blob, bytes] of images) {
    await breathe(work);
    const hash = createHash('sha256');
    let length = 0;
    for await (const part of bundle.voxels(blob, bytes)) {
      hash.update(part);
      length += part.length;
      await breathe(work);
    }
    if (length !== bytes || hash.digest('hex') !== blob) throw failure('corrupt', bundleSentences.damaged, { file: prepared.file });
    tell.voxels();
  }
  for (const [blob, bytes] of images) {
    await breathe(work);
    await store.blobs.write(bundle.voxels(blob, bytes));
    tell.voxels();
  }
}

function choicesOf({ id, conflicts }: TakingPlan, choices: TakeInOptions['choices'], otherwise: SliceChoice | undefined): ReadonlyMap<number, SliceChoice> {
  const all = new Map<number, SliceChoice>();
  if (otherwise !== undefined) for (const slice of conflicts) all.set(slice, otherwise);
  for (const { labels, slice, whose } of choices) if (id === labels) all.set(slice, whose);
  return all;
}
