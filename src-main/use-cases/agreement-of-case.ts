/** How far the readers of a case agree, over the slices that all of them have completed. */
import { agreementOf, type Kappas } from '#shared/agreement/agreement.ts';
import { disagreementMap } from '#shared/agreement/majority.ts';
import type { Readings } from '#shared/agreement/readings.ts';
import { countVotes } from '#shared/agreement/votes.ts';
import type { AgreementReport } from '#shared/contract/agreement.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { RegionWork } from '#shared/regions/grid.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';
import { agreementSentences } from './agreement-sentences.ts';
import { breathe } from './long-work.ts';

export interface CaseReader {
  readonly labelmapId: string;
  readonly annotator: string;
  /** Of a second reading. */
  readonly second: boolean;
  /** Ascending: what this reader has completed. */
  readonly slices: readonly number[];
}

/**
 * Whoever has completed slices of a case: first readings, and second ones that are finished. A first reading that has no slice in
 * common with the second ones is no answer to the same question, and is left out.
 */
export function readersOf(store: ProjectStore, record: CaseRecord): readonly CaseReader[] {
  const finished = new Set(store.secondReadings.list().flatMap(({ labelmapId, finishedAt, withdrawn }) => (finishedAt === null || withdrawn || labelmapId === null ? [] : [labelmapId])));
  const all = store.labelmaps.ofCase(record.id).flatMap(({ id, owner }): CaseReader[] => {
    if (owner.kind !== 'reading' || owner.withdrawn === true || (owner.blind && !finished.has(id))) return [];
    const slices = store.reviews.completeSlices(id);
    return slices.length === 0 ? [] : [{ labelmapId: id, annotator: owner.annotator, second: owner.blind, slices }];
  });
  const seconds = all.filter(({ second }) => second);
  return seconds.length === 0 ? all : all.filter(({ second, slices }) => second || slices.some((slice) => seconds.every((one) => one.slices.includes(slice))));
}

/** Ascending: slices that each of them has completed. */
export function slicesOfAll(readers: readonly CaseReader[]): number[] {
  const [first, ...others] = readers;
  return (first?.slices ?? []).filter((slice) => others.every(({ slices }) => slices.includes(slice)));
}

export interface Comparison {
  readonly record: CaseRecord;
  readonly image: ImageRecord;
  readonly readers: readonly CaseReader[];
  readonly slices: readonly number[];
  readonly readings: Readings;
}

/**
 * @param wanted their labelmaps; without it all that can be compared
 * @throws UserFacingError `not-found`; `bad-input` where there are no two readings, or no slice that all have completed
 */
export function compareReaders(store: ProjectStore, caseId: string, wanted?: readonly string[]): Comparison {
  const record = store.cases.get(caseId);
  const all = readersOf(store, record);
  const readers = wanted === undefined ? all : all.filter(({ labelmapId }) => wanted.includes(labelmapId));
  if (readers.length < 2 || (wanted !== undefined && readers.length < new Set(wanted).size)) throw failure('bad-input', agreementSentences.tooFew, { name: record.name });
  const slices = slicesOfAll(readers);
  if (slices.length === 0) throw failure('bad-input', agreementSentences.nothingInCommon, { name: record.name, readers: readers.map(({ annotator }) => annotator).join(', ') });
  const image = record.images[0]!.image;
  const { size } = image.geometry;
  return {
    record, image, readers, slices,
    readings: { labelmaps: readers.map(({ labelmapId }) => store.labelmaps.voxels(labelmapId)), size, slices: slices.length === size[record.sliceAxis] ? null : { axis: record.sliceAxis, slices: [...slices] } },
  };
}

/** @throws UserFacingError as `compareReaders`; `cancelled` */
export async function agreementOfCase(store: ProjectStore, caseId: string, wanted: readonly string[] | undefined, signal: AbortSignal): Promise<AgreementReport> {
  const { record, image, readers, slices, readings } = compareReaders(store, caseId, wanted);
  const inMm = image.trust !== 'spacing-unknown';
  const agreement = await inTurns(agreementOf(readings, inMm ? image.geometry.affine : null), signal);
  const map = await differencesOf(readings, signal);
  const table = new Map([...store.labels.removed(), ...store.labels.listed()].map((label) => [label.index, label]));
  const none: Kappas = { box: null, slices: null };
  const report = {
    caseId, name: record.name, unit: inMm ? 'mm' : 'voxels', axis: record.sliceAxis, readers: readers.map(toldReader), slices: [...slices],
    comparedVoxels: agreement.comparedVoxels, differingVoxels: agreement.differingVoxels,
    labels: agreement.labels.map((label) => ({
      label, value: table.get(label)?.value ?? label, name: table.get(label)?.name ?? String(label), fleiss: agreement.fleissOfLabels.get(label) ?? none,
    })),
    fleiss: agreement.fleiss,
    pairs: agreement.pairs.map(({ first, second, kappa, labels }) => ({ first, second, kappa, labels: [...labels].map(([label, figures]) => ({ label, ...figures })) })),
    differences: differingSlices(map, image.geometry.size, record.sliceAxis),
  };
  return report as unknown as AgreementReport;
}

/** One byte a voxel: how many readers gave it another label than most did. @throws UserFacingError as `compareReaders`; `cancelled` */
export async function differencesOfCase(store: ProjectStore, caseId: string, signal: AbortSignal): Promise<Uint8Array> {
  return differencesOf(compareReaders(store, caseId).readings, signal);
}

async function differencesOf(readings: Readings, signal: AbortSignal): Promise<Uint8Array> {
  const votes = await inTurns(countVotes(readings), signal);
  return inTurns(disagreementMap(readings, votes), signal);
}

/** How long others may wait for their turn. */
const turnMs = 20;

/** Lets the host answer others in between. @throws UserFacingError `cancelled` */
export async function inTurns<Result>(work: RegionWork<Result>, signal: AbortSignal): Promise<Result> {
  let began = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < turnMs) continue;
    await breathe({ signal });
    began = performance.now();
  }
}

function differingSlices(map: Uint8Array, [ni, nj, nk]: Vec3, axis: AxisIndex): { readonly slice: number; readonly voxels: number }[] {
  const counts = new Array<number>([ni, nj, nk][axis]!).fill(0);
  for (let at = map.findIndex((value) => value !== 0); at >= 0 && at < map.length; at += 1) {
    if (map[at] === 0) continue;
    const slice = axis === 0 ? at % ni : axis === 1 ? Math.floor(at / ni) % nj : Math.floor(at / (ni * nj));
    counts[slice] = counts[slice]! + 1;
  }
  return counts.flatMap((voxels, slice) => (voxels > 0 ? [{ slice, voxels }] : []));
}

export function toldReader({ labelmapId, annotator, second }: CaseReader): object {
  return { labelmapId, annotator, second };
}
