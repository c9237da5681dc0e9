import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { VolumeGeometry } from '../../../shared/geometry/volume-geometry.ts';
import { brickLayout, bricksAround, surfaceBlock } from '../../../shared/regions/surface-bricks.ts';
import { surfacesOf, type LabelSurface } from '../../../shared/regions/surface.ts';
import { createSurfaceBuilder, type SurfaceBuilder } from '../../../src-renderer/workers/surface-builder.ts';
import type { SurfaceAnswer, SurfaceRequest, SurfaceWorker } from '../../../src-renderer/workers/surface-messages.ts';

const geometry: VolumeGeometry = { size: [70, 64, 40], affine: [1, 0, 0, 5, 0, 1, 0, 6, 0, 0, 2, 7] };
const layout = brickLayout(geometry.size);

/** A worker that answers when it is told to. */
interface SlowWorker extends SurfaceWorker {
  readonly requests: SurfaceRequest[];
  ended: boolean;
}

let workers: SlowWorker[];
let told: { progress: ({ done: number; total: number } | null)[]; failures: number };
let shown: Map<number, readonly LabelSurface[]>;
let labels: Uint8Array;
let builder: SurfaceBuilder;

function paintBall(middle: readonly number[], radius: number, label: number): void {
  for (let p = 0; p < labels.length; p++) {
    const row = Math.floor(p / 70);
    if (Math.hypot(p % 70 - middle[0]!, row % 64 - middle[1]!, Math.floor(row / 64) - middle[2]!) <= radius) labels[p] = label;
  }
}

const present = (): SlowWorker => workers.at(-1)!;
function answer(): void {
  const { brick, block, affine } = present().requests.shift()!;
  present().onmessage!({ data: { brick, surfaces: surfacesOf(block, affine) } } as unknown as MessageEvent<SurfaceAnswer>);
}
function answerAll(): number {
  let answered = 0;
  while (builder.isBusy) {
    vi.advanceTimersByTime(4000);
    for (; present().requests.length > 0; answered++) answer();
  }
  return answered;
}
/** What a volume's surfaces are, made in one go. */
function expected(): Map<number, readonly LabelSurface[]> {
  const surfaces = new Map<number, readonly LabelSurface[]>();
  for (let brick = 0; brick < layout.count; brick++) {
    const block = surfaceBlock(labels, layout, brick);
    surfaces.set(brick, block === null ? [] : surfacesOf(block, geometry.affine));
  }
  return surfaces;
}

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  told = { progress: [], failures: 0 };
  shown = new Map();
  labels = new Uint8Array(70 * 64 * 40);
  paintBall([30, 30, 20], 12, 3);
  builder = createSurfaceBuilder({
    onSurfaces: (brick, surfaces) => void shown.set(brick, surfaces),
    onProgress: (progress) => told.progress.push(progress),
    onFailed: () => { told.failures += 1; },
  }, () => {
    const requests: SurfaceRequest[] = [];
    const worker: SlowWorker = { requests, ended: false, onmessage: null, onerror: null, postMessage: (request) => void requests.push(request), terminate: () => { worker.ended = true; } };
    workers.push(worker);
    return worker;
  });
});
afterEach(() => {
  builder.dispose();
  vi.useRealTimers();
});

it('makes the whole volume once, saying how far it is', () => {
  builder.setLabels(labels, geometry);
  answerAll();
  expect(shown).toEqual(expected());
  expect(told.progress.at(-1)).toEqual({ done: layout.count, total: layout.count });
  expect(workers).toHaveLength(1);
});

it('after a stroke asks only for the bricks around it, once it rests, and shows what is there then', () => {
  builder.setLabels(labels, geometry);
  answerAll();
  const untouched = new Map(shown);
  const box = { first: [60, 3, 3], last: [64, 7, 7] } as const;
  for (const radius of [1, 2]) {
    paintBall([62, 5, 5], radius, 1);
    builder.labelsChanged(box);
    vi.advanceTimersByTime(60);
    expect(present().requests, 'not while somebody paints').toEqual([]);
  }
  expect(answerAll()).toBe(bricksAround(layout, box).length);
  expect(shown).toEqual(expected());
  for (const brick of shown.keys()) if (!bricksAround(layout, box).includes(brick)) expect(shown.get(brick)).toBe(untouched.get(brick));
});

it('labels that a tool would make take the place of those that are drawn, and leave it again, where they differ alone', () => {
  builder.setLabels(labels, geometry);
  answerAll();
  const drawn = labels;
  const before = new Map(shown);
  const box = { first: [58, 1, 1], last: [66, 9, 9] } as const;
  labels = drawn.slice();
  paintBall([62, 5, 5], 4, 1);
  builder.replaceLabels(labels, box);
  expect(answerAll()).toBe(bricksAround(layout, box).length);
  expect(shown).toEqual(expected());
  expect(shown).not.toEqual(before);
  labels = drawn;
  builder.replaceLabels(labels, box);
  answerAll();
  expect(shown).toEqual(before);
  expect(told.progress.filter((progress) => progress?.done === layout.count)).toHaveLength(1);
});

it('does not wait for ever while somebody paints', () => {
  builder.setLabels(labels, geometry);
  answerAll();
  for (let moves = 0; moves < 80; moves++) {
    builder.labelsChanged({ first: [30, 30, 20], last: [31, 31, 21] });
    vi.advanceTimersByTime(50);
  }
  expect(present().requests.length).toBeGreaterThan(0);
});

it('never shows an older surface after a newer one', () => {
  builder.setLabels(labels, geometry);
  vi.advanceTimersByTime(100);
  const [{ brick }] = present().requests as [SurfaceRequest];
  paintBall([30, 30, 20], 14, 2);
  builder.labelsChanged({ first: [16, 16, 6], last: [44, 44, 34] });
  vi.advanceTimersByTime(100);
  expect(present().requests.filter((request) => request.brick === brick), 'its answer is awaited first').toHaveLength(1);
  answerAll();
  expect(shown).toEqual(expected());
});

it('gives up what was begun when other labels come, and says nothing of the earlier ones', () => {
  builder.setLabels(labels, geometry);
  vi.advanceTimersByTime(100);
  const [earlier] = workers as [SlowWorker];
  const late = earlier.onmessage!;
  labels = new Uint8Array(labels.length);
  builder.setLabels(labels, geometry);
  shown.clear();
  late({ data: { brick: 0, surfaces: [{ label: 9 }] } } as unknown as MessageEvent<SurfaceAnswer>);
  answerAll();
  expect(earlier.ended).toBe(true);
  expect(told.progress).toContain(null);
  expect([...shown.values()].flat()).toEqual([]);
  builder.setLabels(null, null);
  expect(builder.isBusy).toBe(false);
});

it('goes on after its worker died once, and says so when it dies again', () => {
  builder.setLabels(labels, geometry);
  vi.advanceTimersByTime(100);
  const die = (): void => present().onerror!({ preventDefault: () => undefined } as ErrorEvent);
  die();
  answerAll();
  expect(workers).toHaveLength(2);
  expect(shown).toEqual(expected());
  builder.labelsChanged({ first: [30, 30, 20], last: [31, 31, 21] });
  vi.advanceTimersByTime(4000);
  die();
  expect(told.failures).toBe(1);
  expect(builder.isBusy).toBe(false);
});
