/** The case whose labels are on the screen, for what is done with labels as a whole: names and steps, never voxels. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { CaseInfo } from '#shared/contract/cases.ts';

export interface LabelExtent {
  readonly voxels: number;
  /** Those that have any of them. */
  readonly slices: number;
}

export interface LabelPlace {
  readonly caseId: CaseInfo['id'];
  readonly caseName: string;
  readonly readOnly: boolean;
  /** Every stroke so far is stored. @throws what keeps it from being stored */
  awaitSaved(): Promise<void>;
  /** What a label has as it is drawn now, along the slices that are marked; null where the signal stopped it, or the labels are not whole yet. */
  extentOf(label: number, signal: AbortSignal): Promise<LabelExtent | null>;
}

export const useLabelPlace = defineStore('label-place', () => ({ current: shallowRef<LabelPlace | null>(null) }));
