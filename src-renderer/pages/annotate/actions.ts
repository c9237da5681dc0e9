/** What a person can do on the annotate page; buttons and keys call the same actions. */
import { inject, type InjectionKey, type Ref } from 'vue';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { CaseInfo, imageInfo } from '#shared/contract/cases.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { z } from 'zod';

export type ImageInfo = z.infer<typeof imageInfo>;

/** The case on the screen, without its voxels. */
export interface ShownCase {
  readonly info: CaseInfo;
  readonly image: ImageInfo;
  /** For each voxel axis. */
  readonly planes: readonly [SlicePlane, SlicePlane, SlicePlane];
  readonly readOnly: boolean;
}

export interface AnnotateActions {
  undo(): void;
  redo(): void;
  resetView(): void;
  /** All views to the chosen label: its middle, and its size; says where there is none of it. */
  zoomToLabel(): void;
  /** What the shown slice has of the chosen label, onto the slice beside it, which is shown then. */
  copyToSlice(step: 1 | -1): void;
  showPlane(axis: AxisIndex): void;
  goToSlice(index: number): void;
  /** The next slice of the shown plane, round and round, that is not complete or holds labels; says where there is none. */
  findSlice(wanted: 'open' | 'labelled', step: 1 | -1): void;
  /** The next slice, round and round, in which readers of the case differ; says where there is none. */
  findDifference(step: 1 | -1): void;
  /** The one that is named, the next of all, or the view that is used alone and back to the layout before. */
  changeLayout(to: Settings['layout'] | 'next' | 'alone'): void;
  /** What is inside the line that is being drawn gets the label, or loses it. @returns false where no line is drawn */
  closeOutline(): boolean;
  /** Marks the shown slice complete and goes to the next. */
  completeSlice(): void;
  reopenSlice(): void;
  completeCase(): void;
  reopenCase(): void;
  openNeighbour(step: 1 | -1): void;
  /** The note on the case. */
  editNote(): void;
  predict(): void;
  acceptSlice(): void;
  /** The shown slice becomes as predicted and complete. @returns false where it did not: why was told. @throws what keeps it from being stored */
  acceptAndComplete(): Promise<boolean>;
  acceptCase(): void;
  /** The chosen label becomes as predicted, no other one. */
  acceptLabel(slices: 'slice' | 'case'): void;
  /** How much of a case is compared with its prediction, 0–1; null while nothing takes long. */
  readonly accepting: Readonly<Ref<number | null>>;
  /** @returns false where nothing is compared */
  stopAccepting(): boolean;
  autoWindow(): void;
  retrySaving(): void;
}

export const annotateActions: InjectionKey<AnnotateActions> = Symbol('annotate actions');

export function useAnnotateActions(): AnnotateActions {
  const actions = inject(annotateActions);
  if (actions === undefined) throw new Error('the annotate page gives its actions to what stands on it');
  return actions;
}
