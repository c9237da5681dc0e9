import type { EditRecord } from '../../store/project-store.ts';
import { commitStroke, markSlices, openLabelmap, revertEdit } from '../../use-cases/annotate.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';

export function labelsCalls({ session, changes, annotator }: HostParts): Answers<'labels'> {
  const os = calls.labels;
  const table = (): ReturnType<typeof session.required>['labels'] => session.required().labels;
  /** Tells of an edit, and of slices that it re-opened. */
  const edited = (labelmapId: string, edit: () => EditRecord): { id: never; number: number } => {
    const { reviews } = session.required();
    const before = reviews.completeSlices(labelmapId).length;
    const { id, number } = edit();
    changes.publish({ kind: 'labels', labelmapId, edit: number });
    if (before > 0 && reviews.completeSlices(labelmapId).length !== before) changes.publish({ kind: 'reviews', labelmapId });
    return { id: id as never, number };
  };
  return {
    table: os.table.handler(() => [...table().table()]),
    add: os.add.handler(({ input }) => {
      const added = table().add(input);
      changes.publish({ kind: 'label-table' });
      return added;
    }),
    change: os.change.handler(({ input: { index, ...change } }) => {
      table().change(index, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
      changes.publish({ kind: 'label-table' });
      return [...table().table()];
    }),
    open: os.open.handler(({ input }) => openLabelmap(session.required(), input.caseId, annotator) as never),
    commit: os.commit.handler(({ input }) => edited(input.labelmapId, () => {
      const tiles = input.tiles.map((tile) => ({ ...tile, runs: Buffer.from(tile.runs, 'base64') }));
      return commitStroke(session.required(), { ...input, tiles }, annotator);
    })),
    revert: os.revert.handler(({ input }) =>
      edited(input.labelmapId, () => revertEdit(session.required(), input.labelmapId, input.edit, annotator, input.id))),
    history: os.history.handler(({ input }) => session.required().labelmaps.history(input.labelmapId) as never),
    mark: os.mark.handler(({ input: { labelmapId, slices, state } }) => {
      const completeSlices = [...markSlices(session.required(), labelmapId, slices, state, annotator)];
      changes.publish({ kind: 'reviews', labelmapId });
      return { completeSlices };
    }),
  };
}
