import type { LabelTable } from '#shared/labels/label-table.ts';
import { keptLabels } from '../../editing/kept-labels.ts';
import { predictedLabel } from '../../editing/tools/predicted-label.ts';
import type { useAnnotating } from '../../stores/annotating.ts';
import type { useToasts } from '../../stores/toasts.ts';
import type { OpenCase } from './open-case.ts';

interface Accepting {
  readonly annotating: Pick<ReturnType<typeof useAnnotating>, 'label' | 'axis' | 'index'>;
  readonly table: LabelTable;
  readonly toasts: Pick<ReturnType<typeof useToasts>, 'tell'>;
}

/** As the whole prediction is accepted: whatever may be painted over, but for locked labels. */
export function acceptLabel({ prediction, session, viewed, planes, readOnly }: OpenCase, slices: 'slice' | 'case', { annotating, table, toasts }: Accepting): void {
  const entry = table.find(({ index }) => index === annotating.label);
  if (prediction.value === null || entry === undefined || entry.locked || readOnly) return;
  const { name } = entry;
  const { axis, index } = annotating;
  const block = predictedLabel(session.labels, prediction.value, viewed.geometry.size, entry.index, slices === 'slice' ? { axis, index } : null);
  const kept = keptLabels(table);
  const box = block && session.paintBlock('accept-label', block, { kept, notErased: kept, gate: null });
  if (box === null) return toasts.tell({ kind: 'note', text: { word: 'regions.accept.same', values: { name } } });
  toasts.tell({
    kind: 'done',
    text: slices === 'slice'
      ? { word: 'regions.accept.accepted', values: { name, n: index + 1 } }
      : { word: 'regions.accept.acceptedCase', values: { name, n: planes[axis].slices } },
    step: { word: 'frame.steps.undo', take: () => { void session.undo(); } },
    ofLastEdit: true,
  });
}
