/** Who has a label: voxels as they are now, and whatever may ever have named its index. */
import { labelsInRuns, runsCodec } from '#shared/labels/runs.ts';
import type { Labelmaps } from './labelmaps.ts';
import type { Session } from './session.ts';
import type { Tiles } from './tiles.ts';

export interface LabelUse {
  /** Names of the cases in the project of which a present voxel has it, in anybody's labelmap. */
  casesWith(index: number): readonly string[];
  /** Whether a voxel ever had it, a measurement or pin names it, or a snapshot was taken that lists it. */
  isKnown(index: number): boolean;
}

export function createLabelUse({ database }: Session, labelmaps: Labelmaps, tiles: Tiles): LabelUse {
  const snapshot = database.prepare('SELECT 1 FROM snapshot LIMIT 1');
  const measurement = database.prepare<[number]>('SELECT 1 FROM measurement WHERE label = ? LIMIT 1');
  const pin = database.prepare<[number]>('SELECT 1 FROM pin WHERE label = ? LIMIT 1');
  const withByte = database.prepare<[Buffer], { codec: number; runs: Buffer }>('SELECT codec, runs FROM tile WHERE instr(runs, ?) > 0');
  return {
    casesWith: (index) => [...new Set(
      labelmaps.rows().filter((map) => map.removedAt === null && tiles.holding(map, index).length > 0).map(({ caseName }) => caseName),
    )],
    isKnown: (index) => {
      if (snapshot.get() !== undefined || measurement.get(index) !== undefined || pin.get(index) !== undefined) return true;
      for (const { codec, runs } of withByte.iterate(Buffer.from([index]))) if (codec !== runsCodec || labelsInRuns(runs).has(index)) return true;
      return false;
    },
  };
}
