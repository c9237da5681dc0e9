/** What is known of the pool's slices: as a model reads them, or as they look where there is no model. */
import { greyScale, imageFeatures, type GreyScale } from '#shared/learning/selection/image-features.ts';
import type { Candidate } from '#shared/learning/selection/slice-reading.ts';
import type { StrategyName } from '#shared/learning/selection/strategies.ts';
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { bytesPerVoxel, viewVoxels, type VoxelArray } from '#shared/voxels/voxel-type.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { EngineEvent } from '../engine-client/protocol.ts';
import type { ImageRecord, ModelRecord, ProjectStore } from '../store/project-store.ts';
import { furtherImagesOf, volumeFileOf, withAbsolutePaths } from './case-images.ts';
import { breathe, endsEverything, type LongWork } from './long-work.ts';
import { poolOf, type PoolCase } from './loop-pool.ts';
import { loopSentences } from './loop-sentences.ts';
import { modelFolders } from './model-members.ts';

type Known = Pick<Candidate, 'reading' | 'features'>;

export interface KnownSlices {
  /** By case and slice. */
  readonly known: ReadonlyMap<string, ReadonlyMap<number, Known>>;
  /** How many were read just now. */
  readonly count: number;
}

/** Where one network is to disagree with itself, so many are made of it by dropout. */
const networksAsked = 8;
/** Asked about at a time: a person who wants something else waits for no more than these. */
const casesAtATime = 4;

interface Asked {
  /** Networks that dropout makes of each; 0: as it is. */
  readonly masks: number;
  /** Whether complete slices are read as well, which the next ones are to be unlike. */
  readonly complete: boolean;
}

function askedFor(strategy: StrategyName, networks: number): Asked {
  switch (strategy) {
    case 'bald': case 'power-bald': return { masks: networks > 1 ? 0 : networksAsked, complete: false };
    case 'core-set': case 'representative': return { masks: 0, complete: true };
    case 'random': case 'foreground-random': case 'entropy': case 'clasp-pe': return { masks: 0, complete: false };
  }
}

/** What the model read before in the same way is not read again. @throws as `fillQueue` */
export async function readPool(store: ProjectStore, engine: Engine, model: ModelRecord, strategy: StrategyName, work: LongWork): Promise<KnownSlices> {
  const folders = modelFolders(store, model);
  const asked = askedFor(strategy, folders.length);
  const bySeveral = asked.masks > 0 || folders.length > 1;
  const known = new Map<string, Map<number, Known>>();
  for (const { caseId, index, reading, features } of store.scores.ofModel(model.id)) {
    // One ranking is of one kind: a network that is alone is surer of itself than the mean of several. Features are those of the newest model's reading.
    if ((reading.mutualInformation !== null) !== bySeveral || (asked.complete && features.length === 0)) continue;
    const ofCase = known.get(caseId) ?? new Map<number, Known>();
    known.set(caseId, ofCase.set(index, { reading, features }));
  }
  const toRead = poolOf(store).flatMap((one) => {
    const ofCase = known.get(one.record.id);
    const slices = [...one.open, ...asked.complete ? one.complete : []].filter((slice) => ofCase?.has(slice) !== true);
    return slices.length === 0 ? [] : [{ one, slices }];
  });
  let count = 0;
  for (let begun = 0; begun < toRead.length; begun += casesAtATime) {
    await breathe(work);
    const part = toRead.slice(begun, begun + casesAtATime);
    const told = (event: EngineEvent): void => {
      if (event.kind === 'warning') work.report(event);
      if (event.kind !== 'slices-read') return;
      const found = part.find(({ one }) => one.record.id === event.name)!;
      const { record: { id: caseId, sliceAxis: axis } } = found.one;
      store.scores.put(model.id, found.slices.map((index, place) => ({ caseId, axis, index, reading: event.readings[place]!, features: event.features[place]! })));
      const ofCase = known.get(caseId) ?? new Map<number, Known>();
      for (const [place, index] of found.slices.entries()) ofCase.set(index, { reading: event.readings[place]!, features: event.features[place]! });
      known.set(caseId, ofCase);
      count += found.slices.length;
    };
    try {
      await engine.run(
        { kind: 'read-slices', modelFolders: folders, masks: asked.masks, seed: model.seed, volumes: part.map(({ one, slices }) => shown(store, one, slices)) }, told, work.signal,
      );
    } catch (error) {
      if (endsEverything(error, work) || !(error instanceof UserFacingError)) throw error;
      const [first] = part;
      work.report({ kind: 'warning', sentence: fill(loopSentences.notRead, { name: first!.one.record.name, reason: error.sentence }) });
    }
    work.progress({ phase: 'predicting', done: Math.min(begun + casesAtATime, toRead.length), total: toRead.length });
  }
  return { known, count };
}

function shown(store: ProjectStore, { record, image }: PoolCase, slices: readonly number[]) {
  return {
    name: record.id, image: { ...volumeFileOf(image), path: store.blobs.path(image.blob) },
    furtherImages: withAbsolutePaths(store, furtherImagesOf(store, record, image)), sliceAxis: record.sliceAxis, slices,
  };
}

/** By their grey values alone, of slices that are complete as well. Nothing is kept: it takes little, and a model comes soon. */
export async function readLooks(store: ProjectStore, pool: readonly PoolCase[], work: LongWork): Promise<KnownSlices> {
  const known = new Map<string, Map<number, Known>>();
  let count = 0;
  for (const [place, one] of pool.entries()) {
    await breathe(work);
    const cut = slicesOf(await store.blobs.read(one.image.blob), one.image, one.record.sliceAxis);
    const scales: GreyScale[] = [];
    for (let index = 0; index < cut.count; index += 1) {
      scales.push(greyScale(cut.values(index)));
      await breathe(work);
    }
    const scale = together(scales);
    const ofCase = new Map<number, Known>();
    for (let index = 0; index < cut.count; index += 1) {
      ofCase.set(index, { reading: null, features: imageFeatures(cut.values(index), cut.rows, cut.columns, scale) });
      await breathe(work);
    }
    known.set(one.record.id, ofCase);
    count += cut.count;
    work.progress({ phase: 'predicting', done: place + 1, total: pool.length });
  }
  return { known, count };
}

/** Of slices of one size. */
function together(scales: readonly GreyScale[]): GreyScale {
  const mean = scales.reduce((sum, one) => sum + one.mean, 0) / scales.length;
  const squares = scales.reduce((sum, one) => sum + one.deviation ** 2 + (one.mean - mean) ** 2, 0) / scales.length;
  return { mean, deviation: Math.sqrt(squares) };
}

/** Rows and columns as they are stored, without slope and intercept: features know neither. */
function slicesOf(bytes: Uint8Array, { voxelType, geometry: { size } }: ImageRecord, axis: 0 | 1 | 2) {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const voxels: VoxelArray = viewVoxels(voxelType, aligned.buffer, aligned.byteOffset, aligned.length / bytesPerVoxel[voxelType]);
  const strides = [1, size[0], size[0] * size[1]] as const;
  const [fast, slow] = axis === 0 ? [1, 2] as const : axis === 1 ? [0, 2] as const : [0, 1] as const;
  const [columns, rows] = [size[fast], size[slow]];
  return {
    count: size[axis], rows, columns,
    values(index: number): Float64Array {
      const values = new Float64Array(rows * columns);
      for (let row = 0, at = 0; row < rows; row += 1) {
        let from = index * strides[axis] + row * strides[slow];
        for (let column = 0; column < columns; column += 1, at += 1, from += strides[fast]) values[at] = voxels[from]!;
      }
      return values;
    },
  };
}
