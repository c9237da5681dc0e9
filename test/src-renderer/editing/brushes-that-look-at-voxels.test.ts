import { describe, expect, it } from 'vitest';
import { shallowRef } from 'vue';
import type { EditId, LabelmapId } from '#shared/contract/ids.ts';
import type { EditToCommit } from '#shared/contract/labels.ts';
import { defaultToolOptions } from '#shared/contract/tool-options.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { adaptiveRadius, beginAdaptive } from '../../../src-renderer/editing/tools/adaptive.ts';
import { beginModelBrush, type ModelStroke } from '../../../src-renderer/editing/tools/model-brush.ts';
import { beginStrokeOf } from '../../../src-renderer/pages/annotate/stroke-of-tool.ts';
import { wiresIn } from '../../../src-renderer/editing/wire/wires.ts';
import type { LabelTransport } from '../../../src-renderer/editing/label-transport.ts';
import { createEditingSession } from '../../../src-renderer/editing/editing-session.ts';
import { draw, nothingKept, size, study } from './window-at-host.ts';

const count = size[0] * size[1] * size[2];
const voxelOf = (index: number): Vec3 => [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))];
const grid = { size, spacingMm: [1, 1, 1] as const };
const free = { kept: nothingKept, notErased: nothingKept, gate: null };
const table: LabelTable = [1, 2, 3].map((index) => ({ index, value: index, name: `label ${index}`, colour: '#102030', code: null, locked: index === 3 }));

describe('an adaptive brush', () => {
  const image = Int16Array.from({ length: count }, (_, index) => (index % size[0] < 50 ? 100 : 400) + ((index * 7919) % 13));
  const options = { ...defaultToolOptions.adaptive, grid, image, rules: free, radiusMm: 8, axis: 2 } as const;

  it('stays on its side of an edge along a whole stroke, as one edit that is undone and stored', async () => {
    const place = await study();
    const { session } = await place.open();
    expect(beginAdaptive(session, { ...options, label: 2 }, [45, 20, 2])).toBe(true);
    session.strokeTo([45, 50, 2]);
    session.endStroke();
    const painted = [...session.labels.keys()].filter((index) => session.labels[index] === 2).map(voxelOf);
    expect(painted.every(([i, , k]) => i < 50 && k === 2)).toBe(true);
    // Of the way, 30 long, it has no gap; nor is anything far from it painted.
    for (let j = 20; j <= 50; j += 1) expect(painted.filter(([i, at]) => at === j && i >= 42).length).toBeGreaterThanOrEqual(6);
    expect(painted.every(([i, j]) => i >= 37 && j >= 12 && j <= 58)).toBe(true);
    await session.awaitSaved();
    expect(await place.stored()).toEqual(session.labels);
    expect(await session.undo()).not.toBeNull();
    expect(session.labels.some((label) => label !== 0)).toBe(false);
    await session.awaitSaved();
  });

  it('erases alike, keeps what is locked, reaches through slices, and is put back where it is given up', async () => {
    const { session } = await (await study()).open();
    draw(session, 3, [[20, 30, 2]]);
    draw(session, 1, [[70, 30, 2]], { radiusVoxels: 12, isThrough: true });
    const before = session.labels.slice();
    const kept = nothingKept.slice();
    kept[3] = 1;
    expect(beginAdaptive(session, { ...options, axis: null, label: 0, rules: { ...free, notErased: kept } }, [70, 30, 2])).toBe(true);
    expect([1, 2, 3].map((k) => session.labels[70 + size[0] * (30 + size[1] * k)])).toEqual([0, 0, 0]);
    session.strokeTo([20, 30, 2]);
    expect(session.labels.filter((label) => label === 3)).toHaveLength(before.filter((label) => label === 3).length);
    session.cancelStroke();
    expect(session.labels).toEqual(before);
    // Outside the volume it does nothing.
    expect(beginAdaptive(session, { ...options, label: 1 }, [-40, 30, 2])).toBe(true);
    session.endStroke();
    expect(session.labels).toEqual(before);
    await session.awaitSaved();
  });

  it('is never larger than it can look at while the pointer moves', () => {
    expect(adaptiveRadius(5, 2, false, [1, 1, 1])).toBe(5);
    expect((2 * adaptiveRadius(500, 2, false, [1, 1, 1])) ** 2).toBeCloseTo(16_384);
    expect((2 * adaptiveRadius(500, 2, true, [1, 1, 1])) ** 3).toBeCloseTo(16_384);
    // Through slices that are 4 mm apart four times as many fit.
    expect(2 * (adaptiveRadius(500, 2, true, [1, 1, 4]) ** 3) * 4 / 4).toBeCloseTo(16_384);
  });
});

