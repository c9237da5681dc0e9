/** The cases before and after the open one: in the order and the choice of the table, as it was when it was last seen. */
import { watch } from 'vue';
import { useCaseTable } from '../../stores/case-table.ts';
import { useQualities } from '../../stores/insight-quality.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { neighbourIn, sequenceOf } from '../cases/case-rows.ts';

export interface CaseSequence {
  /** Null where there is none. */
  neighbourOf(id: string, step: 1 | -1): string | null;
}

/** @param open the case that is worked on: it is among them whatever is chosen */
export function useCaseSequence(open: () => string | null): CaseSequence {
  const workplace = useWorkplace();
  const table = useCaseTable();
  const qualities = useQualities();
  const renew = (): void => {
    table.sequence = { ids: sequenceOf(workplace.cases, table.choice, open(), qualities.byCase), of: workplace.cases.length };
  };
  watch(() => table.choice, renew);
  // The table was not looked at yet, or other cases have come since.
  watch([open, () => workplace.cases.length], ([id, count]) => {
    const { ids, of } = table.sequence;
    if (of !== count || (id !== null && !ids.includes(id))) renew();
  }, { immediate: true });
  return { neighbourOf: (id, step) => neighbourIn(table.sequence.ids, id, step, (one) => workplace.caseOf(one) !== null) };
}
