/** The next slices of an arm: what its strategy chooses by what the model of the round before reads in the pool. */
import { readFile } from 'node:fs/promises';
import { spacingMm } from '#shared/geometry/affine.ts';
import { chooseBatch } from '#shared/learning/selection/choose-batch.ts';
import type { Candidate, SliceReading } from '#shared/learning/selection/slice-reading.ts';
import type { StrategyName } from '#shared/learning/selection/strategies.ts';
import { referenceVoxels } from '#shared/learning/simulation/reference-voxels.ts';
import { countSlices, revealMore, stillHidden, type CaseSlices, type PoolSlice } from '#shared/learning/simulation/revealed.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import { breathe, type LongWork } from './long-work.ts';
import type { RoundName } from './simulate-folder.ts';
import type { Simulation } from './simulate-preparation.ts';

/** What is known of a slice of the pool beside its place. */
export type ReadSlice = Pick<Candidate, 'reading' | 'features'>;
/** Of all slices of the pool, by case and then in the order of its slices. */
export type PoolReading = ReadonlyMap<string, readonly ReadSlice[]>;

export interface PoolReadings {
  /** As the model of a round reads the pool. @param masks networks that dropout makes of it; 0: it is asked as it is */
  readonly byModel: (round: RoundName, masks: number) => Promise<PoolReading>;
  /** As it really is: voxels of each output, and nothing uncertain. */
  readonly byReference: () => Promise<PoolReading>;
}

/** Further apart than anybody's seeds. */
const anotherChance = 1_000_003;
/** Where networks are asked that dropout makes of one, so many. */
const networksAsked = 8;

/** The one strategy that is told what no project knows. */
export const toldTheReference = 'foreground-random' satisfies StrategyName;

/** What a strategy is told of the pool. `reference`: in place of what a model predicts; `nothing`: it does not ask. */
function askedBy({ strategy, predicted }: Choosing): { readonly kind: 'nothing' | 'reference' } | { readonly kind: 'model'; readonly masks: number } {
  switch (strategy) {
    case 'random': return { kind: 'nothing' };
    case toldTheReference: return predicted ? { kind: 'model', masks: 0 } : { kind: 'reference' };
    case 'bald': case 'power-bald': return { kind: 'model', masks: networksAsked };
    case 'entropy': case 'clasp-pe': case 'core-set': case 'representative': return { kind: 'model', masks: 0 };
  }
}

/** Of an arm. */
export interface Choosing {
  readonly strategy: StrategyName;
  /** Whether it is told what a model predicts also where it could be told the reference. */
  readonly predicted: boolean;
}

export interface ChoosingRun {
  readonly simulation: Simulation;
  readonly seed: number;
  readonly readings: PoolReadings;
  readonly work: Pick<LongWork, 'signal'>;
}

/**
 * Exactly as many as bring what is shown to the budget. Where a batch comes short, since slices of a case must not lie too near
 * each other, another one follows, as it would with a person who goes on.
 */
export async function chooseSlices(run: ChoosingRun, arm: Choosing, before: RoundOutcome, slices: number): Promise<readonly PoolSlice[]> {
  const { simulation: { pool }, seed, readings } = run;
  const asked = askedBy(arm);
  const read = asked.kind === 'model' ? await readings.byModel(before, asked.masks) : asked.kind === 'reference' ? await readings.byReference() : null;
  const candidatesOf = placesIn(pool, read);
  const chosen: PoolSlice[] = [];
  let shown = before.shown ?? [];
  for (let begun = 0, missing = slices - countSlices(shown); missing > 0; begun += 1, missing = slices - countSlices(shown)) {
    await breathe(run.work);
    const batch = chooseBatch({
      candidates: candidatesOf(stillHidden(pool, shown)), complete: candidatesOf(shown), size: missing, round: before.round - 1,
      // A batch that follows within the round draws anew; the first one's chance is that of the seed.
      seed: seed + begun * anotherChance, strategy: arm.strategy,
    });
    if (batch.length === 0) throw new RangeError('no slices are left to choose');
    const more = batch.map(({ slice }): PoolSlice => ({ name: slice.caseId, slice: slice.index }));
    shown = revealMore(pool, shown, more);
    chosen.push(...more);
  }
  return chosen;
}

/** Slices as strategies know them. Cases bear their names there, so that the same images give the same picks in another project. */
function placesIn(pool: Simulation['pool'], read: PoolReading | null): (slices: readonly CaseSlices[]) => readonly Candidate[] {
  const places = new Map(pool.map(({ name, slices, taught: { patient, sliceAxis: axis, image: { geometry, trust } } }) => {
    const apart = trust === 'spacing-unknown' ? 1 : spacingMm(geometry.affine)[axis];
    const own = slices.map((index, place): [number, Candidate] => [index, {
      caseId: name, patient, axis, index, positionMm: index * apart, ...read?.get(name)?.[place] ?? { reading: null, features: [] },
    }]);
    return [name, new Map(own)] as const;
  }));
  return (slices) => slices.flatMap((one) => one.slices.map((index) => places.get(one.name)!.get(index)!));
}

/** @throws what the file system says */
export async function readReference({ pool, plan }: Simulation, work: Pick<LongWork, 'signal'>): Promise<PoolReading> {
  const read = new Map<string, readonly ReadSlice[]>();
  for (const { name, slices, taught: { labelmap, image, sliceAxis } } of pool) {
    await breathe(work);
    const voxels = referenceVoxels(await readFile(labelmap.path), image.geometry.size, sliceAxis, plan.outputs);
    read.set(name, slices.map((slice): ReadSlice => ({ reading: certain(voxels[slice]!), features: [] })));
  }
  return read;
}

function certain(voxels: readonly number[]): SliceReading {
  return { entropy: 0, mutualInformation: null, outputs: voxels.map((count) => ({ voxels: count, entropy: 0 })) };
}
