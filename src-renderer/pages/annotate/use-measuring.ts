/** Measuring on the open case: what a hand draws point by point, takes hold of and lets go, becomes what the host keeps. */
import { computed, inject, onBeforeUnmount, watch, type InjectionKey, type ShallowRef } from 'vue';
import { axisStep, indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import type { Affine, AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Measurement } from '#shared/contract/measurements.ts';
import { hasRightPoints, measuringKinds } from '#shared/measurements/measure.ts';
import { sliceAxisOf, standIn } from '#shared/measurements/in-slices.ts';
import { crossProduct, minus } from '#shared/measurements/vectors.ts';
import { simplifyPath } from '#shared/regions/simplify-path.ts';
import { pathInSlice } from '#shared/regions/slice.ts';
import { client } from '../../connection/client.ts';
import { saveText } from '../../connection/files-in-out.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useImageDisplay } from '../../stores/image-display.ts';
import { useMeasurements, type Draft } from '../../stores/measurements.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { ImageInfo } from './actions.ts';
import { draftedPoints, figureOf, pointsWanted, type ShownShape } from './measured-shape.ts';
import type { OpenCase } from './open-case.ts';

export interface MeasuringActions {
  /** What lies in a slice or beside it, what is being drawn last. */
  shapesOn(axis: AxisIndex, slice: number): readonly ShownShape[];
  /** A kind, or with the tool in the hand already, the next one. */
  nextKind(): void;
  /** The next point of what is being drawn, or the first of something new; done with the last that it takes. @returns whether it was the last */
  place(at: Vec3, axis: AxisIndex): boolean;
  /** Where the next point would come to lie. */
  aim(at: Vec3 | null): void;
  /** Ends a line that has as many points as a person likes. @returns false where none is drawn */
  close(): boolean;
  dropLast(): boolean;
  giveUp(): boolean;
  /** Shows one with other points, in voxels, until it is let go. */
  drag(id: string, points: readonly Vec3[]): void;
  letGo(): void;
  /** All views to where it lies. */
  jumpTo(id: string): void;
  /** @param id null: the chosen one @returns false where none is */
  remove(id: string | null): boolean;
  rename(id: string, text: string): void;
  saveTable(): void;
}

export const measuringActions: InjectionKey<MeasuringActions> = Symbol('measuring actions');

export function useMeasuringActions(): MeasuringActions {
  const actions = inject(measuringActions);
  if (actions === undefined) throw new Error('the annotate page gives its actions to what stands on it');
  return actions;
}

/** What a freehand line may be off by when it is kept with fewer points: nothing that can be seen. */
const toleranceVoxels = 0.05;

export function useMeasuring(open: ShallowRef<OpenCase | null>): MeasuringActions {
  const annotating = useAnnotating();
  const measurements = useMeasurements();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const display = useImageDisplay();

  const toIndex = computed(() => (open.value === null ? null : invertAffine(open.value.viewed.geometry.affine)));
  const indicesOf = (points: readonly Vec3[]): readonly Vec3[] => (toIndex.value === null ? [] : points.map((point) => indexToWorld(toIndex.value!, point)));
  const worldOf = ({ viewed }: OpenCase, indices: readonly Vec3[]): [number, number, number][] =>
    indices.map((index) => [...indexToWorld(viewed.geometry.affine, index)]);

  /** What is seen is measured: another time point, or the second image where it stands in the first one's place. */
  const shownImage = (opened: OpenCase): ImageInfo => {
    const id = display.instead ? display.secondId : display.timeId;
    return opened.info.images.find((one) => one.id === id) ?? opened.image;
  };

  const shapesOn = (axis: AxisIndex, slice: number): readonly ShownShape[] => {
    const opened = open.value;
    if (opened === null || measurements.caseId !== opened.info.id) return [];
    const shown = measurements.all.flatMap((one): ShownShape[] => {
      const { id, kind, text, colour } = one;
      const image = opened.info.images.find((other) => other.id === one.imageId) ?? opened.image;
      const isDragged = measurements.dragged?.id === id;
      const points = isDragged ? measurements.dragged!.points : indicesOf(one.points);
      const stands = standIn(points, axis, slice);
      if (stands === null) return [];
      const figure = isDragged ? figureOf(opened, kind, points, axis, image) : one;
      return [{ id, kind, text, colour, image, points, figure, isSelected: measurements.selected === id, isNear: stands === 'near' }];
    });
    const { draft } = measurements;
    if (draft === null || draft.axis !== axis || draft.slice !== slice) return shown;
    const points = draftedPoints(draft);
    const image = shownImage(opened);
    return [...shown, { id: null, kind: draft.kind, points, text: '', image, colour: null, figure: figureOf(opened, draft.kind, points, axis, image), isSelected: true, isNear: false }];
  };

  const keep = (draft: Draft): void => {
    const opened = open.value;
    measurements.draft = null;
    if (opened === null) return;
    const points = draftedPoints({ ...draft, pointer: null });
    const world = worldOf(opened, points);
    if (!hasRightPoints({ kind: draft.kind, points: world })) return;
    const id = crypto.randomUUID() as Measurement['id'];
    const now = new Date().toISOString();
    const image = shownImage(opened);
    const figure = figureOf(opened, draft.kind, points, draft.axis, image);
    // A slip of the hand is no measurement.
    if (figure === null || !((figure.value ?? 0) > 0)) return;
    measurements.selected = id;
    void measurements.add({
      id, caseId: opened.info.id, imageId: image.id, kind: draft.kind, points: world,
      plane: { point: world[0]!, normal: normalOf(opened.viewed.geometry.affine, draft.axis) },
      text: '', labelIndex: null, colour: null, ...figure,
      removed: false, author: '', madeAt: now, changedBy: '', changedAt: now,
    });
  };
  function place(at: Vec3, axis: AxisIndex): boolean {
    const slice = annotating.position[axis];
    const { draft, kind } = measurements;
    const goesOn = draft !== null && draft.axis === axis && draft.slice === slice;
    // By keyboard a line closes where it began, as it does with a click there.
    if (goesOn && draft.kind === 'polygon' && draft.points.length > 2 && Math.hypot(...minus(at, draft.points[0]!)) === 0) return close();
    const next: Draft = goesOn ? { ...draft, points: [...draft.points, at], pointer: null } : { kind, axis, slice, points: [at], pointer: null };
    if (!goesOn) measurements.selected = null;
    const isLast = next.points.length === pointsWanted[next.kind];
    if (isLast) keep(next);
    else measurements.draft = next;
    return isLast;
  }
  const close = (): boolean => {
    const { draft } = measurements;
    if (draft === null) return false;
    if (draft.kind !== 'polygon') return true;
    if (draft.points.length < 3) {
      measurements.draft = null;
      return true;
    }
    const kept = simplifyPath(pathInSlice(draft.points, draft.axis), toleranceVoxels, true);
    const [u, v] = [draft.axis === 0 ? 1 : 0, draft.axis === 2 ? 1 : 2] as const;
    const points = Array.from({ length: kept.length / 2 }, (_, at): Vec3 => {
      const point: [number, number, number] = [draft.slice, draft.slice, draft.slice];
      [point[u], point[v]] = [kept[2 * at]!, kept[2 * at + 1]!];
      return point;
    });
    keep({ ...draft, points: points.length < 3 ? draft.points : points });
    return true;
  };

  const remove = (id: string | null): boolean => {
    const one = measurements.of(id ?? measurements.selected ?? '');
    if (one === null || open.value?.readOnly !== false) return false;
    void (async () => {
      if (!await measurements.remove(one.id)) return;
      toasts.tell({
        kind: 'done', text: { word: 'measure.removed' },
        step: { word: 'frame.steps.undo', take: () => { if (measurements.caseId === one.caseId) void measurements.bringBack(one); } },
      });
    })();
    return true;
  };
  const jumpTo = (id: string): void => {
    const one = measurements.of(id);
    const opened = open.value;
    if (one === null || opened === null) return;
    measurements.selected = id;
    const indices = indicesOf(one.points);
    const { size } = opened.viewed.geometry;
    const middle = (axis: AxisIndex): number => {
      const mean = indices.reduce((sum, index) => sum + index[axis], 0) / indices.length;
      return Math.min(Math.max(Math.round(mean), 0), size[axis] - 1);
    };
    annotating.position = [middle(0), middle(1), middle(2)];
    annotating.axis = sliceAxisOf(indices, annotating.axis) ?? annotating.axis;
  };
  const saveTable = async (): Promise<void> => {
    const opened = open.value;
    if (opened === null) return;
    try {
      const { text } = await client.measurements.table({ cases: [opened.info.id] });
      saveText(`${opened.info.name}-measurements.csv`, text);
    } catch (error) {
      toasts.failed(error);
    }
  };

  watch(() => open.value?.info.id ?? null, (id) => { void measurements.load(id); }, { immediate: true });
  // Another window, a script or the command line measured on it.
  const unlisten = workplace.listen((event) => {
    if (event.kind === 'measurements' && event.caseId === measurements.caseId) void measurements.refresh();
  });
  // What is being drawn belongs to one slice and to the tool.
  watch([() => annotating.tool, () => measurements.kind, () => annotating.axis, () => annotating.position], () => {
    const { draft } = measurements;
    if (draft === null) return;
    if (annotating.tool !== 'measure' || draft.kind !== measurements.kind || annotating.axis !== draft.axis || annotating.position[draft.axis] !== draft.slice) measurements.draft = null;
  });
  onBeforeUnmount(() => {
    unlisten();
    measurements.draft = measurements.dragged = null;
  });

  return {
    shapesOn, place, close, remove, jumpTo,
    nextKind() {
      if (annotating.tool === 'measure') measurements.kind = measuringKinds[(measuringKinds.indexOf(measurements.kind) + 1) % measuringKinds.length]!;
      else annotating.tool = 'measure';
    },
    aim(at) {
      if (measurements.draft !== null) measurements.draft = { ...measurements.draft, pointer: at };
    },
    dropLast() {
      const { draft } = measurements;
      if (draft === null) return false;
      measurements.draft = draft.points.length > 1 ? { ...draft, points: draft.points.slice(0, -1) } : null;
      return true;
    },
    giveUp() {
      if (measurements.draft === null && measurements.dragged === null) return false;
      measurements.draft = measurements.dragged = null;
      return true;
    },
    drag(id, points) {
      measurements.selected = id;
      measurements.dragged = { id, points };
    },
    letGo() {
      const { dragged } = measurements;
      const opened = open.value;
      measurements.dragged = null;
      const one = dragged === null ? null : measurements.of(dragged.id);
      if (dragged === null || one === null || opened === null || opened.readOnly) return;
      // Whoever only takes hold of it changes nothing.
      const before = indicesOf(one.points);
      if (dragged.points.every((point, at) => Math.hypot(...minus(point, before[at]!)) < 1e-6)) return;
      const image = opened.info.images.find(({ id }) => id === one.imageId) ?? opened.image;
      const figure = figureOf(opened, one.kind, dragged.points, sliceAxisOf(dragged.points, annotating.axis), image);
      void measurements.movePoints({ ...one, ...figure, points: worldOf(opened, dragged.points) });
    },
    rename: (id, text) => { void measurements.rename(id, text); },
    saveTable: () => { void saveTable(); },
  };
}

/** Of length 1, of the slices along an axis. */
function normalOf(affine: Affine, axis: AxisIndex): [number, number, number] {
  const [first, second] = ([0, 1, 2] as const).filter((other) => other !== axis) as [AxisIndex, AxisIndex];
  const normal = crossProduct(axisStep(affine, first), axisStep(affine, second));
  const length = Math.hypot(...normal);
  return [normal[0] / length, normal[1] / length, normal[2] / length];
}
