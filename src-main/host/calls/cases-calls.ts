import { describeCase } from '../../use-cases/describe-project.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { startJob } from './start-job.ts';
import { withGrants } from './with-grants.ts';

export function casesCalls(parts: HostParts): Answers<'cases'> {
  const { session, changes, grants } = parts;
  const os = calls.cases;
  return {
    list: os.list.handler(({ context }) => {
      const store = session.required();
      return store.cases.list().map((record) => describeCase(store, record, context.person()));
    }),
    get: os.get.handler(({ input, context }) => { const store = session.required(); return describeCase(store, store.cases.get(input.id), context.person()); }),
    note: os.note.handler(({ input, context }) => {
      const { cases, notes, secondReadings } = session.required();
      const { id } = cases.get(input.id);
      if (secondReadings.blindCases(context.person()).has(id)) return { text: '', history: [] };
      return { text: notes.text(id), history: [...notes.history(id)] };
    }),
    writeNote: os.writeNote.handler(({ input, context }) => {
      const store = session.required();
      store.notes.write(input.id, input.text, context.person());
      changes.publish({ kind: 'cases' });
      return describeCase(store, store.cases.get(input.id), context.person());
    }),
    changeSliceAxis: os.changeSliceAxis.handler(({ input, context }) => {
      const store = session.required();
      const changed = describeCase(store, store.cases.changeSliceAxis(input.id, input.sliceAxis), context.person());
      changes.publish({ kind: 'cases' });
      return changed;
    }),
    import: os.import.handler(({ input, context }) => startJob(parts, {
      kind: 'import', lane: 'import', input,
      run: async (store, options, work) => {
        const { importImages } = await import('../../use-cases/import-images.ts');
        return importImages(store, options, options.annotator ?? context.person(), work);
      },
      // Labels that the table lacks join it.
      changed: [{ kind: 'cases' }, { kind: 'label-table' }],
    })),
    remove: os.remove.handler(({ input }) => {
      session.required().cases.remove(input.id);
      changes.publish({ kind: 'cases' });
      return {};
    }),
    inspect: os.inspect.handler(({ input, signal }) => withGrants(grants, input, async ({ path }) => {
      const { inspectFile } = await import('../../use-cases/inspect-file.ts');
      return inspectFile(path, signal);
    })),
  };
}
