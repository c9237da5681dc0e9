/**
 * Keeps the surfaces of a label array up to date: knows which bricks are to be made, gives them to a worker one after the
 * other and says what became of each. Must not know who draws them.
 */
import type { VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { brickLayout, bricksAround, surfaceBlock, type BrickLayout } from '#shared/regions/surface-bricks.ts';
import type { LabelSurface } from '#shared/regions/surface.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { startSurfaceWorker } from './start-surface-worker.ts';
import type { SurfaceWorker } from './surface-messages.ts';
import { surfaceSentences } from './surface-sentences.ts';

export interface SurfaceListener {
  /** A brick's surfaces as they are now, in place of those that it had; none where it has none any more. */
  onSurfaces(brick: number, surfaces: readonly LabelSurface[]): void;
  /** Of the first making of a whole volume, at most ten a second and always at its end; null where it was given up. */
  onProgress(progress: { readonly done: number; readonly total: number } | null): void;
  /** The worker died twice: surfaces stay as they are from now on, until other labels are set. */
  onFailed(sentence: Sentence): void;
}

export interface SurfaceBuilder {
  /**
   * Makes the surfaces of all labels. What was begun for earlier labels is given up; the listener hears nothing more of it.
   * @param labels read where they are, whenever a brick's turn comes: i fastest, one byte a voxel; null ends the work
   */
  setLabels(labels: Uint8Array | null, geometry: VolumeGeometry | null): void;
  /** Other labels of the same volume in their place, which differ inside the box alone. */
  replaceLabels(labels: Uint8Array, box: VoxelBox): void;
  /** Labels changed inside the box. Waits until they rest a moment, at most three seconds. */
  labelsChanged(box: VoxelBox): void;
  /** Whether something is still to be made. */
  readonly isBusy: boolean;
  /** Ends the worker too. */
  dispose(): void;
}

/** So much of the page's time is spent at once on cutting out bricks. */
const sliceMs = 4;
/** One is being made, one waits in the worker's letterbox; more would be older by the time that they are made. */
const atWork = 2;
const restMs = 120;
const longestWaitMs = 3000;
const progressMs = 100;

interface Volume {
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
  readonly layout: BrickLayout;
}

export function createSurfaceBuilder(listener: SurfaceListener, start: () => SurfaceWorker = startSurfaceWorker): SurfaceBuilder {
  let worker: SurfaceWorker | null = null;
  let deaths = 0;
  let volume: Volume | null = null;
  /** In the order in which they came due; a brick that is asked for again keeps its turn. */
  const due = new Set<number>();
  const asked = new Set<number>();
  let first: { readonly total: number; readonly bricks: Set<number>; toldAt: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let changedSince = 0;

  const later = (ms: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(pump, ms);
  };

  const finished = (brick: number, surfaces: readonly LabelSurface[]): void => {
    listener.onSurfaces(brick, surfaces);
    if (first === null || !first.bricks.delete(brick)) return;
    const done = first.total - first.bricks.size;
    const now = performance.now();
    if (done < first.total && now - first.toldAt < progressMs) return;
    first.toldAt = now;
    listener.onProgress({ done, total: first.total });
    if (done === first.total) first = null;
  };

  const employ = (): SurfaceWorker => {
    const started = start();
    // A worker's letters may arrive after it was ended: then it is no longer `worker`.
    started.onmessage = ({ data: { brick, surfaces } }) => {
      if (started !== worker) return;
      asked.delete(brick);
      finished(brick, surfaces);
      if (timer === null) pump();
    };
    started.onerror = (event) => {
      event.preventDefault();
      if (started === worker) replaceWorker();
    };
    return started;
  };

  const dismiss = (): void => {
    worker?.terminate();
    worker = null;
    asked.clear();
  };

  const replaceWorker = (): void => {
    for (const brick of asked) due.add(brick);
    dismiss();
    deaths += 1;
    if (deaths < 2) {
      later(0);
      return;
    }
    stop();
    listener.onFailed(surfaceSentences.workerDied);
  };

  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    due.clear();
    // What is in the worker cannot be called back; a new one costs milliseconds.
    if (asked.size > 0) dismiss();
    volume = null;
    if (first !== null) listener.onProgress(null);
    first = null;
  };

  function pump(): void {
    timer = null;
    if (volume === null) return;
    const { labels, geometry, layout } = volume;
    const until = performance.now() + sliceMs;
    for (const brick of due) {
      if (asked.size >= atWork) return;
      if (performance.now() > until) {
        later(0);
        return;
      }
      // Its answer is on the way and comes first, so that never an older one replaces a newer.
      if (asked.has(brick)) continue;
      due.delete(brick);
      const block = surfaceBlock(labels, layout, brick);
      if (block === null) {
        finished(brick, []);
        continue;
      }
      asked.add(brick);
      worker ??= employ();
      worker.postMessage({ brick, block, affine: geometry.affine }, [block.labels.buffer as ArrayBuffer]);
    }
  }

  const labelsChanged = (box: VoxelBox): void => {
    if (volume === null) return;
    const now = performance.now();
    if (due.size === 0) changedSince = now;
    for (const brick of bricksAround(volume.layout, box)) due.add(brick);
    // The first making of a volume goes on meanwhile.
    if (first === null) later(Math.max(0, Math.min(restMs, changedSince + longestWaitMs - now)));
  };

  return {
    setLabels(labels, geometry) {
      stop();
      if (labels === null || geometry === null) return;
      deaths = 0;
      volume = { labels, geometry, layout: brickLayout(geometry.size) };
      for (let brick = 0; brick < volume.layout.count; brick++) due.add(brick);
      first = { total: volume.layout.count, bricks: new Set(due), toldAt: 0 };
      later(0);
    },
    replaceLabels(labels, box) {
      if (volume === null) return;
      volume = { ...volume, labels };
      labelsChanged(box);
    },
    labelsChanged,
    get isBusy() {
      return due.size > 0 || asked.size > 0;
    },
    dispose() {
      stop();
      dismiss();
    },
  };
}
