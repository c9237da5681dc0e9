/**
 * How far readers agree, two by two and all together, label by label. Overlap as in `shared/learning/scores.ts`, distances as
 * in `shared/learning/evaluation`, here between equals: none of the readers is the reference.
 */
import { voxelVolumeMm3 } from '../geometry/affine.ts';
import type { Affine } from '../geometry/volume-geometry.ts';
import { scoresOf } from '../learning/scores.ts';
import type { RegionWork } from '../regions/grid.ts';
import { stage } from '../regions/stages.ts';
import { cohensKappa, fleissKappa, fleissKappaOf, type FleissTally } from './kappa.ts';
import { outlineDistance, type OutlineDistance } from './outline-distance.ts';
import { comparedSlices, type Readings } from './readings.ts';
import { countVotes, talliesOf, type Votes } from './votes.ts';

/**
 * A kappa over two sets of voxels; null where there was nothing to disagree about. The more background is counted, the nearer
 * kappa comes to Dice, whatever the readers did, and how much of it an image shows is nobody's merit.
 */
export interface Kappas {
  /** Over the compared voxels of the smallest box around all that any of the readers gave the label, or any label: the figure to show. */
  readonly box: number | null;
  /** Over all compared slices from edge to edge. */
  readonly slices: number | null;
}

/**
 * Volumes of the compared slices in ml, or in voxels; distances in mm, or in voxels. Where neither reader gave the label all
 * is null; where one alone did, Dice is 0 and there is no distance.
 */
export interface LabelAgreement extends OutlineDistance {
  readonly found: 'both' | 'first' | 'second' | 'neither';
  readonly dice: number | null;
  readonly kappa: Kappas;
  readonly volumeFirst: number | null;
  readonly volumeSecond: number | null;
  /** The second's volume less the first's. */
  readonly volumeDifference: number | null;
}

export interface PairAgreement {
  /** Indices of readers. */
  readonly first: number;
  readonly second: number;
  /** Over all labels and the background as categories. */
  readonly kappa: Kappas;
  readonly labels: ReadonlyMap<number, LabelAgreement>;
}

export interface Agreement {
  readonly comparedVoxels: number;
  /** Of them those of which not all readers say the same. */
  readonly differingVoxels: number;
  /** Label values that any reader gave to a compared voxel, ascending, without the background. */
  readonly labels: readonly number[];
  /** Every two readers once, the one with the lower index first. */
  readonly pairs: readonly PairAgreement[];
  /** Fleiss' kappa of all readers: of all labels and the background as categories, and of each label against all else. */
  readonly fleiss: Kappas;
  readonly fleissOfLabels: ReadonlyMap<number, Kappas>;
}

/**
 * @param affine of the labelmaps; null where the spacing is not to be believed: then all is measured in voxels
 * @throws RangeError as `comparedSlices`
 */
export function* agreementOf(readings: Readings, affine: Affine | null): RegionWork<Agreement> {
  const votes = yield* stage(countVotes(readings), 0, 0.4);
  const { readers, labels } = votes;
  const every = Array.from({ length: readers }, (_, reader) => reader);
  const couples = every.flatMap((first) => every.slice(first + 1).map((second) => ({ first, second })));
  const pairs: PairAgreement[] = [];
  for (const couple of couples) {
    pairs.push(yield* stage(agreementOfTwo(readings, affine, votes, couple), 0.4 + (0.6 * pairs.length) / couples.length, 0.4 + (0.6 * (pairs.length + 1)) / couples.length));
  }
  const tally = fleissTally(votes);
  return {
    comparedVoxels: votes.compared, labels: labels.slice(1), pairs,
    differingVoxels: votes.voxels.reduce((sum, voxels, vote) => sum + (talliesOf(votes, vote).includes(readers) ? 0 : voxels), 0),
    fleiss: kappasOver(votes, 0, (voxels) => fleissKappa(over(tally, voxels))),
    fleissOfLabels: new Map(labels.slice(1).map((label, at) => [label, kappasOver(votes, at + 1, (voxels) => fleissKappaOf(over(tally, voxels), at + 1))])),
  };
}

