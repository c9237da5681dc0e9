/** The menu of a case in the table. */
import { useRouter } from 'vue-router';
import { client } from '../../connection/client.ts';
import { useWords } from '../../locales/use-words.ts';
import { useBundles } from '../../stores/bundles.ts';
import { useCaseNote } from '../../stores/case-note.ts';
import { useContextMenu } from '../../stores/context-menu.ts';
import { useReadings } from '../../stores/readings.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { CaseRow } from './case-rows.ts';

export function useRowMenu(steps: { readonly open: (row: CaseRow) => void; readonly remove: (row: CaseRow) => void }) {
  const { t } = useWords();
  const workplace = useWorkplace();
  const notes = useCaseNote();
  const bundles = useBundles();
  const toasts = useToasts();
  const menu = useContextMenu();
  const readings = useReadings();
  const router = useRouter();

  const predict = async ({ id }: CaseRow): Promise<void> => {
    try {
      await client.predictions.predictCases({ cases: [id] });
    } catch (error) {
      toasts.failed(error);
    }
  };
  return (row: CaseRow, x: number, y: number): void => {
    const readOnly = workplace.project?.readOnly === null ? null : t('palette.why.readOnly');
    menu.open({
      name: t('menus.ofCase', { name: row.name }),
      x,
      y,
      groups: [
        [
          { text: t('menus.openCase'), keys: ['Enter'], run: () => steps.open(row) },
          { text: t('keys.commands.case.note'), run: () => notes.open(row.id) },
          { text: t('menus.predictCase'), whyNot: readOnly ?? (readings.blindOf(row.id) !== null ? t('readings.bar.blind') : workplace.activeModel === null ? t('palette.why.noModel') : null), run: () => { void predict(row); } },
          { text: t('menus.planReading'), whyNot: readOnly, run: () => { void router.push({ name: 'readings', query: { case: row.id } }); } },
          { text: t('bundles.sendShown'), run: () => bundles.prepare([row.id]) },
        ],
        [{ text: t('menus.removeCase'), keys: ['Delete'], whyNot: readOnly, run: () => steps.remove(row) }],
      ],
    });
  };
}
