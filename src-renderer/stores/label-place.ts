/** The case whose labels are on the screen, for what is done with labels as a whole: names and steps, never voxels. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { CaseInfo } from '#shared/contract/cases.ts';

export interface LabelPlace {
  readonly caseId: CaseInfo['id'];
  readonly caseName: string;
  readonly readOnly: boolean;
  /** Every stroke so far is stored. @throws what keeps it from being stored */
  awaitSaved(): Promise<void>;
}

export const useLabelPlace = defineStore('label-place', () => ({ current: shallowRef<LabelPlace | null>(null) }));