function* agreementOfTwo(
  { labelmaps, size, slices }: Readings, affine: Affine | null, votes: Votes, { first, second }: { first: number; second: number },
): RegionWork<PairAgreement> {
  const table = crossTable(votes, first, second);
  const compared = comparedSlices({ labelmaps, size, slices });
  const voxel = affine === null ? 1 : Math.abs(voxelVolumeMm3(affine)) / 1000;
  const labels = new Map<number, LabelAgreement>();
  for (const [index, label] of votes.labels.entries()) {
    if (index === 0) continue;
    const [both, byFirst, bySecond] = [table[index]?.[index] ?? 0, sum(table[index] ?? []), sum(table.map((row) => row[index] ?? 0))];
    const [onlyFirst, onlySecond] = [byFirst - both, bySecond - both];
    const someone = byFirst + bySecond > 0;
    let distance: OutlineDistance = { hd95: null, loneSlices: null };
    const box = votes.around[index]?.box ?? null;
    if (someone && box !== null) {
      const work = outlineDistance({ first: labelmaps[first] as Uint8Array, second: labelmaps[second] as Uint8Array, size, affine, slices: compared }, label, box);
      for (let step = work.next(); ; step = work.next()) {
        if (step.done === true) {
          distance = step.value;
          break;
        }
        yield index / votes.labels.length;
      }
    }
    labels.set(label, {
      found: byFirst > 0 ? bySecond > 0 ? 'both' : 'first' : bySecond > 0 ? 'second' : 'neither',
      dice: scoresOf({ truePositives: both, falsePositives: onlySecond, falseNegatives: onlyFirst, trueNegatives: 0 }).dice,
      kappa: kappasOver(votes, index, (voxels) => cohensKappa([[both, onlyFirst], [onlySecond, voxels - both - onlyFirst - onlySecond]])),
      ...distance,
      volumeFirst: someone ? byFirst * voxel : null,
      volumeSecond: someone ? bySecond * voxel : null,
      volumeDifference: someone ? (bySecond - byFirst) * voxel : null,
    });
  }
  const drawn = sum(table.map(sum)) - (table[0]?.[0] ?? 0);
  return { first, second, labels, kappa: kappasOver(votes, 0, (voxels) => cohensKappa(withBackground(table, voxels - drawn))) };
}

/** By label that the first reader gave, by label that the second did: how many compared voxels. */
function crossTable({ readers, labels, said, voxels }: Votes, first: number, second: number): number[][] {
  const table = labels.map(() => labels.map(() => 0));
  voxels.forEach((times, vote) => {
    const row = table[said[vote * readers + first] as number] as number[];
    const column = said[vote * readers + second] as number;
    row[column] = (row[column] as number) + times;
  });
  return table;
}

function withBackground(table: readonly (readonly number[])[], voxels: number): readonly (readonly number[])[] {
  return table.map((row, label) => label === 0 ? [voxels, ...row.slice(1)] : row);
}

/** Over both sets of voxels; of a label no more than how many voxels there are differs, since nobody gave it beyond its box. */
function kappasOver({ around, compared }: Votes, label: number, kappa: (voxels: number) => number | null): Kappas {
  return { box: kappa(around[label]?.voxels ?? 0), slices: kappa(compared) };
}

function fleissTally(votes: Votes): FleissTally {
  const { readers, labels, voxels, compared } = votes;
  const [given, parted] = [labels.map(() => 0), labels.map(() => 0)];
  voxels.forEach((times, vote) => {
    talliesOf(votes, vote).forEach((tally, label) => {
      given[label] = (given[label] as number) + times * tally;
      parted[label] = (parted[label] as number) + times * tally * (readers - tally);
    });
  });
  return { readers, subjects: compared, given, parted };
}

/** The same over fewer voxels: those that are left out are everybody's background. */
function over({ readers, given, parted }: FleissTally, voxels: number): FleissTally {
  const labelled = sum(given.slice(1));
  return { readers, subjects: voxels, given: given.map((times, label) => label === 0 ? voxels * readers - labelled : times), parted };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
