/** What there is to review: other people's labels of each case, chosen by who made them and where they stand. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { Reviewable } from '#shared/contract/reviews.ts';
import { client } from '../connection/client.ts';
import { usePeople } from './people.ts';
import { createRefresher } from './refresher.ts';
import { useWorkplace } from './workplace.ts';

export type ReviewStage = 'waiting' | 'returned' | 'reviewed' | 'all';
export const reviewStages = ['waiting', 'returned', 'reviewed', 'all'] as const satisfies readonly ReviewStage[];

export interface ReviewRow extends Reviewable {
  /** Of the case. */
  readonly name: string;
  readonly slices: number;
}

/** Everybody's. */
export const everybody = '';

export function isAtStage({ states, slices }: Pick<ReviewRow, 'states' | 'slices'>, stage: ReviewStage): boolean {
  switch (stage) {
    case 'all': return true;
    case 'waiting': return states.complete > 0;
    case 'returned': return states.returned > 0;
    case 'reviewed': return states.reviewed >= slices;
  }
}

/** Cases as they are listed; of one, first that of which most waits. */
export function rowsOf(listed: readonly Reviewable[], cases: readonly CaseInfo[]): readonly ReviewRow[] {
  const ofCase = Map.groupBy(listed, ({ caseId }) => caseId);
  return cases.flatMap(({ id, name, slices }) =>
    (ofCase.get(id) ?? []).toSorted((a, b) => b.states.complete - a.states.complete).map((one) => ({ ...one, name, slices })));
}

export const useReviewList = defineStore('review-list', () => {
  const workplace = useWorkplace();
  const people = usePeople();
  const listed = shallowRef<readonly Reviewable[]>([]);
  const known = ref(false);
  const stage = ref<ReviewStage>('waiting');
  const annotator = ref(everybody);
  const rows = computed(() => rowsOf(listed.value, workplace.cases));
  const ofPerson = computed(() => rows.value.filter((row) => annotator.value === everybody || row.annotator === annotator.value));
  const shown = computed(() => ofPerson.value.filter((row) => isAtStage(row, stage.value)));
  const refresh = createRefresher(async () => {
    const project = workplace.project?.id;
    if (project === undefined) return;
    const answered = await client.reviews.list();
    // Another project was opened meanwhile.
    if (workplace.project?.id !== project) return;
    listed.value = answered;
    known.value = true;
  });
  // What there is to review is told of a person: their own labels are not among them, nor what they read blind.
  watch(() => people.changes, () => {
    listed.value = [];
    known.value = false;
  });
  return {
    known, stage, annotator, rows, shown,
    annotators: computed(() => [...new Set(rows.value.flatMap((row) => row.annotator ?? []))].toSorted((a, b) => a.localeCompare(b))),
    count: (one: ReviewStage): number => ofPerson.value.filter((row) => isAtStage(row, one)).length,
    rowOf: (labelmapId: string): ReviewRow | null => rows.value.find((row) => row.labelmapId === labelmapId) ?? null,
    refresh,
    /** Of the one case whose labels were spoken of: a project may hold ten thousand. */
    async refreshCaseOf(labelmapId: string): Promise<void> {
      const one = workplace.cases.find(({ labelmaps }) => labelmaps.some(({ id }) => id === labelmapId));
      if (one === undefined || !known.value) return refresh();
      const project = workplace.project?.id;
      const answered = await client.reviews.list({ caseId: one.id });
      if (workplace.project?.id === project) listed.value = [...listed.value.filter(({ caseId }) => caseId !== one.id), ...answered];
    },
  };
});
