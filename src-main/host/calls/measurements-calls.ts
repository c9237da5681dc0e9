import type { Measurement } from '#shared/contract/measurements.ts';
import { addMeasurement, changeMeasurement, describeMeasurement, measureLabels, measurementsOf } from '../../use-cases/measurements.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { quiet } from './start-job.ts';

export function measurementsCalls({ session, changes }: HostParts): Answers<'measurements'> {
  const os = calls.measurements;
  const told = (measurement: Measurement): Measurement => {
    changes.publish({ kind: 'measurements', caseId: measurement.caseId });
    return measurement;
  };
  return {
    list: os.list.handler(({ input, context }) => [...measurementsOf(session.required(), input.caseId, context.person())]),
    add: os.add.handler(async ({ input: { id, caseId, ...said }, context }) => told(await addMeasurement(session.required(), caseId, said, context.person(), id))),
    change: os.change.handler(async ({ input: { id, ...change }, context }) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      return told(await changeMeasurement(session.required(), id, given, context.person()));
    }),
    remove: os.remove.handler(({ input, context }) => {
      const { measurements } = session.required();
      const { caseId } = measurements.get(input.id);
      measurements.remove(input.id, context.person());
      changes.publish({ kind: 'measurements', caseId });
      return {};
    }),
    history: os.history.handler(({ input }) => {
      const store = session.required();
      return store.measurements.history(store.measurements.get(input.id).id).map((record) => describeMeasurement(store, record));
    }),
    ofLabels: os.ofLabels.handler(async ({ input, signal }) => [...await measureLabels(session.required(), input.labelmapId, quiet(signal))]),
    table: os.table.handler(async ({ input, signal, context }) => {
      const { measurementTable } = await import('../../use-cases/measurement-table.ts');
      const store = session.required();
      return { name: `${store.name}-measurements.csv`, ...await measurementTable(store, { ...input, person: context.person() }, quiet(signal)) };
    }),
  };
}
