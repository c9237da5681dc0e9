/** What an export would make of each case, said before it begins. Pure; the host decides, and by the same rules. */
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { ExportOptions } from '#shared/contract/export.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';

export type IncompleteWay = 'refuse' | 'background' | 'ignore';

export interface ExportChoices {
  /** Null: the people's labels. */
  readonly model: string | null;
  readonly incomplete: IncompleteWay;
  readonly ignoreValue: number;
  readonly replace: boolean;
}

export type Outcome = 'whole' | 'background' | 'ignore' | 'incomplete' | 'unlabelled' | 'unpredicted';

export interface PlannedCase {
  readonly id: CaseInfo['id'];
  readonly name: string;
  readonly slices: number;
  readonly completeSlices: number;
  readonly outcome: Outcome;
}

export function planExport(cases: readonly CaseInfo[], choices: Pick<ExportChoices, 'model' | 'incomplete'>): PlannedCase[] {
  return cases.map((one) => ({
    id: one.id, name: one.name, slices: one.slices, completeSlices: one.completeSlices, outcome: outcomeOf(one, choices),
  }));
}

function outcomeOf({ labelmaps, slices, completeSlices }: CaseInfo, { model, incomplete }: Pick<ExportChoices, 'model' | 'incomplete'>): Outcome {
  if (model !== null) return labelmaps.some(({ owner }) => owner.kind === 'model' && owner.modelId === model) ? 'whole' : 'unpredicted';
  if (!labelmaps.some(({ owner }) => owner.kind === 'reading')) return 'unlabelled';
  if (completeSlices >= slices) return 'whole';
  return incomplete === 'refuse' ? 'incomplete' : incomplete;
}

export function isWritten({ outcome }: Pick<PlannedCase, 'outcome'>): boolean {
  return outcome === 'whole' || outcome === 'background' || outcome === 'ignore';
}

const largestValue = 2 ** 31 - 1;

/** @returns why the value for open slices cannot be used; null where it can, or is not asked for */
export function ignoreComplaint({ model, incomplete, ignoreValue }: ExportChoices, labels: LabelTable): 'number' | { readonly taken: string } | null {
  if (model !== null || incomplete !== 'ignore') return null;
  if (!Number.isInteger(ignoreValue) || ignoreValue < 1 || ignoreValue > largestValue) return 'number';
  const holder = labels.find(({ value }) => value === ignoreValue);
  return holder === undefined ? null : { taken: holder.name };
}

/** The choices as the call takes them; only cases that can be written are asked for. */
export function exportOptions(choices: ExportChoices, planned: readonly PlannedCase[], out: string): Omit<ExportOptions, 'model'> & { model?: string } {
  const { model, incomplete, ignoreValue, replace } = choices;
  return {
    out,
    cases: planned.filter(isWritten).map(({ id }) => id),
    force: replace,
    ...(model !== null ? { model } : {}),
    ...(model === null && incomplete === 'background' ? { incomplete: 'background' as const } : {}),
    ...(model === null && incomplete === 'ignore' ? { incomplete: { ignore: ignoreValue } } : {}),
  };
}
