/** A simulation before its first training, or taken up again: who teaches and judges, and the plan that all its trainings follow. */
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import type { SimulationOptions } from '#shared/contract/simulation.ts';
import type { LabelEntry } from '#shared/labels/label-table.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { budgetsOf, type Budget } from '#shared/learning/simulation/budgets.ts';
import { countSlices, namesInPool, type CaseSlices } from '#shared/learning/simulation/revealed.ts';
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { LongWork } from './long-work.ts';
import { makeOutputFolder } from './output-folder.ts';
import { memoryWarnings, planOf, voxelsOf } from './plan-of.ts';
import { readJson, writeJson } from './simulate-folder.ts';
import { takeSimulatedCases } from './simulate-pool.ts';
import { simulateSentences } from './simulate-sentences.ts';

export interface Simulation {
  readonly out: string;
  /** From scratch, of all steps in one epoch, with the seed 0: each training puts in its own. */
  readonly plan: Plan;
  /** By name, each once; what teaches is a case of a snapshot, its paths absolute. */
  readonly pool: readonly (CaseSlices & { readonly taught: SnapshotCase })[];
  readonly tests: readonly SnapshotCase[];
  readonly poolSlices: number;
  readonly budgets: readonly Budget[];
  /** Of a round that is taught by these cases. */
  readonly manifest: (cases: readonly SnapshotCase[]) => SnapshotManifest;
}

/** What every figure depends on: what lies in one folder is of one kind. Seeds and strategies may be added. */
type Asked = Pick<SimulationOptions, 'budgets' | 'steps' | 'network' | 'plan' | 'test' | 'pool'>;

interface Kept {
  readonly format: 'lamina-simulation';
  readonly version: 1;
  readonly project: string;
  readonly begunAt: string;
  readonly asked: Asked;
  readonly upToEdit: number;
  readonly labels: readonly LabelEntry[];
  readonly plan: Plan;
  /** Of one moment: who draws on in the project changes nothing of a simulation that has begun. */
  readonly pool: readonly SnapshotCase[];
  readonly tests: readonly SnapshotCase[];
}

/**
 * @throws UserFacingError `bad-input` or `not-found` where it cannot be; `conflict` where another simulation lies in the
 *   folder; `cancelled`, `disk-full`
 */
export async function prepareSimulation(store: ProjectStore, options: SimulationOptions, work: LongWork): Promise<Simulation> {
  await makeOutputFolder(store, options.out);
  return opened(store.folder, options.out, await readKept(store, options) ?? await begin(store, options, work));
}

/** As it is written: what is undefined is not there. */
function askedOf({ budgets, steps, network, plan, test, pool }: SimulationOptions): Asked {
  const sorted = (names: readonly string[] | undefined): string[] | undefined => (names === undefined ? undefined : [...new Set(names)].sort());
  return JSON.parse(JSON.stringify({ budgets, steps, network, plan, test: sorted(test), pool: sorted(pool) })) as Asked;
}

const keptFile = 'simulation.json';

async function readKept(store: ProjectStore, options: SimulationOptions): Promise<Kept | null> {
  const { out: folder } = options;
  const found = await readJson(join(folder, keptFile)).catch((error: unknown) => {
    throw failure('corrupt', simulateSentences.unreadable, { folder }, error);
  }) as Kept | null;
  if (found === null) return null;
  if (found.format !== 'lamina-simulation' || found.version !== 1) throw failure('corrupt', simulateSentences.unreadable, { folder });
  const asked = askedOf(options);
  const differing = (['budgets', 'steps', 'network', 'plan', 'test', 'pool'] as const).filter((key) => !isDeepStrictEqual(asked[key], found.asked[key]));
  const said: Sentence[] = [...found.project === store.projectId ? [] : [simulateSentences.project], ...differing.map((key) => simulateSentences[key])];
  if (said.length > 0) {
    const what = said.reduce((first, second) => fill(simulateSentences.comma, { first, second }));
    throw failure('conflict', simulateSentences.otherSimulation, { folder, what });
  }
  return found;
}

async function begin(store: ProjectStore, options: SimulationOptions, work: LongWork): Promise<Kept> {
  const upToEdit = store.labelmaps.latestEditNumber();
  const { pool, tests, fingerprint } = await takeSimulatedCases(store, options, upToEdit, work);
  const labels = store.labels.table();
  const { steps, network, plan: fixed } = options;
  const plan = planOf({ fingerprint, labels, cases: pool }, {
    network: network ?? fixed?.network?.name ?? 'unet-2d',
    // Without an epoch's end in between nothing is decided on the way.
    epochs: 1,
    seed: 0,
    plan: { ...fixed, stepsPerEpoch: steps, patience: undefined, start: undefined },
  });
  budgetsOf(options.budgets, countSlices(slicesOf(pool)));
  for (const sentence of memoryWarnings(plan, voxelsOf(pool, plan))) work.report({ kind: 'warning', sentence });
  const kept: Kept = {
    format: 'lamina-simulation', version: 1, project: store.projectId, begunAt: new Date().toISOString(),
    asked: askedOf(options), upToEdit, labels, plan, pool, tests,
  };
  await writeJson(join(options.out, keptFile), kept);
  return kept;
}

function slicesOf(cases: readonly SnapshotCase[]): readonly CaseSlices[] {
  const names = namesInPool(cases.map(({ name }) => name));
  return cases.map(({ completeSlices }, place) => ({ name: names[place]!, slices: completeSlices }));
}

function opened(project: string, out: string, { plan, pool: cases, tests, asked, begunAt, upToEdit, labels, project: id }: Kept): Simulation {
  const placed = (one: SnapshotCase): SnapshotCase => ({
    ...one,
    image: { ...one.image, path: join(project, one.image.path) },
    ...one.furtherImages === undefined ? {} : { furtherImages: one.furtherImages.map((image) => ({ ...image, path: join(project, image.path) })) },
    labelmap: { ...one.labelmap, path: join(out, one.labelmap.path) },
  });
  const pool = slicesOf(cases).map((one, place) => ({ ...one, taught: placed(cases[place]!) }));
  const poolSlices = countSlices(pool);
  return {
    out, plan, pool, poolSlices,
    tests: tests.map(placed),
    budgets: budgetsOf(asked.budgets, poolSlices),
    manifest: (taught) => ({ version: 1, project: id, createdAt: begunAt, upToEdit, labels, cases: taught }),
  };
}
