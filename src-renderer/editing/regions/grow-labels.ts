import { failure } from '#shared/text/user-facing-error.ts';
import type { Mask, RegionWork } from '#shared/regions/grid.ts';
import { growFromSeeds, type SeedGrowth } from '#shared/regions/grow-from-seeds.ts';
import { usualBeta, walkFromSeeds } from '#shared/regions/random-walker.ts';
import { cutOut } from '#shared/regions/region-box.ts';
import { stage } from '#shared/regions/stages.ts';
import { boxOfSeeds } from '#shared/regions/working-block.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import type { LabelBlock } from '../paint-block.ts';
import { regionSentences } from './region-sentences.ts';
import { isOneOf, through, type RegionScene } from './scene.ts';

/** All free labels grow from what is drawn of them; locked ones stand in the way. */
export interface GrowSeeds {
  readonly kind: 'seeds';
  readonly method: 'shortest' | 'walk';
  /** Of the shortest way: what a millimetre costs, as a share of the standard deviation of the values around the seeds. */
  readonly localityPerMm: number;
  /** Of the walk: how strongly edges hold it back, 1 as usual. */
  readonly edges: number;
  readonly marginMm: number;
  /** The label whose area becomes empty, its seeds as well; 0: none. */
  readonly background: number;
}

/** What was grown last: with further seeds and all else the same, only what they change is computed. */
export interface GrowthMemory {
  readonly image: VoxelArray;
  readonly options: string;
  readonly growth: SeedGrowth;
}

/** @throws UserFacingError `bad-input` where fewer than two labels have seeds, or a walk would take too long */
export function* grownLabels(
  { grid, labels, image, free }: RegionScene, operation: GrowSeeds, before: GrowthMemory | null, remember: (memory: GrowthMemory) => void,
): RegionWork<LabelBlock | null> {
  const isFree = isOneOf(free);
  const seeds = through(labels, isFree.map((one, label) => one * label));
  const allowed = allowedBeside(labels, isFree);
  const box = boxOfSeeds(seeds, grid, operation.marginMm);
  if (box === null || !hasTwo(seeds)) throw failure('bad-input', regionSentences.tooFewSeeds, {});
  yield 0.01;
  const options = { marginMm: operation.marginMm, ...(allowed === null ? {} : { allowed }) };
  const inBox = cutOut(image, grid.size, box);
  const beta = usualBeta(inBox);
  if (operation.method === 'walk') {
    const walk = yield* stage(walkFromSeeds(image, seeds, grid, { ...options, beta: operation.edges * beta }), 0.05, 1);
    return walk && asBlock(walk.box, walk.labels, operation.background);
  }
  // 13 over the variance is the usual β.
  const localityPerMm = operation.localityPerMm * Math.sqrt(13 / beta);
  const key = JSON.stringify({ operation: { ...operation, background: 0 }, box });
  const known = before !== null && allowed === null && before.image === image && before.options === key ? before.growth : null;
  const growth = yield* stage(growFromSeeds(image, seeds, grid, { ...options, localityPerMm }, known), 0.05, 1);
  if (growth === null) return null;
  if (allowed === null) remember({ image, options: key, growth });
  return asBlock(growth.box, growth.labels, operation.background);
}

/** Where labels may grow: not on locked ones; null where there are none. */
function allowedBeside(labels: Uint8Array, isFree: Uint8Array): Mask | null {
  const gives = isFree.slice();
  gives[0] = 1;
  const allowed = through(labels, gives);
  return allowed.includes(0) ? allowed : null;
}

function hasTwo(seeds: Uint8Array): boolean {
  let first = 0;
  for (let at = 0; at < seeds.length; at += 1) {
    const seed = seeds[at]!;
    if (seed === 0 || seed === first) continue;
    if (first !== 0) return true;
    first = seed;
  }
  return false;
}

/** What no seed reached stays as it is. */
function asBlock(box: LabelBlock['box'], grown: Uint8Array, background: number): LabelBlock {
  const isReached = new Uint8Array(256).fill(1, 1);
  const becomes = Uint8Array.from({ length: 256 }, (_, label) => (label === background ? 0 : label));
  return { box, where: through(grown, isReached), label: through(grown, becomes) };
}
