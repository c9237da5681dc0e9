/** The livewire: corners are clicked, and what lies between them is found along edges by a thread of its own. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import { spacingMm } from '#shared/geometry/affine.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { sliceFrame, takeSlice, voxelsOfPath } from '#shared/regions/slice.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import type { DrawnOutline } from '../../editing/tools/outline.ts';
import { createWireFinder } from '../../editing/wire/find-wires.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import type { OpenCase } from './open-case.ts';

export interface Wires {
  /** Begins a line, or sets its next corner: the wire to it stays. */
  press(at: Vec3, axis: AxisIndex): void;
  /** The wire to the pointer is shown as soon as it is found. */
  hover(at: Vec3, axis: AxisIndex): void;
  /** Leads the line back to where it began, after all corners that were clicked. @returns it; null where it was given up meanwhile */
  closed(): Promise<DrawnOutline | null>;
}

export function useWires(open: ShallowRef<OpenCase | null>): Wires {
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const finder = createWireFinder();
  /** What the thread knows. */
  let given: readonly unknown[] = [];
  /** Corners are set in the order in which they were clicked. */
  let settled: Promise<unknown> = Promise.resolve();
  /** How often it was clicked, and how often when a line was given up last: earlier clicks belonged to that one. */
  let clicks = 0;
  let givenUp = 0;
  let pointer: { readonly at: Vec3; readonly axis: AxisIndex } | null = null;
  let isFollowing = false;

  const between = async (from: Vec3, to: Vec3, axis: AxisIndex, slice: number): Promise<readonly Vec3[]> => {
    const opened = open.value;
    if (opened === null) return [to];
    const { voxels, geometry } = opened.viewed;
    const grid = { size: geometry.size, spacingMm: spacingMm(geometry.affine) };
    const { livewire } = preferences.settings.tools;
    const wanted = [opened, axis, slice, livewire.scaleVoxels, livewire.brighter];
    const { u, v, width, height, spacingUMm, spacingVMm } = sliceFrame(grid, axis);
    if (wanted.some((one, place) => one !== given[place])) {
      given = wanted;
      finder.setSlice({ values: takeSlice<VoxelArray>(voxels, grid, axis, slice), width, height, spacingUMm, spacingVMm }, livewire);
    }
    const inside = (value: number, count: number): number => Math.min(Math.max(Math.round(value), 0), count - 1);
    const path = await finder.find([inside(from[u], width), inside(from[v], height)], [inside(to[u], width), inside(to[v], height)]);
    if (path === null) given = [];
    // The first place is the corner that it begins at.
    return path === null ? [to] : voxelsOfPath(path, axis, slice).slice(1);
  };
  /** Pictures that are not of its slice neither show the line nor go on with it. */
  const here = (axis: AxisIndex, slice = annotating.position[axis]): DrawnOutline | null => {
    const { outline } = annotating;
    return outline?.corners !== undefined && outline.axis === axis && outline.slice === slice ? outline : null;
  };

  const follow = async (): Promise<void> => {
    if (isFollowing) return;
    isFollowing = true;
    // One question at a time: what the pointer passed meanwhile is left out.
    for (let asked: typeof pointer = null; pointer !== null && pointer !== asked;) {
      asked = pointer;
      const outline = here(asked.axis);
      const last = outline?.points.at(-1);
      if (outline === null || last === undefined) {
        annotating.wire = [];
        continue;
      }
      const wire = await between(last, asked.at, asked.axis, outline.slice);
      if (annotating.outline === outline) annotating.wire = wire;
      else if (pointer === asked) asked = null;
    }
    isFollowing = false;
  };
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = settled.then(work);
    settled = done.catch(() => undefined);
    return done;
  };

  watch(() => annotating.outline, (outline) => {
    annotating.wire = [];
    if (outline === null) givenUp = clicks;
    if (outline?.corners !== undefined) void follow();
  }, { flush: 'sync' });
  watch(open, () => {
    given = [];
    givenUp = clicks;
  }, { flush: 'sync' });
  onBeforeUnmount(() => finder.dispose());

  return {
    press(at, axis) {
      // Until its turn comes another slice may be shown.
      const slice = annotating.position[axis];
      const mine = ++clicks;
      void inTurn(async () => {
        if (mine <= givenUp) return;
        const outline = here(axis, slice);
        const last = outline?.points.at(-1);
        if (outline === null || last === undefined) {
          annotating.outline = { axis, slice, points: [at.map(Math.round) as unknown as Vec3], corners: [1], erases: false };
          return;
        }
        const wire = await between(last, at, axis, outline.slice);
        const points = [...outline.points, ...wire];
        // A corner that was dropped, or a line that was given up, while the wire was sought. A double click sets one corner.
        if (annotating.outline === outline && wire.length > 0) annotating.outline = { ...outline, points, corners: [...outline.corners ?? [], points.length] };
      });
    },
    hover(at, axis) {
      pointer = { at, axis };
      if (here(axis) !== null) void follow();
    },
    closed: () => inTurn(async () => {
      const { outline } = annotating;
      const [first, last] = [outline?.points[0], outline?.points.at(-1)];
      if (outline === null || first === undefined || last === undefined) return null;
      const points = [...outline.points, ...await between(last, first, outline.axis, outline.slice)];
      if (annotating.outline !== outline) return null;
      const before = givenUp;
      annotating.outline = null;
      // What was clicked since begins the next line.
      givenUp = before;
      return { ...outline, points };
    }),
  };
}
