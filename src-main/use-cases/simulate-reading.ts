/** What a model reads in the pool of a simulation, slice by slice. */
import type { SliceReading } from '#shared/learning/selection/slice-reading.ts';
import { startName } from '#shared/learning/simulation/arms.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { LongWork } from './long-work.ts';
import type { PoolReading, PoolReadings, ReadSlice } from './simulate-choice.ts';
import { modelFolder, roundFolder, type RoundName } from './simulate-folder.ts';
import type { Simulation } from './simulate-preparation.ts';

/**
 * That of the start is done once for all arms of a seed, which share it; all others are asked for once.
 * @param byReference what the pool really holds
 */
export function poolReadings(simulation: Simulation, engine: Engine, work: LongWork, byReference: (simulation: Simulation, work: LongWork) => Promise<PoolReading>): PoolReadings {
  const kept = new Map<string, Promise<PoolReading>>();
  const once = (key: string, read: () => Promise<PoolReading>): Promise<PoolReading> => {
    const known = kept.get(key) ?? read();
    kept.set(key, known);
    return known;
  };
  return {
    byModel(round, masks) {
      const read = (): Promise<PoolReading> => readByModel(simulation, engine, round, masks, work);
      return round.arm === startName ? once(`masks ${masks}`, read) : read();
    },
    byReference: () => once('reference', () => byReference(simulation, work)),
  };
}

interface Read { readonly readings: readonly SliceReading[]; readonly features: readonly (readonly number[])[] }

async function readByModel({ pool, out }: Simulation, engine: Engine, round: RoundName, masks: number, work: LongWork): Promise<PoolReading> {
  const read = new Map<string, Read>();
  await engine.run(
    {
      kind: 'read-slices', modelFolders: [modelFolder(roundFolder(out, round))], masks, seed: round.seed,
      volumes: pool.map(({ name, slices, taught: { image, furtherImages, sliceAxis } }) => (
        { name, image, ...furtherImages === undefined ? {} : { furtherImages }, sliceAxis, slices })),
    },
    (event) => { if (event.kind === 'slices-read') read.set(event.name, event); },
    work.signal,
  );
  return new Map(pool.map(({ name, slices }) => {
    const own = read.get(name);
    // A case whose image shows nothing is left out by the engine, and nothing is known of it.
    return [name, slices.map((_, place): ReadSlice => ({ reading: own?.readings[place] ?? null, features: own?.features[place] ?? [] }))];
  }));
}
