import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { makePlan, type PlanOptions } from '#shared/learning/make-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';

const labels: LabelTable = [{ index: 1, value: 1, name: 'head', colour: '#e69f00', code: null, locked: false }];

/** Of small volumes with thin slices, for which the planner takes a network over volumes. */
const fingerprint: Fingerprint = {
  trainingCases: 25, trainingSlices: 900, modality: 'mr', medianSize: [35, 50, 36], medianSpacingMm: [1, 1, 1], sliceAxis: 2, drawnLabels: [1], foreground: null,
};

export function aPlan(options: PlanOptions = {}): Plan {
  return makePlan(fingerprint, labels, options);
}