describe('a brush from the model', () => {
  const prediction = Uint8Array.from({ length: count }, (_, index) => Math.floor((index % size[0]) / 25));
  const stroke: ModelStroke = { size, table, prediction, withBackground: false, rules: free, radiusVoxels: 4, axis: 2, spacingMm: [1, 1, 1] };

  it('takes over what is predicted where it passes, but for what is locked', async () => {
    const place = await study();
    const { session } = await place.open();
    draw(session, 1, [[10, 30, 2]], { radiusVoxels: 3 });
    const before = session.labels.slice();
    expect(beginModelBrush(session, stroke, [5, 30, 2])).toBe(true);
    session.strokeTo([95, 30, 2]);
    session.endStroke();
    let wrong = 0;
    for (const [index, label] of session.labels.entries()) {
      const [i, j, k] = voxelOf(index);
      const nearest = Math.min(Math.max(i, 5), 95);
      const isPassed = k === 2 && Math.hypot(i - nearest, j - 30) <= 4;
      const taken = prediction[index]!;
      if (label !== (isPassed && (taken === 1 || taken === 2) ? taken : before[index])) wrong += 1;
    }
    expect(wrong).toBe(0);
    await session.awaitSaved();
    expect(await place.stored()).toEqual(session.labels);
    await session.undo();
    expect(session.labels).toEqual(before);
    await session.awaitSaved();
  });

  it('says of each stroke whose prediction it takes over, and so does a block', async () => {
    const sent: EditToCommit[] = [];
    const transport = { commit: async (edit: EditToCommit) => ({ id: edit.id, number: sent.push(edit) }), explain: (error: unknown) => { throw error; } } as unknown as LabelTransport;
    const silent = { onChanged: () => undefined, onState: () => undefined, onEdited: () => undefined, onRefused: () => undefined };
    const opened = { labelmapId: 'map' as LabelmapId, size, spacingMm: [1, 1, 1], sliceAxis: 2, heads: [], labels: new Uint8Array(count), history: [] } as const;
    const session = createEditingSession(opened, transport, silent);
    const helped = { model: 'the model', prediction: 'its edit' as EditId };
    beginModelBrush(session, { ...stroke, helped }, [30, 30, 2]);
    session.endStroke();
    session.paintBlock('accept-label', { box: { first: [1, 1, 1], last: [1, 1, 1] }, where: Uint8Array.of(1), label: 2 }, free, helped);
    draw(session, 1, [[10, 30, 2]]);
    await session.awaitSaved();
    expect(sent.map(({ tool, helped: by }) => [tool, by])).toEqual([['paint-prediction', helped], ['accept-label', helped], ['brush', undefined]]);
  });

  it('erases where nothing is predicted only if it is told to', async () => {
    const { session } = await (await study()).open();
    draw(session, 1, [[10, 30, 2]], { radiusVoxels: 3 });
    beginModelBrush(session, { ...stroke, withBackground: true, shape: 'square', isThrough: true }, [10, 30, 2]);
    session.endStroke();
    expect(session.labels.includes(1)).toBe(false);
    await session.awaitSaved();
  });

  it.each([
    ['everything', [0, 0, 3]], ['background', [0, 0, 3]], [{ label: 1 }, [0, 2, 3]], [{ label: 2 }, [1, 0, 3]], [{ label: 3 }, [1, 2, 3]],
  ] as const)('erases, where %o may be painted over, what an eraser would', async (paintOver, left) => {
    const { session } = await (await study()).open();
    for (const label of [1, 2, 3]) draw(session, label, [[5 + 5 * label, 30, 2]], { radiusVoxels: 0.5 });
    const viewed = { voxels: prediction, geometry: { size, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: true } as const;
    const settings = { brushRadiusVoxels: 6, brushShape: 'round', brushThrough: false, tools: { ...defaultToolOptions, model: { by: 'brush', withBackground: true } } } as const;
    const parts = { opened: { session, viewed, prediction: shallowRef(new Uint8Array(count)), predictedBy: undefined }, settings, table };
    for (const tool of ['model', 'eraser'] as const) {
      expect(beginStrokeOf({ ...parts, chosen: { tool, label: 1, paintOver, gate: null } }, tool === 'eraser', 2, [10, 30, 2])).toBe('begun');
      session.strokeTo([20, 30, 2]);
      expect([10, 15, 20].map((i) => session.labels[i + size[0] * (30 + size[1] * 2)]), tool).toEqual(left);
      session.cancelStroke();
    }
    await session.awaitSaved();
  });
});

describe('a wire', () => {
  const [width, height] = [90, 80];
  const awayFrom = (u: number, v: number): number => Math.hypot(u - 45, v - 40);
  const image = { values: Float32Array.from({ length: width * height }, (_, at) => (awayFrom(at % width, Math.floor(at / width)) < 25 ? 200 : 50)), width, height, spacingUMm: 1, spacingVMm: 1 };

  it('follows the edge of a disc between places beside it, from whichever it begins', () => {
    const wires = wiresIn(image, { scaleVoxels: 1, brighter: 'either' });
    for (const [from, to] of [[[70, 40], [45, 65]], [[45, 65], [20, 40]], [[70, 40], [45, 15]]] as const) {
      const path = wires.between(from, to);
      expect([path[0], path[1], path.at(-2), path.at(-1)]).toEqual([...from, ...to]);
      for (let place = 0; place < path.length; place += 2) expect(Math.abs(awayFrom(path[place]!, path[place + 1]!) - 25)).toBeLessThan(2);
      // A quarter of the circle, not the chord.
      expect(path.length / 2).toBeGreaterThan(25);
    }
  });

  it('keeps the bright side where it is told to, and so turns back from the wrong way round', () => {
    const lengthOf = (brighter: 'left' | 'right'): number => wiresIn(image, { scaleVoxels: 1, brighter }).between([70, 40], [45, 65]).length;
    // With v downwards this way round the disc has it on its right.
    const cost = (brighter: 'left' | 'right'): boolean => {
      const path = wiresIn(image, { scaleVoxels: 1, brighter }).between([70, 40], [45, 65]);
      return Array.from({ length: path.length / 2 }, (_, n) => Math.abs(awayFrom(path[2 * n]!, path[2 * n + 1]!) - 25)).every((away) => away < 2);
    };
    expect(cost('right')).toBe(true);
    expect(cost('left') && lengthOf('left') === lengthOf('right')).toBe(false);
  });

  it('is none to a place outside the slice', () => {
    expect(() => wiresIn(image, { scaleVoxels: 0, brighter: 'either' }).between([0, 0], [90, 0])).toThrow(RangeError);
  });
});
