import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { EvolveLabel } from '../../../src-renderer/editing/regions/evolve-label.ts';
import type { Operation } from '../../../src-renderer/editing/regions/operation.ts';
import type { RegionAnswer, RegionRequest, RegionTask } from '../../../src-renderer/editing/regions/region-messages.ts';
import { createRegionRunner } from '../../../src-renderer/editing/regions/region-runner.ts';
import { labelsIn } from '../../shared/regions/painted-volumes.ts';
import { nothingKept } from './window-at-host.ts';

const size: Vec3 = [24, 22, 20];
const grid = { size, spacingMm: [1, 1, 1] as Vec3 };
const image = Int16Array.from(labelsIn(size, (i, j, k) => (Math.hypot(i - 12, j - 11, k - 10) < 7 ? 100 : 0)));
const scene = { grid, labels: new Uint8Array(image.length), image, label: 1, free: [1] };
const contour: EvolveLabel = {
  kind: 'contour', speed: { kind: 'region', lower: 50, upper: 150, smoothness: 3 }, bubbles: [{ centre: [12, 11, 10], radiusMm: 2 }],
  fromLabel: false, marginMm: 50, propagation: 1, curvature: 0, advection: 0, iterations: 40, goesOn: false,
};
const task = (operation: Operation, kept = nothingKept): RegionTask =>
  ({ kind: 'operation', operation, rules: { kept, notErased: nothingKept, gate: null }, iterationsPerLook: 5 });

/** A thread whose clock makes a moment of each step of the work, so that nothing depends on the machine. */
function thread() {
  const answers: RegionAnswer[] = [];
  let clock = 0;
  let waits = false;
  const runner = createRegionRunner({ answer: (answer) => { answers.push(answer); }, soon: () => { waits = true; }, now: () => clock += 20 });
  /** Returns whether there was something to do. */
  const turn = (): boolean => {
    if (!waits) return false;
    waits = false;
    runner.step();
    return true;
  };
  return {
    answers,
    take: (request: RegionRequest): void => runner.take(request),
    turn,
    toTheEnd(): RegionAnswer {
      while (turn());
      return answers.at(-1)!;
    },
  };
}
const insideOf = (answer: RegionAnswer | undefined): number => (answer?.kind === 'look' || answer?.kind === 'done' ? answer.preview?.voxels ?? 0 : -1);

describe('the thread that computes regions', () => {
  it('shows a contour every so many iterations, each time larger, and at its end', () => {
    const one = thread();
    one.take({ kind: 'begin', id: 1, scene, task: task(contour) });
    one.toTheEnd();
    const looks = one.answers.filter((answer) => answer.kind === 'look');
    expect(looks.map(({ iteration }) => iteration)).toEqual(looks.map((_, at) => 5 * (at + 1)));
    const sizes = one.answers.filter(({ kind }) => kind === 'look' || kind === 'done').map(insideOf);
    expect(sizes[1]).toBeGreaterThan(sizes[0]!);
    expect(sizes.at(-1)).toBeGreaterThanOrEqual(sizes[1]!);
    expect(one.answers.at(-1)!.kind).toBe('done');
  });

  it('stands still when it is told to, says where, and goes on to the same end', () => {
    const undisturbed = thread();
    undisturbed.take({ kind: 'begin', id: 1, scene, task: task(contour) });
    const end = undisturbed.toTheEnd();
    const one = thread();
    one.take({ kind: 'begin', id: 1, scene, task: task(contour) });
    while (!one.answers.some(({ kind }) => kind === 'look')) one.turn();
    one.take({ kind: 'pause' });
    const paused = one.answers.at(-1)!;
    expect(paused).toMatchObject({ kind: 'look', isPaused: true });
    const told = one.answers.length;
    one.turn();
    expect(one.turn()).toBe(false);
    expect(one.answers.length).toBe(told);
    one.take({ kind: 'resume' });
    expect(insideOf(one.toTheEnd())).toBe(insideOf(end));
  });

  it('that is told to stand still before there is a contour does so with the first one', () => {
    const one = thread();
    one.take({ kind: 'begin', id: 1, scene, task: task(contour) });
    one.take({ kind: 'pause' });
    expect(one.answers).toEqual([]);
    expect(one.toTheEnd()).toMatchObject({ kind: 'look', iteration: 1, isPaused: true });
    const told = one.answers.length;
    one.take({ kind: 'pause' });
    expect(one.turn()).toBe(false);
    expect(one.answers.length).toBe(told);
    one.take({ kind: 'resume' });
    expect(one.toTheEnd().kind).toBe('done');
    // Told to go on before it has begun to stand still, it never does.
    one.take({ kind: 'begin', id: 2, scene, task: task(contour) });
    one.take({ kind: 'pause' });
    one.take({ kind: 'resume' });
    expect(one.toTheEnd().kind).toBe('done');
    expect(one.answers.some((answer) => answer.id === 2 && answer.kind === 'look' && answer.isPaused)).toBe(false);
  });

  it('gives up what it computes for a newer question, and for none', () => {
    const one = thread();
    one.take({ kind: 'begin', id: 1, scene, task: task(contour) });
    one.turn();
    // The arrays are there from the first question.
    const rest = { grid, label: scene.label, free: scene.free };
    one.take({ kind: 'begin', id: 2, scene: rest, task: task({ kind: 'threshold', lowest: 50, highest: 150 }) });
    expect(one.toTheEnd()).toMatchObject({ id: 2, kind: 'done' });
    expect(insideOf(one.answers.at(-1))).toBe(image.filter((value) => value === 100).length);
    expect(one.answers.filter(({ id, kind }) => id === 1 && kind === 'done')).toEqual([]);
    one.take({ kind: 'begin', id: 3, scene: rest, task: task(contour) });
    one.turn();
    one.take({ kind: 'stop' });
    const told = one.answers.length;
    while (one.turn());
    expect(one.answers.length).toBe(told);
  });

  it('shows nothing that the rules of painting forbid', () => {
    const one = thread();
    one.take({ kind: 'begin', id: 1, scene, task: task({ kind: 'threshold', lowest: 50, highest: 150 }, new Uint8Array(256).fill(1)) });
    const end = one.toTheEnd();
    expect(end.kind === 'done' && end.block !== null && end.preview === null).toBe(true);
  });

  it('says in a sentence what only the person can mend, and works on', () => {
    const one = thread();
    one.take({ kind: 'begin', id: 1, scene, task: task({ ...contour, bubbles: [] }) });
    const failed = one.toTheEnd();
    expect(failed.kind === 'failed' && failed.sentence !== null && failed.sentence.en.includes('bubble')).toBe(true);
    one.take({ kind: 'begin', id: 2, scene, task: { kind: 'range', question: { part: 'brighter', within: { kind: 'volume' } } } });
    expect(one.toTheEnd()).toMatchObject({ id: 2, kind: 'range', range: { highest: 100 } });
  });
});
