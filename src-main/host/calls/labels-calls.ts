import { markSlices, openLabelmap, restoreSlices, revertEdit } from '../../use-cases/annotate.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { startJob } from './start-job.ts';
import { withGrants } from './with-grants.ts';

export function labelsCalls(parts: HostParts): Answers<'labels'> {
  const { session, changes, grants, edits } = parts;
  const os = calls.labels;
  const labels = (): ReturnType<typeof session.required>['labels'] => session.required().labels;
  const tableChanged = (): ReturnType<ReturnType<typeof labels>['listed']>[number][] => {
    changes.publish({ kind: 'label-table' });
    return [...labels().listed()];
  };
  return {
    table: os.table.handler(() => [...labels().listed()]),
    removed: os.removed.handler(() => [...labels().removed()]),
    add: os.add.handler(({ input: { opacity, visible, visibleIn3d, ...entry } }) => {
      const { index } = labels().add(entry, { opacity, visible, visibleIn3d });
      return tableChanged().find((label) => label.index === index)!;
    }),
    change: os.change.handler(({ input: { index, ...change } }) => {
      labels().change(index, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
      return tableChanged();
    }),
    order: os.order.handler(({ input }) => { labels().order(input.indices); return tableChanged(); }),
    remove: os.remove.handler(({ input }) => { labels().remove(input.indices); return tableChanged(); }),
    merge: os.merge.handler(({ input, context }) => startJob(parts, {
      kind: 'merge-labels', lane: 'import', input,
      run: async (store, options, work) => {
        const { mergeLabels } = await import('../../use-cases/merge-labels.ts');
        return mergeLabels(store, options, context.person(), work, ({ labelmapId, number }) => changes.publish({ kind: 'labels', labelmapId, edit: number }));
      },
    })),
    importTable: os.importTable.handler(({ input }) => withGrants(grants, input, async (options) => {
      const { importLabelTable } = await import('../../use-cases/label-files.ts');
      const report = await importLabelTable(session.required(), options);
      tableChanged();
      return report;
    })),
    exportTable: os.exportTable.handler(async ({ input }) => {
      const { exportLabelTable } = await import('../../use-cases/label-files.ts');
      const { notes, ...table } = exportLabelTable(session.required(), input.format);
      return { ...table, notes: [...notes] };
    }),
    inspectMask: os.inspectMask.handler(({ input, signal }) => withGrants(grants, input, async (options) => {
      const { inspectMask } = await import('../../use-cases/import-mask.ts');
      return inspectMask(session.required(), options, signal);
    })),
    importMask: os.importMask.handler(({ input, context }) => startJob(parts, {
      kind: 'import-mask', lane: 'import', input,
      run: async (store, options, work) => {
        const { importMask } = await import('../../use-cases/import-mask.ts');
        const report = await importMask(store, options, context.person(), work);
        const { labelmapId, edit } = report;
        if (edit !== null) changes.publish({ kind: 'labels', labelmapId, edit: edit.number });
        changes.publish({ kind: 'reviews', labelmapId });
        return report;
      },
      // Labels that the table lacks join it.
      changed: [{ kind: 'label-table' }],
    })),
    open: os.open.handler(({ input, context }) => openLabelmap(session.required(), input.caseId, context.person()) as never),
    heads: os.heads.handler(({ input }) => session.required().labelmaps.heads(input.labelmapId) as never),
    commit: os.commit.handler(({ input, context }) => edits.commit(input, context.person())),
    revert: os.revert.handler(({ input, context }) =>
      edits.tell(input.labelmapId, (store) => revertEdit(store, input.labelmapId, input.edit, context.person(), input.id, input.expected))),
    restore: os.restore.handler(({ input: { labelmapId, edit, slices, id }, context }) =>
      edits.tell(labelmapId, (store) => restoreSlices(store, labelmapId, edit, slices, context.person(), id))),
    history: os.history.handler(({ input }) => session.required().labelmaps.history(input.labelmapId) as never),
    historyPage: os.historyPage.handler(({ input: { labelmapId, ...page } }) => session.required().labelmaps.historyPage(labelmapId, page) as never),
    mark: os.mark.handler(({ input: { labelmapId, slices, state }, context }) => {
      const completeSlices = [...markSlices(session.required(), labelmapId, slices, state, context.person())];
      changes.publish({ kind: 'reviews', labelmapId });
      // What is complete is done with in the queue too.
      if (state === 'complete') changes.publish({ kind: 'queue' });
      return { completeSlices };
    }),
  };
}
