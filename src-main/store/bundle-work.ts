/** Notes and measurements that travel with cases: what is not here is added, and nothing that is here is written over. */
import { foldPersonName } from '#shared/text/person-name.ts';
import type { BundleStore, TravellingMeasurement, TravellingNote, TravellingWork } from './bundle-items.ts';
import type { Measurements } from './measurements.ts';
import type { Notes } from './notes.ts';
import { inTransaction, type Session } from './session.ts';

const mostInNote = 100_000;

export function createBundleWork(session: Session, notes: Notes, measurements: Pick<Measurements, 'repeat' | 'rowsOf' | 'history'>): Pick<BundleStore, 'workOn' | 'takeWork'> {
  const notesOn = (caseId: string): TravellingNote[] => notes.history(caseId).map((note) => ({ kind: 'note', ...note }));

  const takeNotes = (caseId: string, theirs: readonly TravellingNote[], by: string): number => {
    const ours = notesOn(caseId);
    const [here, there] = [ours, theirs].map((rows) => new Set(rows.map(rowOf))) as [Set<string>, Set<string>];
    const fresh = theirs.filter((row) => !here.has(rowOf(row)));
    for (const note of fresh) notes.repeat(caseId, note);
    const [mine, other] = [ours.at(-1)?.text ?? '', theirs.at(-1)?.text ?? ''];
    // Theirs went on from what is here, or there was nothing new.
    if (fresh.length === 0 || ours.every((row) => there.has(rowOf(row)))) return fresh.length;
    const both = mine === other ? mine : [mine, other].filter((text) => text !== '').join('\n\n');
    // What a note may hold at most: longer, the next bundle could not be read.
    if (both.length <= mostInNote && notes.text(caseId) !== both) notes.write(caseId, both, by);
    return fresh.length;
  };
  const takeMeasurements = (caseId: string, theirs: readonly TravellingMeasurement[]): { readonly measurements: number; readonly kept: number } => {
    const ours = Map.groupBy(measurements.rowsOf(caseId), ({ id }) => id);
    let [added, kept] = [0, 0];
    for (const [id, rows] of Map.groupBy(theirs, (row) => row.id)) {
      const [here, there] = [ours.get(id) ?? [], rows].map((all) => all.map(rowOf)) as [string[], string[]];
      // Of another case with the same image, for which it was taken in before.
      const isElsewhere = here.length === 0 && measurements.history(id).length > 0;
      if (isElsewhere) kept += 1;
      else if (here.every((row, at) => row === there[at])) {
        for (const row of rows.slice(here.length)) measurements.repeat(caseId, row);
        added += rows.length - here.length;
      } else if (!there.every((row, at) => row === here[at])) kept += 1;
    }
    return { measurements: added, kept };
  };
  return {
    workOn: (caseId) => [...notesOn(caseId), ...measurements.rowsOf(caseId)],
    takeWork: (caseId, work, by) =>
      inTransaction(session, () => ({
        notes: takeNotes(caseId, work.filter((one) => one.kind === 'note'), by),
        ...takeMeasurements(caseId, work.filter((one) => one.kind === 'measurement')),
      })),
  };
}

/** Of a measurement not its figures of the image: those follow from it. */
function rowOf(row: TravellingWork): string {
  if (row.kind === 'note') return JSON.stringify([foldPersonName(row.annotator), row.at, row.text]);
  const { imageId, kind, points, plane, text, labelIndex, colour } = row.content;
  return JSON.stringify([row.id, foldPersonName(row.annotator), row.at, row.removed, imageId, kind, points, plane && [plane.point, plane.normal], text, labelIndex, colour]);
}
